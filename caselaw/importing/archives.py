"""Open a workbook or a ZIP of tables, and refuse what is dangerous or something else, before its content is read."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from caselaw.importing.parsing import UnreadableError

MOST_ENTRIES = 2_000
MOST_BYTES = 500 * 1024 * 1024
# Text of tables shrinks to a tenth or a thirtieth; a bomb to a thousandth. Small parts may be very regular.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 5 * 1024 * 1024
_CHUNK = 256 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_TYPE = b"macroEnabled"


def open_archive(stream: BinaryIO) -> zipfile.ZipFile:
    """Return the archive after its directory was checked. Raises UnreadableError."""
    _refuse_what_is_no_archive(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as fault:
        raise _refusal(_("The file is damaged."), _("Save it again, and check that it was copied whole.")) from fault
    _refuse_bombs(archive)
    return archive


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook that holds programs. Raises UnreadableError."""
    has_program = any(name.lower().endswith(_MACROS) for name in archive.namelist())
    types = b"".join(part(archive, "[Content_Types].xml")) if "[Content_Types].xml" in archive.namelist() else b""
    if has_program or _MACRO_TYPE in types:
        raise _refusal(_("The workbook holds macros."), _("Save it as “Excel Workbook (.xlsx)”, without macros."))


def part(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Give the content of a part in pieces. Never more than its directory says. Raises UnreadableError."""
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError) as fault:
        why = _("The part %(name)s of the file is damaged.") % {"name": name}
        raise _refusal(why, _("Save it again, and check that it was copied whole.")) from fault


def _refuse_what_is_no_archive(stream: BinaryIO) -> None:
    start = stream.read(8)
    if not start:
        raise _refusal(_("The file is empty."), _("Choose the file that you have filled in."))
    if start == _OLD_OFFICE:
        is_encrypted = _ENCRYPTED in stream.read(1024 * 1024)
        if is_encrypted:
            raise _refusal(_("The workbook is protected by a password."), _("Save it without a password."))
        raise _refusal(_("This is a workbook of the old format (.xls)."), _("Save it as “Excel Workbook (.xlsx)”."))
    if start.startswith(_PICTURES):
        raise _refusal(_("This is a picture, not a workbook."), _("Choose the workbook itself."))
    if not start.startswith(b"PK"):
        raise _refusal(_("This is neither a workbook nor a ZIP file."), _("Start from the template on the page."))
    stream.seek(0)


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _refusal(_("The file is protected by a password."), _("Save it without a password."))
    is_bomb = any(
        entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if is_bomb or total > MOST_BYTES or len(entries) > MOST_ENTRIES:
        why = _("Unpacked, the file would be too large: %(size)d MB.") % {"size": total // (1024 * 1024)}
        raise _refusal(why, _("Split it into several files, and remove sheets that are not needed."))


def _refusal(why: str, remedy: str) -> UnreadableError:
    return UnreadableError("", "", why, remedy)
