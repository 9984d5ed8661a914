"""Find what is wrong with a published file: cell by cell, between rows, and between figures that should add up.

A suppressed value is an interval. Sums are called wrong only where no numbers in the intervals could make them right.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reports.choices import AgeGroup, DefectKind, OpenRows, Sex
from reports.importing.published import BY_FORM, HEADINGS, TOTAL, PublishedRow

# Sub-regions that the release of 2023 gives in place of a country.
REGION_CODES = frozenset({"SAM", "SAF", "CAR", "CAS", "EEU", "MCA", "MCN"})


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong, with values for the sentence that explains it. None for a row: it concerns several."""

    kind: DefectKind
    row_number: int | None
    column: str = ""
    value: str = ""
    details: dict[str, Any] = field(default_factory=dict)


class Interval(NamedTuple):
    """What a count may be."""

    row: int
    low: int
    high: int


Group = tuple[str, str, int]


@dataclass(slots=True)
class Defects:
    """Compares each row with those before it; what concerns sums is known at the end."""

    digests: dict[bytes, int] = field(default_factory=dict)
    keys: dict[bytes, int] = field(default_factory=dict)
    # By country, indicator and year: the values by sex, by form and by citizenship, and the total.
    sexes: dict[Group, dict[str, Interval]] = field(default_factory=lambda: defaultdict(dict))
    forms: dict[Group, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    citizenships: dict[Group, list[Interval]] = field(default_factory=lambda: defaultdict(list))

    def of_row(self, row: PublishedRow) -> Iterator[Defect]:
        """Give what is wrong with a row."""
        for fault in row.faults:
            yield Defect(fault.kind, row.number, HEADINGS[fault.column], fault.value[:250])
        yield from self._repeated(row)
        self._keep(row)

    def _repeated(self, row: PublishedRow) -> Iterator[Defect]:
        first = self.digests.setdefault(row.digest, row.number)
        if first != row.number:
            yield Defect(DefectKind.EXACT_DUPLICATE, row.number, details={"first": first})
        texts = row.texts
        named = (texts.iso3, texts.country, *texts[4:10])
        key = hashlib.md5("\x1f".join(named).encode(), usedforsecurity=False).digest()
        first = self.keys.setdefault(key, row.number)
        if first != row.number:
            details = {"first": first}
            yield Defect(DefectKind.DUPLICATE_KEY, row.number, HEADINGS["value"], texts.value[:250], details)

    def _keep(self, row: PublishedRow) -> None:
        """Keep what sums are made of."""
        texts = row.texts
        if row.quarantine or row.year is None or row.age != AgeGroup.TOTAL:
            return
        group = (texts.iso3 or texts.country, texts.indicator, row.year)
        interval = Interval(row.number, *_bounds(row))
        if texts.dimension == TOTAL:
            self.sexes[group][row.sex] = interval
        elif row.sex != Sex.TOTAL:
            return
        elif texts.dimension == BY_FORM:
            self.forms[group].append(interval)
        elif row.partner_as == OpenRows.CITIZENSHIP:
            self.citizenships[group].append(interval)

    def of_sums(self) -> Iterator[Defect]:
        """Give what does not add up, and which suppressed values a subtraction gives back."""
        for group, by_sex in self.sexes.items():
            total = by_sex.pop(Sex.TOTAL, None)
            if total is None:
                continue
            parts = list(by_sex.values())
            if parts:
                yield from _of_sexes(group, total, parts)
            yield from _above(DefectKind.FORMS_ABOVE_TOTAL, group, total, self.forms.get(group, []))
            yield from _above(DefectKind.CITIZENSHIPS_ABOVE_TOTAL, group, total, self.citizenships.get(group, []))


def _bounds(row: PublishedRow) -> tuple[int, int]:
    if row.value is not None:
        return row.value, row.value
    return row.low or 0, row.high or 0


def _of_sexes(group: Group, total: Interval, parts: list[Interval]) -> Iterator[Defect]:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    if high < total.low or low > total.high:
        yield _sum(DefectKind.SEX_SUM, group, total, low, high)
        return
    open_ones = [part for part in parts if part.low != part.high]
    if len(open_ones) == 1 and total.low == total.high:
        (suppressed,) = open_ones
        found = total.low - (low - suppressed.low)
        details = _details(group) | {"found": found, "total_row": total.row}
        yield Defect(DefectKind.UNDONE_SUPPRESSION, suppressed.row, HEADINGS["value"], "", details)


def _above(kind: DefectKind, group: Group, total: Interval, parts: list[Interval]) -> Iterator[Defect]:
    low = sum(part.low for part in parts)
    if low > total.high:
        yield _sum(kind, group, total, low, sum(part.high for part in parts))


def _sum(kind: DefectKind, group: Group, total: Interval, low: int, high: int) -> Defect:
    details = _details(group) | {"low": low, "high": high, "total_low": total.low, "total_high": total.high}
    return Defect(kind, total.row, HEADINGS["value"], "", details)


def _details(group: Group) -> dict[str, Any]:
    country, indicator, year = group
    return {"country": country, "indicator": indicator, "year": year}
