"""Compare what a person changed in a workbook with the draft: what would be new, changed, emptied, or is in conflict.

Three states are compared: the draft when the workbook was made (base), the file, and the draft now. What the person
did not touch in the file is left out, so that it never overwrites what was entered online meanwhile.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reports.cells import read_entry
from reports.choices.workbook import ChangeKind
from reports.exports.workbook import KNOWN_ROW, NEW_ROW, Address, Item, Values
from reports.importing.workbook_entries import Entries
from reports.importing.workbook_findings import Place

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a person changed in a workbook: the columns of an item that were changed, and those of the base."""

    item: Item
    base: Texts
    file: Texts
    place: Place

    def as_list(self) -> list[Any]:
        """Return it as plain values."""
        place = [self.place.sheet, self.place.row, self.place.column]
        return [list(self.item), self.base, self.file, place]

    @classmethod
    def of(cls, stored: list[Any]) -> "Touched":
        """Read it back."""
        item, base, file, place = stored
        return cls(Item(*item), base, file, Place(*place))


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of an item. `before` is the draft now; `after` what the workbook says."""

    touched: Touched
    kind: ChangeKind
    before: Texts
    after: Texts

    @property
    def item(self) -> Item:
        """What is changed."""
        return self.touched.item

    @property
    def key(self) -> str:
        """The item as one text."""
        return self.touched.item.key


@dataclass(slots=True)
class Difference:
    """All changes in the order of the file, and how many items are there already."""

    changes: list[Change] = field(default_factory=list)
    already: int = 0

    @property
    def digest(self) -> str:
        """A short text that differs as soon as any change does."""
        parts = [[change.key, change.kind, change.before, change.after] for change in self.changes]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def of_kind(self, kind: str) -> list[Change]:
        """Return the changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


def touched_items(entries: Entries) -> tuple[list[Touched], int]:
    """Return what the person changed in the file since it was made, and how many filled items were left alone."""
    found: dict[Item, Touched] = {}
    alone: set[Item] = set()
    for address in _in_order(entries):
        item, column = address.item, part_of(address)
        base, file = entries.base.get(address, ""), entries.values.get(address, "")
        if is_same(column, base, file):
            if base:
                alone.add(item)
            continue
        place = entries.places.get(address, Place())
        one = found.setdefault(item, Touched(item, {}, {}, place))
        one.base[column], one.file[column] = base, file
    for item in [item for item in found if item.row.startswith((KNOWN_ROW, NEW_ROW))]:
        _complete(found[item], entries)
    return list(found.values()), len(alone - found.keys())


def compare(touched: Iterable[Touched], draft: Values) -> Difference:
    """Compare what was changed in the file with the draft now."""
    difference = Difference()
    now = _by_item(draft)
    listed = {(item.question, tuple(sorted(texts.items()))) for item, texts in now.items() if _is_listed(item)}
    for one in touched:
        present = now.get(one.item, {})
        if _is_there(one, present, listed):
            difference.already += 1
        else:
            difference.changes.append(_change(one, present))
    return difference


def is_same(column: str, one: str, two: str) -> bool:
    """Tell whether two texts of a column say the same: for figures, whether they are read as the same entry."""
    return one == two or (column == "" and read_entry(one) == read_entry(two))


def part_of(address: Address) -> str:
    """Return the part of its item: "" for a figure, "comment" and "source"; else the column."""
    year, _colon, part = address.column.partition(":")
    return part if year.isdecimal() else address.column


def _in_order(entries: Entries) -> list[Address]:
    """Return all addresses in the order of the file."""
    known = list(entries.places)
    return [*known, *(address for address in entries.base if address not in entries.places)]


def _complete(one: Touched, entries: Entries) -> None:
    """A row of a list is written as a whole: take its other columns too."""
    for address in entries.places:
        if address.item == one.item:
            one.base[address.column] = entries.base.get(address, "")
            one.file[address.column] = entries.values.get(address, "")


def _by_item(values: Values) -> dict[Item, Texts]:
    found: dict[Item, Texts] = {}
    for address, text in values.items():
        found.setdefault(address.item, {})[part_of(address)] = text
    return found


def _is_listed(item: Item) -> bool:
    return item.row.startswith((KNOWN_ROW, NEW_ROW))


def _is_there(one: Touched, present: Texts, listed: set[tuple[str, tuple[tuple[str, str], ...]]]) -> bool:
    """Tell whether the draft says already what the file says."""
    if all(is_same(column, text, present.get(column, "")) for column, text in one.file.items()):
        return True
    filled = tuple(sorted((column, text) for column, text in one.file.items() if text))
    return _is_listed(one.item) and bool(filled) and (one.item.question, filled) in listed


def _change(one: Touched, present: Texts) -> Change:
    before = {column: present.get(column, "") for column in one.file}
    is_conflict = any(
        not is_same(column, before[column], one.base[column]) and not is_same(column, before[column], text)
        for column, text in one.file.items()
    )
    if is_conflict:
        kind = ChangeKind.CONFLICT
    elif not any(one.file.values()):
        kind = ChangeKind.CLEARED
    else:
        kind = ChangeKind.CHANGED if any(before.values()) else ChangeKind.ADDED
    return Change(one, kind, before, one.file)
