"""Refuse what is no harmless workbook, before anything of it is read."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.core.errors import InvalidFileError

# A full workbook has 0.3 MB; pasted lists make it a few MB.
MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 500
MOST_UNPACKED = 80 * 1024 * 1024
# Cells shrink to a tenth or a thirtieth; a bomb to a thousandth. Small parts may be very regular.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 5 * 1024 * 1024
_CHUNK = 256 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_SHEETS = ("xl/macrosheets/", "xl/dialogsheets/")
_MACRO_TYPE = b"macroEnabled"
_DOCUMENT_TYPE = b"<!DOCTYPE"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)"')
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError)


class UnreadableError(InvalidFileError):
    """The file is no workbook that may be read; nothing of it was."""

    code = "unreadable_workbook"

    def __init__(self, why: str, remedy: str) -> None:
        """Take what is wrong and what to do."""
        super().__init__(f"{why} {remedy}")


def too_large() -> UnreadableError:
    """Return the refusal of a file that is too large."""
    why = _("The file is larger than %(limit)s.") % {"limit": filesizeformat(MOST_BYTES)}
    return UnreadableError(why, _("Hand in the workbook of the portal, without pictures and further sheets."))


def checked(stream: BinaryIO) -> io.BytesIO:
    """Return the content of a harmless workbook. Raises UnreadableError."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise too_large()
    _refuse_other_kinds(content)
    made = io.BytesIO(content)
    with _archive(made) as archive:
        _refuse_bombs(archive)
        _refuse_macros(archive)
        _refuse_document_types(archive)
    made.seek(0)
    return made


def merged_ranges(content: BinaryIO, part: str) -> list[str]:
    """Return the merged ranges of a sheet, such as "A1:B2". Raises UnreadableError."""
    content.seek(0)
    found: list[str] = []
    with _archive(content) as archive:
        rest = b""
        for chunk in _content(archive, part):
            text = rest + chunk
            matches = list(_MERGED.finditer(text))
            found += [match[1].decode() for match in matches]
            rest = text[max(matches[-1].end() if matches else 0, len(text) - 300) :]
    return found


def _archive(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _UNREADABLE as fault:
        raise _damaged() from fault


def _damaged() -> UnreadableError:
    return UnreadableError(_("The file is damaged."), _("Save it again, and check that it was copied whole."))


def _refuse_other_kinds(content: bytes) -> None:
    if not content:
        raise UnreadableError(_("The file is empty."), _("Choose the workbook that you have filled in."))
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise UnreadableError(_("The workbook is protected by a password."), _("Save it without a password."))
        raise UnreadableError(
            _("This is a workbook of the old format (.xls)."), _("Save it as “Excel Workbook (.xlsx)”.")
        )
    if content.startswith(_PICTURES):
        raise UnreadableError(_("This is a picture, not a workbook."), _("Choose the workbook itself."))
    if not content.startswith(b"PK"):
        raise UnreadableError(_("This is no workbook."), _("Choose the workbook that you have filled in (.xlsx)."))


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableError(_("The file is protected by a password."), _("Save it without a password."))
    total = sum(entry.file_size for entry in entries)
    is_bomb = any(
        entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if is_bomb or total > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
        why = _("Unpacked, the file would be too large: %(size)d MB.") % {"size": total // (1024 * 1024)}
        raise UnreadableError(why, _("Remove sheets and rows that are not part of the workbook."))


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableError(_("This is no workbook."), _("Choose the workbook that you have filled in (.xlsx)."))
    has_program = any(name.endswith(_MACROS) or name.startswith(_MACRO_SHEETS) for name in names)
    types = b"".join(_content(archive, "[Content_Types].xml")) if "[Content_Types].xml" in archive.namelist() else b""
    if has_program or _MACRO_TYPE in types:
        raise UnreadableError(
            _("The workbook holds macros."), _("Save it as “Excel Workbook (.xlsx)”, without macros.")
        )


def _refuse_document_types(archive: zipfile.ZipFile) -> None:
    """No part declares a document type, and so none has entities of its own. Reads each part whole: damage shows."""
    for name in archive.namelist():
        rest = b""
        for chunk in _content(archive, name):
            if name.lower().endswith((".xml", ".rels", ".vml")) and _DOCUMENT_TYPE in rest + chunk:
                raise UnreadableError(
                    _("The workbook declares a document type."), _("Save it again with a spreadsheet.")
                )
            rest = chunk[-len(_DOCUMENT_TYPE) :]


def _content(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (*_UNREADABLE, KeyError, NotImplementedError) as fault:
        raise _damaged() from fault
