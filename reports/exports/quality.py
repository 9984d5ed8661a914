"""The data-quality report of a data set as published, as a workbook: a summary, and every defect with its row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Cell = str | int | None
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, the heads of its columns, and its rows."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def report(*, title: str, tables: Iterable[Table], created: datetime, is_rtl: bool) -> bytes:
    """Return the workbook: numbers as numbers, everything else as text that no program runs."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True})
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.name))
        if is_rtl:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.heads) - 1, 28)
        for column, head in enumerate(table.heads):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(table.rows, start=1):
            _write(sheet, number, row)
    book.close()
    return made.getvalue()


def _write(sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int):
            sheet.write_number(number, column, cell)
        elif cell is not None:
            sheet.write_string(number, column, cell)


def _sheet_name(name: str) -> str:
    return name.translate(str.maketrans("", "", "[]:*?/\\"))[:31] or "1"
