"""The public pages of briefs: search and brief."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from caselaw.choices import CaseStatus, Confidence, FindingStatus, Robots, Scheme
from caselaw.models import Case
from portal.core.models import User
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
    CaseRelationFactory,
    CaseSectorFactory,
    CaseTextFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    JurisdictionFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
# Statements of a page with and without words and filters: the engine's own four or more, then one per kind of part.
MOST_LIST_QUERIES = 22
MOST_BRIEF_QUERIES = 29
MOST_API_QUERIES = 13
LIST = "/cases/"


def page(client: Client, url: str, status: int = 200, **data: object) -> str:
    """Return a page's text."""
    response = client.get(url, data)
    assert response.status_code == status, url
    return unescape(response.content.decode())


def queries(client: Client, url: str) -> int:
    """Return how many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def titles(html: str) -> list[str]:
    """Return the titles of the results in their order."""
    return re.findall(r'<h3><a href="/(?:ar/)?cases/HT-[^"]+"><bdi>([^<]*)</bdi></a></h3>', html)


def facet(html: str, name: str) -> dict[str, int]:
    """Return the values of a facet with the count that each promises."""
    options = re.findall(rf'name="{name}" value="([^"]+)"[^>]*><label[^>]*>[^<]*<span [^>]*>\((\d+)\)', html)
    return {value: int(count) for value, count in options}


def finding(case: Case, scheme: str, code: str, **fields: object) -> None:
    """Code an element."""
    ElementFindingFactory(case=case, term__scheme__code=scheme, term__code=code, **fields)


def full_case(**fields: object) -> Case:
    """Return a published brief with something of every kind, so that a statement per part would show."""
    case = CaseFactory(published=True, **fields)
    CaseTextFactory(case=case, language="ar")
    CaseIdentifierFactory(case=case)
    CaseSectorFactory(case=case)
    finding(case, Scheme.MEANS, "deception")
    finding(case, Scheme.PURPOSE, "servitude", status=FindingStatus.EDITOR_INFERRED)
    for seq in (1, 2):
        defendant = DefendantFactory(case=case, seq=seq)
        charge = ChargeFactory(defendant=defendant, seq=1)
        SanctionFactory(defendant=defendant, charge=charge)
        SanctionFactory(defendant=defendant, months=24)
        ProceedingFactory(case=case, seq=seq)
        VictimGroupFactory(case=case)
        RouteLegFactory(case=case, seq=seq, from_place=place(), to_place=place())
        ProvisionInterpretationFactory(case=case, article=str(seq))
    index(case)
    return case


def place() -> object:
    """Return a city of one country; the made-up countries would run out."""
    return PlaceFactory(country__iso3="ARG", country__iso2="AR")


# Search


def test_an_empty_portal_says_so(client: Client) -> None:
    html = page(client, LIST)

    assert "0 decisions" in html
    assert html.count("No brief has been published yet.") == 2


def test_only_published_briefs_are_listed_counted_and_offered(client: Client) -> None:
    CaseFactory(published=True, official_title="Public")
    for traits in ({"complete": True}, {"cleared": True}, {"withdrawn": True}):
        CaseFactory(official_title="Hidden", **traits)

    html = page(client, LIST)

    assert titles(html) == ["Public"]
    assert "1 decision<" in html
    assert facet(html, "act") == {"recruitment": 1}
    assert "Hidden" not in html


def test_staff_too_see_only_published_briefs_in_a_search(editor: User, client_for: ClientFor) -> None:
    CaseFactory(complete=True)

    assert "0 decisions" in page(client_for(editor), LIST)


def test_newest_decisions_come_first_without_words(client: Client) -> None:
    for year in (2019, 2021, 2020):
        CaseFactory(published=True, official_title=str(year), decision_date=date(year, 1, 1))

    assert titles(page(client, LIST)) == ["2021", "2020", "2019"]
    assert titles(page(client, LIST, sort="oldest")) == ["2019", "2020", "2021"]


def test_a_facet_promises_what_choosing_it_gives(client: Client) -> None:
    for number, code in enumerate(("deception", "deception", "fraud", "abduction")):
        case = CaseFactory(published=True)
        finding(case, Scheme.MEANS, code)
        if number:
            finding(case, Scheme.PURPOSE, "servitude")
        index(case)
    html = page(client, LIST, means="deception")
    promised = {**facet(html, "purpose"), **facet(html, "means")}

    assert promised["servitude"] == 1
    assert "1 decision<" in page(client, LIST, means="deception", purpose="servitude")
    # A second value of the same facet widens: its count is what it alone would give.
    assert promised["fraud"] == 1
    assert "3 decisions" in page(client, LIST, means=["deception", "fraud"])


def test_an_element_that_was_not_proved_is_neither_found_nor_shown(client: Client) -> None:
    case = CaseFactory(published=True)
    finding(case, Scheme.MEANS, "deception", status=FindingStatus.NOT_PROVED)
    index(case)

    html = page(client, LIST)

    assert facet(html, "means") == {}
    assert "0 decisions" in page(client, LIST, means="deception")
    assert "<dt>Means</dt>" not in html


def test_an_active_filter_is_ticked_and_its_chip_leads_back(client: Client) -> None:
    case = CaseFactory(published=True)
    finding(case, Scheme.MEANS, "deception")
    index(case)

    html = page(client, LIST, q="farm", means="deception", year_from="2020", page="1")

    assert 'value="deception" checked' in html
    chips = re.findall(r'class="kp-chip kp-chip--filter" href="([^"]+)"', html)
    assert chips == ["/cases/?q=farm&year_from=2020", "/cases/?q=farm&means=deception"]


def test_words_are_marked_in_the_passage_and_escaped(client: Client) -> None:
    case = CaseFactory(published=True)
    case.texts.update(fact_summary="The <b>passports</b> were kept in a safe.")
    index(case)

    html = client.get(LIST, {"q": "passport"}).content.decode()

    assert "&lt;b&gt;<mark>passports</mark>&lt;/b&gt;" in html
    assert "From the facts" in html


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' OR 1=1 --", '"', "((", "\x00", "a" * 499, "&|!:*", "%"]
)
def test_any_text_is_a_query_and_comes_back_escaped(client: Client, text: str) -> None:
    CaseFactory(published=True)

    response = client.get(LIST, {"q": text})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        ("year_from", "abc", "From the year: “abc” is not a year."),
        ("year_to", "99", "To the year: “99” is before the year 1800."),
        ("sort", "colour", "Sort by: Select a valid choice. colour is not one of the available choices."),
        ("q", "a" * 501, "Ensure this value has at most 500 characters"),
        ("means", "x" * 61, "Means: "),
    ],
)
def test_a_malformed_filter_is_explained_above_the_results(
    client: Client, parameter: str, value: str, message: str
) -> None:
    CaseFactory(published=True)

    html = page(client, LIST, **{parameter: value})

    assert "Please correct the following" in html
    assert message in html
    assert titles(html) == []


@pytest.mark.parametrize(("parameter", "value"), [("year_from", "abc"), ("year_to", "abc"), ("q", "a" * 501)])
def test_an_error_links_to_its_field(client: Client, parameter: str, value: str) -> None:
    html = page(client, LIST, **{parameter: value})

    (anchor,) = re.findall(r'<li><a href="#([^"]+)">', html.split('id="error-summary"')[1].split("</ul>")[0])
    assert f'for="{anchor}">' in html
    assert f'id="{anchor}" name="{parameter}"' in html


def test_a_value_that_does_not_exist_is_named(client: Client) -> None:
    html = page(client, LIST, means="telepathy")

    assert "“telepathy” is not a value of the filter “Means”, so no decision can match it." in html


def test_pages_are_ten_rows_and_keep_the_search(client: Client) -> None:
    CaseFactory.create_batch(12, published=True)

    first, second = page(client, LIST, q="farm"), page(client, LIST, q="farm", page=2)

    assert (len(titles(first)), len(titles(second))) == (10, 2)
    assert set(titles(first)).isdisjoint(titles(second))
    assert "Showing 11–12 of 12" in second
    assert 'rel="next" href="?q=farm&page=2"' in first
    assert 'rel="prev" href="?q=farm&page=1"' in second


@pytest.mark.parametrize(
    ("asked", "shown"), [("99", "11–11"), ("0", "1–10"), ("-1", "1–10"), ("x", "1–10"), ("²", "1–10")]
)
def test_a_page_that_does_not_exist_becomes_one_that_does(client: Client, asked: str, shown: str) -> None:
    CaseFactory.create_batch(11, published=True)

    assert f"Showing {shown} of 11" in page(client, LIST, page=asked)


def test_a_search_is_kept_out_of_search_engines_and_the_bare_list_is_not(client: Client) -> None:
    assert '<meta name="robots" content="index, follow">' in page(client, LIST)
    assert '<meta name="robots" content="noindex, follow">' in page(client, LIST, q="a")


def test_the_same_search_is_offered_as_json(client: Client) -> None:
    CaseFactory(published=True)
    html = page(client, LIST, q="farm", act="recruitment", page=1)

    (address,) = re.findall(r'href="(/api/v1/cases/\?[^"]*)"', html)

    assert address == "/api/v1/cases/?q=farm&act=recruitment"
    assert client.get(address).json()["count"] == 1


def test_language_links_keep_the_search(client: Client) -> None:
    html = page(client, LIST, q="farm")

    assert 'href="/ar/cases/?q=farm" lang="ar"' in html


def test_labels_are_in_the_language_of_the_page(client: Client) -> None:
    case = CaseFactory(published=True)
    finding(case, Scheme.MEANS, "deception")
    index(case)
    with override("ar"):
        html = page(client, reverse("caselaw:case-list"))

    assert '<html lang="ar" dir="rtl">' in html
    assert "الخداع" in html
    assert "الأرجنتين" in html


# Brief


def test_a_brief_is_shown_under_its_one_address(client: Client) -> None:
    case = CaseFactory(published=True, public_id="HT-22223333", slug="now")

    for former in ("/cases/HT-22223333/", "/cases/HT-22223333/before/"):
        response = client.get(former)
        assert (response.status_code, response.url) == (301, "/cases/HT-22223333/now/")
    assert case.official_title in page(client, "/cases/HT-22223333/now/")


def test_a_former_address_keeps_the_language(client: Client) -> None:
    CaseFactory(published=True, public_id="HT-22223333", slug="now")

    assert client.get("/ar/cases/HT-22223333/").url == "/ar/cases/HT-22223333/now/"


@pytest.mark.parametrize("traits", [{}, {"complete": True}, {"cleared": True}, {"withdrawn": True}])
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


def test_an_editor_is_led_to_the_form_and_a_reader_is_not(editor: User, client: Client, client_for: ClientFor) -> None:
    case = CaseFactory(published=True)
    form = f'href="{reverse("admin:caselaw_case_change", args=[case.pk])}"'

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


# Numbers of queries


def test_a_list_of_ten_takes_as_many_queries_as_a_list_of_one(client: Client) -> None:
    url = f"{LIST}?q=farm&act=recruitment&jurisdiction=AR"
    full_case()
    one = queries(client, url)
    for _ in range(9):
        full_case()

    assert queries(client, url) == one
    assert one <= MOST_LIST_QUERIES


def test_a_list_of_the_api_takes_as_many_queries_for_ten_as_for_one(client: Client) -> None:
    url = "/api/v1/cases/?q=farm"
    full_case()
    one = queries(client, url)
    for _ in range(9):
        full_case()

    assert queries(client, url) == one
    assert one <= MOST_API_QUERIES


def test_a_brief_takes_as_many_queries_with_more_parts(client: Client) -> None:
    small, large = full_case(), full_case()
    for seq in (3, 4, 5):
        charge = ChargeFactory(defendant=DefendantFactory(case=large, seq=seq), verdict__code="not_guilty")
        SanctionFactory(defendant=charge.defendant, charge=charge)
        VictimGroupFactory(case=large)
        ProceedingFactory(case=large, seq=seq)
        SourceFactory(case=large)
        CaseSectorFactory(case=large, term__code=("mining", "begging", "agriculture")[seq - 3])
        CaseRelationFactory(from_case=large, to_case=CaseFactory(published=True))
    CaseRelationFactory(from_case=small, to_case=large)

    numbers = queries(client, small.get_absolute_url()), queries(client, large.get_absolute_url())

    assert numbers[0] == numbers[1] <= MOST_BRIEF_QUERIES


def test_pages_of_the_whole_sample_stay_within_their_bounds(client: Client) -> None:
    call_command("load_sample", verbosity=0)

    assert Case.objects.filter(status=CaseStatus.PUBLISHED).count() >= 80
    for url in (LIST, f"{LIST}?q=passport", f"{LIST}?means=deception&jurisdiction=US&q=debt", f"{LIST}?page=3"):
        assert queries(client, url) <= MOST_LIST_QUERIES, url
    for case in Case.objects.published().order_by("pk")[:5]:
        assert queries(client, case.get_absolute_url()) <= MOST_BRIEF_QUERIES
    assert queries(client, "/api/v1/cases/?limit=100") <= MOST_API_QUERIES


def test_every_brief_of_the_sample_is_a_sound_page(client: Client) -> None:
    call_command("load_sample", verbosity=0)

    for case in Case.objects.published():
        html = page(client, case.get_absolute_url())
        assert ">None<" not in html
        assert "()" not in re.sub(r"<[^>]+>", "", html)


def test_a_jurisdiction_of_the_list_is_a_link_on_the_brief(client: Client) -> None:
    case = CaseFactory(published=True, jurisdiction=JurisdictionFactory(code="ECHR"))

    assert 'href="/jurisdictions/ECHR/"' in page(client, case.get_absolute_url())
