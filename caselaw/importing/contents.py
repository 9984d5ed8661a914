"""Open a file of any format and give its cases, one by one, with the places of their values."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

from django.utils.translation import gettext as _

from caselaw.choices import ImportFormat
from caselaw.importing import archives, csv_tables, parsing, unodc, workbook
from caselaw.importing.assembling import Assembly
from caselaw.importing.findings import Findings, Locate, Place
from caselaw.importing.grids import Grids
from caselaw.importing.lookups import Lookups
from caselaw.importing.parsing import CaseFile, UnreadableError

_CHUNK = 1024 * 1024
ENDINGS = {
    ".json": ImportFormat.JSON,
    ".xlsx": ImportFormat.XLSX,
    ".zip": ImportFormat.CSV,
    ".csv": ImportFormat.UNODC,
}


class Found(NamedTuple):
    """A case of a file, and how to find the place of a value in it; None where its path says enough."""

    raw: Any
    locate: Locate | None


@dataclass(frozen=True, slots=True)
class Content:
    """A file whose form is known: what it says of itself, how many cases it holds, and the cases."""

    head: parsing.Head | None
    count: int
    sha256: str
    cases: Callable[[], Iterator[Found]]
    close: Callable[[], None] = lambda: None


def format_of(name: str) -> ImportFormat | None:
    """Return the format that a file name stands for; None if it stands for none."""
    return ENDINGS.get(PurePosixPath(name.lower()).suffix)


def open_content(
    file: CaseFile, kind: str, lookups: Lookups, findings: Findings, tell: Callable[[int], None]
) -> Content:
    """Read the form of a file, and tell how many rows of tables are read. Raises UnreadableError; what is wrong in single places is in the findings."""
    if kind == ImportFormat.JSON:
        head = parsing.read_head(file)
        return Content(head, head.count, head.sha256, lambda: (Found(raw, None) for raw in parsing.cases(file, head)))
    if kind == ImportFormat.UNODC:
        return _index(file, lookups, findings)
    return _tables(file, kind, findings, tell)


def _tables(file: CaseFile, kind: str, findings: Findings, tell: Callable[[int], None]) -> Content:
    read = Grids(findings, tell)
    with ExitStack() as unread:
        unread.callback(read.spool.close)
        with file.open() as stream, closing(archives.open_archive(stream)) as archive:
            if kind == ImportFormat.XLSX:
                _read_workbook(archive, read)
            else:
                _read_csv_files(archive, read)
        read.finish()
        unread.pop_all()  # the rows are still needed

    def cases() -> Iterator[Found]:
        for key in read.cases:
            assembly = Assembly(key, read)
            yield Found(assembly.build(), assembly.locate)

    return Content(None, len(read.cases), sha256_of(file), cases, read.spool.close)


def _read_workbook(archive: zipfile.ZipFile, read: Grids) -> None:
    archives.refuse_macros(archive)
    book = workbook.open_book(archive)
    for sheet in book.sheets:
        table = read.table_for(sheet.name)
        if table is None:
            continue
        merged: list[str] = []
        read.read(table, sheet.name, book.rows(sheet, merged))
        for reference in merged:
            why, remedy = (
                _("Cells are merged: %(cells)s.") % {"cells": reference},
                _("Undo the merging; fill each cell."),
            )
            column = reference.rstrip("0123456789").partition(":")[0].rstrip("0123456789")
            digits = "".join(sign for sign in reference.partition(":")[0] if sign.isdecimal())
            read.findings.error_at(Place(sheet.name, int(digits or 0), column), reference, why, remedy)


def _read_csv_files(archive: zipfile.ZipFile, read: Grids) -> None:
    if "xl/workbook.xml" in archive.namelist():
        why = _("This is a workbook, not a ZIP of CSV files.")
        raise UnreadableError("", "", why, _("Give the file its ending .xlsx again."))
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.suffix.lower() != ".csv":
            why = _("This is no CSV file.")
            read.findings.error_at(Place(path.name), path.name, why, _("Leave it out of the ZIP file."))
        elif table := read.table_for(path.stem):
            read.read(table, path.stem, csv_tables.rows(path.name, partial(_part, archive, entry.filename)))


def _part(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Part(archives.part(archive, name))))


class _Part(io.RawIOBase):
    """A part of an archive as a stream; only what `archives.part` allows."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        """Take the pieces."""
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next."""
        piece = self._rest or next(self._chunks, b"")
        size = min(len(piece), len(buffer))
        buffer[:size], self._rest = piece[:size], piece[size:]
        return size


def _index(file: CaseFile, lookups: Lookups, findings: Findings) -> Content:
    count = sum(1 for _row in csv_tables.rows(file.name, file.open)) - 1
    index = unodc.Index(findings, lookups)

    def cases() -> Iterator[Found]:
        for raw, row in index.cases(csv_tables.rows(file.name, file.open)):
            yield Found(raw, partial(index.locate, row))

    return Content(None, count, sha256_of(file), cases)


def sha256_of(file: CaseFile) -> str:
    """Return the hash of a file."""
    digest = hashlib.sha256()
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
