"""Give an uploaded workbook back with its faulty cells coloured, a comment in each, and a sheet of all findings."""

import io
import zipfile
import zlib

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from caselaw.choices import ImportFormat
from caselaw.importing.workbook import MOST_ROWS
from caselaw.models import ImportBatch, ImportFinding
from portal.core.actions import uploads
from portal.core.tables import harmless

# Larger workbooks take too much memory to write again; their findings are there as CSV.
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
SHEET = "import_findings"
# What zipfile and openpyxl raise for a workbook that is damaged, or that another program wrote in its own way.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, OSError, EOFError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError),
)
_COLOURS = {"error": PatternFill("solid", fgColor="F4C7C3"), "warning": PatternFill("solid", fgColor="FCE8B2")}


def keep(*, batch: ImportBatch) -> None:
    """Store the workbook with its findings, when there are any and it is small enough."""
    findings = list(batch.findings.order_by("number"))
    stored = batch.file
    if batch.format != ImportFormat.XLSX or stored is None or not findings or stored.size > MOST_BYTES:
        return
    with stored.file.open("rb") as stream:
        content = _annotated(io.BytesIO(stream.read()), findings)
    if content is not None:
        name = f"{stored.name.removesuffix('.xlsx')}-{_('findings')}.xlsx"
        file = ContentFile(content, name=name)
        batch.annotated = uploads.store(content=file, name=name, content_type=stored.content_type, by=batch.imported_by)
        batch.save(update_fields=["annotated"])


def _annotated(stream: io.BytesIO, findings: list[ImportFinding]) -> bytes | None:
    """Return the workbook with findings; None when it cannot be opened, which the findings say already."""
    try:
        if sum(entry.file_size for entry in zipfile.ZipFile(stream).infolist()) > MOST_UNPACKED:
            return None
        book = load_workbook(stream)
    except _UNREADABLE:
        return None
    for finding in findings:
        if finding.sheet in book.sheetnames and finding.row and finding.row <= MOST_ROWS:
            _mark(book[finding.sheet], finding)
    _list(book, findings)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _mark(sheet: object, finding: ImportFinding) -> None:
    cell = sheet[f"{finding.column or 'A'}{finding.row}"]  # type: ignore[index]
    if type(cell).__name__ == "MergedCell":
        return
    cell.fill = _COLOURS[finding.level]
    words = f"{finding.why} {finding.remedy}"
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment((before + words)[:2000], "Import", width=320, height=140)


def _list(book: object, findings: list[ImportFinding]) -> None:
    if SHEET in book.sheetnames:  # type: ignore[attr-defined]
        del book[SHEET]  # type: ignore[attr-defined]
    sheet = book.create_sheet(SHEET)  # type: ignore[attr-defined]
    heads = (_("Level"), _("Sheet"), _("Row"), _("Column"), _("Heading"), _("Value"), _("Why"), _("What to do"))
    sheet.append([str(head) for head in heads])
    for one in findings:
        texts = (one.value, one.why, one.remedy)
        place = (harmless(one.sheet), one.row, one.column, harmless(one.header))
        sheet.append([one.get_level_display(), *place, *(harmless(text) for text in texts)])
    for letter, width in zip("ABCDEFGH", (10, 16, 8, 9, 20, 30, 50, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
