"""The sheet of a section: tables of years and rows, answers in words, sources and laws, each cell with its hidden code."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from portal.core.models.country import label_in
from reports.cells import LARGEST_COUNT, read_entry
from reports.choices import AgeGroup, Exploitation, LegalCoverage, PartnerKind, QuestionKind, Sex
from reports.exports.last_round import LastRound, row_codes
from reports.exports.workbook import (
    ANSWER,
    COLUMNS_TAG,
    COMMENT,
    COUNTRY,
    LABEL,
    LAST,
    NEW_ROW,
    OTHER_TAG,
    SOURCE,
    Address,
    Grid,
    Values,
)
from reports.models import Question, Section, TableRow
from reports.rendering.workbook_formats import Formats

# The first column holds the codes of rows and is hidden.
TAGS, FIRST = 0, 1


class SectionSheet:
    """Writes one sheet from top to bottom."""

    def __init__(
        self,
        sheet: Any,
        formats: Formats,
        values: Values,
        last: LastRound,
        countries: dict[str, str],
        *,
        is_open: bool,
    ) -> None:
        """Take the sheet and what is to stand in it."""
        self._sheet, self._formats, self._values, self._last, self._countries = sheet, formats, values, last, countries
        self._count = formats.count if is_open else formats.closed_count
        self._words = formats.words if is_open else formats.closed_words
        self._row = 0
        self._widths: dict[int, float] = {FIRST: 46}

    def head(self, section: Section) -> None:
        """Write the title of the section and what explains it."""
        self._other(str(section), self._formats.title)
        self._help(label_in(section.helps))

    def question(self, question: Question, grid: Grid) -> None:
        """Write a question with its cells."""
        self._row += 1
        self._other(str(question), self._formats.question)
        self._help(label_in(question.helps))
        if question.kind == QuestionKind.TABLE:
            self._table(question, grid)
        else:
            self._list(question, grid)

    def finish(self) -> None:
        """Set widths, hide the codes and protect all but the cells to fill in."""
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, width)
        self._sheet.set_column(TAGS, TAGS, 8, self._formats.tag, {"hidden": True})
        self._sheet.freeze_panes(0, FIRST + 1)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        allowed = ("select_locked_cells", "select_unlocked_cells", "format_columns", "format_rows")
        self._sheet.protect("", dict.fromkeys(allowed, True))

    def _other(self, text: str, look: Any) -> None:
        """Write a row that is not read."""
        self._sheet.write_string(self._row, TAGS, OTHER_TAG)
        self._sheet.write_string(self._row, FIRST, text, look)
        self._row += 1

    def _help(self, text: str) -> None:
        if text:
            self._sheet.set_row(self._row, 15 * min(8, 1 + len(text) // 60))
            self._other(text, self._formats.help)

    def _columns(self, question: str, tags: list[str], heads: list[str], widths: list[float]) -> None:
        """Write the hidden row of codes and the row of headings."""
        self._sheet.set_row(self._row, None, self._formats.tag, {"hidden": True})
        self._sheet.write_string(self._row, TAGS, f"{COLUMNS_TAG}{question}")
        self._sheet.write_string(self._row + 1, TAGS, OTHER_TAG)
        for column, (tag, head, width) in enumerate(zip(tags, heads, widths, strict=True), start=FIRST):
            self._sheet.write_string(self._row, column, tag)
            self._sheet.write_string(self._row + 1, column, head, self._formats.head)
            self._widths[column] = max(width, self._widths.get(column, 0))
        self._row += 2

    def _table(self, question: Question, grid: Grid) -> None:
        years = [column for column in grid.columns if column.isdecimal()]
        last = [f"{LAST}{year}" for year in self._last.years]
        tags = [COUNTRY if COUNTRY in grid.columns else LABEL, *years, *last]
        heads = [_("Row"), *years, *(_("%(year)s, last round") % {"year": year} for year in self._last.years)]
        for part, head in ((COMMENT, _("Comment, %(year)s")), (SOURCE, _("Source, %(year)s"))):
            tags += [f"{year}{part}" for year in years]
            heads += [head % {"year": year} for year in years]
        narrow = 1 + len(years) + len(last)
        self._columns(question.code, tags, heads, [46.0] + [13.0] * (narrow - 1) + [26.0] * (len(tags) - narrow))
        fixed = {row.code: row for row in question.rows.all()}
        first = self._row
        for code in grid.rows:
            self._table_row(question, code, fixed.get(code), tags)
        self._check_counts(first, len(years))
        if COUNTRY in grid.columns:
            self._choose_countries(first, grid)
        self._sums(question, grid, first, fixed, len(years))

    def _table_row(self, question: Question, code: str, row: TableRow | None, tags: list[str]) -> None:
        self._sheet.write_string(self._row, TAGS, f"{question.code}|{code}")
        if code.startswith(NEW_ROW):
            self._sheet.write_blank(self._row, FIRST, None, self._words)
        else:
            label = label_in(row.labels) if row else f"{self._countries.get(code, code)} ({code})"
            self._sheet.write_string(self._row, FIRST, label, self._formats.label)
        codes = row_codes(question, row, "" if row else code)
        for column, tag in enumerate(tags[1:], start=FIRST + 1):
            if tag.startswith(LAST):
                self._show(column, self._last.text(codes, int(tag.removeprefix(LAST))), self._formats.last)
            else:
                look = self._count if tag.isdecimal() else self._words
                self._show(column, self._values.get(Address(question.code, code, tag), ""), look)
        self._row += 1

    def _show(self, column: int, text: str, look: Any) -> None:
        """Write a number as a number, all else as text; never as a formula or a link."""
        value = read_entry(text).value if look in (self._count, self._formats.last) else None
        if not text:
            self._sheet.write_blank(self._row, column, None, look)
        elif value is not None:
            self._sheet.write_number(self._row, column, value, look)
        else:
            self._sheet.write_string(self._row, column, text, look)

    def _check_counts(self, first: int, years: int) -> None:
        """Offer the reasons for "no number" in the cells, and colour what is no count."""
        area = (first, FIRST + 1, self._row - 1, FIRST + years)
        cell = xl_rowcol_to_cell(first, FIRST + 1)
        self._sheet.data_validation(
            *area, {"validate": "list", "source": "=tip_reasons", "show_error": False, "ignore_blank": True}
        )
        bad = f"=AND(ISNUMBER({cell}),OR({cell}<0,{cell}>{LARGEST_COUNT},{cell}<>INT({cell})))"
        self._sheet.conditional_format(*area, {"type": "formula", "criteria": bad, "format": self._formats.bad})
        short = ",".join(f'LOWER(TRIM({cell}))="{sign}"' for sign in ("n/a", "n/app", "c"))
        doubtful = (
            f'=AND(ISTEXT({cell}),LEFT(TRIM({cell}),1)<>"<",NOT(OR({short})),'
            f"ISERROR(MATCH({cell},tip_reasons,0)),ISERROR(VALUE({cell})))"
        )
        self._sheet.conditional_format(
            *area, {"type": "formula", "criteria": doubtful, "format": self._formats.doubtful}
        )

    def _choose_countries(self, first: int, grid: Grid) -> None:
        empty = [number for number, code in enumerate(grid.rows) if code.startswith(NEW_ROW)]
        self._sheet.data_validation(
            first + empty[0],
            FIRST,
            first + empty[-1],
            FIRST,
            {
                "validate": "list",
                "source": "=tip_countries",
                "error_title": _("Not in the list"),
                "error_message": _("Choose a country from the list: neither a region nor two countries."),
            },
        )

    def _sums(self, question: Question, grid: Grid, first: int, fixed: dict[str, TableRow], years: int) -> None:
        """Write the sum of the finest rows; it is shown and never read."""
        numbers = _leaves(grid, fixed)
        if len(numbers) < 2:
            return
        self._sheet.write_string(self._row, TAGS, OTHER_TAG)
        self._sheet.write_string(self._row, FIRST, _("Sum of the rows, computed"), self._formats.sum)
        total = next((number for number, code in enumerate(grid.rows) if _is_total(fixed.get(code))), None)
        tags = [column for column in grid.columns if column.isdecimal()]
        for column, tag in zip(range(FIRST + 1, FIRST + 1 + years), tags, strict=True):
            letters = xl_col_to_name(column)
            ranges = ",".join(f"{letters}{first + low + 1}:{letters}{first + high + 1}" for low, high in _runs(numbers))
            texts = (self._values.get(Address(question.code, grid.rows[number], tag), "") for number in numbers)
            value = sum(read_entry(text).value or 0 for text in texts)
            self._sheet.write_formula(self._row, column, f"=SUM({ranges})", self._formats.sum, value)
            if total is not None:
                named = f"{letters}{first + total + 1}"
                rule = f"=AND(ISNUMBER({named}),{named}<>{xl_rowcol_to_cell(self._row, column)})"
                look = {"type": "formula", "criteria": rule, "format": self._formats.doubtful}
                self._sheet.conditional_format(self._row, column, self._row, column, look)
        self._row += 1

    def _list(self, question: Question, grid: Grid) -> None:
        """Write an answer in words or by choice, or rows of sources or laws."""
        tags = [LABEL, *grid.columns]
        widths = [46.0, *(40.0 if column in ("text", "note") else 26.0 for column in grid.columns)]
        self._columns(question.code, tags, [str(question), *(_head(column) for column in grid.columns)], widths)
        show = self._worded(question)
        for number, code in enumerate(grid.rows, start=1):
            self._sheet.write_string(self._row, TAGS, f"{question.code}|{code}")
            label = _("Answer") if code == ANSWER else str(number)
            self._sheet.write_string(self._row, FIRST, label, self._formats.label)
            for column, tag in enumerate(grid.columns, start=FIRST + 1):
                text = self._values.get(Address(question.code, code, tag), "")
                self._show(column, show(tag, text) if text else "", self._words)
                self._offer(question, tag, column)
            self._row += 1

    def _worded(self, question: Question) -> Callable[[str, str], str]:
        """Return how a code is shown in words."""
        options = {option["code"]: label_in(option["labels"]) for option in question.options}
        coverage = {code: str(label) for code, label in LegalCoverage.choices}
        words = {"choice": options, "coverage": coverage}
        return lambda tag, text: words.get(tag, {}).get(text, text)

    def _offer(self, question: Question, tag: str, column: int) -> None:
        name = {"choice": f"tip_choice_{question.code.replace('.', '_')}", "coverage": "tip_coverage"}.get(tag)
        if name:
            self._sheet.data_validation(
                self._row, column, self._row, column, {"validate": "list", "source": f"={name}"}
            )


def _head(column: str) -> str:
    return {
        "text": _("Answer"),
        "choice": _("Choose from the list"),
        "authority": _("Authority"),
        "title": _("Title"),
        "url": _("Website"),
        "act": _("Act"),
        "articles": _("Articles"),
        "since": _("In force since (YYYY-MM-DD)"),
        "coverage": _("Covers"),
        "note": _("Note"),
    }[column]


def _is_total(row: TableRow | None) -> bool:
    return row is not None and _dimensions(row) == (Sex.TOTAL, AgeGroup.TOTAL, Exploitation.TOTAL, PartnerKind.TOTAL)


def _dimensions(row: TableRow) -> tuple[str, str, str, str]:
    return (row.sex, row.age, row.exploitation, row.partner)


def _leaves(grid: Grid, fixed: dict[str, TableRow]) -> list[int]:
    """Return the places of the rows that no other row breaks down; rows of countries break down the total."""
    rows = [_dimensions(fixed[code]) if code in fixed else None for code in grid.rows]
    known = [row for row in rows if row is not None]
    grows = len(known) < len(rows)
    return [
        number
        for number, row in enumerate(rows)
        if row is None or not (any(_refines(other, row) for other in known) or (grows and row[3] == "_T"))
    ]


def _refines(fine: tuple[str, ...], coarse: tuple[str, ...]) -> bool:
    return fine != coarse and all(two in (one, "_T") for one, two in zip(fine, coarse, strict=True))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Give neighbouring numbers as first and last."""
    for _key, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        found = [number for _place, number in run]
        yield found[0], found[-1]
