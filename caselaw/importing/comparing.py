"""What differs between a case and what the last import brought of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from caselaw.importing.findings import shown

MOST_CHANGES = 200


@dataclass(slots=True)
class Difference:
    """The values that differ, and how many values there were and are lost."""

    changes: list[dict[str, str]] = field(default_factory=list)
    filled_before: int = 0
    lost: list[str] = field(default_factory=list)


def compare(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """Compare two cases value by value. A value is lost where something stood and nothing stands now."""
    old, new = dict(_values(before)), dict(_values(after))
    found = Difference(filled_before=len(old), lost=[path for path in old if path not in new])
    for path in [*old, *(path for path in new if path not in old)]:
        if old.get(path) != new.get(path) and len(found.changes) < MOST_CHANGES:
            values = {"before": shown(old.get(path, "")), "after": shown(new.get(path, ""))}
            found.changes.append({"path": path, **values})
    return found


def filled(case: dict[str, Any]) -> int:
    """Return how many values of a case are filled."""
    return sum(1 for _path, _value in _values(case))


def _values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give each filled value with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _values(item, f"{path}[{number}]")
    elif value is not None and value != "":
        yield path, value
