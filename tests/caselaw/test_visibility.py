"""What is not published leaves no trace on any public surface; what is published is on all of them."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote, unquote_plus

import pytest
from django.test import Client

from caselaw.choices import CaseStatus
from caselaw.models import Case, Jurisdiction
from portal.core.models import User
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
    CaseRelationFactory,
    CaseSectorFactory,
    CaseTextFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    ElementFindingFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import UserFactory, term

pytestmark = pytest.mark.django_db

# One word for each text that a brief holds; none occurs anywhere else.
SHOWN = ("zqtitle", "zqheadline", "zqfacts", "zqreasoning", "zqcommentary", "zqdocket", "zqcourt", "zqcitation")
SHOWN += ("zqtribunal", "zqoutcome", "zqdefendant", "zqcharge", "zqdetail", "zqsentence", "zqbasis", "zqpinpoint")
ONLY_ON_THE_PAGE = ("zqvictims", "zqassistance")
SHOWN += ("zqinclusion", "zqarticle", "zqplace", *ONLY_ON_THE_PAGE)
ONLY_IN_THE_API = ("zqkeyword", "zqstage", "zqholding")
WORDS = (*SHOWN, *ONLY_IN_THE_API)
SEARCHED = (
    "zqtitle",
    "zqheadline",
    "zqkeyword",
    "zqfacts",
    "zqreasoning",
    "zqcommentary",
    "zqdocket",
    "zqcourt",
    "zqcharge",
)
CODE, YEAR = "IS", 1931
HIDDEN = [status for status in CaseStatus if status != CaseStatus.PUBLISHED]


def full_brief(status: CaseStatus) -> Case:
    """Return a brief with a word of its own in every text, alone in its jurisdiction and its year."""
    states = {CaseStatus.PUBLISHED: {"published": True}, CaseStatus.WITHDRAWN: {"withdrawn": True}}
    jurisdiction = Jurisdiction.objects.get(code=CODE)
    case = CaseFactory(
        **states.get(status, {"checked": True, "status": status}),
        official_title="Zqtitle v. State",
        slug="zqtitle-v-state",
        text=None,
        source=None,
        finding=None,
        jurisdiction=jurisdiction,
        court=CourtFactory(jurisdiction=jurisdiction, name_original="Zqcourt"),
        decision_date=date(YEAR, 2, 3),
        inclusion_note="Zqinclusion.",
    )
    CaseTextFactory(
        case=case,
        headline="Zqheadline.",
        fact_summary="Zqfacts.",
        legal_reasoning="Zqreasoning.",
        commentary="Zqcommentary.",
        keywords=["zqkeyword"],
    )
    CaseIdentifierFactory(case=case, value="Zqdocket 7", normalised="zqdocket7")
    SourceFactory(case=case, citation="Zqcitation")
    ProceedingFactory(case=case, court_text="Zqtribunal", outcome_text="Zqoutcome", description="Zqstage")
    defendant = DefendantFactory(case=case, display_name="Zqdefendant")
    ChargeFactory(defendant=defendant, legislation_text="Zqcharge", detail="Zqdetail")
    SanctionFactory(defendant=defendant, text="zqsentence")
    ElementFindingFactory(case=case, term=term("purpose", "organ_removal"), text="Zqbasis", pinpoint="zqpinpoint")
    ProvisionInterpretationFactory(case=case, article="zqarticle", holding="Zqholding")
    RouteLegFactory(case=case, to_place=PlaceFactory(name="Zqplace"))
    VictimGroupFactory(case=case, note="Zqvictims", assistance_given="Zqassistance")
    CaseSectorFactory(case=case, term=term("sector", "aquaculture"))
    return case


def surfaces(case: Case, other: Case) -> list[str]:
    """Return the addresses of everything public that could show a brief."""
    pages = [
        "/",
        "/about/",
        "/cases/",
        "/cases/?sort=oldest",
        f"/cases/?jurisdiction={CODE}",
        f"/cases/?year={YEAR}",
        f"/cases/?year_to={YEAR}",
        "/cases/?purpose=organ_removal",
        "/cases/?sector=aquaculture",
        f"/cases/?q={'+OR+'.join(SEARCHED)}",
        f"/cases/?q={case.public_id}",
        case.get_absolute_url(),
        f"/cases/{case.public_id}/",
        f"/ar{case.get_absolute_url()}",
        other.get_absolute_url(),
        "/jurisdictions/",
        "/jurisdictions/?format=csv",
        f"/jurisdictions/{CODE}/",
    ]
    api = [
        "/api/v1/cases/",
        "/api/v1/cases/?sort=oldest",
        f"/api/v1/cases/?jurisdiction={CODE}",
        f"/api/v1/cases/?q={'+OR+'.join(SEARCHED)}",
        f"/api/v1/cases/{case.public_id}/",
        f"/api/v1/cases/{other.public_id}/",
        "/api/v1/jurisdictions/",
    ]
    return pages + api


def shown(client: Client, address: str) -> str:
    """Return what an address shows, in small letters, without the words that the address itself brought along."""
    response = client.get(address, follow=True)
    assert response.status_code in (200, 404), address
    text = response.getvalue().decode().lower()
    asked = address.partition("?q=")[2].lower()
    for echo in {asked, unquote_plus(asked), quote(asked).lower()} - {""}:  # the box, links to itself, and sign-in
        text = text.replace(echo, "")
    return text


def counts(client: Client) -> list[object]:
    """Return every number that the public sees."""
    page = client.get("/cases/")
    everything = client.get("/api/v1/cases/").json()
    rows = {row["code"]: row for row in client.get("/api/v1/jurisdictions/").json()["results"]}
    table = client.get("/jurisdictions/?format=csv").getvalue().decode()
    return [
        page.context["result"].total,
        page.context["result"].counts,
        [option for box in page.context["boxes"] for option in box.options],
        page.context["bars"],
        page.context["coverage"],
        client.get("/").context["coverage"],
        client.get("/jurisdictions/").context["briefs"],
        everything["count"],
        rows[CODE],
        table,
    ]


def traces(client: Client, case: Case, other: Case) -> list[tuple[str, str]]:
    """Return (address, word) for every trace of a brief."""
    words = (*WORDS, case.public_id.lower(), case.slug)
    texts = {address: shown(client, address) for address in surfaces(case, other)}
    return [(address, word) for address, text in texts.items() for word in words if word in text]


@pytest.fixture
def other() -> Case:
    """A published brief of Argentina, so that no list is empty."""
    return CaseFactory(published=True)


@pytest.mark.parametrize("is_signed_in", [False, True], ids=["anonymous", "signed in"])
@pytest.mark.parametrize("status", HIDDEN)
def test_what_is_not_published_leaves_no_trace(
    client: Client,
    other: Case,
    status: CaseStatus,
    is_signed_in: bool,  # noqa: FBT001  a case of the table
) -> None:
    if is_signed_in:
        client.force_login(UserFactory())
    before = counts(client)
    case = full_brief(status)
    CaseRelationFactory(from_case=other, to_case=case)
    index(case, other)

    found = traces(client, case, other)

    # The address of the brief itself answers 404, and its language switch may repeat the address that was asked for.
    own = (case.public_id.lower(), case.slug, "zqtitle")
    assert [(address, word) for address, word in found if not (case.public_id in address and word in own)] == []
    assert counts(client) == before
    for address in (case.get_absolute_url(), f"/cases/{case.public_id}/", f"/api/v1/cases/{case.public_id}/"):
        assert client.get(address).status_code == 404, address


def test_what_is_published_is_on_every_surface(client: Client, other: Case) -> None:
    before = counts(client)
    case = full_brief(CaseStatus.PUBLISHED)
    CaseRelationFactory(from_case=other, to_case=case)
    index(case, other)

    found = traces(client, case, other)

    numbers_only = {"/about/", "/jurisdictions/", "/jurisdictions/?format=csv", "/api/v1/jurisdictions/"}
    silent = set(surfaces(case, other)) - {address for address, _ in found}
    assert silent == numbers_only
    assert all(now != then for now, then in zip(counts(client), before, strict=True))
    assert [word for word in SHOWN if (case.get_absolute_url(), word) not in found] == []
    in_api = [word for word in WORDS if word not in ONLY_ON_THE_PAGE]
    assert [word for word in in_api if (f"/api/v1/cases/{case.public_id}/", word) not in found] == []


def test_the_words_of_a_published_brief_find_it(client: Client, other: Case) -> None:
    case = full_brief(CaseStatus.PUBLISHED)
    index(case)

    for word in SEARCHED:
        answer = client.get(f"/api/v1/cases/?q={word}").json()
        assert [row["id"] for row in answer["results"]] == [case.public_id], word


@pytest.mark.parametrize("status", [CaseStatus.DRAFT, CaseStatus.WITHDRAWN])
def test_staff_see_the_page_of_a_brief_that_is_not_public_and_nothing_else(
    client_for: Callable[[User], Client], other: Case, status: CaseStatus
) -> None:
    client = client_for(UserFactory(is_staff=True, permissions=("caselaw.view_case",)))
    before = counts(client)
    case = full_brief(status)
    CaseRelationFactory(from_case=other, to_case=case)
    index(case, other)

    found = traces(client, case, other)

    own = (case.get_absolute_url(), f"/cases/{case.public_id}/", f"/ar{case.get_absolute_url()}")
    assert [word for word in SHOWN if (case.get_absolute_url(), word) not in found] == []
    assert [trace for trace in found if trace[0] not in own and case.public_id not in trace[0]] == []
    assert client.get(f"/api/v1/cases/{case.public_id}/").status_code == 404
    assert counts(client) == before


def test_staff_without_the_permission_do_not_see_it(client_for: Callable[[User], Client]) -> None:
    case = full_brief(CaseStatus.DRAFT)

    response = client_for(UserFactory(is_staff=True)).get(case.get_absolute_url())

    assert response.status_code == 404


def test_an_account_that_was_closed_does_not_see_it(client_for: Callable[[User], Client]) -> None:
    case, user = full_brief(CaseStatus.DRAFT), UserFactory(is_staff=True, permissions=("caselaw.view_case",))
    user.is_active = False

    assert not Case.objects.visible_to(user).filter(pk=case.pk).exists()
