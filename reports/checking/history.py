"""Checks against other years and other sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.checking.bounds import Bounds, bounds_of
from reports.checking.parameters import decimal, one_of, whole
from reports.checking.registry import Hit, register
from reports.checking.sheet import Cell, Sheet
from reports.choices import RuleScope


@dataclass(frozen=True, slots=True)
class Change:
    """Which change from one year to the next is large."""

    factor: float = decimal(3, _("Times as many, or as few"), least=1.1, most=1000)
    at_least: int = whole(20, _("Only where one of the two is at least"), most=1_000_000)
    rows: str = one_of("totals", _("Rows"), "totals", "all")


@register(
    _("A figure stays near that of the year before"), RuleScope.HISTORY, parameters=Change, values="value before factor"
)
def year_on_year_factor(sheet: Sheet, given: Change) -> Iterator[Hit]:
    """Find figures that certainly grew or shrank by more than the factor."""
    for cell, before in _changed(sheet, given):
        yield _at(sheet, cell, before, factor=given.factor)


@register(
    _("A large change has a comment"), RuleScope.HISTORY, parameters=Change, values="value before factor"
)  # fmt: skip
def comment_missing_for_big_change(sheet: Sheet, given: Change) -> Iterator[Hit]:
    """Find large changes that nobody has commented on."""
    for cell, before in _changed(sheet, given):
        if not cell.comment:
            yield _at(sheet, cell, before, factor=given.factor)


def _changed(sheet: Sheet, given: Change) -> Iterator[tuple[Cell, Bounds]]:
    for cell, before in _with_before(sheet, given.rows):
        now = cell.bounds
        is_large = max(now.low, before.low) >= given.at_least
        grew = before.high is not None and now.low > given.factor * max(before.high, 1)
        shrank = now.high is not None and before.low > given.factor * max(now.high, 1)
        if is_large and (grew or shrank):
            yield cell, before


@dataclass(frozen=True, slots=True)
class Leap:
    """From where to where is a leap."""

    below: int = whole(50, _("From fewer than"))
    above: int = whole(1000, _("To more than"))
    rows: str = one_of("totals", _("Rows"), "totals", "all")


@register(_("A figure does not leap"), RuleScope.HISTORY, parameters=Leap, values="value before")
def year_on_year_leap(sheet: Sheet, given: Leap) -> Iterator[Hit]:
    """Find figures that went from few to very many, or back, within a year."""
    for cell, before in _with_before(sheet, given.rows):
        if _leaps(before, cell.bounds, given) or _leaps(cell.bounds, before, given):
            yield _at(sheet, cell, before)


def _leaps(small: Bounds, large: Bounds, given: Leap) -> bool:
    return small.high is not None and small.high < given.below and large.low > given.above


def _with_before(sheet: Sheet, rows: str) -> Iterator[tuple[Cell, Bounds]]:
    for cell in sheet.answered:
        if rows == "all" or cell.codes.is_total:
            before = sheet.before(cell)
            if before is not None:
                yield cell, before


def _at(sheet: Sheet, cell: Cell, before: Bounds, **values: object) -> Hit:
    there = sheet.find(cell.codes, cell.key.year - 1)
    keys = (cell.key, there.key) if there else (cell.key,)
    return Hit(cell.key.question, keys, {"value": cell.bounds.as_value(), "before": before.as_value(), **values})


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a figure may lie from the published one."""

    percent: float = decimal(0, _("Percent that do not matter"), least=0, most=1000)
    at_least: int = whole(1, _("Only a difference of at least"))


@register(_("A figure is as published before"), RuleScope.CROSS_SOURCE, parameters=Difference, values="value published")
def differs_from_published(sheet: Sheet, given: Difference) -> Iterator[Hit]:
    """Find figures that cannot be the last published ones; a published "<5" agrees with 0 to 4."""
    for cell in sheet.answered:
        entry = sheet.published.get(cell.figure)
        published = bounds_of(entry) if entry else None
        if published is None or published.high is None or cell.bounds.may_equal(published):
            continue
        now = cell.bounds
        gap = max(now.low - published.high, published.low - (now.high or 0))
        if gap >= given.at_least and 100 * gap > given.percent * published.high:
            yield Hit(cell.key.question, (cell.key,), {"value": now.as_value(), "published": published.as_value()})
