"""Which files may be attached to a brief: PDF and Word documents without macros, recognised by their content."""

import zipfile
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from portal.core.errors import InvalidFileError

MOST_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A document that unpacks to more than this is made to fill a disk, not to be read.
_MOST_UNPACKED = 200 * 1024 * 1024


def content_type_of(content: "File[Any]", *, name: str, size: int) -> str:
    """Return the type of an acceptable file. Raises InvalidFileError for any other."""
    if size > MOST_BYTES:
        raise InvalidFileError(_("The file has more than %(megabytes)d MB.") % {"megabytes": MOST_BYTES // 1024**2})
    suffix = name.lower().rpartition(".")[2]
    content.seek(0)
    if suffix == "pdf" and _is_pdf(content):
        return PDF
    if suffix == "docx" and _is_word_document(content):
        return DOCX
    raise InvalidFileError(_("Only PDF and Word files (.pdf, .docx) without macros can be attached."))


def _is_pdf(content: "File[Any]") -> bool:
    head = content.read(1024)
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 2048))
    return head.startswith(b"%PDF-") and b"%%EOF" in content.read()


def _is_word_document(content: "File[Any]") -> bool:
    try:
        with zipfile.ZipFile(content) as archive:
            names = {entry.filename for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", "word/document.xml"} <= names and not has_macros and unpacked <= _MOST_UNPACKED
