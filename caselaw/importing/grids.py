"""Read tables row by row: match the headings, read the cells, and keep the rows until their case is put together."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from caselaw.importing import cells, structure
from caselaw.importing.cells import Cell
from caselaw.importing.findings import Findings, Place
from caselaw.importing.spool import Spool
from caselaw.importing.tables import BY_NAME, CASES, KEY, Table, needed
from caselaw.importing.workbook import Row, column_letters

IGNORED_SHEETS = frozenset({"help", "lists", "import_findings"})
MOST_ROWS = 1_000_000
_MOST_COLUMNS = 500
_ROWS_PER_TELLING = 500
_COMMENT = "#"

Headers = dict[str, dict[str, str]]  # table -> heading -> letters of its column


@dataclass(slots=True)
class Grids:
    """The tables of one file, as far as they were read."""

    findings: Findings
    # Is told how many rows were read; what it raises ends the reading.
    tell: Callable[[int], None] = lambda rows: None
    spool: Spool = field(default_factory=Spool)
    headers: Headers = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    heads: dict[str, dict[str, Any]] = field(default_factory=dict)
    _sheets: dict[str, str] = field(default_factory=dict)
    _rows: int = 0

    def table_for(self, sheet: str) -> Table | None:
        """Return the table that a sheet holds; an unknown name is an error with the most similar one."""
        name = sheet.strip().lower()
        if name in IGNORED_SHEETS:
            return None
        if name not in BY_NAME:
            close = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
            names = ", ".join(BY_NAME)
            remedy = (
                _("Did you mean “%(value)s”?") % {"value": close[0]}
                if close
                else _("Use one of: %(values)s.") % {"values": names}
            )
            self.findings.error_at(Place(sheet), sheet, _("No table has this name."), remedy)
            return None
        if name in self._sheets:
            self.findings.error_at(Place(sheet), sheet, _("This table stands twice."), _("Keep one of the two."))
            return None
        self._sheets[name] = sheet
        return BY_NAME[name]

    def read(self, table: Table, sheet: str, rows: Iterator[Row]) -> None:
        """Read a table to its end."""
        columns: dict[int, str] | None = None
        strays: set[int] = set()
        for row in rows:
            if columns is None:
                columns = self._columns(table, sheet, row)
                continue
            self._rows += 1
            if self._rows % _ROWS_PER_TELLING == 0:
                self.tell(self._rows)
            self._read_row(table, sheet, row, columns, strays)
        if columns is None:
            why = _("The table has no headings.")
            self.findings.error_at(Place(sheet), "", why, _("Put the headings into the first row, as in the template."))

    def finish(self) -> None:
        """Say what is missing when all tables were read."""
        if CASES.name not in self._sheets:
            why = _("There is no table “cases”.")
            self.findings.error_at(Place(CASES.name), "", why, _("Add it, with one row for each case."))
            return
        for key in self.spool:
            if key not in self.cases:
                table, row, _values = next(self.spool.rows(key))
                place = self.place(table, row, KEY)
                why = _("The table “cases” has no such case.")
                close = difflib.get_close_matches(key[:100], list(self.cases)[:5000], n=1, cutoff=0.6)
                remedy = _("Did you mean “%(value)s”?") % {"value": close[0]} if close else _("Add it there.")
                self.findings.error_at(place, key, why, remedy)

    def place(self, table: str, row: int, header: str = "") -> Place:
        """Return the place of a value in the file."""
        return Place(self._sheets.get(table, table), row, self.headers.get(table, {}).get(header, ""), header)

    def _columns(self, table: Table, sheet: str, row: Row) -> dict[int, str]:
        """Match the headings; return the known ones by column."""
        known: dict[int, str] = {}
        for number, cell in list(row.cells.items())[:_MOST_COLUMNS]:
            header = cells.as_text(cell.value).lower()
            if not header or header.startswith(_COMMENT):
                known[number] = ""
                continue
            place = Place(sheet, row.number, column_letters(number), header)
            if header not in table.by_name:
                remedy = structure.nearest(header, table.by_name)
                why = _("The table has no such column.")
                self.findings.error_at(place, header, why, remedy)
                known[number] = ""
            elif header in known.values():
                why = _("This heading stands twice.")
                self.findings.error_at(place, header, why, _("Keep one of the two columns."))
                known[number] = ""
            else:
                known[number] = header
        self.headers[table.name] = {name: column_letters(number) for number, name in known.items() if name}
        for name in needed(table):
            if name not in self.headers[table.name]:
                why = _("The column “%(name)s” is missing.") % {"name": name}
                self.findings.error_at(Place(sheet, row.number), "", why, _("Add it, as in the template."))
        return known

    def _read_row(self, table: Table, sheet: str, row: Row, columns: dict[int, str], strays: set[int]) -> None:
        values: dict[str, Any] = {}
        for number, cell in row.cells.items():
            name = columns.get(number)
            if name:
                place = Place(sheet, row.number, column_letters(number), name)
                value = cells.read(cell, table.by_name[name], place, self.findings)
                if value not in (None, []):
                    values[name] = value
            elif name is None and number not in strays and cells.as_text(cell.value):
                strays.add(number)
                self._stray(sheet, row.number, number, cell)
        if not values:
            return
        key = values.pop(KEY, None)
        if key is None:
            if KEY in self.headers[table.name]:
                why = _("It is not said to which case this row belongs.")
                place = Place(sheet, row.number, self.headers[table.name][KEY], KEY)
                self.findings.error_at(place, "", why, _("Write the identifier of the case."))
            return
        self._keep(table, row.number, key, values)

    def _stray(self, sheet: str, row: int, number: int, cell: Cell) -> None:
        place = Place(sheet, row, column_letters(number))
        why = _("This column has no heading.")
        self.findings.error_at(place, cell.value, why, _("Give it one of the template’s headings, or empty it."))

    def _keep(self, table: Table, row: int, key: str, values: dict[str, Any]) -> None:
        if table is not CASES:
            self.spool.keep(table.name, key, row, values)
        elif key not in self.cases:
            self.cases[key] = row
            self.spool.keep(table.name, key, row, values)
        else:
            self._compare(row, key, values)

    def _compare(self, row: int, key: str, values: dict[str, Any]) -> None:
        """Two rows of one case: the same twice is harmless, a contradiction is an error in the column where it is."""
        first = next((kept for table, _row, kept in self.spool.rows(key) if table == CASES.name), {})
        differing = [name for name in CASES.by_name if name != KEY and first.get(name) != values.get(name)]
        for name in differing:
            why = _("Row %(row)d says something else of the same case.") % {"row": self.cases[key]}
            place = self.place(CASES.name, row, name)
            self.findings.error_at(place, values.get(name, ""), why, _("Keep one row for each case."))
        if not differing:
            why = _("Row %(row)d says the same.") % {"row": self.cases[key]}
            self.findings.warn_at(self.place(CASES.name, row, KEY), key, why, _("Remove one of the two rows."))
