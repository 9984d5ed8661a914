"""A table as a workbook with one sheet."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

Cell = str | int | date | None


def workbook(
    *, title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], created: datetime, is_rtl: bool
) -> bytes:
    """Return the workbook: numbers as numbers, days as days, everything else as text that no program runs."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
    sheet = book.add_worksheet(title[:31].translate(str.maketrans("", "", "[]:*?/\\")) or "1")
    if is_rtl:
        sheet.right_to_left()
    bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001  a day
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell is not None:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(heads) - 1)
    sheet.set_column(0, len(heads) - 1, 16)
    book.close()
    return made.getvalue()
