"""Read the sheets of a workbook as a stream of rows: values, formulas and merged cells in one pass, in little memory.

python-calamine holds the rectangle between the first and the last cell in memory (a file of a few kB can claim 17
thousand million cells) and does not show formulas; openpyxl shows values or formulas, but not both in one pass.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

from caselaw.importing.archives import part
from caselaw.importing.cells import Cell
from caselaw.importing.parsing import UnreadableError

MOST_ROWS = 1_048_576
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LETTERS = re.compile(r"[A-Z]{1,3}")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  spreadsheets know no time zone


class Row(NamedTuple):
    """A row: its number from 1, and its cells by the number of their column from 0."""

    number: int
    cells: dict[int, Cell]


class Sheet(NamedTuple):
    """A sheet: its name, and the part of the archive that holds it."""

    name: str
    part: str


@dataclass(slots=True)
class Book:
    """An open workbook: its sheets, its texts, and which styles show dates."""

    archive: zipfile.ZipFile
    sheets: list[Sheet] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)
    starts_1904: bool = False

    def rows(self, sheet: Sheet, merged: list[str]) -> Iterator[Row]:
        """Give the rows one by one; what is merged is known at the end. Raises UnreadableError."""
        reader = _SheetReader(self, merged)
        parser = _parser(reader.start, reader.end, reader.text)
        for chunk in part(self.archive, sheet.part):
            _feed(parser, chunk, sheet.part)
            yield from reader.done
            reader.done.clear()
        _feed(parser, b"", sheet.part, is_last=True)
        yield from reader.done


def open_book(archive: zipfile.ZipFile) -> Book:
    """Read what all sheets share. Raises UnreadableError."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise UnreadableError("", "", _("This is no workbook."), _("Start from the template on the page."))
    book = Book(archive)
    targets = _targets(archive) if "xl/_rels/workbook.xml.rels" in names else {}

    def workbook(name: str, values: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for key, value in values.items() if key.endswith(":id")), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in names:
                book.sheets.append(Sheet(values.get("name", ""), path))
        elif name == "workbookPr":
            book.starts_1904 = values.get("date1904") in ("1", "true")

    _parse(archive, "xl/workbook.xml", workbook)
    if "xl/styles.xml" in names:
        book.dates = _date_styles(archive)
    if "xl/sharedStrings.xml" in names:
        book.texts = _shared_texts(archive)
    return book


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}

    def relation(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            found[values.get("Id", "")] = values.get("Target", "")

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    return found


def _date_styles(archive: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the cell styles that show a date, as cells write them."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def style(name: str, values: dict[str, str]) -> None:
        if name in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside[:] = [name]
        elif name == "numFmt":
            formats[_int(values.get("numFmtId"))] = values.get("formatCode", "")
        elif name == "xf" and inside == ["cellXfs"]:
            styles.append(_int(values.get("numFmtId")))

    _parse(archive, "xl/styles.xml", style)
    own = {key for key, code in formats.items() if set("dy") & set(_NOT_A_DATE.sub("", code).lower())}
    dates = own | (_BUILT_IN_DATES - formats.keys())
    return {str(number) for number, key in enumerate(styles) if key in dates}


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    reader = _TextReader()
    _parse(archive, "xl/sharedStrings.xml", reader.start, reader.end, reader.text)
    return reader.texts


@dataclass(slots=True)
class _TextReader:
    """Follows the events of the shared texts; aids for reading beside Chinese or Japanese words are left out."""

    texts: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _is_aid: bool = False
    _is_text: bool = False

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "si":
            self._parts.clear()
        elif name == "rPh":
            self._is_aid = True
        elif name == "t":
            self._is_text = not self._is_aid

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "si":
            self.texts.append("".join(self._parts))
        elif name == "rPh":
            self._is_aid = False
        elif name == "t":
            self._is_text = False

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._is_text:
            self._parts.append(data)


@dataclass(slots=True)
class _SheetReader:
    """Follows the events of one sheet."""

    book: Book
    merged: list[str]
    done: list[Row] = field(default_factory=list)
    _row: Row = field(default_factory=lambda: Row(0, {}))
    _column: int = -1
    _type: str = ""
    _style: str = ""
    _value: list[str] = field(default_factory=list)
    _formula: list[str] = field(default_factory=list)
    _has_formula: bool = False
    _into: list[str] | None = None

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "c":
            self._start_cell(values)
        elif name in ("v", "t"):
            self._into = self._value
        elif name == "f":
            self._has_formula, self._into = True, self._formula
        elif name == "row":
            self._row, self._column = Row(_int(values.get("r")) or self._row.number + 1, {}), -1
        elif name == "mergeCell":
            self.merged.append(values.get("ref", ""))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in ("v", "t", "f"):
            self._into = None
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._row.cells:
            self.done.append(self._row)

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._into is not None:
            self._into.append(data)

    def _start_cell(self, values: dict[str, str]) -> None:
        column = _column_of(values.get("r", "").rstrip("0123456789"))
        self._column = self._column + 1 if column is None else column
        self._type, self._style = values.get("t", "n"), values.get("s", "0")
        self._value.clear()
        self._formula.clear()
        self._has_formula = False

    def _end_cell(self) -> None:
        text = "".join(self._value)
        if self._has_formula:
            self._row.cells[self._column] = Cell("=" + "".join(self._formula), "formula")
        elif text:
            self._row.cells[self._column] = self._cell(text)

    def _cell(self, text: str) -> Cell:
        if self._type == "s":
            number = _int(text)
            return Cell(self.book.texts[number] if number < len(self.book.texts) else "")
        if self._type in ("inlineStr", "str", "d"):
            return Cell(text)
        if self._type == "b":
            return Cell(text == "1")
        if self._type == "e":
            return Cell(text, "error")
        return self._number(text)

    def _number(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            return Cell(text)
        if self._style in self.book.dates and 0 <= number < 2_958_466:
            return Cell(_EPOCHS[self.book.starts_1904] + timedelta(days=number))
        return Cell(int(number) if number.is_integer() and abs(number) < 1e15 else number)


@cache
def _column_of(letters: str) -> int | None:
    return column_number(letters) if _LETTERS.fullmatch(letters) else None


def column_number(letters: str) -> int:
    """Return the number of a column from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@cache
def column_letters(number: int) -> str:
    """Return the letters of a column whose number counts from 0."""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters, number = chr(ord("A") + rest) + letters, number - 1
    return letters


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


Start = Callable[[str, dict[str, str]], None]


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = _parser(start, end, text)
    for chunk in part(archive, name):
        _feed(parser, chunk, name)
    _feed(parser, b"", name, is_last=True)


def _parser(start: Start, end: Callable[[str], None] | None, text: Callable[[str], None] | None) -> Any:
    """Return a parser that knows no document types, and so no entities of the file's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def first(name: str, values: dict[str, str]) -> None:
        """Where the first element has no prefix, as in most files, the others go to the readers without a detour."""
        prefix, colon, _local = name.rpartition(":")
        if colon:
            own = prefix + colon
            parser.StartElementHandler = lambda name, values: start(name.removeprefix(own), values)
            parser.EndElementHandler = end and (lambda name: end(name.removeprefix(own)))
        else:
            parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.StartElementHandler(name, values)

    parser.StartElementHandler = first
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_parts: object) -> None:
    raise UnreadableError("", "", _("The workbook declares a document type."), _("Save it again with a spreadsheet."))


def _feed(parser: Any, chunk: bytes, name: str, *, is_last: bool = False) -> None:
    try:
        parser.Parse(chunk, is_last)
    except expat.ExpatError as fault:
        why = _("The part %(name)s of the file is damaged.") % {"name": name}
        raise UnreadableError("", "", why, _("Save it again, and check that it was copied whole.")) from fault
