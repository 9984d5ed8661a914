"""Briefs at the desk through the API: for those who work on them, by session or by a token with the scope."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from portal.core.actions import tokens
from portal.core.choices import TokenScope
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, ChargeFactory, DefendantFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/drafts/"


def bearer(user: User, *scopes: TokenScope) -> dict[str, str]:
    """Return the header of a fresh token."""
    made = tokens.create(name="test", scopes=scopes, days=1, by=user, now=timezone.now())
    return {"authorization": f"Bearer {made.text}"}


def test_a_contributor_gets_the_own_drafts_alone(client: Client) -> None:
    author = UserFactory(role="contributor")
    own = CaseFactory(complete=True, created_by=author)
    CaseFactory(complete=True)
    CaseFactory(published=True, created_by=author)

    answer = client.get(LIST, headers=bearer(author, TokenScope.DRAFTS)).json()

    assert [(row["uuid"], row["status"]) for row in answer["results"]] == [(str(own.uuid), "draft")]


def test_another_ones_draft_is_not_found(client: Client) -> None:
    case = CaseFactory(complete=True)

    headers = bearer(UserFactory(role="contributor"), TokenScope.DRAFTS)

    assert client.get(f"{LIST}{case.uuid}/", headers=headers).status_code == 404


def test_a_draft_is_returned_with_its_content_and_kept_by_no_cache(client: Client) -> None:
    editor = UserFactory(role="editor")
    case = CaseFactory(successor=True)
    ChargeFactory(defendant=DefendantFactory(case=case, display_name="Defendant 1"))

    answer = client.get(f"{LIST}{case.uuid}/", headers=bearer(editor, TokenScope.DRAFTS))

    body = answer.json()
    assert (body["id"], body["revises"]) == (None, case.revises.public_id)
    assert body["defendants"][0]["display_name"] == "Defendant 1"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_token_without_the_scope_opens_nothing(client: Client) -> None:
    headers = bearer(UserFactory(role="editor"), TokenScope.READ)

    assert client.get(LIST, headers=headers).status_code == 403


def test_nobody_else_gets_in(client: Client) -> None:
    assert client.get(LIST).status_code == 401


def test_a_person_without_a_part_in_the_work_gets_an_empty_list(client_for: Callable[[User], Client]) -> None:
    CaseFactory(complete=True)

    assert client_for(UserFactory()).get(LIST).json() == {"next": None, "results": []}


def test_the_list_is_read_to_its_end_by_the_cursor(client_for: Callable[[User], Client]) -> None:
    editor = client_for(UserFactory(role="editor"))
    wanted = [str(case.uuid) for case in CaseFactory.create_batch(3, complete=True)]

    first = editor.get(LIST, {"limit": 2}).json()
    second = editor.get(LIST, {"limit": 2, "cursor": first["next"]}).json()

    assert [row["uuid"] for page in (first, second) for row in page["results"]] == wanted
    assert second["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=-1", "page=2", "limit=٣"])
def test_a_wrong_parameter_is_named(client_for: Callable[[User], Client], query: str) -> None:
    answer = client_for(UserFactory(role="editor")).get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_more_drafts_do_not_mean_more_queries(
    client_for: Callable[[User], Client], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    editor = client_for(UserFactory(role="editor"))
    CaseFactory.create_batch(10, successor=True)

    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        editor.get(LIST)
