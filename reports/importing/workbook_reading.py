"""Read the sheets of a workbook as rows of cells, each with its value and its formula."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reports.importing.workbook_opening import UnreadableError, merged_ranges

# Wider and longer than any workbook of the portal, even with pasted lists.
MOST_COLUMNS, MOST_ROWS = 200, 100_000
# What openpyxl raises for a workbook that is damaged, or that another program wrote in its own way.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, OSError, EOFError, RuntimeError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError),
)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the file has it. `value` of a formula is its stored result; None: it has none."""

    value: Any
    kind: str
    formula: str = ""

    @property
    def text(self) -> str:
        """What stands there, as text that is read as nothing else than what it is."""
        return as_text(self.value)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet: its name, and what is merged in it."""

    name: str
    merged: list[str]
    rows: Iterator[tuple[int, dict[int, RawCell]]]


@contextmanager
def readable() -> Iterator[None]:
    """Turn what openpyxl raises into a refusal in words."""
    try:
        yield
    except UNREADABLE as fault:
        raise UnreadableError(
            _("The workbook cannot be read."), _("Save it again with a spreadsheet, as “Excel Workbook (.xlsx)”.")
        ) from fault


def sheets(content: io.BytesIO) -> Iterator[RawSheet]:
    """Give the sheets of a checked workbook; the rows of each are read as they are asked for. Raises UnreadableError."""
    with readable():
        formulas = load_workbook(content, read_only=True, data_only=False, keep_links=False)
        values = load_workbook(io.BytesIO(content.getvalue()), read_only=True, data_only=True, keep_links=False)
        pairs = [(sheet, values[sheet.title]) for sheet in formulas.worksheets]
    for one, two in pairs:
        merged = merged_ranges(io.BytesIO(content.getvalue()), one._worksheet_path)
        yield RawSheet(one.title, merged, _rows(one, two))


def _rows(formulas: Any, values: Any) -> Iterator[tuple[int, dict[int, RawCell]]]:
    """Give the rows that are not empty, by number from 1, their cells by column from 1."""
    with readable():
        for sheet in (formulas, values):
            sheet.reset_dimensions()
        pairs = zip(formulas.iter_rows(max_col=MOST_COLUMNS), values.iter_rows(max_col=MOST_COLUMNS), strict=False)
        for number, (with_formulas, with_values) in enumerate(pairs, start=1):
            cells = {
                column: _cell(one, two)
                for column, (one, two) in enumerate(zip(with_formulas, with_values, strict=False), start=1)
                if one.value is not None
            }
            if not cells:
                continue
            if number <= MOST_ROWS:
                yield number, cells
            else:
                why = _("A sheet has more than %(number)d rows.") % {"number": MOST_ROWS}
                raise UnreadableError(why, _("Remove the rows that are not part of the workbook."))


def _cell(with_formula: Any, with_value: Any) -> RawCell:
    if with_formula.data_type == "f":
        text = getattr(with_formula.value, "text", None) or str(with_formula.value)
        return RawCell(with_value.value, with_value.data_type, text)
    return RawCell(with_formula.value, with_formula.data_type)


def as_text(value: Any) -> str:
    """Return a value as text. A fraction never looks like thousands: 1.757 becomes "1.7570"."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value).replace("_x000D_", "").replace("\r\n", "\n")


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    text = format(value, ".12g")
    whole, point, decimals = text.partition(".")
    return f"{whole}{point}{decimals}0" if point and len(decimals) == 3 else text
