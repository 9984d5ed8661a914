"""Vocabularies and jurisdictions in the API."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from caselaw.choices import Scheme
from portal.core.models import Term
from tests.factories.caselaw import CaseFactory

pytestmark = pytest.mark.django_db

TERM_KEYS = ["scheme", "code", "label", "parent", "protocol_ref", "definition", "is_active", "labels", "aliases"]
JURISDICTION_KEYS = [
    "code",
    "name",
    "kind",
    "country",
    "legal_system",
    "briefs",
    "first_decision",
    "last_decision",
    "url",
]


def rows(client: Client, address: str) -> list[dict[str, object]]:
    """Return the results of a complete list."""
    answer = client.get(address).json()
    assert list(answer) == ["count", "next", "results"]
    assert (answer["count"], answer["next"]) == (len(answer["results"]), None)
    return answer["results"]


@pytest.mark.parametrize("scheme", Scheme.values)
def test_a_vocabulary_lists_its_terms_and_no_others(client: Client, scheme: str) -> None:
    terms = rows(client, f"/api/v1/terms/?scheme={scheme}")

    assert {row["scheme"] for row in terms} == {scheme}
    assert sorted(row["code"] for row in terms) == sorted(
        Term.objects.filter(scheme=scheme).values_list("code", flat=True)
    )


def test_without_a_scheme_all_terms_are_listed(client: Client) -> None:
    assert len(rows(client, "/api/v1/terms/")) == Term.objects.count()


def test_a_term_has_these_keys(client: Client) -> None:
    force = next(row for row in rows(client, "/api/v1/terms/?scheme=means") if row["code"] == "force")

    assert list(force) == TERM_KEYS
    assert (force["parent"], force["is_active"]) == ("force_or_coercion", True)
    assert set(force["labels"]) == {"en", "fr", "es", "ru", "ar", "zh"}


def test_terms_come_in_display_order(client: Client) -> None:
    codes = [row["code"] for row in rows(client, "/api/v1/terms/?scheme=act")]

    assert codes[:3] == ["recruitment", "transportation", "transfer"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_labels_come_in_the_language_asked_for(client: Client, language: str) -> None:
    for row in rows(client, f"/api/v1/terms/?scheme=purpose&language={language}"):
        assert row["label"] == row["labels"][language]


@pytest.mark.parametrize("scheme", ["nonsense", "act%00", "ACT"])
def test_a_vocabulary_that_does_not_exist_is_refused(client: Client, scheme: str) -> None:
    response = client.get(f"/api/v1/terms/?scheme={scheme}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "scheme"


def test_a_jurisdiction_has_these_keys(client: Client) -> None:
    CaseFactory(published=True, decision_date=date(2019, 3, 4))
    CaseFactory(published=True, decision_date=date(2021, 3, 4))

    argentina = next(row for row in rows(client, "/api/v1/jurisdictions/") if row["code"] == "AR")

    assert list(argentina) == JURISDICTION_KEYS
    assert (argentina["country"], argentina["briefs"]) == ("ARG", 2)
    assert (argentina["first_decision"], argentina["last_decision"]) == ("2019-03-04", "2021-03-04")
    assert argentina["url"] == "/jurisdictions/AR/"


def test_a_jurisdiction_without_briefs_says_zero_and_no_dates(client: Client) -> None:
    CaseFactory(complete=True)

    argentina = next(row for row in rows(client, "/api/v1/jurisdictions/") if row["code"] == "AR")

    assert (argentina["briefs"], argentina["first_decision"], argentina["last_decision"]) == (0, None, None)


def test_a_court_above_states_has_no_country(client: Client) -> None:
    court = next(row for row in rows(client, "/api/v1/jurisdictions/") if row["code"] == "ECHR")

    assert (court["country"], court["kind"]) == (None, "regional_court")


def test_names_of_jurisdictions_come_in_the_language_asked_for(client: Client) -> None:
    arabic = rows(client, "/api/v1/jurisdictions/?language=ar")
    argentina = next(row for row in arabic if row["code"] == "AR")

    assert (argentina["name"], argentina["url"]) == ("الأرجنتين", "/ar/jurisdictions/AR/")


@pytest.mark.parametrize(("address", "queries"), [("/api/v1/terms/", 3), ("/api/v1/jurisdictions/", 1)])
def test_lists_ask_the_database_a_fixed_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        client.get(address)
