"""What differs between two states of a brief, as `caselaw.exports.snapshot` gives them. Pure functions."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from caselaw.exports.snapshot import Snapshot
from caselaw.models.tree import PARTS

# From this length on a text is compared word by word.
_LONG = 60
_WORDS = re.compile(r"\s+|\S+")
# Chinese has no spaces between words: there, each sign stands for itself.
_UNSPACED = re.compile(r"[⺀-鿿豈-﫿]|[^\s⺀-鿿豈-﫿]+|\s+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words: `kind` is same, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. `row` tells which row of the part, empty for the head; None: the row is not there."""

    part: str
    row: tuple[Any, ...]
    field: str
    old: Any
    new: Any


def differences(old: Snapshot, new: Snapshot) -> list[Difference]:
    """Return all fields that differ, in the order of the brief; a row that only one state has differs in every field."""
    found = list(_fields("head", (), old.get("head", {}), new.get("head", {})))
    for part in PARTS:
        before, after = _by_key(part.key, old.get(part.name, [])), _by_key(part.key, new.get(part.name, []))
        for key in [*before, *(key for key in after if key not in before)]:
            found += _fields(part.name, key, before.get(key), after.get(key))
    return found


def words(old: str, new: str) -> list[Segment]:
    """Return the new text with what was removed and added, word by word."""
    before, after = _pieces(old), _pieces(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    segments: list[Segment] = []
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        if before[start:end] == after[new_start:new_end]:
            segments.append(Segment("same", "".join(before[start:end])))
            continue
        if start < end:
            segments.append(Segment("removed", "".join(before[start:end])))
        if new_start < new_end:
            segments.append(Segment("added", "".join(after[new_start:new_end])))
    return segments


def is_long(old: Any, new: Any) -> bool:
    """Tell whether two values are texts to be compared word by word."""
    return isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONG


def _pieces(text: str) -> list[str]:
    return (_UNSPACED if re.search(r"[一-鿿]", text) else _WORDS).findall(text)


def _by_key(key: tuple[str, ...], rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return the rows by what tells them apart; rows without such a thing (sanctions) by their place."""
    if not key:
        return {(number,): row for number, row in enumerate(rows, start=1)}
    return {tuple(row.get(name) for name in key): row for row in rows}


def _fields(
    part: str, row: tuple[Any, ...], old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterator[Difference]:
    for name in {**(old or {}), **(new or {})}:
        before, after = (old or {}).get(name), (new or {}).get(name)
        if before != after and not (_is_empty(before) and _is_empty(after)):
            yield Difference(part, row, name, before, after)


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})
