"""Writing figures: each against the state that its writer saw."""

from datetime import date

import pytest
from django.db.utils import IntegrityError

from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from reports.actions.answers import Outcome, write_cells
from reports.actions.words import set_done
from reports.cells import CellEntry, CellKey, Entry
from reports.choices import MissingReason, PartnerKind, RoundState, SubmissionState
from reports.models import Observation, Round, SectionProgress, Submission
from tests.factories.core import NOW, CountryFactory, UserFactory
from tests.factories.reports import ObservationFactory
from tests.reports.entries import LATER, Desk, desk, give

pytestmark = pytest.mark.django_db

CELL, OTHER = "1.1|total|2025", "1.1|f_adult|2025"
LAW_YEAR = 2025


@pytest.fixture
def at(db: None) -> Desk:
    """An open round of a country."""
    return desk()


def test_the_first_figure_begins_the_work(at: Desk) -> None:
    result = at.write(CELL, "1,234")

    assert (result.outcome, result.version, result.entry) == (Outcome.SAVED, 1, Entry(value=1234))
    at.submission.refresh_from_db()
    assert (at.submission.state, at.submission.state_since) == (SubmissionState.IN_PROGRESS, LATER)


def test_a_figure_carries_the_codes_of_its_row(at: Desk) -> None:
    at.write("1.1|f_child|2024", "3")

    cell = at.cell("1.1|f_child|2024")
    assert (cell.sex, cell.age, cell.indicator.code, cell.changed_by) == ("F", "Y0T17", "victims", at.officer)


@pytest.mark.parametrize(
    ("typed", "shown"), [("0", "0"), ("n/a", "n/a"), ("C", "c"), ("<5", "<5"), ("12 or 13", "12 or 13")]
)
def test_what_was_typed_is_kept_even_when_it_is_no_count(at: Desk, typed: str, shown: str) -> None:
    assert at.write(CELL, typed).entry.text == shown
    assert at.write(CELL, shown, seen=1).outcome == Outcome.UNCHANGED


def test_the_same_figure_again_changes_nothing(at: Desk) -> None:
    at.write(CELL, "12")

    assert at.write(CELL, " 12 ", seen=0).outcome == Outcome.UNCHANGED
    assert at.cell(CELL).version == 1


def test_a_figure_changed_meanwhile_is_told_and_not_overwritten(at: Desk) -> None:
    other = UserFactory(role="focal_point", country=at.country)
    at.write(CELL, "12")
    at.write(CELL, "14", seen=1, by=other)

    result = at.write(CELL, "13", seen=1)

    assert (result.outcome, result.version, result.entry) == (Outcome.CONFLICT, 2, Entry(value=14))
    assert (result.changed_by, result.changed_at) == (other, LATER)
    assert at.cell(CELL).value == 14


def test_two_first_entries_are_a_conflict(at: Desk) -> None:
    at.write(CELL, "12")

    assert at.write(CELL, "13", seen=0).outcome == Outcome.CONFLICT


def test_an_untouched_cell_of_an_old_form_is_no_conflict_and_leaves_the_new_figure(at: Desk) -> None:
    at.write(CELL, "12")
    at.write(CELL, "14", seen=1)

    results = at.write_all({CELL: "12", OTHER: ""}, seen=1)

    assert [one.outcome for one in results] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert at.cell(CELL).value == 14


def test_an_emptied_cell_is_gone_and_its_versions_go_on(at: Desk) -> None:
    at.write(CELL, "12")
    cleared = at.write(CELL, "", seen=1)
    assert (cleared.outcome, cleared.version, cleared.entry) == (Outcome.SAVED, 2, Entry())
    assert not at.submission.observations.exists()

    assert at.write(CELL, "13", seen=1).outcome == Outcome.CONFLICT
    assert at.write(CELL, "", seen=1).outcome == Outcome.UNCHANGED
    assert at.write(CELL, "12", seen=1).outcome == Outcome.UNCHANGED  # untouched since before it was emptied
    again = at.write(CELL, "13", seen=2)
    assert (again.outcome, again.version) == (Outcome.SAVED, 3)
    assert at.write(CELL, "", seen=3).version == 4


def test_a_comment_and_a_source_stand_without_a_figure_and_outlive_it(at: Desk) -> None:
    key = CellKey.parse(CELL)
    with_comment = CellEntry(key, comment=" Courts were\r\nclosed. ", source="Police")
    write_cells(submission_id=at.submission.pk, entries=[with_comment], by=at.officer, now=NOW)
    at.write(CELL, "5", seen=1)
    at.write(CELL, "", seen=2)

    cell = at.cell(CELL)
    assert (cell.comment, cell.source, cell.value, cell.version) == ("Courts were\nclosed.", "Police", None, 3)


@pytest.mark.parametrize("reason", [MissingReason.NO_ANSWER, MissingReason.NOT_ASKED])
def test_a_reason_that_no_word_stands_for_survives_the_form(at: Desk, reason: MissingReason) -> None:
    cell = ObservationFactory(submission=at.submission, value=None, missing_reason=reason)

    assert at.write(CELL, "", seen=1).outcome == Outcome.UNCHANGED
    cell.refresh_from_db()
    assert cell.missing_reason == reason


def test_an_interval_from_elsewhere_survives_the_form(at: Desk) -> None:
    cell = ObservationFactory(submission=at.submission, value=None, low=0, high=4)

    assert at.write(CELL, "<5", seen=1).outcome == Outcome.UNCHANGED
    cell.refresh_from_db()
    assert (cell.low, cell.high, cell.raw_text) == (0, 4, "")


def test_a_country_makes_a_row(at: Desk) -> None:
    country = CountryFactory(iso3="NGA")

    at.write("2.1|NGA|2025", "7")

    cell = at.cell("2.1|NGA|2025")
    assert (cell.partner, cell.partner_country, cell.partner_as) == (PartnerKind.COUNTRY, country, "citizenship")


@pytest.mark.parametrize(
    "cell",
    ["1.1|total|2022", "1.1|total|2026", "1.1|nobody|2025", "1.1|NGA|2025", "2.1|ZZZ|2025", "1.2|total|2025", "9.9|total|2025"],
)  # fmt: skip
def test_a_cell_that_is_not_there_is_refused_with_everything_beside_it(at: Desk, cell: str) -> None:
    with pytest.raises(DomainError):
        at.write_all({CELL: "1", cell: "1"})

    assert not at.submission.observations.exists()


def test_a_colleague_writes_in_the_own_section_alone(at: Desk) -> None:
    assert at.write("2.1|total|2025", "5", by=at.colleague).outcome == Outcome.SAVED

    with pytest.raises(NotAllowedError):
        at.write(CELL, "5", by=at.colleague)


def test_others_write_nothing(at: Desk) -> None:
    reader = UserFactory()
    give(at.submission, "victims", reader, by=at.officer, may_write=False)
    people = [UserFactory(), UserFactory(role="focal_point", country=CountryFactory()), reader]
    for person in people:
        with pytest.raises(NotAllowedError):
            at.write(CELL, "5", by=person)


@pytest.mark.parametrize(
    "state", [state for state in SubmissionState if state.value not in ("not_started", "in_progress", "clarification")]
)
def test_answers_that_were_handed_in_are_locked(at: Desk, state: SubmissionState) -> None:  # fmt: skip
    Submission.objects.filter(pk=at.submission.pk).update(
        state=state, submitted_by=at.officer, submitted_at=NOW, state_reason="Said so.", objections_until=date(2026, 9, 1)
    )  # fmt: skip

    with pytest.raises(WrongStatusError):
        at.write(CELL, "5")


@pytest.mark.parametrize("state", [state for state in RoundState if state not in (RoundState.DRAFT, RoundState.OPEN)])
def test_answers_of_a_round_that_is_not_open_are_locked(at: Desk, state: RoundState) -> None:
    Round.objects.update(state=state)

    with pytest.raises(WrongStatusError):
        at.write(CELL, "5")


def test_a_section_is_no_longer_done_once_a_figure_in_it_changes(at: Desk) -> None:
    at.write(CELL, "12")
    for code in ("victims", "origin"):
        set_done(submission_id=at.submission.pk, section=code, is_done=True, by=at.officer, now=NOW)

    at.write_all({CELL: "12", "2.1|total|2025": "3"})

    assert [one.section.code for one in SectionProgress.objects.select_related("section")] == ["victims"]


def test_the_database_refuses_a_cell_twice(at: Desk) -> None:
    ObservationFactory(submission=at.submission)

    with pytest.raises(IntegrityError):
        ObservationFactory(submission=at.submission)


def test_writing_many_cells_asks_no_more_questions_of_the_database_per_cell(at: Desk, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # fmt: skip
    cells = {f"1.1|{row}|{year}": "4" for row in ("total", "f_adult", "m_adult", "f_child", "m_child") for year in (2023, 2024, 2025)}  # fmt: skip
    at.write_all(dict.fromkeys(cells, "3"))
    assert Observation.objects.count() == 15

    with django_assert_max_num_queries(20 + len(cells)):
        at.write_all(cells, seen=1)
