"""Put the sheets together that the checks read: of a submission, and of each country of a published file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, QuerySet

from reports.cells import CellKey, Entry, read_entry
from reports.checking.sheet import Asked, Cell, Codes, Figure, Sheet
from reports.choices import DatasetState, QuestionKind
from reports.models import (
    Answer,
    LegalArticle,
    Observation,
    PublishedObservation,
    Question,
    SourceCitation,
    SourceDataset,
    Submission,
)
from reports.models.submission import CONTRIBUTED

_FIGURE = ("indicator__code", "sex", "age", "exploitation", "partner_as")
_OWN = (*_FIGURE, "partner", "partner_country__iso3")
_PUBLISHED = (*_FIGURE, "partner_label__kind", "partner_label__country__iso3")
_ENTRY = ("value", "low", "high")


def questions_of(questionnaire_id: int) -> list[Question]:
    """Return the questions of a questionnaire in order, with their sections, indicators and rows."""
    questions = Question.objects.filter(section__questionnaire=questionnaire_id)
    ordered = questions.select_related("section", "indicator").order_by("section__order", "order", "pk")
    return list(ordered.prefetch_related("rows"))


def newest_dataset() -> SourceDataset | None:
    """Return the latest published file that was read; None when there is none."""
    read = SourceDataset.objects.filter(state=DatasetState.READ)
    return read.order_by(F("vintage").desc(nulls_last=True), "-imported_at", "-pk").first()


@dataclass
class SheetBuilder:
    """Builds sheets of submissions that answer the same questionnaire; what they share is read once."""

    questions: list[Question]
    dataset: SourceDataset | None

    @classmethod
    def of(cls, submission: Submission) -> "SheetBuilder":
        """Return a builder for the questionnaire of a submission."""
        return cls(questions_of(submission.assignment.round.questionnaire_id), newest_dataset())

    def build(self, submission: Submission) -> Sheet:
        """Return the sheet of a submission, loaded with its context."""
        round_, country = submission.assignment.round, submission.assignment.country
        there = _observations(submission)
        years = tuple(round_.years)
        published = self._published(country.pk, (years[0] - 1, *years))
        earlier = {figure: entry for figure, entry in published.items() if figure[1] < years[0]}
        return Sheet(
            country=country.iso3,
            years=years,
            cells={cell.key: cell for question in self.questions for cell in _cells(question, years, there)},
            questions=self._asked(submission, there),
            earlier=earlier | _earlier(submission, years[0] - 1),
            published={figure: entry for figure, entry in published.items() if figure[1] >= years[0]},
            collection_id=round_.collection_id,
        )

    def _asked(self, submission: Submission, there: dict[str, dict[str, dict[int, Any]]]) -> dict[str, Asked]:
        answered = set(Answer.objects.filter(submission=submission).values_list("question_id", flat=True))
        answered |= set(LegalArticle.objects.filter(submission=submission).values_list("question_id", flat=True))
        cited = SourceCitation.objects.filter(submission=submission)
        sources = set(cited.values_list("question_id", flat=True))
        sourced = {question.section_id for question in self.questions if question.pk in sources}
        return {
            question.code: Asked(
                code=question.code,
                section=question.section.code,
                is_table=question.kind == QuestionKind.TABLE,
                is_required=question.is_required,
                is_answered=question.pk in answered | sources or question.code in there,
                is_sourced=question.section_id in sourced,
            )
            for question in self.questions
        }

    def _published(self, country_id: int, years: Iterable[int]) -> dict[Figure, Entry]:
        if self.dataset is None:
            return {}
        rows = PublishedObservation.objects.filter(
            dataset=self.dataset,
            country=country_id,
            year__in=list(years),
            indicator__isnull=False,
            is_quarantined=False,
        ).values_list("year", *_PUBLISHED, *_ENTRY)
        return _unique((_published_codes(row[1:8]).figure, row[0], Entry(*row[8:])) for row in rows)


def sheet_of(submission: Submission) -> Sheet:
    """Return the sheet of one submission, loaded with its context."""
    return SheetBuilder.of(submission).build(submission)


def _observations(submission: Submission) -> dict[str, dict[str, dict[int, Any]]]:
    """Return what stands in the cells by question number, row and year."""
    there: dict[str, dict[str, dict[int, Any]]] = {}
    rows = Observation.objects.filter(submission=submission).select_related("question", "partner_country")
    for one in rows.order_by("question__order", "row_code", "year"):
        there.setdefault(one.question.code, {}).setdefault(one.row_code, {})[one.year] = one
    return there


def _cells(question: Question, years: tuple[int, ...], there: dict[str, Any]) -> Iterator[Cell]:
    if question.kind != QuestionKind.TABLE or question.indicator is None:
        return
    filled = there.get(question.code, {})
    code, grows = question.indicator.code, question.open_rows
    rows = sorted(question.rows.all(), key=lambda row: (row.order, row.code))
    known = {row.code: Codes(code, row.sex, row.age, row.exploitation, grows, row.partner) for row in rows}
    for row_code, by_year in filled.items():
        if row_code not in known:
            one = next(iter(by_year.values()))
            country = one.partner_country.iso3 if one.partner_country else ""
            known[row_code] = Codes(code, one.sex, one.age, one.exploitation, grows, one.partner, country)
    for row_code, codes in known.items():
        for year in years:
            key = CellKey(question.code, row_code, year)
            one = filled.get(row_code, {}).get(year)
            yield Cell(key, codes, _entry(one), one.comment, one.source) if one else Cell(key, codes)


def _entry(one: Observation) -> Entry:
    return Entry(one.value, one.low, one.high, one.missing_reason, one.raw_text)


def _earlier(submission: Submission, year: int) -> dict[Figure, Entry]:
    """Return what the country said of a year in its earlier rounds, the latest word of it."""
    assignment = submission.assignment
    rows = Observation.objects.filter(
        submission__assignment__country=assignment.country_id,
        submission__assignment__round__collection=assignment.round.collection_id,
        submission__is_current=True,
        submission__state__in=CONTRIBUTED,
        year=year,
    ).exclude(submission__assignment=assignment.pk)
    ordered = rows.order_by("submission__assignment__round__opens_on", "pk").values_list(*_OWN, *_ENTRY)
    return {(_codes(row[:7]).figure, year): Entry(*row[7:]) for row in ordered}


def _codes(row: tuple[Any, ...]) -> Codes:
    indicator, sex, age, exploitation, partner_as, partner, iso3 = row
    return Codes(indicator, sex, age, exploitation, partner_as, partner, iso3 or "")


def _published_codes(row: tuple[Any, ...]) -> Codes:
    indicator, sex, age, exploitation, partner_as, kind, iso3 = row
    partner = (kind or "") if partner_as else "_T"
    return Codes(indicator, sex, age, exploitation or "_T", partner_as, partner, iso3 or "")


def _unique(rows: Iterable[tuple[Codes, int, Entry]]) -> dict[Figure, Entry]:
    """Leave out figures that a file gives more than one value for: nobody knows which one holds."""
    values: dict[Figure, set[Entry]] = {}
    for codes, year, entry in rows:
        values.setdefault((codes, year), set()).add(entry)
    return {figure: next(iter(entries)) for figure, entries in values.items() if len(entries) == 1}


def published_sheets(dataset: SourceDataset, *, all_rows: bool = False) -> Iterator[Sheet]:
    """Return a sheet for each country of a published file, without its quarantined rows unless asked for."""
    rows = PublishedObservation.objects.filter(
        dataset=dataset, country__isnull=False, indicator__isnull=False, year__isnull=False
    )
    if not all_rows:
        rows = rows.filter(is_quarantined=False)
    for iso3, of_country in groupby(_streamed(rows), key=lambda row: row[0]):
        yield _published_sheet(iso3, list(of_country))


def _streamed(rows: QuerySet[PublishedObservation]) -> Iterator[tuple[Any, ...]]:
    ordered = rows.order_by("country__iso3", "row_number")
    wanted = ("country__iso3", "year", *_PUBLISHED, *_ENTRY, "category_text", "value_text")
    return iter(ordered.values_list(*wanted).iterator(chunk_size=5000))


def _published_sheet(iso3: str, rows: list[tuple[Any, ...]]) -> Sheet:
    cells: dict[CellKey, Cell] = {}
    for _iso3, year, *rest in rows:
        codes, (value, low, high, category, text) = _published_codes(tuple(rest[:7])), rest[7:]
        # A quarantined row is kept without a number; what stands in it is read here, so that checks can tell what it is.
        entry = Entry(value, low, high) if value is not None or low is not None else read_entry(text)
        key = _free_key(cells, _question(codes), _row(codes, category), year)
        cells[key] = Cell(key, codes, entry, source="published", label=category if codes.partner_as else "")
    years = tuple(sorted({key.year for key in cells}))
    questions = {code: Asked(code) for code in sorted({key.question for key in cells})}
    return Sheet(iso3, years, cells, questions, absent_is_zero=True)


def _question(codes: Codes) -> str:
    by = codes.partner_as or ("exploitation" if codes.exploitation != "_T" else "")
    return f"{codes.indicator}/{by}" if by else codes.indicator


def _row(codes: Codes, category: str) -> str:
    partner = codes.country or (codes.partner if codes.partner not in ("", "_T") else "")
    if codes.partner_as:
        return (partner or category or "?").replace("|", "/")
    parts = [codes.exploitation, codes.sex, codes.age]
    return ".".join(part for part in parts if part != "_T") or "total"


def _free_key(cells: dict[CellKey, Cell], question: str, row: str, year: int) -> CellKey:
    key, number = CellKey(question, row, year), 2
    while key in cells:
        key, number = CellKey(question, f"{row}#{number}", year), number + 1
    return key
