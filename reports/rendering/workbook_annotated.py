"""Give an uploaded workbook back with its doubtful cells coloured, a comment in each, and a sheet of all findings."""

import io
import zipfile
import zlib
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from portal.core.tables import harmless

# Larger workbooks take too much memory to write again; their findings are on the page.
MOST_BYTES = 3 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 1_048_576
SHEET = "findings"
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, OSError, EOFError, RuntimeError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError),
)
_COLOURS = {"error": PatternFill("solid", fgColor="F4C7C3"), "warning": PatternFill("solid", fgColor="FCE8B2")}


def annotated(content: BinaryIO, size: int, findings: list[dict[str, Any]]) -> bytes | None:
    """Return the workbook with its findings; None when it is too large or cannot be opened."""
    if size > MOST_BYTES or not findings:
        return None
    try:
        read = io.BytesIO(content.read())
        if sum(entry.file_size for entry in zipfile.ZipFile(read).infolist()) > MOST_UNPACKED:
            return None
        book = load_workbook(read)
    except _UNREADABLE:
        return None
    for finding in findings:
        if finding["sheet"] in book.sheetnames and 0 < finding["row"] <= MOST_ROWS:
            _mark(book[finding["sheet"]], finding)
    _list(book, findings)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _mark(sheet: Any, finding: dict[str, Any]) -> None:
    cell = sheet[f"{finding['column'] or 'A'}{finding['row']}"]
    if type(cell).__name__ == "MergedCell":
        return
    cell.fill = _COLOURS[finding["level"]]
    words = f"{finding['why']} {finding['remedy']}"
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment((before + words)[:2000], "Portal", width=320, height=140)


def _list(book: Any, findings: list[dict[str, Any]]) -> None:
    name = SHEET
    while name in book.sheetnames:
        name = f"{name}_"
    sheet = book.create_sheet(name)
    sheet.sheet_view.rightToLeft = bool(book.worksheets[0].sheet_view.rightToLeft)
    sheet.append([_("Weight"), _("Sheet"), _("Row"), _("Column"), _("Value"), _("Why"), _("What to do")])
    levels = {"error": _("Not taken over"), "warning": _("Look again")}
    for one in findings:
        place = [harmless(one["sheet"]), one["row"] or None, one["column"]]
        sheet.append([levels[one["level"]], *place, *(harmless(one[key]) for key in ("value", "why", "remedy"))])
    for letter, width in zip("ABCDEFG", (16, 20, 8, 9, 30, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
