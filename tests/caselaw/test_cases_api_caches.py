"""What caches and other hosts learn from the API of case briefs."""

import pytest
from django.test import Client

from caselaw.actions import cases
from tests.caselaw.briefs_api import LIST
from tests.factories.caselaw import (
    CaseFactory,
)
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", ["", "{id}/"])
def test_an_unchanged_answer_costs_304(client: Client, part: str) -> None:
    address = LIST + part.format(id=CaseFactory(published=True).public_id)
    first = client.get(address)
    assert first["ETag"].startswith('"')

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Access-Control-Allow-Origin"]) == (first["ETag"], "*")


@pytest.mark.parametrize("part", ["", "{id}/"])
def test_the_etag_changes_when_the_brief_changes(client: Client, part: str) -> None:
    case = CaseFactory(published=True)
    address = LIST + part.format(id=case.public_id)
    etag = client.get(address)["ETag"]
    case.texts.update(headline="Another headline.")

    response = client.get(address, headers={"if-none-match": etag})

    assert response.status_code == 200 and response["ETag"] != etag


def test_the_etag_differs_by_language(client: Client) -> None:
    CaseFactory(published=True)

    assert client.get(LIST)["ETag"] != client.get(LIST + "?language=ru")["ETag"]


def test_an_etag_of_a_hidden_brief_is_not_confirmed(client: Client) -> None:
    case = CaseFactory(published=True)
    address = f"{LIST}{case.public_id}/"
    etag = client.get(address)["ETag"]
    cases.hide(case_id=case.pk, by=UserFactory(role="editor"), now=NOW)

    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


def test_a_head_has_the_headers_and_no_content(client: Client) -> None:
    CaseFactory(published=True)
    get = client.get(LIST)

    head = client.head(LIST)

    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (get["ETag"], get["Content-Length"])


def test_answers_may_be_read_from_any_page_and_are_asked_for_anew(client: Client) -> None:
    response = client.get(LIST)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
