"""The windows of a list of the API: limit, next and cursors that anybody may forge."""

import base64
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caselaw.api import cursors
from caselaw.api.cursors import Cursor
from caselaw.models import Case
from caselaw.search import engine
from caselaw.search.query import Sort
from tests.caselaw.briefs_api import LIST, listed
from tests.factories.caselaw import (
    CaseFactory,
)
from tests.factories.core import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def nine() -> list[str]:
    """Nine published briefs."""
    return [
        CaseFactory(
            published=True,
            decision_date=f"{2010 + number // 2}-01-01",
            published_at=NOW + timedelta(microseconds=number // 3),
        ).public_id
        for number in range(9)
    ]


def follow(client: Client, address: str | None) -> list[list[str]]:
    """Follow `next` to the end and return the identifiers of each window."""
    windows: list[list[str]] = []
    while address and len(windows) < 20:
        parts = urlsplit(address)
        answer = client.get(f"{parts.path}?{parts.query}").json()
        assert answer["count"] == 9
        windows.append([row["id"] for row in answer["results"]])
        address = answer["next"]
    return windows


@pytest.mark.parametrize("sort", Sort.values)
@pytest.mark.parametrize("words", ["", "&q=workers"])
def test_next_leads_through_all_briefs_once(
    client: Client, nine: list[str], sort: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_RANKED", 5)

    for limit in (1, 3, 4, 9, 10):
        windows = follow(client, f"{LIST}?sort={sort}&limit={limit}{words}&fields=id&language=fr")

        assert sorted(one for window in windows for one in window) == sorted(nine)
        assert [len(window) for window in windows[:-1]] == [limit] * (len(windows) - 1)
        assert windows[-1], "next led to an empty window"


def test_next_keeps_the_search(client: Client, nine: list[str]) -> None:
    address = listed(client, "act=recruitment&act=harbouring&q=workers&limit=2&language=fr")["next"]

    assert address.startswith("http://testserver/api/v1/cases/?")
    assert "act=recruitment&act=harbouring" in address and "q=workers" in address and "language=fr" in address


def test_a_brief_that_is_published_meanwhile_does_not_repeat_a_row(client: Client, nine: list[str]) -> None:
    first = listed(client, "limit=4")
    CaseFactory(published=True, decision_date="2025-01-01")
    parts = urlsplit(first["next"])

    second = client.get(f"{parts.path}?{parts.query}").json()

    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}


@pytest.mark.parametrize(("limit", "rows"), [("1", 1), ("9", 9), ("100", 9)])
def test_a_limit_is_from_1_to_100(client: Client, nine: list[str], limit: str, rows: int) -> None:
    assert len(listed(client, f"limit={limit}")["results"]) == rows


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.0", "", "x", "1e1", "9" * 5000, "%00"])
def test_another_limit_is_refused(client: Client, limit: str) -> None:
    response = client.get(f"{LIST}?limit={limit}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "limit"


def as_cursor(value: object) -> str:
    """Return any JSON as text that looks like a cursor."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "value",
    [
        ["newest", True],
        ["newest", -1],
        ["newest", 10_000_001],
        ["newest", 0.5],
        ["newest", "0"],
        ["newest", None],
        ["newest"],
        [],
        {},
        "newest",
        None,
        ["nothing", 0],
        [["newest"], 0],
        ["newest", 0, "2020-01-01"],
        ["newest", 0, "2020-01-01", "1", "1"],
        ["newest", 0, "2020-01-01", 1],
        ["newest", 0, "'; --", "1"],
        ["newest", 0, "2020-13-45", "1"],
        ["newest", 0, "2020-01-01", "-"],
        ["newest", 0, "2020-01-01", "99999999999999999999"],
        ["newest", 0, "1", "1"],
        ["oldest", 0],
        ["relevance", 5],
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(client: Client, value: object) -> None:
    CaseFactory(published=True)

    response = client.get(f"{LIST}?cursor={as_cursor(value)}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in response.json()["errors"]] == ["cursor"]


@pytest.mark.parametrize("sort", ["added", "sentence"])
def test_an_impossible_key_of_another_order_is_refused(client: Client, sort: str) -> None:
    CaseFactory(published=True)
    length = {"added": 2, "sentence": 3}[sort]

    response = client.get(f"{LIST}?sort={sort}&cursor={as_cursor([sort, 0, *['99:99'] * length])}")

    assert response.status_code == 400


@pytest.mark.parametrize("text", ["", "!", "a", "====", "%00", "%FF", "é", "x" * 5000, "W10", "[" * 200])
def test_garbage_is_no_cursor(client: Client, text: str) -> None:
    assert client.get(f"{LIST}?cursor={text}").status_code == 400


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.sampled_from(Sort.values)),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=8,
)
KEYS = st.one_of(st.text(alphabet="0123456789T:. +-", min_size=1, max_size=12), st.just("2020-01-01"), st.just("1"))
NEAR = st.builds(
    lambda sort, offset, keys: [sort, offset, *keys], st.sampled_from(Sort.values), JSON, st.lists(KEYS, max_size=3)
)


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.one_of(
        st.text(max_size=50),
        st.binary(max_size=40).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
        JSON.map(as_cursor),
        NEAR.map(as_cursor),
    ),
    sort=st.sampled_from(Sort.values),
)
def test_any_cursor_is_answered_or_refused(client: Client, text: str, sort: str) -> None:
    if not Case.objects.exists():
        CaseFactory(published=True)

    response = client.get(LIST, {"cursor": text, "sort": sort, "q": "workers"})

    assert response.status_code in (200, 400)


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(Sort.RELEVANCE, 20),
        Cursor(Sort.NEWEST, 0, ("2020-01-01", "7")),
        Cursor(Sort.SENTENCE, 0, ("0", "2020-01-01", "7")),
    ],
)
def test_a_cursor_comes_back_as_it_was(cursor: Cursor) -> None:
    assert cursors.decode(cursors.encode(cursor)) == cursor
