"""Write figures: cell by cell, each against the state that its writer saw, so that nobody overwrites anybody unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import DomainError
from portal.core.models import Country, User
from reports.actions.locking import begin, locked_for_writing, question_of, take_done_back
from reports.cells import LONGEST_SOURCE, CellEntry, CellKey, Entry, read_entry
from reports.choices import Channel, PartnerKind, QuestionKind
from reports.models import Indicator, Observation, Question, Submission, TableRow
from reports.permissions import Rights

__all__ = ["CellEntry", "CellResult", "Outcome", "cleared_versions", "content_of", "write_cells"]


class Outcome(StrEnum):
    """What became of an entry."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class CellResult:
    """What became of an entry, and what stands in the cell now. In a conflict that is what the other person wrote."""

    key: CellKey
    outcome: Outcome
    version: int
    entry: Entry
    comment: str = ""
    source: str = ""
    changed_by: User | None = None
    changed_at: datetime | None = None


@audited("country_data.figures_written")
def write_cells(
    *, submission_id: int, entries: Iterable[CellEntry], by: User, now: datetime, channel: Channel = Channel.WEB
) -> list[CellResult]:
    """Write entries, in the order given; a cell that somebody else changed meanwhile is left alone and told.

    Raises NotAllowedError, WrongStatusError when the answers are locked, DomainError for a cell that is not there.
    """
    submission, held = locked_for_writing(submission_id, by, now)
    writing = _Writing(submission, held, by, now)
    results = [writing.write(entry) for entry in entries]
    saved = {result.key.question for result in results if result.outcome == Outcome.SAVED}
    if saved:
        begin(submission, channel, now)
        take_done_back(submission, {writing.questions[code].section_id for code in saved})
    return results


_Address = tuple[int, str, int]
# Entry, comment, source.
_Content = tuple[Entry, str, str]
_EMPTY: _Content = (Entry(), "", "")


class _Writing:
    """One person's entries in one locked submission."""

    def __init__(self, submission: Submission, held: Rights, by: User, now: datetime) -> None:
        self.submission, self.held, self.by, self.now = submission, held, by, now
        self.years = submission.assignment.round.years
        self.questions: dict[str, Question] = {}
        self._rows: dict[int, dict[str, TableRow]] = {}
        self._countries: dict[str, Country | None] = {}
        self._there: dict[_Address, Observation] = {
            (one.question_id, one.row_code, one.year): one
            for one in Observation.objects.filter(submission=submission).select_related("changed_by")
        }
        self._cleared = cleared_versions(submission)

    def write(self, entry: CellEntry) -> CellResult:
        """Write one entry."""
        question = self._question(entry.key)
        address = (question.pk, entry.key.row, entry.key.year)
        there = self._there.get(address)
        version = there.version if there else self._cleared.get(address, 0)
        present = content_of(there)
        wanted = _wanted(entry, present)
        if wanted == present:
            return _result(entry.key, Outcome.UNCHANGED, there, version)
        if version != entry.seen:
            # An untouched cell of a form that was opened before the other person's change is no entry.
            base = self._base(address, entry.seen)
            outcome = Outcome.UNCHANGED if _wanted(entry, base) == base else Outcome.CONFLICT
            return _result(entry.key, outcome, there, version)
        saved = self._put(question, entry.key, there, wanted, version + 1)
        if saved is None:
            self._there.pop(address)
            self._cleared[address] = version + 1
        else:
            self._there[address] = saved
        return _result(entry.key, Outcome.SAVED, saved, version + 1)

    def _put(
        self, question: Question, key: CellKey, there: Observation | None, wanted: _Content, version: int
    ) -> Observation | None:
        """Write the cell; None: it is empty now, and its row is gone (the trail keeps it)."""
        if wanted == _EMPTY:
            if there:
                there.delete()
            return None
        cell = there or self._new(question, key)
        entry, cell.comment, cell.source = wanted
        cell.value, cell.low, cell.high = entry.value, entry.low, entry.high
        cell.missing_reason, cell.raw_text = entry.missing_reason, entry.raw_text
        cell.version, cell.changed_by, cell.changed_at = version, self.by, self.now
        cell.save()
        return cell

    def _question(self, key: CellKey) -> Question:
        question = self.questions.get(key.question)
        if question is None:
            question = self.questions[key.question] = question_of(self.submission, key.question, self.held)
            self._rows[question.pk] = {row.code: row for row in question.rows.all()}
        if question.kind != QuestionKind.TABLE or key.year not in self.years:
            raise DomainError(_("There is no cell %(cell)s in this questionnaire.") % {"cell": key})
        return question

    def _new(self, question: Question, key: CellKey) -> Observation:
        cell = Observation(
            submission=self.submission,
            question=question,
            indicator=cast("Indicator", question.indicator),
            row_code=key.row,
            year=key.year,
            partner_as=question.open_rows,
        )
        row = self._rows[question.pk].get(key.row)
        if row is not None:
            cell.row, cell.sex, cell.age = row, row.sex, row.age
            cell.exploitation, cell.partner = row.exploitation, row.partner
            return cell
        country = self._country(key.row) if question.open_rows else None
        if country is None:
            raise DomainError(_("There is no cell %(cell)s in this questionnaire.") % {"cell": key})
        cell.partner, cell.partner_country = PartnerKind.COUNTRY, country
        return cell

    def _country(self, iso3: str) -> Country | None:
        if iso3 not in self._countries:
            self._countries[iso3] = Country.objects.filter(iso3=iso3).first()
        return self._countries[iso3]

    def _base(self, address: _Address, version: int) -> _Content:
        """Return what stood in the cell in an earlier version, as the trail kept it."""
        question, row, year = address
        event = (
            _events()
            .filter(submission=self.submission, question=question, row_code=row, year=year, version=version)
            .exclude(pgh_label="delete")
            .first()
        )
        return content_of(event)


def content_of(cell: Any) -> _Content:
    """Return what an observation, or a row of its trail, holds; empty for None."""
    if cell is None:
        return _EMPTY
    return Entry(cell.value, cell.low, cell.high, cell.missing_reason, cell.raw_text), cell.comment, cell.source


def _wanted(entry: CellEntry, present: _Content) -> _Content:
    """Return what should stand in the cell. What a form shows, sent back as it is, is the same entry."""
    is_same = entry.text is None or _text(entry.text) == present[0].text
    return (
        present[0] if is_same else read_entry(entry.text or ""),
        present[1] if entry.comment is None else _text(entry.comment),
        present[2] if entry.source is None else _text(entry.source)[:LONGEST_SOURCE].rstrip(),
    )


def _text(typed: str) -> str:
    return typed.replace("\x00", "�").replace("\r\n", "\n").strip()


def _events() -> QuerySet[Any]:
    model: Any = Observation
    events: QuerySet[Any] = model.pgh_event_model.objects.all()
    return events


def cleared_versions(submission: Submission) -> dict[tuple[int, str, int], int]:
    """Return the versions of cells (question, row, year) that were emptied once; they count where a cell is empty."""
    gone = (
        _events()
        .filter(submission=submission, pgh_label="delete")
        .values_list("question_id", "row_code", "year")
        .annotate(last=Max("version"))
    )
    return {(question, row, year): last + 1 for question, row, year, last in gone}


def _result(key: CellKey, outcome: Outcome, cell: Observation | None, version: int) -> CellResult:
    entry, comment, source = content_of(cell)
    return CellResult(
        key,
        outcome,
        version,
        entry,
        comment,
        source,
        cell.changed_by if cell else None,
        cell.changed_at if cell else None,
    )
