"""Totals of a table: which rows add up to which, and whether what was typed agrees. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from reports.cells import Entry

TOTAL = "_T"
# Sex, age, form of exploitation, citizenship or destination of a row.
Codes = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that split another one. A complete group has every value that the table knows, so its sum is the total."""

    parts: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of a group add up to. Intervals make it one; rows without a number make it a lower bound."""

    low: int
    high: int
    missing: int

    @property
    def text(self) -> str:
        """The sum as shown."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def groups_of(rows: Mapping[str, Codes]) -> dict[str, list[Group]]:
    """Return, for each row that others split, how they do: by sex, by age, by both and so on; fewest codes first."""
    values = [{codes[place] for codes in rows.values()} - {TOTAL} for place in range(4)]
    splits = _splits(rows)
    found = {}
    for code in rows:
        groups = [
            Group(tuple(parts), all({rows[part][place] for part in parts} == values[place] for place in pattern))
            for pattern, parts in sorted(splits.get(code, {}).items(), key=lambda item: (len(item[0]), item[0]))
            if len(parts) > 1
        ]
        if groups:
            found[code] = groups
    return found


def _splits(rows: Mapping[str, Codes]) -> dict[str, dict[tuple[int, ...], list[str]]]:
    """Return the parts of each row, by the places of the codes that tell them apart.

    Each row looks for the rows that it is a part of, so that a table of 200 countries takes no time that is felt.
    """
    by_codes = {codes: code for code, codes in rows.items()}
    found: dict[str, dict[tuple[int, ...], list[str]]] = {}
    for part, codes in rows.items():
        said = [place for place in range(4) if codes[place] != TOTAL]
        for pattern in chain.from_iterable(combinations(said, size) for size in range(1, len(said) + 1)):
            sex, age, form, partner = (TOTAL if place in pattern else codes[place] for place in range(4))
            whole = by_codes.get((sex, age, form, partner))
            if whole is not None:
                found.setdefault(whole, {}).setdefault(pattern, []).append(part)
    return found


def bounds(entry: Entry) -> tuple[int, int] | None:
    """Return the least and the most that an entry may mean; None when it is no number."""
    if entry.value is not None:
        return entry.value, entry.value
    return (entry.low, entry.high) if entry.low is not None and entry.high is not None else None


def sum_of(entries: Iterable[Entry]) -> Sum | None:
    """Add entries up; None when none of them is a number."""
    found = [bounds(entry) for entry in entries]
    known = [pair for pair in found if pair is not None]
    if not known:
        return None
    return Sum(sum(low for low, _ in known), sum(high for _, high in known), len(found) - len(known))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A typed total beside the sum of its rows: "above" the total, "below" it, or in agreement, as far as known."""

    sum: Sum
    verdict: str


def compare(total: Entry, groups: Sequence[Group], entry_of: Mapping[str, Entry]) -> Comparison | None:
    """Compare a total with its rows: a disagreement if there is one, else the plainest sum; None without numbers."""
    first = None
    for group in groups:
        added = sum_of(entry_of.get(part, Entry()) for part in group.parts)
        if added is None:
            continue
        verdict = _verdict(bounds(total), added, is_complete=group.is_complete)
        if verdict in {"above", "below"}:
            return Comparison(added, verdict)
        if first is None and group.is_complete:
            first = Comparison(added, verdict)
    return first


def _verdict(total: tuple[int, int] | None, added: Sum, *, is_complete: bool) -> str:
    if total is None:
        return "partial" if added.missing else "sum"
    if added.low > total[1]:
        return "above"
    if is_complete and not added.missing and added.high < total[0]:
        return "below"
    return "agrees"
