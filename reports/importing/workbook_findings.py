"""What is wrong with a workbook: where, which value, why, what to do."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning"]
MOST_KEPT = 1_000
_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the file; an empty sheet stands for the whole file."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. An error is not taken over; a warning is, as it stands."""

    level: Level
    sheet: str
    row: int
    column: str
    value: str
    why: str
    remedy: str

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return asdict(self)


@dataclass(slots=True)
class Findings:
    """Findings in the order of the file; those beyond the first thousand are counted only."""

    kept: list[Finding] = field(default_factory=list)
    left_out: int = 0

    def error(self, place: Place, value: str, why: str, remedy: str) -> None:
        """Add what is not taken over."""
        self._add("error", place, value, why, remedy)

    def warn(self, place: Place, value: str, why: str, remedy: str) -> None:
        """Add what is taken over but should be looked at."""
        self._add("warning", place, value, why, remedy)

    def _add(self, level: Level, place: Place, value: str, why: str, remedy: str) -> None:
        if len(self.kept) >= MOST_KEPT:
            self.left_out += 1
            return
        short = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
        self.kept.append(Finding(level, place.sheet, place.row, place.column, short.replace("\x00", "�"), why, remedy))

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the findings as plain values."""
        return [finding.as_dict() for finding in self.kept]
