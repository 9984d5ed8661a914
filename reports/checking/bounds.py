"""What a cell may stand for: a number is itself, "<5" is 0 to 4, an unknown number is anything from 0."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from reports.cells import Entry
from reports.choices import MissingReason


class Bounds(NamedTuple):
    """The least and the most that a count can be; None: there is no upper bound."""

    low: int
    high: int | None

    @property
    def is_known(self) -> bool:
        """Whether there is an upper bound, so that something can be said about it."""
        return self.high is not None

    def may_equal(self, other: "Bounds") -> bool:
        """Whether both can be the same number."""
        return self.may_be_at_most(other) and other.may_be_at_most(self)

    def may_be_at_most(self, other: "Bounds") -> bool:
        """Whether this can be no more than the other."""
        return other.high is None or self.low <= other.high

    def as_value(self) -> Any:
        """Return it for JSON: a number, or a list of least and most."""
        return self.low if self.low == self.high else [self.low, self.high]


ANYTHING = Bounds(0, None)
NONE = Bounds(0, 0)


def bounds_of(entry: Entry) -> Bounds:
    """Return what a cell may stand for. "Not applicable" counts nobody; any other gap may be any number."""
    if entry.value is not None:
        return Bounds(entry.value, entry.value)
    if entry.low is not None:
        return Bounds(entry.low, entry.high)
    return NONE if entry.missing_reason == MissingReason.NOT_APPLICABLE else ANYTHING


def sum_of(parts: Iterable[Bounds]) -> Bounds:
    """Return the bounds of a sum: unbounded above as soon as one part is."""
    low, high = 0, 0
    is_open = False
    for part in parts:
        low += part.low
        high += part.high or 0
        is_open = is_open or part.high is None
    return Bounds(low, None if is_open else high)
