"""The checks that rules may name: each with its parameters, the scopes it fits and the values its messages may use."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reports.cells import CellKey
from reports.checking.parameters import ParameterError, read
from reports.checking.sheet import Sheet
from reports.choices import RuleScope

# Every message may use these; they are read from the first cell.
ALWAYS = frozenset({"question", "year"})
_NAMED = re.compile(r"%\((\w+)\)s|%%")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: the question, its cells (the first is where to look), values for the message."""

    question: str
    cells: tuple[CellKey, ...]
    values: Mapping[str, Any]


Run = Callable[[Sheet, Any], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    name: str
    label: str | Promise
    parameters: type
    scopes: tuple[RuleScope, ...]
    values: frozenset[str]
    run: Run


_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class NoParameters:
    """A check without parameters."""


def register(
    label: str | Promise, *scopes: RuleScope, parameters: type = NoParameters, values: str = ""
) -> Callable[[Run], Run]:
    """Register a check under the name of its function; `values` are the words its messages may use."""

    def add(run: Run) -> Run:
        name = run.__name__
        _checks[name] = Check(name, label, parameters, scopes, frozenset(values.split()) | ALWAYS, run)
        return run

    return add


def check_named(name: str) -> Check:
    """Return a check. Raises ParameterError for one that does not exist."""
    if name not in _checks:
        raise ParameterError(_("There is no check “%(name)s”.") % {"name": name})
    return _checks[name]


def all_checks() -> list[Check]:
    """Return every check, by name."""
    return [_checks[name] for name in sorted(_checks)]


def validate(*, test: str, scope: str, parameters: Any, messages: Mapping[str, str]) -> None:
    """Refuse a rule that could not run. Raises ParameterError with what is wrong."""
    check = check_named(test)
    if scope not in check.scopes:
        raise ParameterError(_("This check cannot look at “%(scope)s”.") % {"scope": RuleScope(scope).label})
    read(check.parameters, parameters)
    for language, message in messages.items():
        if not isinstance(message, str) or not message.strip():
            raise ParameterError(_("A message is missing: %(language)s.") % {"language": language})
        _validate_message(check, language, message)


def _validate_message(check: Check, language: str, message: str) -> None:
    if "%" in _NAMED.sub("", message):
        text = _("In the message %(language)s a percent sign stands alone. Write two of them.")
        raise ParameterError(text % {"language": language})
    for name in {match[1] for match in _NAMED.finditer(message) if match[1]} - check.values:
        text = _("The message %(language)s names “%(name)s”, which this check does not tell.")
        raise ParameterError(text % {"language": language, "name": name})
