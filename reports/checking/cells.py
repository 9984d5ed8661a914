"""Checks of single cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.checking.parameters import digits, flag, whole
from reports.checking.registry import Hit, NoParameters, register
from reports.checking.sheet import Cell, Sheet
from reports.choices import AgeGroup, Exploitation, PartnerKind, RuleScope, Sex

_LISTS = (
    ("sex", frozenset(Sex.values)),
    ("age", frozenset(AgeGroup.values)),
    ("exploitation", frozenset(Exploitation.values)),
    ("partner", frozenset(PartnerKind.values)),
)


@register(_("What stands in a cell is a count"), RuleScope.CELL, values="typed problem")
def whole_number(sheet: Sheet, given: NoParameters) -> Iterator[Hit]:
    """Find texts that are no count: negative numbers, fractions, dashes, words."""
    for cell in sheet.cells.values():
        if problem := cell.entry.problem:
            yield _at(cell, typed=cell.entry.raw_text, problem=problem.value)


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where a count is plausible."""

    minimum: int = whole(0, _("At least"))
    maximum: int = whole(1_000_000, _("At most"))


@register(_("A count lies in a range"), RuleScope.CELL, parameters=Range, values="value minimum maximum")
def out_of_range(sheet: Sheet, given: Range) -> Iterator[Hit]:
    """Find counts that are certainly outside the range."""
    for cell in sheet.answered:
        bounds = cell.bounds
        if bounds.low > given.maximum or (bounds.high is not None and bounds.high < given.minimum):
            yield _at(cell, value=bounds.as_value(), minimum=given.minimum, maximum=given.maximum)


@dataclass(frozen=True, slots=True)
class Leaks:
    """Which numbers are no counts."""

    years: bool = flag(default=True, label=_("A year that is asked for"))
    codes: bool = flag(default=True, label=_("The digits of the code of a cell"))
    prefixes: tuple[str, ...] = digits((), _("Codes of questions, digits only"))


@register(_("A count is no year and no code of a cell"), RuleScope.CELL, parameters=Leaks, values="value")
def equals_year_or_code(sheet: Sheet, given: Leaks) -> Iterator[Hit]:
    """Find values that came from the head or the margin of a table: 2024, or 61122019 for "Q6.1_12s_2019"."""
    years = {*sheet.years} if given.years else set()
    ends = {str(year) for year in sheet.years}
    for cell in sheet.answered:
        value = cell.entry.value
        if value is None:
            continue
        if value in years or (given.codes and _is_code(cell, str(value), given.prefixes, ends)):
            yield _at(cell, value=str(value))  # no count, so without separators


def _is_code(cell: Cell, value: str, prefixes: tuple[str, ...], ends: set[str]) -> bool:
    """Tell whether the digits are a question number, at most two digits for the row, and a year that is asked for."""
    start, year = value[:-4], value[-4:]
    if year not in ends:
        return False
    own = "".join(sign for sign in cell.key.question if sign.isdecimal())
    return any(start.startswith(code) and len(start) - len(code) <= 2 for code in (own, *prefixes) if code)


@register(_("Codes and labels are in their lists"), RuleScope.CELL, values="label")
def label_not_in_list(sheet: Sheet, given: NoParameters) -> Iterator[Hit]:
    """Find citizenships that nobody knows, and codes that are in no list."""
    for cell in sheet.cells.values():
        if any(getattr(cell.codes, name) not in known for name, known in _LISTS):
            yield _at(cell, label=cell.label or cell.key.row)


def _at(cell: Cell, **values: object) -> Hit:
    return Hit(cell.key.question, (cell.key,), values)
