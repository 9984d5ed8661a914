"""Documents that people attach: PDF, Word and Excel files without macros, recognised by their content."""

import zipfile
from collections.abc import Collection
from typing import Any

from django.core.files.base import File

MOST_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A document that unpacks to more than this is made to fill a disk, not to be read.
_MOST_UNPACKED = 200 * 1024 * 1024
_OFFICE = {"docx": ("word/document.xml", DOCX), "xlsx": ("xl/workbook.xml", XLSX)}


def kind_of(content: "File[Any]", *, name: str, among: Collection[str]) -> str | None:
    """Return the type of a document whose ending is one of `among` and whose content agrees; None for any other."""
    suffix = name.lower().rpartition(".")[2]
    content.seek(0)
    if suffix not in among:
        return None
    if suffix == "pdf":
        return PDF if _is_pdf(content) else None
    main, content_type = _OFFICE[suffix]
    return content_type if _is_office(content, main) else None


def _is_pdf(content: "File[Any]") -> bool:
    head = content.read(1024)
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 2048))
    return head.startswith(b"%PDF-") and b"%%EOF" in content.read()


def _is_office(content: "File[Any]", main: str) -> bool:
    try:
        with zipfile.ZipFile(content) as archive:
            names = {entry.filename for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", main} <= names and not has_macros and unpacked <= _MOST_UNPACKED
