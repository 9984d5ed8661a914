"""Read a CSV file as a stream of rows; encoding and separator are recognised by its beginning."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from caselaw.importing.cells import Cell
from caselaw.importing.parsing import UnreadableError
from caselaw.importing.workbook import Row

_SEPARATORS = (",", ";", "\t")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_FORMULA = "="


def rows(name: str, open_stream: Callable[[], BinaryIO]) -> Iterator[Row]:
    """Give the rows, numbered as a spreadsheet shows them. Raises UnreadableError with the row where it fails."""
    with open_stream() as stream:
        encoding = _encoding(name, stream.read(4096))
    number = 0
    with _text(open_stream, encoding) as first, _text(open_stream, encoding) as text:
        try:
            separator = _separator(first.readline(100_000))
            for number, values in enumerate(csv.reader(text, delimiter=separator, strict=True), start=1):
                cells = {place: _cell(value) for place, value in enumerate(values) if value.strip()}
                if cells:
                    yield Row(number, cells)
        except (UnicodeError, csv.Error) as fault:
            raise _fault(name, number + 1, fault) from fault


def _text(open_stream: Callable[[], BinaryIO], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(open_stream(), encoding=encoding, newline="")


def _cell(value: str) -> Cell:
    return Cell(value, "formula" if value.startswith(_FORMULA) else "")


def _encoding(name: str, start: bytes) -> str:
    if not start.strip():
        raise UnreadableError(name, "", _("The file is empty."), _("Fill it in, or remove it."))
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    if b"\x00" in start:
        raise UnreadableError(name, "", _("This is no text in UTF-8."), _("Save the table as “CSV UTF-8”."))
    return "utf-8"


def _separator(first: str) -> str:
    """Return the sign that parts the headings."""
    return max(_SEPARATORS, key=first.count)


def _fault(name: str, number: int, fault: Exception) -> UnreadableError:
    place = _("%(name)s, row %(row)d") % {"name": name, "row": number}
    if isinstance(fault, UnicodeError):
        return UnreadableError(place, "", _("This is no text in UTF-8."), _("Save the table as “CSV UTF-8”."))
    why = _("The row cannot be read as CSV.")
    return UnreadableError(
        place, str(fault), why, _("Check the quotation marks; a text has at most 131,072 characters.")
    )
