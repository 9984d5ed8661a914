"""Run rules over a sheet: the same sheet and rules give the same findings in the same order."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.cells import CellKey
from reports.checking import answers, cells, history, sums  # noqa: F401  importing registers the checks
from reports.checking.parameters import read
from reports.checking.registry import check_named
from reports.checking.sheet import Sheet
from reports.choices import RuleScope, Severity

# What can be said while somebody types.
WHILE_TYPING = frozenset({RuleScope.CELL.value, RuleScope.ROW.value})
_WEIGHTS = {severity: weight for weight, severity in enumerate(reversed(Severity.values))}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the engine reads it; `pk` is its key where it is stored."""

    code: str
    scope: str
    severity: str
    test: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found."""

    rule: Rule
    question: str
    cells: tuple[CellKey, ...]
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The same for the same rule and the same cells, whatever stands in them."""
        parts = [self.rule.code, self.question, *map(str, self.cells)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def run(sheet: Sheet, rules: Iterable[Rule], *, scopes: frozenset[str] | None = None) -> list[Found]:
    """Return what the rules find, in the order of the questionnaire, the weightiest first at each place.

    Raises ParameterError for a rule that does not fit its check; `registry.validate` refuses to store one.
    """
    found = [
        Found(rule, hit.question, hit.cells, hit.values)
        for rule in rules
        if scopes is None or rule.scope in scopes
        for hit in _hits(sheet, rule)
    ]
    order = {question: number for number, question in enumerate(sheet.questions)}
    last = len(sheet.positions)

    def place(one: Found) -> tuple[int, int, int, str, int]:
        first = sheet.positions.get(one.cells[0], last) if one.cells else last
        return (order.get(one.question, len(order)), first, _WEIGHTS[one.rule.severity], one.rule.code, len(one.cells))

    return sorted(found, key=place)


def _hits(sheet: Sheet, rule: Rule) -> Iterable[Any]:
    check = check_named(rule.test)
    return check.run(sheet, read(check.parameters, rule.parameters))
