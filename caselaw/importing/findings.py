"""What is wrong with a file: one entry per place, in words that help to mend it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_KEPT = 1000
_LONGEST_VALUE = 100


class Level(StrEnum):
    """An error keeps the file from being imported; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where it is, what stands there, why that is wrong and what to do."""

    level: Level
    path: str
    value: str
    why: str
    remedy: str

    def as_dict(self) -> dict[str, str]:
        """Return the finding as plain values."""
        return {key: str(value) for key, value in asdict(self).items()}


@dataclass(slots=True)
class Findings:
    """Collects findings: at most 1,000 of each level are kept, the rest is counted."""

    errors: int = 0
    warnings: int = 0
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

    def as_dicts(self) -> list[dict[str, str]]:
        """Return what is shown as plain values."""
        return [finding.as_dict() for finding in self]

    def _keep(self, level: Level, path: str, value: Any, why: str, remedy: str) -> None:
        if len(self._kept[level]) < MOST_KEPT:
            self._kept[level].append(Finding(level, path, shown(value), why, remedy))


def shown(value: Any) -> str:
    """Return a value as a short text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
