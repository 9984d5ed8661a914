"""The contract of the API of case briefs."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.caselaw.briefs_api import CHARGE, DETAIL, LIST, PARTS, SANCTION, SUMMARY, detail, listed, whole_brief
from tests.factories.caselaw import (
    CaseFactory,
    CaseRelationFactory,
    CaseTextFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    ProceedingFactory,
    RouteLegFactory,
    SourceFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import UserFactory, term

pytestmark = pytest.mark.django_db


LIST_QUERIES, DETAIL_QUERIES = 16, 28


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
    CaseRelationFactory(from_case=case, to_case=CaseFactory(status=status, hold_reason="It waits."))

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


# --- what is not there


@pytest.mark.parametrize(
    "public_id", ["HT-22222222", "HT-2222222", "a%00b", "%00", "x" * 300, "HT-2222222é", "HT-22222222%0A"]
)
def test_an_identifier_that_does_not_exist_is_not_found(client: Client, public_id: str) -> None:
    CaseFactory(complete=True)

    response = client.get(f"{LIST}{public_id}/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("state", ["complete", "cleared", "hidden"])
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
