"""What is wrong with a file: one entry per place, in words that help to mend it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

MOST_KEPT = 1000
_LONGEST_VALUE = 100
_CASE = re.compile(r"cases\[\d+\]")


class Level(StrEnum):
    """An error keeps the file from being imported; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Where a value stands in a file of tables; row 0 and no column mean the whole sheet."""

    sheet: str
    row: int = 0
    column: str = ""
    header: str = ""

    def __str__(self) -> str:
        """Return the place as spreadsheets write it, with the heading of the column: victims!F5 (count)."""
        row = str(self.row) if self.row else ""
        cell = f"{self.column}{row}" if self.column else (f"{row}:{row}" if row else "")
        return f"{self.sheet}{'!' if cell else ''}{cell}" + (f" ({self.header})" if self.header else "")


# Tells where the value at a path of a case stands, such as ".victims[0].count".
Locate = Callable[[str], Place]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where it is, what stands there, why that is wrong and what to do."""

    level: Level
    path: str
    value: str
    why: str
    remedy: str
    place: Place | None = None

    def as_dict(self) -> dict[str, str]:
        """Return the finding as plain values."""
        parts = {"path": self.path, "value": self.value, "why": self.why, "remedy": self.remedy}
        return {"level": str(self.level), **parts}


@dataclass(slots=True)
class Findings:
    """Collects findings: at most 1,000 of each level are kept, the rest is counted."""

    errors: int = 0
    warnings: int = 0
    # Places of the cases that are being read, by the case's path; none for files whose paths say enough.
    locates: dict[str, Locate] = field(default_factory=dict)
    _kept: dict[Level, list[Finding]] = field(default_factory=lambda: {level: [] for level in Level})

    def __iter__(self) -> Iterator[Finding]:
        """Go through what is shown: errors first, 1,000 in all."""
        shown = self._kept[Level.ERROR] + self._kept[Level.WARNING]
        return iter(shown[:MOST_KEPT])

    @property
    def left_out(self) -> int:
        """How many findings are counted but not shown."""
        return self.errors + self.warnings - min(MOST_KEPT, sum(len(kept) for kept in self._kept.values()))

    def error(self, path: str, value: Any, why: str, remedy: str) -> None:
        """Note what keeps the file from being imported."""
        self.errors += 1
        self._keep(Level.ERROR, path, value, why, remedy)

    def warn(self, path: str, value: Any, why: str, remedy: str) -> None:
        """Note what an editor should look at."""
        self.warnings += 1
        self._keep(Level.WARNING, path, value, why, remedy)

    def error_at(self, place: Place, value: Any, why: str, remedy: str) -> None:
        """Note an error at a place of a table."""
        self.errors += 1
        self._keep(Level.ERROR, str(place), value, why, remedy, place)

    def warn_at(self, place: Place, value: Any, why: str, remedy: str) -> None:
        """Note a warning at a place of a table."""
        self.warnings += 1
        self._keep(Level.WARNING, str(place), value, why, remedy, place)

    def as_dicts(self) -> list[dict[str, str]]:
        """Return what is shown as plain values."""
        return [finding.as_dict() for finding in self]

    def _keep(self, level: Level, path: str, value: Any, why: str, remedy: str, place: Place | None = None) -> None:
        if len(self._kept[level]) >= MOST_KEPT:
            return
        match = _CASE.match(path) if self.locates and place is None else None
        if match and match.group() in self.locates:
            place = self.locates[match.group()](path[match.end() :])
            path = str(place)
        self._kept[level].append(Finding(level, path, shown(value), why, remedy, place))


def shown(value: Any) -> str:
    """Return a value as a short text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
