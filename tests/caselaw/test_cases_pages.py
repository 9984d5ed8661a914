"""The public page of a brief."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from caselaw.choices import Confidence, Robots
from caselaw.models import Case
from portal.core.models import User
from tests.caselaw.briefs_pages import LIST, full_case, page, place
from tests.factories.caselaw import (
    CaseFactory,
    CaseRelationFactory,
    CaseTextFactory,
    DefendantFactory,
    JurisdictionFactory,
    RouteLegFactory,
    SourceFactory,
    index,
)
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def test_a_brief_is_shown_under_its_one_address(client: Client) -> None:
    case = CaseFactory(published=True, public_id="HT-22223333", slug="now")

    for former in ("/cases/HT-22223333/", "/cases/HT-22223333/before/"):
        response = client.get(former)
        assert (response.status_code, response.url) == (301, "/cases/HT-22223333/now/")
    assert case.official_title in page(client, "/cases/HT-22223333/now/")


def test_a_former_address_keeps_the_language(client: Client) -> None:
    CaseFactory(published=True, public_id="HT-22223333", slug="now")

    assert client.get("/ar/cases/HT-22223333/").url == "/ar/cases/HT-22223333/now/"


@pytest.mark.parametrize("traits", [{}, {"complete": True}, {"cleared": True}, {"hidden": True}])
@pytest.mark.parametrize("slug", ["", "x/"])
def test_a_brief_that_is_not_public_does_not_exist_for_readers(
    client: Client, traits: dict[str, bool], slug: str
) -> None:
    case = CaseFactory(official_title="Secret", slug="x", **traits)

    assert "Secret" not in page(client, f"/cases/{case.public_id}/{slug}", status=404)


def test_a_signed_in_reader_sees_no_more(client_for: ClientFor) -> None:
    case = CaseFactory(complete=True)

    page(client_for(UserFactory()), case.get_absolute_url(), status=404)


def test_an_editor_sees_a_draft_marked_as_such_and_unlisted(editor: User, client_for: ClientFor) -> None:
    case = CaseFactory(complete=True)
    short = client_for(editor).get(f"/cases/{case.public_id}/")

    html = page(client_for(editor), case.get_absolute_url())

    assert short.status_code == 302  # no browser may remember an address that is not public
    assert "This brief is not public. Its status: Draft." in html
    assert '<meta name="robots" content="noindex">' in html
    assert "As JSON" not in html


def test_an_editor_is_led_to_the_desk_and_a_reader_is_not(editor: User, client: Client, client_for: ClientFor) -> None:
    case = CaseFactory(published=True)
    form = f'href="{case.get_desk_url()}"'

    assert form in page(client_for(editor), case.get_absolute_url())
    assert form not in page(client, case.get_absolute_url())


@pytest.mark.parametrize(("robots", "content"), [(Robots.INDEX, "index, follow"), (Robots.NOINDEX, "noindex")])
def test_a_brief_may_be_kept_out_of_search_engines(client: Client, robots: str, content: str) -> None:
    case = CaseFactory(published=True, robots=robots)

    assert f'<meta name="robots" content="{content}">' in page(client, case.get_absolute_url())


def test_a_title_with_initials_hides_the_official_one_everywhere(client: Client) -> None:
    case = CaseFactory(
        published=True, official_title="Maria v. State", safe_title="M. v. State", title_policy="initials", slug="m"
    )

    for url in (case.get_absolute_url(), LIST, "/", f"/jurisdictions/{case.jurisdiction.code}/"):
        html = page(client, url)
        assert "M. v. State" in html
        assert "Maria" not in html


def test_a_brief_says_what_is_missing_instead_of_leaving_gaps(client: Client) -> None:
    case = CaseFactory(published=True)
    case.findings.all().delete()
    case.sources.all().delete()

    html = page(client, case.get_absolute_url())

    for words in (
        "No element has been coded.",
        "The brief does not describe the victims.",
        "No charge or claim is recorded.",
        "The stages of the procedure are not stated.",
        "Not coded.",
        "No source is recorded.",
    ):
        assert words in html
    assert ">None<" not in html


def test_a_withheld_link_is_not_in_the_page(client: Client) -> None:
    case = CaseFactory(published=True)
    SourceFactory(case=case, url="https://court.example/open")
    SourceFactory(case=case, url="https://press.example/names-her", is_link_withheld=True)

    html = page(client, case.get_absolute_url())

    assert 'href="https://court.example/open" rel="nofollow noopener noreferrer"' in html
    assert "press.example" not in html
    assert "link withheld" in html


def test_unverified_fields_are_named_as_such(client: Client) -> None:
    case = CaseFactory(published=True, unverified_fields=["facts (in part)"], confidence=Confidence.LOW)

    html = page(client, case.get_absolute_url())

    assert "Not yet checked against the judgment" in html
    assert "facts (in part)" in html


def test_the_text_of_a_brief_cannot_bring_markup(client: Client) -> None:
    evil = '<script>alert(1)</script> <img src=x onerror="alert(2)"> [link](javascript:alert(3))'
    case = CaseFactory(published=True, official_title=f"A {evil}"[:300])
    case.texts.update(headline=evil, fact_summary=evil, legal_reasoning=evil, commentary=evil)
    DefendantFactory(case=case, display_name="<b onclick=alert(4)>")
    index(case)

    for url in (case.get_absolute_url(), LIST, f"{LIST}?q=alert", "/"):
        html = client.get(url).content.decode()
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'href="javascript:' not in html
        assert "<b onclick" not in html


def test_a_text_in_another_language_says_so_and_keeps_its_direction(client: Client) -> None:
    case = CaseFactory(published=True)

    html = page(client, "/ar" + case.get_absolute_url())

    assert '<div class="kp-prose" lang="en" dir="ltr">' in html
    with override("ar"):
        assert (
            gettext(
                "There is no text in this language yet. Facts and reasoning are shown in the language they were written in."
            )
            in html
        )


def test_another_text_of_the_brief_can_be_chosen(client: Client) -> None:
    case = CaseFactory(published=True)
    CaseTextFactory(case=case, language="es", headline="El dueño de una finca")

    html = page(client, case.get_absolute_url())
    chosen = page(client, case.get_absolute_url(), text="es")

    assert '<a href="?text=es" hreflang="es">Spanish</a>' in html
    assert 'lang="es" dir="ltr">El dueño de una finca' in chosen


def test_parts_stand_in_their_order_whenever_they_were_entered(client: Client) -> None:
    case = CaseFactory(published=True)
    for seq in (3, 1, 2):
        RouteLegFactory(case=case, seq=seq, note=f"leg {seq}", from_place=place(), to_place=place())
        SourceFactory(case=case, seq=seq + 10_000, citation=f"source {seq}")
        DefendantFactory(case=case, seq=seq, display_name=f"defendant {seq}")

    html = page(client, case.get_absolute_url())

    for kind in ("leg", "source", "defendant"):
        assert re.findall(rf">{kind} (\d)<", html) == ["1", "2", "3"], kind


def test_a_leg_of_the_route_has_a_direction(client: Client) -> None:
    leg = RouteLegFactory(case=CaseFactory(published=True), from_place=place(), to_place=place())
    url = leg.case.get_absolute_url()

    ltr, rtl = page(client, url), page(client, "/ar" + url)

    assert '<span aria-hidden="true">→</span>' in ltr
    assert '<span aria-hidden="true">←</span>' in rtl


def test_related_decisions_are_linked(client: Client) -> None:
    relation = CaseRelationFactory(from_case=CaseFactory(published=True), to_case=CaseFactory(published=True))

    html = page(client, relation.from_case.get_absolute_url())

    assert f'<a href="{relation.to_case.get_absolute_url()}">' in html


def test_the_contents_lead_to_sections_that_exist(client: Client) -> None:
    case = full_case()
    html = page(client, case.get_absolute_url())

    contents = html.split('aria-labelledby="toc"')[1].split("</nav>")[0]
    anchors = re.findall(r'href="#([a-z]+)"', contents)

    assert len(anchors) == 8
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []


@pytest.mark.parametrize("language", ["", "/fr", "/es", "/ru", "/ar", "/zh-hans"])
def test_a_full_brief_and_its_search_are_shown_in_every_language(client: Client, language: str) -> None:
    case = full_case()

    for url in (case.get_absolute_url(), f"{LIST}?q=farm&act=recruitment"):
        html = page(client, language + url)
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert sorted(set(ids)) == sorted(ids)
        assert html.count("<h1") == 1


@pytest.mark.usefixtures("sample")
def test_every_brief_of_the_sample_is_a_sound_page(client: Client) -> None:
    for case in Case.objects.published():
        html = page(client, case.get_absolute_url())
        assert ">None<" not in html
        assert "()" not in re.sub(r"<[^>]+>", "", html)


def test_a_jurisdiction_of_the_list_is_a_link_on_the_brief(client: Client) -> None:
    case = CaseFactory(published=True, jurisdiction=JurisdictionFactory(code="ECHR"))

    assert 'href="/jurisdictions/ECHR/"' in page(client, case.get_absolute_url())
