"""Parameters of a check: a frozen dataclass whose fields say what they accept. Nothing of a rule is ever executed."""

from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar

from django.utils.translation import gettext as _

Given = TypeVar("Given")
Value = TypeVar("Value")


class ParameterError(ValueError):
    """A parameter is not what its check accepts; the text is fit for the user."""


@dataclass(frozen=True, slots=True)
class Accepts:
    """What a parameter accepts: "whole", "decimal", "flag", "code", "one" or "several" of `choices`, "digits"."""

    kind: str
    label: Any
    least: float = 0
    most: float = 0
    choices: tuple[str, ...] = ()


def whole(default: int, label: Any, *, least: int = 0, most: int = 10**9) -> int:
    """Declare a whole number."""
    return _declared(default, Accepts("whole", label, least, most))


def decimal(default: float, label: Any, *, least: float, most: float) -> float:
    """Declare a number that may have a fraction."""
    return _declared(default, Accepts("decimal", label, least, most))


def flag(*, default: bool, label: Any) -> bool:
    """Declare a yes or no."""
    return _declared(default, Accepts("flag", label))


def code(default: str, label: Any) -> str:
    """Declare the code of an indicator."""
    return _declared(default, Accepts("code", label))


def one_of(default: str, label: Any, *choices: str) -> str:
    """Declare a choice."""
    return _declared(default, Accepts("one", label, choices=choices))


def several_of(default: tuple[str, ...], label: Any, *choices: str) -> tuple[str, ...]:
    """Declare one or more choices."""
    return _declared(default, Accepts("several", label, choices=choices))


def digits(default: tuple[str, ...], label: Any) -> tuple[str, ...]:
    """Declare a list of digit strings."""
    return _declared(default, Accepts("digits", label))


def _declared(default: Value, accepts: Accepts) -> Value:
    return field(default=default, metadata={"accepts": accepts})


def accepted_by(parameters: type) -> dict[str, Accepts]:
    """Return what each parameter accepts, in order."""
    return {one.name: one.metadata["accepts"] for one in _fields(parameters)}


def defaults_of(parameters: type) -> dict[str, Any]:
    """Return the parameters that hold when none are given, as JSON keeps them."""
    return {one.name: _plain(one.default) for one in _fields(parameters)}


def read(parameters: type[Given], raw: Any) -> Given:
    """Return the parameters. Raises ParameterError for one that is unknown, or not of its kind."""
    if not isinstance(raw, Mapping):
        raise ParameterError(_("The parameters must be names with values."))
    known = accepted_by(parameters)
    for name in raw:
        if name not in known:
            raise ParameterError(_("This check has no parameter “%(name)s”.") % {"name": name})
    return parameters(**{name: _read_one(name, known[name], value) for name, value in raw.items()})


def _fields(parameters: Any) -> Iterable["Field[Any]"]:
    return fields(parameters)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _read_one(name: str, accepts: Accepts, value: Any) -> Any:
    if not _IS[accepts.kind](accepts, value):
        raise ParameterError(_("The parameter “%(name)s” cannot be “%(value)s”.") % {"name": name, "value": value})
    return tuple(value) if accepts.kind in ("several", "digits") else value


def _is_whole(accepts: Accepts, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and accepts.least <= value <= accepts.most


def _is_decimal(accepts: Accepts, value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and accepts.least <= value <= accepts.most


def _is_flag(accepts: Accepts, value: Any) -> bool:
    return isinstance(value, bool)


def _is_code(accepts: Accepts, value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 40 and value.replace("-", "_").isidentifier()


def _is_one(accepts: Accepts, value: Any) -> bool:
    return isinstance(value, str) and value in accepts.choices


def _is_several(accepts: Accepts, value: Any) -> bool:
    is_list = isinstance(value, list | tuple) and 0 < len(value) <= len(accepts.choices)
    return is_list and all(_is_one(accepts, item) for item in value) and len(set(value)) == len(value)


def _is_digits(accepts: Accepts, value: Any) -> bool:
    is_list = isinstance(value, list | tuple) and len(value) <= 50
    return is_list and all(isinstance(item, str) and item.isascii() and item.isdecimal() for item in value)


_IS = {
    "whole": _is_whole,
    "decimal": _is_decimal,
    "flag": _is_flag,
    "code": _is_code,
    "one": _is_one,
    "several": _is_several,
    "digits": _is_digits,
}
