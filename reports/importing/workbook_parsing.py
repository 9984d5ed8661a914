"""Read a country's workbook by its hidden codes, wherever their rows and columns stand."""

import io
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter, range_boundaries

from reports.exports.workbook import (
    BASE,
    COLUMNS_TAG,
    LABEL,
    LAST,
    LISTS,
    META,
    OTHER_TAG,
    README,
    Address,
    Grid,
    Values,
    checksum,
)
from reports.importing.workbook_findings import Findings, Place
from reports.importing.workbook_reading import RawCell, RawSheet, sheets

_ROW_TAG = re.compile(r"\d+(?:\.\d+)*\|[^|]+")
_SHEETS_APART = (README, META, BASE, LISTS)


@dataclass(slots=True)
class RawBook:
    """What a workbook holds, by address: the cells of the entries, what it was made with, and what it is."""

    about: dict[str, str] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    base: Values = field(default_factory=dict)
    cells: dict[Address, RawCell] = field(default_factory=dict)
    places: dict[Address, Place] = field(default_factory=dict)
    # Codes that stand in the sheets, with where they were seen first.
    columns: dict[tuple[str, str], Place] = field(default_factory=dict)
    rows: dict[tuple[str, str], Place] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False
    # It was made for something else, so that nothing else need be said.
    is_another: bool = False

    def refuse(self, place: Place, value: str, why: str, remedy: str) -> None:
        """Add a finding for which nothing of the workbook can be taken."""
        self.is_refused = True
        self.findings.error(place, value, why, remedy)


def read_book(content: io.BytesIO) -> RawBook:
    """Read a checked workbook. Raises UnreadableError; faults in its codes are findings."""
    book = RawBook()
    for sheet in sheets(content):
        if sheet.name == META:
            _read_meta(sheet, book)
        elif sheet.name == BASE:
            _read_base(sheet, book)
        elif sheet.name not in _SHEETS_APART:
            _SheetReader(sheet, book).read()
    return book


def check_codes(book: RawBook) -> None:
    """Report codes that are missing or unknown, and a list of codes that somebody changed."""
    if checksum(book.grids.values()) != book.about.get("checksum"):
        book.refuse(Place(META), "", _("The hidden list of codes was changed."), _remedy())
    for grid in book.grids.values():
        _check(book, grid, [code for code in grid.columns if (grid.question, code) not in book.columns], _column_gone)
        _check(book, grid, [code for code in grid.rows if (grid.question, code) not in book.rows], _row_gone)
    for seen, known in ((book.columns, "columns"), (book.rows, "rows")):
        for (question, code), place in seen.items():
            grid_ = book.grids.get(question)
            if grid_ is None or code not in getattr(grid_, known):
                why = _("This hidden code belongs to no question of the workbook.")
                book.refuse(place, f"{question}|{code}", why, _remedy())


def _check(book: RawBook, grid: Grid, missing: list[str], why: Callable[[], str]) -> None:
    if missing:
        value = f"{grid.question}: {', '.join(missing)}"
        book.refuse(Place(_sheet_of(book, grid.question)), value, why(), _remedy())


def _column_gone() -> str:
    return _("Hidden codes of columns are missing: columns were deleted, or their codes overwritten.")


def _row_gone() -> str:
    return _("Hidden codes of rows are missing: rows were deleted, or their codes overwritten.")


def _remedy() -> str:
    return _("Download the workbook again and copy your figures into it.")


def _sheet_of(book: RawBook, question: str) -> str:
    places = [*book.columns.items(), *book.rows.items()]
    return next((place.sheet for (one, _code), place in places if one == question), "")


def _read_meta(sheet: RawSheet, book: RawBook) -> None:
    for _number, cells in sheet.rows:
        name, text = (cells[column].text if column in cells else "" for column in (1, 2))
        if not name.startswith("grid|"):
            book.about[name] = text
            continue
        question = name.removeprefix("grid|")
        try:
            parts = json.loads(text)
            columns, rows = (tuple(map(str, parts[key])) for key in ("columns", "rows"))
            book.grids[question] = Grid(question, str(parts["kind"]), columns, rows)
        except (ValueError, KeyError, TypeError):
            book.refuse(Place(META), name, _("The hidden list of codes was changed."), _remedy())


def _read_base(sheet: RawSheet, book: RawBook) -> None:
    for _number, cells in sheet.rows:
        question, row, column, text = (cells[key].text if key in cells else "" for key in (1, 2, 3, 4))
        book.base[Address(question, row, column)] = text


class _SheetReader:
    """Reads one sheet of a section."""

    def __init__(self, sheet: RawSheet, book: RawBook) -> None:
        self._sheet, self._book = sheet, book
        self._tags = 0
        self._questions: dict[str, dict[int, str]] = {}
        self._current: dict[int, str] | None = None
        self._read_rows: list[int] = []
        # First and last row of entries without a code, and one of their cells.
        self._stray: tuple[int, int, int, str] | None = None

    def read(self) -> None:
        """Read the sheet; one without any code is the person's own."""
        for number, cells in self._sheet.rows:
            self._row(number, cells)
        self._report_stray()
        self._report_merged()

    def _row(self, number: int, cells: dict[int, RawCell]) -> None:
        column = self._columns_tag(cells)
        if column:
            self._tags = column
            self._start(number, cells)
            return
        tag = cells[self._tags].text if self._tags in cells else ""
        if _ROW_TAG.fullmatch(tag):
            self._entries(number, tag, cells)
        elif not tag.startswith(OTHER_TAG):
            self._without_code(number, cells)

    def _columns_tag(self, cells: dict[int, RawCell]) -> int:
        """Return the column that says that this row holds the codes of a question's columns; 0: it does not."""
        if self._tags:
            return self._tags if self._tags in cells and cells[self._tags].text.startswith(COLUMNS_TAG) else 0
        found = (column for column, cell in cells.items() if cell.text.startswith(COLUMNS_TAG))
        return next(found, 0)

    def _start(self, number: int, cells: dict[int, RawCell]) -> None:
        self._report_stray()
        question = cells[self._tags].text.removeprefix(COLUMNS_TAG)
        self._read_rows.append(number)
        if question in self._questions:
            self._twice(Place(self._sheet.name, number, get_column_letter(self._tags)), question)
        self._current = self._questions[question] = {}
        for column, cell in cells.items():
            code = cell.text
            if column == self._tags:
                continue
            self._current[column] = code
            if code != LABEL and not code.startswith(LAST):
                self._see(
                    self._book.columns, (question, code), Place(self._sheet.name, number, get_column_letter(column))
                )

    def _entries(self, number: int, tag: str, cells: dict[int, RawCell]) -> None:
        self._report_stray()
        question, row = tag.split("|")
        place = Place(self._sheet.name, number, get_column_letter(self._tags))
        self._read_rows.append(number)
        self._see(self._book.rows, (question, row), place)
        codes = self._questions.get(question, {})
        for column, code in codes.items():
            if code == LABEL or code.startswith(LAST):
                continue
            address = Address(question, row, code)
            self._book.places.setdefault(address, Place(self._sheet.name, number, get_column_letter(column)))
            if column in cells:
                self._book.cells.setdefault(address, cells[column])
        self._beside(number, cells, codes)

    def _beside(self, number: int, cells: dict[int, RawCell], codes: dict[int, str]) -> None:
        for column, cell in cells.items():
            if column != self._tags and column not in codes:
                self._book.findings.warn(
                    Place(self._sheet.name, number, get_column_letter(column)),
                    cell.text,
                    _("This cell is not part of the questionnaire. It was not read."),
                    _("Write it in a comment, if it matters."),
                )

    def _see(self, seen: dict[tuple[str, str], Place], key: tuple[str, str], place: Place) -> None:
        if key in seen:
            self._twice(place, "|".join(key))
        seen.setdefault(key, place)

    def _twice(self, place: Place, value: str) -> None:
        why = _("This hidden code stands here a second time: a row, a column or a sheet was copied.")
        self._book.refuse(place, value, why, _("Delete the copy, or download the workbook again."))

    def _without_code(self, number: int, cells: dict[int, RawCell]) -> None:
        """Remember rows below a table that hold something but have no code."""
        if self._current is None:
            return
        read = [column for column in self._current if column in cells and cells[column].text.strip()]
        if not read:
            return
        if self._stray and self._stray[1] + 1 < number:
            self._report_stray()
        first = self._stray or (number, number, read[0], cells[read[0]].text)
        self._stray = (first[0], number, first[2], first[3])

    def _report_stray(self) -> None:
        if self._stray is None:
            return
        first, last, column, value = self._stray
        self._stray = None
        why = _("The rows %(first)d to %(last)d are not part of the questionnaire. They were not read.")
        self._book.findings.error(
            Place(self._sheet.name, first, get_column_letter(column)),
            value,
            why % {"first": first, "last": last},
            _("Write their figures into the rows of the table, or leave them out."),
        )

    def _report_merged(self) -> None:
        """Report merged cells that touch what is read."""
        columns = {self._tags, *(column for codes in self._questions.values() for column in codes)} - {0}
        rows = sorted(self._read_rows)
        for area in self._sheet.merged:
            left, top, right, bottom = range_boundaries(area)
            if None in (left, top, right, bottom) or (left, top) == (right, bottom):
                continue
            touches = bisect_left(rows, top) < bisect_right(rows, bottom)
            if touches and any(left <= column <= right for column in columns):
                self._book.refuse(
                    Place(self._sheet.name, int(top or 0), get_column_letter(int(left or 1))),
                    area,
                    _("These cells are merged, so that it cannot be told what belongs where."),
                    _("Take the merging back, or download the workbook again."),
                )
