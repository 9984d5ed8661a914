"""Files that are no honest workbook: refused before their content is read, with one clear sentence each."""

import io
import tracemalloc
import zipfile

import pytest

from caselaw.importing import archives, workbook
from caselaw.importing.findings import Findings
from caselaw.importing.parsing import UnreadableError
from tests.caselaw.workbook_files import CASE, workbook_of, workbook_of_grids

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def _zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _open(content: bytes) -> None:
    archive = archives.open_archive(io.BytesIO(content))
    archives.refuse_macros(archive)
    workbook.open_book(archive)


def _with_octet(content: bytes, place: int, octet: int) -> bytes:
    """Return the archive with one octet changed."""
    return content[:place] + bytes([octet]) + content[place + 1 :]


_WORKBOOK = _zip({"xl/workbook.xml": b"<workbook/>" * 40})

REFUSED = {
    "nothing": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture"),
    "a text": (b"case_ref,title\n", "neither"),
    "a workbook of the old format": (OLE, "old format"),
    "a workbook with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a damaged archive": (b"PK\x03\x04" + b"\x00" * 50, "damaged"),
    "a part that cannot be unpacked": (_with_octet(_WORKBOOK, _WORKBOOK.index(b".xml") + 4, 0x07), "damaged"),
    "an archive of a version to come": (_with_octet(_WORKBOOK, _WORKBOOK.index(b"PK\x01\x02") + 6, 0xFF), "damaged"),
    "a bomb": (_zip({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * 40_000_000}), "too large"),
    "many parts": (_zip({f"part-{number}": b"" for number in range(2001)}), "too large"),
    "macros": (_zip({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (
        _zip(
            {"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled"}
        ),
        "macros",
    ),
    "another archive": (_zip({"notes.txt": b"x"}), "no workbook"),
    "a document type": (_zip({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}), "document type"),
    "a part that is no XML": (_zip({"xl/workbook.xml": b"<workbook>"}), "damaged"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_honest_workbook_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        _open(content)

    assert words in refusal.value.why
    assert refusal.value.remedy


def test_a_cell_at_the_far_end_of_a_sheet_costs_no_memory() -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    book = workbook.Book(zipfile.ZipFile(io.BytesIO(_zip({"s": sheet}))))

    tracemalloc.start()
    rows = list(book.rows(workbook.Sheet("s", "s"), []))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [(row.number, list(row.cells)) for row in rows] == [(1, [0]), (1_048_576, [16_383])]
    assert peak < 5_000_000


def test_merged_cells_are_told_with_their_place() -> None:
    file = workbook_of({"cases": [CASE]})
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(file.open()) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    merged = b'<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'
    files[sheet] = files[sheet].replace(b"</sheetData>", b"</sheetData>" + merged)
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(_zip(files))) as archive:
        book = workbook.open_book(archive)
        list(book.rows(book.sheets[0], found))

    assert found == ["A2:B3"]
    assert Findings().errors == 0


def test_columns_are_named_as_spreadsheets_do() -> None:
    for number, letters in ((0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")):
        assert workbook.column_letters(number) == letters
        assert workbook.column_number(letters) == number


def test_values_come_as_they_are_typed() -> None:
    file = workbook_of_grids({"s": [["text", 12, 1.5, True, None, " "]]})
    with zipfile.ZipFile(file.open()) as archive:
        book = workbook.open_book(archive)
        (row,) = book.rows(book.sheets[0], [])

    assert [cell.value for cell in row.cells.values()] == ["text", 12, 1.5, True, " "]
