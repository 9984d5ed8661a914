"""A section of the questionnaire as its page shows it: tables with their cells, words, sources and articles of law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from portal.core.models import Country
from portal.core.models.country import label_in
from reports.actions.answers import CellResult, cleared_versions, content_of
from reports.actions.words import AnswerResult, cleared_answers
from reports.cells import CellKey, Entry
from reports.choices import MissingReason, PartnerKind, QuestionKind, Severity
from reports.models import (
    Answer,
    LegalArticle,
    Observation,
    Question,
    Section,
    SectionProgress,
    SourceCitation,
    Submission,
    TableRow,
)
from reports.presenters.entry_last import Address, LastRound, last_round
from reports.presenters.entry_totals import TOTAL, Codes, groups_of
from reports.presenters.hints import Figures, Hint, hints_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else wrote while the person typed something else."""

    mine: str
    theirs: str
    by: str
    at: datetime | None
    # The version of what the other person wrote.
    now: int


@dataclass(slots=True)
class CellView:
    """One cell."""

    key: str
    anchor: str
    label: str
    text: str
    version: int
    # Empty for a plain number and for nothing; else zero, na, conf, range or problem, with its meaning in words.
    kind: str
    words: str
    last: str
    is_total: bool
    year: int
    conflict: Conflict | None = None
    hints: list[Hint] = field(default_factory=list)

    @property
    def weight(self) -> str:
        """How the heaviest remark weighs: error, warn or nothing."""
        weights = {hint.severity for hint in self.hints}
        if weights & {Severity.ERROR, Severity.BLOCKER}:
            return "error"
        return "warn" if Severity.WARNING in weights else ""


@dataclass(slots=True)
class RowView:
    """One row. `code` is the country's ISO code in a row that the respondent made."""

    code: str
    label: str
    is_total: bool
    is_part: bool
    is_country: bool
    last: str
    notes: int
    cells: list[CellView]


@dataclass(slots=True)
class QuestionView:
    """One question with its answer. `rows` are of a table, `text` and `choice` of an answer or a remark on a table."""

    question: Question
    anchor: str
    title: str
    help: str
    definition: str
    rows: list[RowView] = field(default_factory=list)
    text: str = ""
    choice: str = ""
    version: int = 0
    options: list[tuple[str, str]] = field(default_factory=list)
    conflict: Conflict | None = None
    citations: list[SourceCitation] = field(default_factory=list)
    articles: list[LegalArticle] = field(default_factory=list)
    # Forms of one more source or article, put in by the view.
    form: object = None

    @property
    def chosen(self) -> str:
        """The label of the choice."""
        return dict(self.options).get(self.choice, "")

    @property
    def cells(self) -> Iterable[CellView]:
        """Every cell of the table."""
        return (cell for row in self.rows for cell in row.cells)


@dataclass(slots=True)
class SectionView:
    """A section with everything its page shows."""

    section: Section
    title: str
    help: str
    years: list[int]
    last_year: int | None
    questions: list[QuestionView]
    done: SectionProgress | None
    hints: list[tuple[Hint, CellView]]

    def cell(self, key: str) -> CellView | None:
        """Return a cell by its key."""
        return next((cell for question in self.questions for cell in question.cells if cell.key == key), None)

    @property
    def problems(self) -> list[tuple[Hint, CellView]]:
        """The remarks for the list on top: all but mere information."""
        return [(hint, cell) for hint, cell in self.hints if hint.severity != Severity.INFO]


def anchor_of(key: object) -> str:
    """Return a key as an id that needs no quoting in style sheets and scripts."""
    return str(key).replace(".", "_").replace("|", "-")


def described(entry: Entry) -> tuple[str, str]:
    """Return kind and meaning of an entry, in words; both empty for a number above zero and for nothing."""
    if entry.value == 0:
        return "zero", _("Zero: there were none")
    if entry.low is not None:
        return "range", _("From %(low)s to %(high)s") % {"low": entry.low, "high": entry.high}
    if entry.missing_reason:
        kind = "conf" if entry.missing_reason == MissingReason.CONFIDENTIAL else "na"
        return kind, str(MissingReason(entry.missing_reason).label)
    return ("problem", "") if entry.problem else ("", "")


def section_of(
    submission: Submission,
    section: Section,
    *,
    extra: Mapping[str, Sequence[Country]] | None = None,
    conflicts: Mapping[str, tuple[str, CellResult]] | None = None,
) -> SectionView:
    """Return a section for its page.

    `extra` are countries to be shown as rows though nothing stands there yet, by number of the question. `conflicts`
    are, by key, what the person typed and what stands there.
    """
    return _Building(submission, section).view(extra or {}, conflicts or {})


_Row = tuple[str, str, Codes, Address]


class _Building:
    """Puts a section together from a fixed number of queries."""

    def __init__(self, submission: Submission, section: Section) -> None:
        self.submission, self.section = submission, section
        self.years = submission.assignment.round.years
        questions = section.questions.select_related("indicator").prefetch_related("rows").order_by("order", "pk")
        self.questions = list(questions)
        self.tables = [question for question in self.questions if question.kind == QuestionKind.TABLE]
        self.last = last_round(submission, self.tables) if self.tables else LastRound(None, {})
        self.there: dict[tuple[int, str, int], Observation] = {}
        self.countries: dict[int, dict[str, Country]] = {question.pk: {} for question in self.tables}
        figures = Observation.objects.filter(submission=submission, question__in=self.tables)
        for cell in figures.select_related("partner_country"):
            self.there[(cell.question_id, cell.row_code, cell.year)] = cell
            if cell.partner_country is not None:
                self.countries[cell.question_id][cell.row_code] = cell.partner_country
        self.cleared = cleared_versions(submission) if self.tables else {}

    def view(
        self, extra: Mapping[str, Sequence[Country]], conflicts: Mapping[str, tuple[str, CellResult]]
    ) -> SectionView:
        """Return the section."""
        for question in self.tables:
            for country in extra.get(question.code, ()) if question.open_rows else ():
                self.countries[question.pk].setdefault(country.iso3, country)
        figures: list[Figures] = []
        views = [self._question(question, figures) for question in self.questions]
        self._fill_words(views)
        cells = {cell.key: cell for view in views for cell in view.cells}
        for key, (typed, result) in conflicts.items():
            if key in cells:
                _put_conflict(cells[key], typed, result)
        hints = []
        for hint in hints_of(self.submission, figures):
            cell = cells.get(str(hint.cells[0])) if hint.cells else None
            if cell is not None:
                cell.hints.append(hint)
                hints.append((hint, cell))
        done = SectionProgress.objects.filter(submission=self.submission, section=self.section)
        return SectionView(
            section=self.section,
            title=label_in(self.section.titles),
            help=label_in(self.section.helps),
            years=self.years,
            last_year=self.last.year,
            questions=views,
            done=done.select_related("done_by").first(),
            hints=hints,
        )

    def _question(self, question: Question, figures: list[Figures]) -> QuestionView:
        view = QuestionView(
            question=question,
            anchor=f"q-{anchor_of(question.code)}",
            title=label_in(question.titles),
            help=label_in(question.helps),
            definition=label_in(question.indicator.definitions) if question.indicator else "",
            options=[(option["code"], label_in(option["labels"])) for option in question.options],
        )
        if question.kind == QuestionKind.TABLE:
            rows = self._rows(question)
            codes = {code: row_codes for code, _label, row_codes, _address in rows}
            totals = groups_of(codes)
            entries: dict[CellKey, Entry] = {}
            view.rows = [self._row(question, row, totals.keys(), entries) for row in rows]
            indicator = question.indicator.code if question.indicator else ""
            figures.append(Figures(question.code, codes, self.years, entries, indicator, question.open_rows))
        return view

    def _rows(self, question: Question) -> list[_Row]:
        indicator = question.indicator_id or 0
        fixed = [
            (
                row.code,
                label_in(row.labels),
                codes_of(row),
                (indicator, row.sex, row.age, row.exploitation, question.open_rows, row.partner, None),
            )
            for row in sorted(question.rows.all(), key=lambda row: (row.order, row.pk))
        ]
        made = [
            (
                iso3,
                str(country),
                (TOTAL, TOTAL, TOTAL, f"{PartnerKind.COUNTRY}:{iso3}"),
                (indicator, TOTAL, TOTAL, TOTAL, question.open_rows, str(PartnerKind.COUNTRY.value), country.pk),
            )
            for iso3, country in self.countries[question.pk].items()
        ]
        return [*fixed, *sorted(made, key=lambda row: row[1].casefold())]

    def _row(self, question: Question, row: _Row, totals: Iterable[str], entries: dict[CellKey, Entry]) -> RowView:
        code, label, codes, address = row
        cells, notes = [], 0
        is_total = code in totals
        for year in self.years:
            there = self.there.get((question.pk, code, year))
            entry, comment, source = content_of(there)
            key = CellKey(question.code, code, year)
            entries[key] = entry
            notes += bool(comment) + bool(source)
            version = there.version if there else self.cleared.get((question.pk, code, year), 0)
            cells.append(_cell(key, label, entry, version, self.last.text(address, year), is_total=is_total))
        last = self.last.text(address, self.last.year) if self.last.year else ""
        is_part = codes != (TOTAL, TOTAL, TOTAL, TOTAL)
        return RowView(code, label, is_total, is_part, code in self.countries[question.pk], last, notes, cells)

    def _fill_words(self, views: list[QuestionView]) -> None:
        keys = [question.pk for question in self.questions]
        answers = {one.question_id: one for one in Answer.objects.filter(submission=self.submission, question__in=keys)}
        cleared = cleared_answers(self.submission)
        citations = SourceCitation.objects.filter(submission=self.submission, question__in=keys).order_by("pk")
        articles = LegalArticle.objects.filter(submission=self.submission, question__in=keys).order_by("pk")
        by_question = {view.question.pk: view for view in views}
        for view in views:
            answer = answers.get(view.question.pk)
            view.text, view.choice = (answer.text, answer.choice) if answer else ("", "")
            view.version = answer.version if answer else cleared.get(view.question.pk, 0)
        for citation in citations:
            by_question[citation.question_id].citations.append(citation)
        for article in articles:
            by_question[article.question_id].articles.append(article)


def codes_of(row: TableRow) -> Codes:
    """Return by which codes a row counts."""
    return row.sex, row.age, row.exploitation, row.partner


def _cell(key: CellKey, row: str, entry: Entry, version: int, last: str, *, is_total: bool) -> CellView:
    kind, words = described(entry)
    return CellView(
        key=str(key),
        anchor=anchor_of(key),
        label=_("%(row)s, %(year)s") % {"row": row, "year": key.year},
        text=entry.text,
        version=version,
        kind=kind,
        words=words,
        last=last,
        is_total=is_total,
        year=key.year,
    )


def _put_conflict(cell: CellView, typed: str, result: CellResult) -> None:
    cell.conflict = Conflict(
        mine=typed,
        theirs=result.entry.text,
        by=str(result.changed_by or ""),
        at=result.changed_at,
        now=result.version,
    )
    cell.text = typed


def put_answer_conflict(view: QuestionView, typed: str, result: AnswerResult) -> None:
    """Show what somebody else answered beside what the person typed."""
    theirs = result.answer
    labels = dict(view.options)
    view.conflict = Conflict(
        mine=labels.get(typed, typed),
        theirs="" if theirs is None else (labels.get(theirs.choice, theirs.choice) or theirs.text),
        by=str(theirs.changed_by) if theirs else "",
        at=theirs.changed_at if theirs else None,
        now=result.version,
    )
    if labels:
        view.choice = typed
    else:
        view.text = typed
