"""Which files may be attached to a brief: PDF and Word documents without macros, recognised by their content."""

from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from portal.core.documents import MOST_BYTES, kind_of
from portal.core.errors import InvalidFileError


def content_type_of(content: "File[Any]", *, name: str, size: int) -> str:
    """Return the type of an acceptable file. Raises InvalidFileError for any other."""
    if size > MOST_BYTES:
        raise InvalidFileError(_("The file has more than %(megabytes)d MB.") % {"megabytes": MOST_BYTES // 1024**2})
    found = kind_of(content, name=name, among=("pdf", "docx"))
    if found is None:
        raise InvalidFileError(_("Only PDF and Word files (.pdf, .docx) without macros can be attached."))
    return found
