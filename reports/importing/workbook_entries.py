"""Turn the cells of a workbook into answers: counts, words, choices, days, countries; say what is doubtful."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.choices import Language
from reports.cells import Problem, read_entry
from reports.choices import LegalCoverage, QuestionKind
from reports.exports.workbook import COUNTRY, NEW_ROW, Address, Grid, Values, interface_language, plain
from reports.importing.workbook_countries import Countries
from reports.importing.workbook_findings import Findings, Place
from reports.importing.workbook_parsing import RawBook
from reports.importing.workbook_reading import RawCell
from reports.models import Question

_LONGEST = {
    "text": 20_000,
    "authority": 200,
    "title": 300,
    "url": 500,
    "act": 300,
    "articles": 200,
    "note": 20_000,
    "comment": 20_000,
    "source": 300,
}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?")
# Without these, a row of a list says nothing.
_FIRST_OF_A_LIST = {QuestionKind.SOURCE: "authority", QuestionKind.LAW: "act"}


@dataclass(slots=True)
class Entries:
    """What the file says, and what the draft said when it was made; without what could not be read."""

    values: Values = field(default_factory=dict)
    base: Values = field(default_factory=dict)
    places: dict[Address, Place] = field(default_factory=dict)


def entries_of(book: RawBook, questions: dict[str, Question], countries: Countries) -> Entries:
    """Read the entries of a workbook whose codes are in order; findings go to the book."""
    return _Reader(book, questions, countries).read()


class _Reader:
    """Reads the entries of one workbook."""

    def __init__(self, book: RawBook, questions: dict[str, Question], countries: Countries) -> None:
        self._book, self._questions, self._countries = book, questions, countries
        self._findings: Findings = book.findings
        language = book.about.get("language", "")
        self._coverage = _coverage(language if language in Language.values else "en")
        self._made = Entries(base={address: plain(text) for address, text in book.base.items()})

    def read(self) -> Entries:
        """Read question by question, row by row."""
        for grid in self._book.grids.values():
            rows = self._rows(grid)
            for code, row in rows:
                self._row(grid, code, row)
        return self._made

    def _rows(self, grid: Grid) -> list[tuple[str, str]]:
        """Return the codes of rows in the file with the codes under which they are written."""
        if COUNTRY not in grid.columns:
            return [(code, code) for code in grid.rows]
        there = [code for code in grid.rows if not code.startswith(NEW_ROW)]
        found, taken = [(code, code) for code in there], set(there)
        for code in grid.rows:
            if code.startswith(NEW_ROW) and (country := self._country(grid, code, taken)):
                taken.add(country)
                found.append((code, country))
        return found

    def _country(self, grid: Grid, code: str, taken: set[str]) -> str:
        """Return the country of a row that was empty; an empty text when the row is not taken over."""
        address = Address(grid.question, code, COUNTRY)
        text = self._text(address)
        is_filled = any(
            self._text(Address(grid.question, code, column)) for column in grid.columns if column != COUNTRY
        )
        place = self._book.places.get(address, Place())
        if not text:
            if is_filled:
                why = _("This row has figures but no country. It was not read.")
                self._findings.error(place, "", why, _("Choose the country in the first cell of the row."))
            return ""
        country = self._countries.find(text)
        if not country:
            why = self._countries.why_not(text)
            self._findings.error(place, text, why, _("Choose one country from the list in the cell."))
        elif country in taken:
            if is_filled:
                why = _("This country has a row above already. This row was not read.")
                self._findings.error(place, text, why, _("Add the figures up in one row."))
            return ""
        return country

    def _text(self, address: Address) -> str:
        cell = self._book.cells.get(address)
        return cell.text.strip() if cell else ""

    def _row(self, grid: Grid, code: str, row: str) -> None:
        texts: Values = {}
        is_readable = True
        for column in grid.columns:
            if column == COUNTRY:
                continue
            address = Address(grid.question, row, column)
            seen = Address(grid.question, code, column)
            place = self._made.places[address] = self._book.places.get(seen, Place())
            text = self._entry(grid, address, self._book.cells.get(seen), place)
            if text is None:
                # As if nobody had touched the cell.
                text = self._made.base.get(address, "")
                is_readable = is_readable and grid.kind == QuestionKind.TABLE
            texts[address] = text
        if grid.kind in _FIRST_OF_A_LIST:
            is_readable = is_readable and self._is_whole(grid, row, texts)
        if not is_readable:
            texts = {address: self._made.base.get(address, "") for address in texts}
        self._made.values |= {address: text for address, text in texts.items() if text}

    def _is_whole(self, grid: Grid, row: str, texts: Values) -> bool:
        """Tell whether a row of sources or laws has what it cannot do without."""
        first = Address(grid.question, row, _FIRST_OF_A_LIST[QuestionKind(grid.kind)])
        if texts.get(first) or not any(texts.values()):
            return True
        is_source = grid.kind == QuestionKind.SOURCE
        why = (
            _("This row names no authority. It was not read.")
            if is_source
            else _("This row names no act. It was not read.")
        )
        self._findings.error(self._made.places[first], "", why, _("Fill in the first cell, or empty the whole row."))
        return False

    def _entry(self, grid: Grid, address: Address, cell: RawCell | None, place: Place) -> str | None:
        """Return the entry as it is stored; None when it cannot be taken over."""
        if cell is None:
            return ""
        if cell.formula and not self._may_take_result(cell, place):
            return None
        if cell.kind == "e":
            why = _("A formula has failed here. It was not read.")
            self._findings.error(place, cell.text, why, _("Write the number itself."))
            return None
        return self._read(address, cell, plain(cell.text), place)

    def _read(self, address: Address, cell: RawCell, text: str, place: Place) -> str | None:
        """Read the text of a cell by what its column holds."""
        if address.column.isdecimal():
            return self._count(text, cell, place)
        if address.column in ("choice", "coverage"):
            words = self._coverage if address.column == "coverage" else self._options(address.question)
            return self._coded(text, words, place)
        return self._day(text, place) if address.column == "since" else self._words(text, address, place)

    def _may_take_result(self, cell: RawCell, place: Place) -> bool:
        if cell.value is None:
            why = _("A formula stands here, and the file does not hold its result. It was not read.")
            self._findings.error(place, cell.formula, why, _("Write the number itself."))
            return False
        if cell.kind != "e":
            why = _("A formula stands where a number belongs. Its result %(result)s was taken.") % {"result": cell.text}
            self._findings.warn(place, cell.formula, why, _("Check the number, or write it itself."))
        return True

    def _count(self, text: str, cell: RawCell, place: Place) -> str:
        problem = read_entry(text).problem
        if problem and cell.kind == "d":
            why = _("A date stands here: the spreadsheet may have changed what was typed.")
            self._findings.warn(place, text, why, _("Write a whole number."))
        elif problem:
            keeps = _("It is kept as text until you correct it; with it, the answers cannot be handed in.")
            self._findings.warn(place, text, Problem(problem).explain(), keeps)
        return text

    def _words(self, text: str, address: Address, place: Place) -> str | None:
        kind = address.column.partition(":")[2] or address.column
        longest = _LONGEST.get(kind, 20_000)
        if len(text) > longest:
            why = _("This text is too long: at most %(number)d characters. It was not read.") % {"number": longest}
            self._findings.error(place, text, why, _("Shorten it."))
            return None
        if kind == "url" and text:
            try:
                URLValidator(schemes=["http", "https"])(text)
            except ValidationError:
                why = _("This is no web address. The row was not read.")
                self._findings.error(place, text, why, _("Write it as https://…, or leave the cell empty."))
                return None
        return text

    def _coded(self, text: str, words: dict[str, str], place: Place) -> str | None:
        if not text:
            return ""
        code = words.get(text.casefold())
        if code is None:
            why = _("This is not in the list. It was not read.")
            self._findings.error(place, text, why, _("Choose from the list in the cell."))
        return code

    def _options(self, question: str) -> dict[str, str]:
        language = self._book.about.get("language", "en")
        words: dict[str, str] = {}
        for option in self._questions[question].options:
            words |= {label.casefold(): option["code"] for label in option["labels"].values()}
        for option in self._questions[question].options:
            words[option["labels"].get(language, "").casefold()] = option["code"]
            words.setdefault(option["code"].casefold(), option["code"])
        return words

    def _day(self, text: str, place: Place) -> str | None:
        if not text:
            return ""
        match = _DAY.fullmatch(text)
        day = _date(int(match[1]), int(match[2]), int(match[3])) if match else None
        if day is None:
            why = _("This is no date. The row was not read.")
            self._findings.error(place, text, why, _("Write year, month and day: 2015-06-30."))
            return None
        return day.isoformat()


def _date(year: int, month: int, day: int) -> date | None:
    """Return the day; None if the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coverage(language: str) -> dict[str, str]:
    """Return the codes of what an article covers by their words in any of the six languages, this one's last of all."""
    words: dict[str, str] = {code.casefold(): code for code in LegalCoverage.values}
    for one in (*Language.values, language):
        with override(interface_language(one)):
            words |= {str(label).casefold(): code for code, label in LegalCoverage.choices}
    return words
