"""The page and the API share their filters: what one refuses, the other refuses, and both say what and why."""

import html

import pytest
from django.http import QueryDict
from django.test import Client

from caselaw.forms.search import MOST_VALUES, CaseFilterSet
from caselaw.models import Case
from caselaw.search.facets import FACETS
from caselaw.search.query import Sort
from tests.factories.caselaw import CaseFactory

pytestmark = pytest.mark.django_db

EMPTY = "No decision matches"
TITLE = "Republic v. Someone"

# (query, parameter, what the page says)
UNKNOWN = [
    ("means=nonsense", "means", "“nonsense” is not a value of the filter “Means”"),
    ("jurisdiction=ZZ", "jurisdiction", "“ZZ” is not a value of the filter “Jurisdiction”"),
    ("year=1799", "year", "“1799” is not a value"),
    ("year=abc", "year", "“abc” is not a value"),
    ("victim_nationality=argentina", "victim_nationality", "“argentina” is not a value"),
    ("act=recruitment&act=juggling", "act", "“juggling” is not a value"),
]
MALFORMED = [
    ("year_from=abc", "year_from", "“abc” is not a year"),
    ("year_from=20%00", "year_from", "is not a year"),
    ("year_from=1799", "year_from", "“1799” is before the year 1800"),
    ("year_to=2101", "year_to", "“2101” is after the year 2100"),
    ("year_to=" + "9" * 5000, "year_to", "is not a year"),
    ("sort=best", "sort", "best is not one of the available choices"),
    ("means=" + "x" * 61, "means", "x" * 61),
    ("means=a%00", "means", "is not one of the available choices"),
    ("q=a%00", "q", "Null characters are not allowed"),
    ("q=" + "x" * 501, "q", "at most 500 characters"),
    ("&".join(f"means=m{number}" for number in range(MOST_VALUES + 1)), "means", "At most 50 values can be chosen"),
]


@pytest.fixture(autouse=True)
def brief() -> Case:
    """One published brief, with a decision of 4 May 2020 and the act recruitment."""
    return CaseFactory(published=True, official_title=TITLE)


def page(client: Client, query: str) -> str:
    """Return the text of the page of results."""
    response = client.get(f"/cases/?{query}")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize(("query", "sentence"), [(query, sentence) for query, _, sentence in MALFORMED])
def test_the_page_says_what_is_malformed_and_shows_no_result(client: Client, query: str, sentence: str) -> None:
    text = page(client, query)

    assert sentence in text
    assert EMPTY in text and TITLE not in text


@pytest.mark.parametrize(("query", "sentence"), [case[::2] for case in UNKNOWN if "recruitment" not in case[0]])
def test_the_page_names_a_value_that_does_not_exist_and_shows_no_result(
    client: Client, query: str, sentence: str
) -> None:
    text = page(client, query)

    assert sentence in text
    assert EMPTY in text and TITLE not in text


def test_the_page_names_the_unknown_one_among_known_values(client: Client) -> None:
    text = page(client, "act=recruitment&act=juggling")

    assert "“juggling” is not a value" in text and "“recruitment” is not a value" not in text
    assert TITLE in text


def test_the_page_is_not_disturbed_by_a_parameter_of_others(client: Client) -> None:
    assert TITLE in page(client, "utm_source=newsletter")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "9999", "٣", "%00", "1.5"])
def test_the_page_shows_results_whatever_the_number_of_the_page(client: Client, number: str) -> None:
    assert TITLE in page(client, f"page={number}")


@pytest.mark.parametrize(("query", "parameter"), [case[:2] for case in [*UNKNOWN, *MALFORMED]])
def test_the_api_refuses_with_the_parameter_named(client: Client, query: str, parameter: str) -> None:
    response = client.get(f"/api/v1/cases/?{query}")

    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert problem["errors"][0]["detail"] and parameter in problem["detail"]


def test_the_api_refuses_a_parameter_that_nobody_declared(client: Client) -> None:
    response = client.get("/api/v1/cases/?mean=force")

    assert response.status_code == 400
    assert response.json()["errors"] == [{"parameter": "mean", "detail": "There is no such parameter."}]


def test_the_api_names_every_bad_parameter_at_once(client: Client) -> None:
    response = client.get("/api/v1/cases/?year_from=x&sort=best&limit=0&cursor=!")

    names = [error["parameter"] for error in response.json()["errors"]]
    assert names == ["cursor", "limit", "sort", "year_from"]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("year_from=2020", True),
        ("year_from=2021", False),
        ("year_to=2020", True),
        ("year_to=2019", False),
        ("year=2020", True),
        ("year=2020&year=2019", True),
        ("year=2019", False),
        ("year_from=2021&year_to=2019", False),
        ("act=recruitment", True),
        ("act=harbouring", False),
        ("act=harbouring&act=recruitment", True),
        ("act=recruitment&jurisdiction=FR", False),
        ("jurisdiction=AR", True),
        ("q=workers", True),
        ("q=pilots", False),
    ],
)
def test_page_and_api_agree(client: Client, query: str, is_found: bool) -> None:  # noqa: FBT001  a case of the table
    count = client.get(f"/api/v1/cases/?{query}").json()["count"]

    assert (TITLE in page(client, query), count) == (is_found, int(is_found))


def test_every_facet_is_a_parameter() -> None:
    assert {facet.name for facet in FACETS} < set(CaseFilterSet.base_filters)


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", Sort.NEWEST),
        ("q=+", Sort.NEWEST),
        ("q=farm", Sort.RELEVANCE),
        ("q=farm&sort=oldest", Sort.OLDEST),
        ("sort=relevance", Sort.NEWEST),
    ],
)
def test_relevance_without_words_means_newest_first(query: str, sort: Sort) -> None:
    filterset = CaseFilterSet(QueryDict(query), queryset=Case.objects.none())

    assert filterset.form.is_valid()
    assert filterset.search_query(offset=0, limit=1).sort == sort


def test_a_value_given_twice_counts_once() -> None:
    filterset = CaseFilterSet(QueryDict("act=recruitment&act=recruitment"), queryset=Case.objects.none())

    assert filterset.form.is_valid()
    assert filterset.search_query(offset=0, limit=1).filters == {"act": ("recruitment",)}


@pytest.mark.django_db
def test_an_empty_parameter_is_no_filter(client: Client) -> None:
    assert client.get("/api/v1/cases/?means=&year_from=&q=").json()["count"] == 1
    assert client.get("/cases/?means=&year_from=&q=").context["result"].total == 1


@pytest.mark.django_db
def test_a_malformed_year_does_not_claim_that_nothing_was_published(client: Client) -> None:
    text = client.get("/cases/?year_from=abc").content.decode()

    assert "abc" in text
    assert "No brief has been published yet" not in text
