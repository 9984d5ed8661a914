"""The contract of the API of case briefs."""

import base64
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from caselaw.actions import cases
from caselaw.api import cursors
from caselaw.api.cursors import Cursor
from caselaw.models import Case
from caselaw.search import engine
from caselaw.search.query import Sort
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
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import NOW, UserFactory, term

pytestmark = pytest.mark.django_db

LIST_QUERIES, DETAIL_QUERIES = 16, 28
LIST = "/api/v1/cases/"
SUMMARY = [
    "id",
    "url",
    "title",
    "jurisdiction",
    "court",
    "decision_date",
    "headline",
    "headline_language",
    "acts",
    "means",
    "purposes",
    "form",
    "verdicts",
    "published_at",
    "updated_at",
]
DETAIL = [
    *SUMMARY,
    "licence",
    "legal_system",
    "proceeding_type",
    "latest_stage",
    "final",
    "organized_criminal_group",
    "judgment_languages",
    "inclusion_basis",
    "inclusion_note",
    "significance",
    "confidence",
    "unverified_fields",
    "countries_involved",
    "sectors",
    "texts",
    "identifiers",
    "findings",
    "proceedings",
    "victim_groups",
    "defendants",
    "interpretations",
    "route",
    "sources",
    "relations",
]
PARTS = {
    "texts": [
        "language",
        "translation_kind",
        "headline",
        "fact_summary",
        "legal_reasoning",
        "commentary",
        "keywords",
    ],
    "identifiers": ["scheme", "value", "is_preferred"],
    "findings": ["term", "status", "text", "pinpoint"],
    "sectors": ["scheme", "code", "label"],
    "countries_involved": ["iso2", "iso3", "name"],
    "proceedings": [
        "seq",
        "stage",
        "court",
        "official_ref",
        "decision_date",
        "tried",
        "outcome",
        "outcome_text",
        "description",
    ],
    "victim_groups": ["label", "role", "count_min", "count_max", "sex", "age_band", "nationalities", "stateless"],
    "defendants": [
        "seq",
        "kind",
        "display_name",
        "count",
        "sex",
        "nationalities",
        "roles",
        "charges",
        "sanctions",
    ],
    "interpretations": ["instrument", "article", "paragraph", "holding", "stance", "pinpoint"],
    "route": ["seq", "from_place", "from_country", "to_place", "to_country", "purpose", "mode", "documents", "note"],
    "sources": ["citation", "url", "kind", "is_primary", "is_link_withheld"],
    "relations": ["kind", "id", "title"],
}
CHARGE = ["legislation_text", "provision", "counts", "verdict", "appellate_result", "detail", "sanctions"]
SANCTION = [
    "kind",
    "months",
    "is_life",
    "is_suspended",
    "suspended_months",
    "amount",
    "currency",
    "text",
    "payable_to",
    "concurrence",
    "in_force",
]


def whole_brief() -> Case:
    """Return a published brief with one part of every kind."""
    case = CaseFactory(published=True, court=CourtFactory(), scope=term("scope", "internal"))
    case.countries_involved.add(case.jurisdiction.country)
    CaseIdentifierFactory(case=case)
    CaseSectorFactory(case=case)
    CaseSectorFactory(case=case, term=term("sector", "garment"), is_promised=True)
    ProceedingFactory(case=case)
    group = VictimGroupFactory(case=case, age_min=20613, age_max=20617)
    group.nationalities.add(case.jurisdiction.country)
    defendant = DefendantFactory(case=case, age_at_offence=20611)
    charge = ChargeFactory(defendant=defendant)
    SanctionFactory(defendant=defendant, charge=charge)
    SanctionFactory(defendant=defendant)
    ProvisionInterpretationFactory(case=case)
    RouteLegFactory(case=case)
    CaseRelationFactory(from_case=case, to_case=CaseFactory(published=True))
    index(case)
    return case


def detail(client: Client, case: Case, query: str = "") -> dict[str, object]:
    """Return the JSON of a brief."""
    response = client.get(f"{LIST}{case.public_id}/?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


def listed(client: Client, query: str = "") -> dict[str, object]:
    """Return the JSON of a list."""
    response = client.get(f"{LIST}?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


# --- what is in an answer


def test_a_list_has_these_keys(client: Client) -> None:
    whole_brief()

    answer = listed(client)

    assert list(answer) == ["count", "next", "results"]
    assert [list(row) for row in answer["results"]] == [SUMMARY] * 2


def test_a_brief_has_these_keys_and_so_has_each_part(client: Client) -> None:
    answer = detail(client, whole_brief())

    assert sorted(answer) == sorted(DETAIL)
    assert {name: list(answer[name][0]) for name in PARTS} == PARTS
    (defendant,) = answer["defendants"]
    assert [list(charge) for charge in defendant["charges"]] == [CHARGE]
    assert list(defendant["sanctions"][0]) == list(defendant["charges"][0]["sanctions"][0]) == SANCTION


def test_a_sanction_for_a_charge_is_not_repeated_among_those_for_all(client: Client) -> None:
    (defendant,) = detail(client, whole_brief())["defendants"]

    assert (len(defendant["sanctions"]), len(defendant["charges"][0]["sanctions"])) == (1, 1)


def test_the_list_holds_of_a_brief_what_its_page_holds(client: Client) -> None:
    case = whole_brief()

    whole = detail(client, case)
    row = next(row for row in listed(client)["results"] if row["id"] == case.public_id)

    assert row == {name: whole[name] for name in SUMMARY}


def test_exact_ages_are_nowhere(client: Client) -> None:
    text = json.dumps(detail(client, whole_brief()))

    assert not any(age in text for age in ("20613", "20617", "20611", "age_min", "age_at_offence"))


def test_a_withheld_link_is_empty_and_said_to_be_withheld(client: Client) -> None:
    case = CaseFactory(published=True, source=None)
    SourceFactory(case=case, url="https://example.org/names-a-victim", is_link_withheld=True)
    SourceFactory(case=case, url="https://example.org/open")

    answer = detail(client, case)

    assert [(row["url"], row["is_link_withheld"]) for row in answer["sources"]] == [
        ("", True),
        ("https://example.org/open", False),
    ]
    assert "names-a-victim" not in json.dumps(answer)


def test_a_sector_that_was_only_promised_is_not_among_the_sectors(client: Client) -> None:
    assert [row["code"] for row in detail(client, whole_brief())["sectors"]] == ["fishing"]


def test_what_was_held_not_proved_is_a_finding_but_no_element(client: Client) -> None:
    case = CaseFactory(published=True, finding=None)
    ElementFindingFactory(case=case, status="not_proved")
    ElementFindingFactory(case=case, term=term("act", "harbouring"), status="alleged")

    answer = detail(client, case)

    assert answer["acts"] == ["harbouring"]
    assert len(answer["findings"]) == 2


@pytest.mark.parametrize(
    ("day", "precision", "shown"),
    [("2005-07-26", "day", "2005-07-26"), ("2005-07-01", "month", "2005-07"), ("2005-01-01", "year", "2005")],
)
def test_a_date_says_no_more_than_is_known(client: Client, day: str, precision: str, shown: str) -> None:
    CaseFactory(published=True, decision_date=day, decision_date_precision=precision)

    assert listed(client)["results"][0]["decision_date"] == shown


def test_lists_of_languages_and_unverified_fields_are_both_there(client: Client) -> None:
    case = CaseFactory(published=True, judgment_languages=["es"], unverified_fields=["court", "date"])

    answer = detail(client, case)

    assert (answer["judgment_languages"], answer["unverified_fields"]) == (["es"], ["court", "date"])


@pytest.mark.parametrize("status", ["draft", "in_review", "on_hold"])
def test_a_related_brief_that_is_not_public_is_not_named(client: Client, status: str) -> None:
    case = CaseFactory(published=True)
    CaseRelationFactory(from_case=case, to_case=CaseFactory(status=status))

    assert detail(client, case)["relations"] == []


# --- languages and fields


def test_labels_come_in_the_language_asked_for(client: Client) -> None:
    case = CaseFactory(published=True)
    CaseTextFactory(case=case, language="ar", headline="عنوان")
    index(case)

    answer = detail(client, case, "language=ar")

    assert answer["jurisdiction"]["name"] == "الأرجنتين"
    assert answer["findings"][0]["term"]["label"] == term("act", "recruitment").labels.get(language="ar").text
    assert (answer["headline"], answer["headline_language"]) == ("عنوان", "ar")
    assert answer["url"].startswith("/ar/cases/")


def test_without_a_text_in_the_language_the_english_headline_is_given(client: Client) -> None:
    CaseFactory(published=True)

    assert listed(client, "language=fr")["results"][0]["headline_language"] == "en"


def test_the_language_of_the_browser_does_not_matter(client: Client) -> None:
    CaseFactory(published=True)

    answer = client.get(LIST, headers={"accept-language": "ar"}).json()

    assert answer["results"][0]["jurisdiction"]["name"] == "Argentina"


def test_only_the_wanted_fields_come_in_the_order_asked_for(client: Client) -> None:
    case = CaseFactory(published=True)

    assert listed(client, "fields=title,id")["results"] == [{"title": case.title, "id": case.public_id}]
    assert detail(client, case, "fields=id,%20licence") == {"id": case.public_id, "licence": "CC BY 4.0"}


@pytest.mark.parametrize("fields", ["", ",", "nothing", "id,nothing", "texts", "official_title", "created_by"])
def test_a_field_that_does_not_exist_is_refused(client: Client, fields: str) -> None:
    response = client.get(f"{LIST}?fields={fields}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "fields"


# --- windows


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


# --- caches


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
    cases.hide(case_id=case.pk, by=UserFactory(), now=NOW)

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


# --- what is not there


@pytest.mark.parametrize(
    "public_id", ["HT-22222222", "HT-2222222", "a%00b", "%00", "x" * 300, "HT-2222222é", "HT-22222222%0A"]
)
def test_an_identifier_that_does_not_exist_is_not_found(client: Client, public_id: str) -> None:
    CaseFactory(complete=True)

    response = client.get(f"{LIST}{public_id}/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("state", ["complete", "cleared", "withdrawn"])
def test_a_brief_that_is_not_public_is_not_found_even_by_staff(client: Client, state: str) -> None:
    case = CaseFactory(**{state: True})
    client.force_login(UserFactory(editor=True))

    assert client.get(f"{LIST}{case.public_id}/").status_code == 404
    assert listed(client)["count"] == 0


# --- cost


@pytest.mark.parametrize("number", [1, 10])
def test_a_list_asks_the_database_the_same_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        whole_brief()

    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST + "?q=workers&act=recruitment")


@pytest.mark.parametrize("number", [1, 5])
def test_a_brief_asks_the_database_the_same_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    case = whole_brief()
    for _ in range(number - 1):
        ChargeFactory(defendant=DefendantFactory(case=case))
        VictimGroupFactory(case=case)
        ProceedingFactory(case=case)
        RouteLegFactory(case=case)
        CaseRelationFactory(from_case=case, to_case=CaseFactory(published=True))

    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(f"{LIST}{case.public_id}/")
