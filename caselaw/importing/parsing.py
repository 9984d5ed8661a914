"""Read JSON of any size case by case, and say where it is broken.

A first reading looks at the form of the whole file only: is it JSON to its end, what does its head say, how many
cases are there. Later readings then meet no surprises.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import ijson
from django.utils.translation import gettext as _

FORMAT = "tip-cases/1"
MOST_LEVELS = 12
MOST_VALUES_PER_CASE = 50_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file to read: its name for people, its size in bytes, and how to open it; it is opened several times."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> "CaseFile":
        """Return the file at a path. Raises OSError when there is none."""
        return cls(path.name, path.stat().st_size, lambda: path.open("rb"))


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself; `values` are the entries beside the cases, and empty for a bare list."""

    is_list: bool
    values: dict[str, Any]
    count: int
    sha256: str


class UnreadableError(Exception):
    """The file is no JSON of the expected form: what is there, where, why that is wrong, and the remedy."""

    def __init__(self, path: str, value: str, why: str, remedy: str) -> None:
        """Take the parts of the finding."""
        super().__init__(why)
        self.path, self.value, self.why, self.remedy = path, value, why, remedy


class Meter:
    """A stream that hashes and counts what passes; from `careful_from` on it gives one byte at a time."""

    def __init__(self, stream: BinaryIO, careful_from: int | None = None) -> None:
        """Take the stream at its beginning; a byte order mark is skipped."""
        self._stream, self._careful_from, self._digest = stream, careful_from, hashlib.sha256()
        self.offset = self.block_start = 0
        self._pending = stream.read(len(_BYTE_ORDER_MARK))
        self._digest.update(self._pending)
        if self._pending == _BYTE_ORDER_MARK:
            self.offset, self._pending = len(_BYTE_ORDER_MARK), b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        if size == 0:
            return b""
        if self._pending:
            data, self._pending = self._pending, b""
        else:
            is_careful = self._careful_from is not None and self.offset >= self._careful_from
            data = self._stream.read(1 if is_careful else size)
            self._digest.update(data)
        self.block_start, self.offset = self.offset, self.offset + len(data)
        return data

    @property
    def sha256(self) -> str:
        """The hash of everything that was read."""
        return self._digest.hexdigest()


def read_head(file: CaseFile) -> Head:
    """Read the whole file for its form. Raises UnreadableError."""
    _refuse_what_is_no_text(file)
    shape = _Shape()
    with file.open() as stream:
        meter = Meter(stream)
        try:
            for event, value in ijson.basic_parse(meter, use_float=True):
                shape.take(event, value)
        except (ijson.JSONError, UnicodeDecodeError) as fault:
            raise _fault(file, meter.block_start, str(fault)) from fault
    return Head(shape.is_list, shape.values, shape.count, meter.sha256)


def cases(file: CaseFile, head: Head) -> Iterator[Any]:
    """Give the cases one by one. Raises UnreadableError when the file has changed since its head was read."""
    with file.open() as stream:
        meter = Meter(stream)
        try:
            yield from ijson.items(meter, "item" if head.is_list else "cases.item", use_float=True)
        except (ijson.JSONError, UnicodeDecodeError) as fault:
            raise _changed() from fault
        if meter.sha256 != head.sha256:
            raise _changed()


def refuse_changed(file: CaseFile, head: Head) -> None:
    """Raise UnreadableError when the content is no longer what was checked."""
    digest = hashlib.sha256()
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != head.sha256:
        raise _changed()


@dataclass(slots=True)
class _Shape:
    """Follows the events of the parser."""

    is_list: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    _depth: int = 0
    _key: str = ""
    _values_in_case: int = 0

    def take(self, event: str, value: Any) -> None:
        """Take one event."""
        if event in ("end_map", "end_array"):
            self._depth -= 1
            return
        if self._depth == 0:
            self._open(event)
        elif event == "map_key":
            if self._depth == 1:
                self._open_entry(value)
        elif self._depth == 1 and not self.is_list:
            self._head_value(event, value)
        elif self._depth == (1 if self.is_list else 2) and self._key in ("", "cases"):
            self.count, self._values_in_case = self.count + 1, 0
        self._count_value()
        if event in ("start_map", "start_array"):
            self._go_deeper()

    def _open(self, event: str) -> None:
        if event not in ("start_map", "start_array"):
            why = _("The file holds a single value.")
            raise UnreadableError("", "", why, _("Give an object with an entry “cases”, or a list of cases."))
        self.is_list = event == "start_array"

    def _open_entry(self, key: str) -> None:
        self._key = key
        if key in self.values:
            raise UnreadableError(key, "", _("This entry stands twice."), _("Keep one of them."))

    def _head_value(self, event: str, value: Any) -> None:
        self.values[self._key] = [] if event == "start_array" else {} if event == "start_map" else value

    def _count_value(self) -> None:
        self._values_in_case += 1
        if self._values_in_case > MOST_VALUES_PER_CASE:
            why = _("More than %(most)d values stand in one case.") % {"most": MOST_VALUES_PER_CASE}
            raise UnreadableError(self._place(), "", why, _("Check that the case is closed where it should end."))

    def _go_deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_LEVELS:
            why = _("Lists and objects are nested more than %(most)d deep.") % {"most": MOST_LEVELS}
            raise UnreadableError(self._place(), "", why, _("Use the form that docs/formats/case-import.md describes."))

    def _place(self) -> str:
        return f"cases[{self.count - 1}]" if self.count else self._key


def _refuse_what_is_no_text(file: CaseFile) -> None:
    with file.open() as stream:
        start = stream.read(4096)
    if start.startswith(_UTF_16_MARKS):
        raise UnreadableError("", "", _("The file is encoded in UTF-16."), _("Save it as UTF-8."))
    if not start.removeprefix(_BYTE_ORDER_MARK).strip():
        raise UnreadableError("", "", _("The file is empty."), _("Give an object with an entry “cases”."))


def _changed() -> UnreadableError:
    return UnreadableError("", "", _("The file changed while it was read."), _("Import it again."))


def _fault(file: CaseFile, block_start: int, message: str) -> UnreadableError:
    """Read up to the fault once more, slowly over the last block, for its line and column."""
    offset = _exact_offset(file, block_start)
    line, column, text = _line_at(file, offset)
    place = _("line %(line)d, column %(column)d") % {"line": line, "column": column}
    why, remedy = _explained(message)
    return UnreadableError(place, text, why, remedy)


def _exact_offset(file: CaseFile, block_start: int) -> int:
    with file.open() as stream:
        meter = Meter(stream, careful_from=block_start)
        try:
            for _event in ijson.basic_parse(meter, use_float=True):
                pass
        except (ijson.JSONError, UnicodeDecodeError):
            return max(meter.offset - 1, 0)
    return block_start


def _line_at(file: CaseFile, offset: int) -> tuple[int, int, str]:
    """Return line, column (both from 1, the column in bytes) and the text just before the place."""
    lines, last_break, position, before = 1, -1, 0, b""
    with file.open() as stream:
        while position < offset and (chunk := stream.read(min(_CHUNK, offset - position))):
            lines += chunk.count(b"\n")
            if (found := chunk.rfind(b"\n")) >= 0:
                last_break = position + found
            position += len(chunk)
            before = (before + chunk)[-30:]
        before += stream.read(1)
    return lines, offset - last_break, before.decode("utf-8", "replace").strip()


def _explained(message: str) -> tuple[str, str]:
    """Return why and remedy for a message of the parser."""
    known = [
        ("premature EOF", _("The file ends too early."), _("Check that it was copied or exported whole.")),
        ("Incomplete", _("The file ends too early."), _("Check that it was copied or exported whole.")),
        ("UTF8", _("This is not UTF-8."), _("Save the file as UTF-8.")),
        ("utf-8", _("Half of a surrogate pair stands alone."), _("Write the sign itself, in UTF-8.")),
        ("trailing garbage", _("Something follows after the end of the JSON."), _("Remove it.")),
        ("overflow", _("This number is too large."), _("Correct the number.")),
    ]
    for part, why, remedy in known:
        if part in message:
            return why, remedy
    return _("This is not JSON."), _("Correct it here; often a comma, a quotation mark or a bracket is missing.")
