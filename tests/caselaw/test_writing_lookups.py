"""Suggestions for the fields of a brief."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.caselaw.writing import contributor
from tests.factories.caselaw import CourtFactory, JurisdictionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None, client_for: Callable[[User], Client]) -> Client:
    """A browser in which a contributor is signed in."""
    return client_for(contributor())


def found(browser: Client, kind: str, prefix: str = "", **asked: str) -> list[str]:
    """Return the labels that are suggested."""
    response = browser.get(prefix + reverse(f"caselaw:desk-lookup-{kind}"), asked)
    assert response.status_code == 200
    return [item["label"] for item in response.json()["results"]]


@pytest.mark.parametrize("name", ["Germany", "Allemagne", "alemania", "Германия", "ألمانيا", "德国", "DEU"])
def test_a_country_is_found_by_any_of_its_names(name: str, browser: Client) -> None:
    assert found(browser, "countries", q=name)[0] == "Germany"


def test_labels_are_in_the_language_of_the_page(browser: Client) -> None:
    assert found(browser, "countries", prefix="/fr", q="Germany")[0] == "Allemagne"


def test_terms_of_the_wanted_vocabularies_only(browser: Client) -> None:
    assert "Deception" in found(browser, "terms", q="decep", schemes="means")
    assert found(browser, "terms", q="decep", schemes="sector") == []
    assert found(browser, "terms", q="decep", schemes="unknown") == []


def test_courts_by_either_name_within_a_jurisdiction(browser: Client) -> None:
    here = JurisdictionFactory(code="AR")
    CourtFactory(jurisdiction=here, name_original="Cámara Federal", name_en="Federal Chamber")
    CourtFactory(name_original="Federal Court")

    assert found(browser, "courts", q="federal chamber") == ["Cámara Federal"]
    assert found(browser, "courts", q="federal", jurisdiction=str(here.pk)) == ["Cámara Federal"]


def test_a_jurisdiction_is_found_by_its_code(browser: Client) -> None:
    assert "European Court of Human Rights" in found(browser, "jurisdictions", q="ECHR")


@pytest.mark.parametrize("kind", ["countries", "terms", "courts", "jurisdictions"])
def test_only_who_is_signed_in_may_ask(kind: str, client: Client) -> None:
    assert client.get(reverse(f"caselaw:desk-lookup-{kind}"), {"q": "a"}).status_code == 302
