"""Merge two versions of a brief that grew from the same one, on the raw values of their rows.

Fields that only one side changed are taken over; a field that both changed, and a row that one side removed and the
other changed, is a question. Nothing here knows models or forms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from caselaw.forms.raw import State

Values = dict[str, list[str]]


class Side(StrEnum):
    """Whose entry is kept."""

    MINE = "mine"
    THEIRS = "theirs"


class RowQuestion(StrEnum):
    """Why the person is asked about a whole row."""

    REMOVED_BY_THEM = "removed_by_them"
    REMOVED_BY_ME = "removed_by_me"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed."""

    base: list[str]
    theirs: list[str]
    mine: list[str]


@dataclass(slots=True)
class MergedRow:
    """A row of the merged form. `key` is empty for one that is (again) new."""

    path: str
    key: str
    values: Values
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    question: RowQuestion | None = None
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that the other side changed; without a field, a row that it added or removed."""

    path: str
    field: str
    before: list[str]
    after: list[str]


def parent_of(path: str) -> str:
    """Return the path of the row around a row; empty for an outer one."""
    return path.rpartition("/")[0]


def is_new(path: str) -> bool:
    """Tell whether the row has no key yet."""
    return path.rpartition(":")[2].startswith("+")


def changes(base: State, theirs: State) -> list[Changed]:
    """Return what the other side did."""
    found: list[Changed] = []
    for path, values in theirs.items():
        if path not in base:
            found.append(Changed(path, "", [], ["added"]))
            continue
        was = base[path]
        found += [
            Changed(path, name, was.get(name, []), now) for name, now in values.items() if was.get(name, []) != now
        ]
    found += [Changed(path, "", ["there"], []) for path in base if path not in theirs]
    return found


def merge(base: State, theirs: State, mine: State, removed: set[str]) -> list[MergedRow]:
    """Return the rows of the merged form: those of the other side in their order, then those that only I have."""
    merged: list[MergedRow] = []
    for path, values in theirs.items():
        if path not in mine:
            merged.append(MergedRow(path, _key(path), values))
        elif path in removed:
            merged.append(_removed_by_me(path, base, theirs))
        else:
            merged.append(_both(path, base.get(path), values, mine[path]))
    for path, values in mine.items():
        if path not in theirs:
            merged += _only_mine(path, base, theirs, mine, removed, values)
    return merged


def _removed_by_me(path: str, base: State, theirs: State) -> MergedRow:
    """A row that I removed goes, unless the other side changed it or something inside it: then I am asked."""
    inside = [other for other in {**base, **theirs} if _is_inside(other, path)]
    is_asked = any(base.get(other) != theirs.get(other) for other in inside)
    question = RowQuestion.REMOVED_BY_ME if is_asked else None
    return MergedRow(path, _key(path), theirs[path], question=question, is_removed=not is_asked)


def _both(path: str, was: Values | None, theirs: Values, mine: Values) -> MergedRow:
    row = MergedRow(path, _key(path), {})
    for name, their_value in theirs.items():
        my_value = mine.get(name, [])
        base_value = (was or {}).get(name)
        if my_value in (base_value, their_value):
            row.values[name] = their_value
            continue
        row.values[name] = my_value
        if their_value != base_value:
            row.conflicts[name] = Conflict(base_value or [], their_value, my_value)
    return row


def _only_mine(
    path: str, base: State, theirs: State, mine: State, removed: set[str], values: Values
) -> list[MergedRow]:
    """A row that I added stays. One that the other side removed goes, unless I changed it or something inside it."""
    root = _first_not_in(path, theirs)
    if is_new(root):
        return [MergedRow(path, "", values, is_removed=path in removed)]
    if root in removed or not _touched(root, base, mine, removed):
        return []
    question = RowQuestion.REMOVED_BY_THEM if path == root else None
    return [MergedRow(path, "", values, question=question, is_removed=path in removed)]


def _first_not_in(path: str, state: State) -> str:
    """Return the outermost row around this one, or itself, that the state does not have."""
    pieces = path.split("/")
    around = ["/".join(pieces[: number + 1]) for number in range(len(pieces))]
    return next(outer for outer in around if outer not in state)


def _touched(path: str, base: State, mine: State, removed: set[str]) -> bool:
    """Tell whether I changed the row or anything inside it."""
    inside = [other for other in mine if _is_inside(other, path)]
    return any(other in removed or is_new(other) or mine[other] != base.get(other) for other in inside)


def _is_inside(other: str, path: str) -> bool:
    return other == path or other.startswith(f"{path}/")


def _key(path: str) -> str:
    key = path.rpartition(":")[2]
    return "" if key.startswith("+") else key
