"""A table as a workbook."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language_bidi
from xlsxwriter import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 24


def workbook_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook with one sheet; texts stay texts, and the sheet runs from the right where the language does."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31])
        if get_language_bidi():
            sheet.right_to_left()
        head = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, len(columns) - 1, _WIDTH, wrapped)
        sheet.freeze_panes(1, 0)
        for number, name in enumerate(columns):
            sheet.write_string(0, number, name, head)
        for line, row in enumerate(rows, start=1):
            for number, text in enumerate(row):
                sheet.write_string(line, number, text)
    return made.getvalue()
