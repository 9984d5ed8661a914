"""Checks of figures that belong together: parts and totals, and figures that cannot exceed others.

Everything is compared by what the cells may stand for: with "<5" or an unanswered row among the parts, only what no
numbers could mend is found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from reports.checking.bounds import Bounds, sum_of
from reports.checking.parameters import code, flag, one_of, several_of
from reports.checking.registry import Hit, NoParameters, register
from reports.checking.sheet import TOTAL, Cell, Codes, Sheet
from reports.choices import RuleScope

UNKNOWN = "_U"
_PARTNERS = ("citizenship", "repatriation")


@dataclass(frozen=True, slots=True)
class OfAges:
    """Which totals of ages are looked at."""

    only_totals: bool = flag(default=False, label=_("Only totals of all ages and forms"))


@dataclass(frozen=True, slots=True)
class ByDimensions:
    """By what the parts are divided."""

    dimensions: tuple[str, ...] = several_of(("sex",), _("Divided by"), "sex", "age")
    only_totals: bool = flag(default=False, label=_("Only totals of everything else"))


@register(_("Sexes add up to the total"), RuleScope.ROW, RuleScope.TABLE, parameters=ByDimensions, values="sum total")
def sums_to_total(sheet: Sheet, given: ByDimensions) -> Iterator[Hit]:
    """Find totals that are not the sum of their parts. Where no row counts the unknown, parts may fall short of it."""
    return _sums(sheet, given.dimensions, only_totals=given.only_totals)


@register(_("Ages add up to the total"), RuleScope.ROW, RuleScope.TABLE, parameters=OfAges, values="sum total")
def ages_to_total(sheet: Sheet, given: OfAges) -> Iterator[Hit]:
    """Find totals that are not the sum of children, adults and persons of unknown age."""
    return _sums(sheet, ("age",), only_totals=given.only_totals)


def _sums(sheet: Sheet, dimensions: tuple[str, ...], *, only_totals: bool) -> Iterator[Hit]:
    for (question, _year), cells in sheet.tables.items():
        for total_codes, members in _grouped(cells, dimensions).items():
            if only_totals and not total_codes.is_total:
                continue
            total, parts = _split(members, dimensions)
            if total is None or not parts or not total.bounds.is_known:
                continue
            is_complete = sheet.absent_is_zero or any(_is_unknown(part, dimensions) for part in parts)
            added = sum_of(part.bounds for part in _distinct(parts))
            fits = added.may_equal(total.bounds) if is_complete else added.may_be_at_most(total.bounds)
            if not fits:
                yield _compared(question, (total, *parts), added, total.bounds)


def _grouped(cells: Iterable[Cell], dimensions: tuple[str, ...]) -> dict[Codes, list[Cell]]:
    groups: dict[Codes, list[Cell]] = {}
    blank = dict.fromkeys(dimensions, TOTAL)
    for cell in cells:
        groups.setdefault(cell.codes._replace(**blank), []).append(cell)
    return groups


def _split(members: list[Cell], dimensions: tuple[str, ...]) -> tuple[Cell | None, list[Cell]]:
    """Return the total and its parts; no parts when rows in between are there, which are compared by themselves."""
    total, parts = None, []
    for cell in members:
        totals = sum(getattr(cell.codes, name) == TOTAL for name in dimensions)
        if totals == len(dimensions):
            total = total or cell
        elif totals == 0:
            parts.append(cell)
        else:
            return None, []
    return total, parts


def _is_unknown(cell: Cell, dimensions: tuple[str, ...]) -> bool:
    return all(getattr(cell.codes, name) == UNKNOWN for name in dimensions)


def _distinct(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Leave out rows that a file has twice."""
    seen = set()
    for cell in cells:
        if (mark := (cell.codes, cell.entry, cell.label)) not in seen:
            seen.add(mark)
            yield cell


@dataclass(frozen=True, slots=True)
class Breakdown:
    """By what the parts are divided."""

    dimension: str = one_of("exploitation", _("Divided by"), "exploitation", *_PARTNERS)
    only_totals: bool = flag(default=True, label=_("Only totals of all sexes and ages"))


@register(
    _("Parts are at most the total"), RuleScope.ROW, RuleScope.TABLE, RuleScope.SUBMISSION,
    parameters=Breakdown, values="sum total",
)  # fmt: skip
def parts_at_most_total(sheet: Sheet, given: Breakdown) -> Iterator[Hit]:
    """Find forms of exploitation, or citizenships, that count more people than there are."""
    for question, parts, added, total in _broken_down(sheet, given):
        if not added.may_be_at_most(total.bounds):
            yield _compared(question, _cells_of(total, parts, given), added, total.bounds)


@register(
    _("Parts are at least the total"), RuleScope.ROW, RuleScope.TABLE, RuleScope.SUBMISSION,
    parameters=Breakdown, values="sum total",
)  # fmt: skip
def parts_at_least_total(sheet: Sheet, given: Breakdown) -> Iterator[Hit]:
    """Find forms of exploitation that leave people out: each victim has at least one, if only an unknown one."""
    for question, parts, added, total in _broken_down(sheet, given):
        if not total.bounds.may_be_at_most(added):
            yield _compared(question, _cells_of(total, parts, given), added, total.bounds)


def _broken_down(sheet: Sheet, given: Breakdown) -> Iterator[tuple[str, list[Cell], Bounds, Cell]]:
    is_partner = given.dimension in _PARTNERS
    names = ("partner", "country") if is_partner else (given.dimension,)
    for (question, year), cells in sheet.tables.items():
        fitting = [cell for cell in cells if not is_partner or cell.codes.partner_as == given.dimension]
        groups: dict[Codes, list[Cell]] = {}
        for cell in fitting:
            blank = {name: "" if name == "country" else TOTAL for name in names}
            groups.setdefault(cell.codes._replace(**blank), []).append(cell)
        for total_codes, members in groups.items():
            if given.only_totals and not total_codes.is_total:
                continue
            parts = [cell for cell in members if getattr(cell.codes, names[0]) != TOTAL]
            own = next((cell for cell in members if cell not in parts and cell.bounds.is_known), None)
            total = own or sheet.find(total_codes, year)
            if total and parts:
                yield question, parts, sum_of(part.bounds for part in _distinct(parts)), total


def _cells_of(total: Cell, parts: list[Cell], given: Breakdown) -> tuple[Cell, ...]:
    """Rows by country come and go, so that the finding stands at the total alone, or else at the first part too."""
    if given.dimension not in _PARTNERS:
        return (total, *parts)
    return (total,) if total.key.question == parts[0].key.question else (parts[0], total)


@dataclass(frozen=True, slots=True)
class TwoIndicators:
    """Which figure is at most which other."""

    indicator: str = code("convicted", _("Indicator"))
    other: str = code("prosecuted", _("Is at most the indicator"))


@register(
    _("A figure is at most another one"), RuleScope.SUBMISSION, parameters=TwoIndicators, values="value other",
)  # fmt: skip
def at_most_other_indicator(sheet: Sheet, given: TwoIndicators) -> Iterator[Hit]:
    """Find totals that exceed the total of another indicator in the same year."""
    for year in sheet.years:
        mine, other = (sheet.find(Codes(name), year) for name in (given.indicator, given.other))
        if mine and other and not mine.bounds.may_be_at_most(other.bounds):
            values = {"value": mine.bounds.as_value(), "other": other.bounds.as_value()}
            yield Hit(mine.key.question, (mine.key, other.key), values)


@register(_("A figure has one value"), RuleScope.TABLE, RuleScope.SUBMISSION, values="value other")
def duplicate_key(sheet: Sheet, given: NoParameters) -> Iterator[Hit]:
    """Find figures that stand in two places with values that cannot be the same."""
    for cells in sheet.figures.values():
        known = [cell for cell in cells if cell.bounds.is_known]
        for first, second in pairwise(known):
            if first.entry != second.entry and not _is_labelled(first, second):
                values = {"value": first.bounds.as_value(), "other": second.bounds.as_value()}
                yield Hit(first.key.question, (first.key, second.key), values)


def _is_labelled(first: Cell, second: Cell) -> bool:
    """Tell whether they are different labels that nobody has read yet."""
    return not first.codes.partner and first.label != second.label


def _compared(question: str, cells: tuple[Cell, ...], added: Bounds, total: Bounds) -> Hit:
    values = {"sum": added.as_value(), "total": total.as_value()}
    return Hit(question, tuple(cell.key for cell in cells), values)
