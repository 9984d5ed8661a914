"""Open a published table, whatever it is packed in, and give its rows as texts: workbooks, CSV and gzipped CSV.

The dimension tag of a workbook and its drawing parts are not believed: the real files have wrong ones.
"""

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

import python_calamine
from django.utils.translation import gettext as _

from portal.core.errors import InvalidFileError

ENDINGS = (".xlsx", ".csv", ".csv.gz")
MOST_BYTES = 500 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 150
RATIO_COUNTS_FROM = 5 * 1024 * 1024
# The reader of workbooks holds the rectangle between the first and the last cell in memory.
MOST_CELLS = 8_000_000
MOST_ROWS = 500_000
_CHUNK = 1024 * 1024
_ZIP, _GZIP, _OLD_OFFICE = b"PK", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"""\br=["']([A-Z]{0,3})(\d{1,7})["']""")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A cell reference may lie across the border of two pieces.
_OVERLAP = 24


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file to read: its name, and what opens it anew each time."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> "PublishedFile":
        """Return the file at a path."""
        return cls(path.name, lambda: path.open("rb"))


class Row(NamedTuple):
    """A row of the file: its number from 1, and its cells as texts."""

    number: int
    cells: list[str]


def rows_of(file: PublishedFile) -> Iterator[Row]:
    """Give the rows of the file, one by one. Raises InvalidFileError for what is no table or is dangerous."""
    with file.open() as stream:
        start = stream.read(8)
        stream.seek(0)
        if not start:
            raise InvalidFileError(_("The file is empty."))
        if start.startswith(_OLD_OFFICE):
            raise InvalidFileError(_("This is a workbook of the old format, or one with a password. Save it as .xlsx."))
        yield from _bounded(_reader_of(start)(stream))


def _reader_of(start: bytes) -> Callable[[BinaryIO], Iterator[list[str]]]:
    if start.startswith(_ZIP):
        return _workbook_rows
    return _zipped_rows if start.startswith(_GZIP) else _csv_rows


def _bounded(rows: Iterable[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise InvalidFileError(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
        yield Row(number, cells)


def _workbook_rows(stream: BinaryIO) -> Iterator[list[str]]:
    refuse_dangerous(stream)
    stream.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(stream)
        if not book.sheet_names:
            raise InvalidFileError(_("The workbook has no sheet."))
        for cells in book.get_sheet_by_index(0).iter_rows():
            yield [_text(cell) for cell in cells]
    except python_calamine.CalamineError as fault:
        raise InvalidFileError(_("The workbook is damaged. Save it again with a spreadsheet.")) from fault


def refuse_dangerous(stream: BinaryIO) -> None:
    """Refuse an archive that is damaged, protected, or too large once unpacked. Raises InvalidFileError."""
    try:
        archive = zipfile.ZipFile(stream)
        _refuse_bombs(archive)
        for entry in archive.infolist():
            if _SHEET.fullmatch(entry.filename):
                _refuse_huge_sheet(archive, entry.filename)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as fault:
        raise InvalidFileError(_("The file is damaged. Check that it was copied whole.")) from fault


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise InvalidFileError(_("The file is protected by a password. Save it without one."))
    is_bomb = any(
        entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    if is_bomb or total > MOST_BYTES or len(entries) > MOST_ENTRIES:
        size = total // (1024 * 1024)
        raise InvalidFileError(_("Unpacked, the file would be too large: %(size)d MB.") % {"size": size})


def _refuse_huge_sheet(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a sheet whose outermost cells span more than can be held, whatever its dimension tag says."""
    columns, last, rest = {b""}, 0, b""
    with archive.open(name) as part:
        while piece := part.read(_CHUNK):
            for letters, number in _CELL.findall(rest + piece):
                columns.add(letters)
                last = max(last, int(number))
            rest = piece[-_OVERLAP:]
    if last * max(map(_column_number, columns)) > MOST_CELLS:
        raise InvalidFileError(_("A sheet of the workbook is too large. Delete what lies outside the table."))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    """Return a cell as the text that a CSV file has in its place."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def _zipped_rows(stream: BinaryIO) -> Iterator[list[str]]:
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from _csv_rows(unpacked)
    except (gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise InvalidFileError(_("The file is damaged. Check that it was copied whole.")) from fault


def _csv_rows(stream: Any) -> Iterator[list[str]]:
    lines = io.TextIOWrapper(cast("IO[bytes]", _Limited(stream)), encoding=_encoding(stream), newline="")
    try:
        yield from csv.reader(lines, delimiter=_delimiter(lines))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise InvalidFileError(_("This is no table: %(fault)s") % {"fault": fault}) from fault


def _encoding(stream: Any) -> str:
    start = stream.read(4)
    stream.seek(0)
    return "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _delimiter(lines: io.TextIOWrapper) -> str:
    """Return the sign between the cells; a spreadsheet in many languages writes semicolons."""
    start = lines.read(4096)
    lines.seek(0)
    return max(",;\t", key=start.count)


class _Limited(io.RawIOBase):
    """A stream that ends with a refusal once it has given more than a file may hold."""

    def __init__(self, stream: Any) -> None:
        """Take the stream."""
        self._stream = stream
        self._given = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read anew."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place of the stream."""
        self._given = 0
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        """Return the place."""
        return int(self._stream.tell())

    def readinto(self, buffer: Any) -> int:
        """Read on. Raises InvalidFileError beyond the limit."""
        piece = self._stream.read(len(buffer))
        self._given += len(piece)
        if self._given > MOST_BYTES:
            size = self._given // (1024 * 1024)
            raise InvalidFileError(_("Unpacked, the file would be too large: %(size)d MB.") % {"size": size})
        buffer[: len(piece)] = piece
        return len(piece)
