"""Turn the content of a cell into a value of the case format; what cannot be read becomes a finding at the cell."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from caselaw.importing.findings import Findings, Place
from caselaw.importing.tables import MANY, Column, Kind
from portal.core.names import normalised

SEPARATOR = "|"
_YEARS = range(1800, 2101)
_YES = frozenset({"yes", "true", "1", "y", "oui", "vrai", "si", "verdadero", "да", "истина", "نعم", "صحيح", "是"})
_NO = frozenset({"no", "false", "0", "n", "non", "faux", "falso", "нет", "ложь", "لا", "خطا", "否"})
_MONTH_NAMES = [
    "",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name[:length]: number for number, name in enumerate(_MONTH_NAMES) if number for length in (3, 4, len(name))}
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_POINTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_STROKES = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})")
_IN_WORDS = (
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"),
)
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")


class Cell(NamedTuple):
    """What stands in a cell: text, number, truth or day; `flaw` is "formula" or "error" where it cannot be trusted."""

    value: Any
    flaw: str = ""


class UnclearError(Exception):
    """The cell cannot be read: why, and what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        """Take the two sentences."""
        super().__init__(why)
        self.why, self.remedy = why, remedy


def read(cell: Cell, column: Column, place: Place, findings: Findings) -> Any:
    """Return the value of a cell, or None when it is empty or unclear; the latter is an error."""
    try:
        if cell.flaw:
            _refuse_flaw(cell)
        if isinstance(cell.value, str) and not cell.value.strip():
            return None
        return _READERS[column.kind](cell.value, column)
    except UnclearError as fault:
        findings.error_at(place, cell.value, fault.why, fault.remedy)
        return None


def _refuse_flaw(cell: Cell) -> None:
    if cell.flaw == "formula":
        raise UnclearError(_("The cell holds a formula."), _("Copy it and paste it as a value."))
    if cell.flaw == "error":
        raise UnclearError(_("The cell holds an error of the spreadsheet."), _("Correct it, or empty the cell."))


def as_text(value: Any) -> str:
    """Return a value as a person reads it: 12.0 is 12."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _text(value: Any, column: Column) -> str:
    return as_text(value)


def _many(value: Any, column: Column) -> list[str]:
    parts = (part.strip() for part in as_text(value).split(SEPARATOR))
    return [part for part in parts if part]


def _whole(value: Any, column: Column) -> int:
    text = as_text(value)
    if isinstance(value, bool | date) or not _WHOLE.fullmatch(text):
        raise UnclearError(
            _("This is no whole number."), _("Write digits only; leave the cell empty if it is not stated.")
        )
    return int(text)


def _number(value: Any, column: Column) -> float | int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = as_text(value)
    if isinstance(value, bool | date) or not _NUMBER.fullmatch(text):
        why = _("This is no number.")
        raise UnclearError(why, _("Write digits and a decimal point only; leave the cell empty if it is not stated."))
    return float(text) if "." in text else int(text)


def _truth(value: Any, column: Column) -> bool:
    if isinstance(value, bool):
        return value
    word = normalised(as_text(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise UnclearError(
        _("This is neither yes nor no."), _("Write yes or no; leave the cell empty if it is not stated.")
    )


def _closed(value: Any, column: Column) -> str:
    """Return the value that the text stands for; an unknown text is left to the check of the case's form."""
    text = as_text(value)
    return _values_by_name(column.choices).get(normalised(text), text) if column.choices else text


@cache
def _values_by_name(choices: type[TextChoices]) -> dict[str, str]:
    """Return the values by code and by label in every language of the portal; a code goes before a label."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value, label in choices.choices:
                found.setdefault(normalised(str(label)), value)
    return found | {normalised(value): value for value in choices.values}


def day(value: Any, column: Column) -> str:
    """Return a day as YYYY-MM-DD, YYYY-MM or YYYY. An order of day and month that is not clear is never guessed."""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    text = as_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if text.isdecimal() and int(text) in _YEARS:
            return text
        raise UnclearError(
            _("This is a number, not a date."), _("Give the cell the format of a date, or write YYYY-MM-DD.")
        )
    if _ISO.fullmatch(text):
        return text
    if match := _POINTS.fullmatch(text):
        return _iso(match["year"], match["month"], match["day"])
    if match := _STROKES.fullmatch(text):
        return _with_strokes(match["first"], match["second"], match["year"])
    return _in_words(text)


def _with_strokes(first: str, second: str, year: str) -> str:
    if int(first) > 12 or first.zfill(2) == second.zfill(2):
        return _iso(year, second, first)
    if int(second) > 12:
        return _iso(year, first, second)
    why = _("It is not clear which of the two numbers is the month.")
    raise UnclearError(
        why, _("Write %(one)s or %(other)s.") % {"one": _iso(year, second, first), "other": _iso(year, first, second)}
    )


def _in_words(text: str) -> str:
    for pattern in _IN_WORDS:
        match = pattern.fullmatch(text)
        if match and (month := _MONTHS.get(match["month"].lower())):
            return _iso(match["year"], month, match["day"])
    raise UnclearError(_("This is no date that can be read."), _("Write YYYY-MM-DD, YYYY-MM or YYYY."))


def _iso(year: str, month: str | int, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as fault:
        raise UnclearError(_("The calendar has no such day."), _("Correct it, or give YYYY-MM or YYYY.")) from fault


_READERS = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.TRUTH: _truth,
    Kind.DAY: day,
    Kind.CLOSED: _closed,
    Kind.TERM: _text,
    Kind.COUNTRY: _text,
    **dict.fromkeys(MANY, _many),
}
