"""The page that searches the briefs."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from caselaw.choices import FindingStatus, Scheme
from portal.core.models import User
from tests.caselaw.briefs_pages import LIST, facet, finding, page, titles
from tests.factories.caselaw import (
    CaseFactory,
    index,
)

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


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
