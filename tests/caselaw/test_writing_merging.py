"""Two people write on the same brief: nothing is overwritten silently."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from caselaw.forms.merging import RowQuestion, changes, merge
from caselaw.models import Case, Source
from portal.core.models import User
from tests.caselaw.test_admin import whole_brief
from tests.caselaw.writing import address, changed, contributor, from_page, opened, with_row
from tests.factories.caselaw import ChargeFactory, SourceFactory
from tests.factories.core import UserFactory

# Pure merging: rows by path, values as lists of texts.

BASE = {"case": {"title": ["T"], "note": ["N"]}, "sources:1": {"citation": ["A"]}, "sources:2": {"citation": ["B"]}}


def merged(theirs: dict[str, Any], mine: dict[str, Any], *removed: str) -> dict[str, Any]:
    """Return the merged rows by path."""
    return {row.path: row for row in merge(BASE, {**BASE, **theirs}, {**BASE, **mine}, set(removed))}


def test_a_field_that_one_side_changed_is_taken_over() -> None:
    row = merged({"case": {"title": ["Theirs"], "note": ["N"]}}, {"case": {"title": ["T"], "note": ["Mine"]}})["case"]

    assert (row.values, row.conflicts) == ({"title": ["Theirs"], "note": ["Mine"]}, {})


def test_a_field_that_both_changed_is_a_question() -> None:
    row = merged({"case": {"title": ["Theirs"], "note": ["N"]}}, {"case": {"title": ["Mine"], "note": ["N"]}})["case"]

    asked = row.conflicts["title"]
    assert (asked.base, asked.theirs, asked.mine) == (["T"], ["Theirs"], ["Mine"])
    assert row.values["title"] == ["Mine"]


def test_the_same_change_on_both_sides_is_no_question() -> None:
    row = merged({"case": {"title": ["X"], "note": ["N"]}}, {"case": {"title": ["X"], "note": ["N"]}})["case"]

    assert row.conflicts == {}


def test_rows_that_either_side_added_stay() -> None:
    rows = merged({"sources:3": {"citation": ["Theirs"]}}, {"sources:+2": {"citation": ["Mine"]}})

    assert [(row.path, row.key) for row in rows.values()][-2:] == [("sources:3", "3"), ("sources:+2", "")]


def test_a_row_that_they_removed_goes_when_i_left_it_alone() -> None:
    theirs = {path: values for path, values in BASE.items() if path != "sources:1"}

    assert "sources:1" not in {row.path for row in merge(BASE, theirs, BASE, set())}


def test_a_row_that_they_removed_and_i_changed_is_a_question() -> None:
    theirs = {path: values for path, values in BASE.items() if path != "sources:1"}
    mine = {**BASE, "sources:1": {"citation": ["Mine"]}}

    row = next(row for row in merge(BASE, theirs, mine, set()) if row.path == "sources:1")

    assert (row.key, row.values, row.question) == ("", {"citation": ["Mine"]}, RowQuestion.REMOVED_BY_THEM)


def test_a_row_that_i_removed_goes_unless_they_changed_it() -> None:
    assert merged({}, {}, "sources:1")["sources:1"].is_removed

    row = merged({"sources:1": {"citation": ["Theirs"]}}, {}, "sources:1")["sources:1"]

    assert (row.is_removed, row.question, row.values) == (False, RowQuestion.REMOVED_BY_ME, {"citation": ["Theirs"]})


def test_a_removed_row_takes_what_is_inside_it_into_account() -> None:
    base = {"defendants:1": {"name": ["A"]}, "defendants:1/charges:2": {"detail": ["D"]}}
    changed_inside = {**base, "defendants:1/charges:2": {"detail": ["New"]}}

    removed_by_me = merge(base, changed_inside, base, {"defendants:1"})
    removed_by_them = merge(base, {}, changed_inside, set())

    assert removed_by_me[0].question == RowQuestion.REMOVED_BY_ME
    assert [(row.path, row.question) for row in removed_by_them] == [
        ("defendants:1", RowQuestion.REMOVED_BY_THEM),
        ("defendants:1/charges:2", None),
    ]


def test_changes_are_told_field_by_field() -> None:
    theirs = {
        "case": {"title": ["New"], "note": ["N"]},
        "sources:1": BASE["sources:1"],
        "sources:9": {"citation": ["C"]},
    }

    found = [(item.path, item.field, item.before, bool(item.after)) for item in changes(BASE, theirs)]

    assert found == [
        ("case", "title", ["T"], True),
        ("sources:9", "", [], True),
        ("sources:2", "", ["there"], False),
    ]


# The page.


@pytest.fixture
def author(db: None) -> User:
    """A contributor."""
    return contributor()


@pytest.fixture
def case(author: User) -> Case:
    """A draft of the contributor."""
    return whole_brief(created_by=author)


@pytest.fixture
def mine(author: User, client_for: Callable[[User], Client]) -> Client:
    """The contributor's browser."""
    return client_for(author)


@pytest.fixture
def theirs(editor: User, client_for: Callable[[User], Client]) -> Client:
    """An editor's browser."""
    return client_for(editor)


def save(browser: Client, case: Case, **fields: Any) -> None:
    """Open the form, change something and save."""
    assert browser.post(address(case), opened(browser, case, **fields)).status_code == 302


def test_the_second_sees_who_changed_what(mine: Client, theirs: Client, case: Case, editor: User) -> None:
    data = opened(mine, case, inclusion_note="Mine")
    save(theirs, case, sources__0__citation="Corrected citation")

    response = mine.post(address(case), data)

    page = response.content.decode()
    assert response.status_code == 409
    assert editor.full_name in page
    told = [(item.what, item.after) for item in response.context["theirs"].changes]
    assert told == [("Citation", "Corrected citation")]
    assert response.context["questions"] == []
    assert Case.objects.get().inclusion_note == ""


def test_saving_the_merged_form_keeps_both(mine: Client, theirs: Client, case: Case) -> None:
    data = with_row(opened(mine, case, inclusion_note="Mine"), "sources", citation="My source", kind="judgment")
    save(theirs, case, sources__0__citation="Corrected citation")

    merged_form = from_page(mine.post(address(case), data))

    assert mine.post(address(case), merged_form).status_code == 302
    assert Case.objects.get().inclusion_note == "Mine"
    assert set(case.sources.values_list("citation", flat=True)) == {"Corrected citation", "My source"}


@pytest.mark.parametrize(("answer", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_a_field_that_both_changed_waits_for_an_answer(
    answer: str, title: str, mine: Client, theirs: Client, case: Case
) -> None:
    data = opened(mine, case, official_title="Mine")
    save(theirs, case, official_title="Theirs")
    asked = from_page(mine.post(address(case), data))

    unanswered = mine.post(address(case), asked)
    assert unanswered.status_code == 422
    assert Case.objects.get().official_title == "Theirs"

    again = from_page(unanswered)
    assert mine.post(address(case), changed(again, **{"choice-official_title": answer})).status_code == 302
    assert Case.objects.get().official_title == title


def test_a_row_that_they_removed_and_i_changed_can_stay(mine: Client, theirs: Client, case: Case) -> None:
    data = opened(mine, case, sources__0__citation="Mine")
    save(theirs, case, sources__0__DELETE="on")
    response = mine.post(address(case), data)
    assert response.context["questions"] == ["ask-sources-0-DELETE"]

    kept = changed(from_page(response), **{"choice-sources-0-DELETE": "mine"})

    assert mine.post(address(case), kept).status_code == 302
    assert case.sources.get().citation == "Mine"


def test_a_row_that_they_removed_and_i_changed_can_go(mine: Client, theirs: Client, case: Case) -> None:
    data = opened(mine, case, sources__0__citation="Mine", inclusion_note="Mine")
    save(theirs, case, sources__0__DELETE="on")

    gone = changed(from_page(mine.post(address(case), data)), **{"choice-sources-0-DELETE": "theirs"})

    assert mine.post(address(case), gone).status_code == 302
    assert not case.sources.exists()


def test_a_row_that_i_removed_and_they_changed_is_asked(mine: Client, theirs: Client, case: Case) -> None:
    data = opened(mine, case, sources__0__DELETE="on")
    save(theirs, case, sources__0__citation="Theirs")
    response = mine.post(address(case), data)
    assert Source.objects.get().citation == "Theirs"

    removed = changed(from_page(response), **{"choice-sources-0-DELETE": "mine"})

    assert mine.post(address(case), removed).status_code == 302
    assert not case.sources.exists()


def test_charges_that_both_added_to_one_defendant_are_both_kept(mine: Client, theirs: Client, case: Case) -> None:
    charge = case.defendants.get().charges.get()
    data = with_row(opened(mine, case), "defendants-0-charges", legislation_text="My charge", verdict=charge.verdict_id)
    ChargeFactory(defendant=charge.defendant, seq=2, legislation_text="Their charge")
    save(theirs, case, inclusion_note="Theirs")

    merged_form = from_page(mine.post(address(case), data))

    assert mine.post(address(case), merged_form).status_code == 302
    assert charge.defendant.charges.count() == 3


def test_a_token_that_was_lost_compares_everything(mine: Client, case: Case) -> None:
    response = mine.post(address(case), changed(opened(mine, case, official_title="Mine"), base="forged"))

    assert response.status_code == 409
    assert response.context["questions"] == ["ask-official_title"]


def test_kept_entries_meet_a_newer_brief(mine: Client, theirs: Client, case: Case) -> None:
    mine.post(address(case, "desk-autosave"), opened(mine, case, official_title="Mine"))
    save(theirs, case, official_title="Theirs")

    response = mine.post(address(case), from_page(mine.get(address(case), {"draft": "1"})))

    assert response.status_code == 409
    assert response.context["questions"] == ["ask-official_title"]


@pytest.mark.django_db(transaction=True)
def test_of_people_who_save_at_the_same_moment_one_succeeds_and_the_others_merge() -> None:
    case = whole_brief()
    SourceFactory(case=case, seq=100)
    people = [UserFactory(editor=True) for _number in range(4)]
    forms = []
    for number, person in enumerate(people):
        client = Client()
        client.force_login(person)
        forms.append((client, opened(client, case, official_title=f"By {number}")))
    barrier = Barrier(len(people))

    def send(pair: tuple[Client, dict[str, list[str]]]) -> int:
        client, data = pair
        try:
            barrier.wait()
            return client.post(address(case), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        statuses = list(pool.map(send, forms))

    assert sorted(statuses) == [302, 409, 409, 409]
    assert Case.objects.get().official_title == f"By {statuses.index(302)}"
