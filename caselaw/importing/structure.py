"""Check the form of one case against the published schema, and put every fault into words."""

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator, ValidationError

from caselaw.importing import shapes
from caselaw.importing.findings import Findings, shown

SCHEMA_PATH = Path(__file__).parent / "case-import.schema.json"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_LISTED = 40
_NOT_REPEATED = "…"  # what may be a name is not copied into the findings


@cache
def schema() -> dict[str, Any]:
    """Return the published schema."""
    content: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return content


@cache
def _case_schema() -> dict[str, Any]:
    return cast("dict[str, Any]", _inlined(schema()["$defs"]["case"]))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_case_schema())


@cache
def _quick_test() -> shapes.Fits:
    return shapes.fitting(_case_schema())


def _inlined(node: Any) -> Any:
    """Return the schema with references replaced by what they refer to: checking is twice as fast so."""
    if isinstance(node, list):
        return [_inlined(item) for item in node]
    if not isinstance(node, dict):
        return node
    own = {key: _inlined(value) for key, value in node.items() if key != "$ref"}
    if "$ref" not in node:
        return own
    return {**_inlined(schema()["$defs"][node["$ref"].rsplit("/", 1)[1]]), **own}


def tidied(value: Any, path: str, findings: Findings) -> Any:
    """Return the value without spaces round its texts; control characters in them are errors."""
    if isinstance(value, str):
        if not value.isprintable() and (found := _CONTROL.search(value)):
            why = _("There is a control character in the text.")
            findings.error(path, f"U+{ord(found.group()):04X}", why, _("Remove it."))
        return value.strip()
    if isinstance(value, dict):
        return {key: tidied(item, f"{path}.{key}", findings) for key, item in value.items()}
    if isinstance(value, list):
        return [tidied(item, f"{path}[{number}]", findings) for number, item in enumerate(value)]
    return value


def check(case: Any, path: str, findings: Findings) -> set[str]:
    """Note every fault in the form of a case, and return the entries that hold one; "" stands for the case itself."""
    faulty: set[str] = set()
    if _quick_test()(case):
        return faulty
    for error in _validator().iter_errors(case):
        for where, value, why, remedy in _explained(error):
            findings.error(path + where, value, why, remedy)
            faulty.add(where.lstrip(".").split(".")[0].split("[")[0])
    return faulty


def _explained(error: ValidationError) -> Iterator[tuple[str, Any, str, str]]:
    where, rule = _path(error.absolute_path), cast("dict[str, Any]", error.schema)
    if error.validator == "additionalProperties":
        known = list(rule["properties"])
        for key, value in cast("dict[str, Any]", error.instance).items():
            if key not in known:
                why = _("The format has no such entry.")
                yield f"{where}.{key}", value, why, nearest(key, known)
    elif error.validator == "required":
        # One error per missing entry, named only at the beginning of the message.
        key = next(key for key in rule["required"] if error.message.startswith(repr(key)))
        yield f"{where}.{key}", "", _("This entry is missing."), _("Add it.")
    else:
        why, remedy = _FAULTS.get(str(error.validator), _wrong_form)(error, rule)
        yield where, _NOT_REPEATED if _may_name_a_victim(error) else error.instance, why, remedy


def nearest(value: str, known: Iterable[str]) -> str:
    """Return in words which known value was probably meant."""
    candidates = list(known)
    if close := difflib.get_close_matches(value[:100], candidates, n=1, cutoff=0.6):
        return _("Did you mean “%(value)s”?") % {"value": close[0]}
    if len(candidates) <= _MOST_LISTED:
        return _("Use one of: %(values)s.") % {"values": ", ".join(sorted(candidates))}
    return _("Look it up in docs/formats/case-import.md.")


def _wrong_type(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    names = {
        "string": _("a text"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": _("true or false"),
        "object": _("an object"),
        "array": _("a list"),
        "null": _("null"),
    }
    wanted = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    why = _("This is %(found)s.") % {"found": names[_type_of(error.instance)]}
    return why, _("Expected: %(allowed)s.") % {"allowed": " / ".join(names[name] for name in wanted)}


def _type_of(value: Any) -> str:
    kinds: list[tuple[type, str]] = [(bool, "boolean"), (str, "string"), (dict, "object"), (list, "array")]
    for kind, name in kinds:
        if isinstance(value, kind):
            return name
    return "null" if value is None else "number"


def _unknown_value(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    known = [value for value in rule["enum"] if value is not None]
    return _("This value is not known."), nearest(shown(error.instance), known)


def _empty(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    return _("The text is empty."), _("Write something, or null if it is not stated.")


def _too_long(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    most = rule["maxLength"]
    remedy = ngettext("Shorten it to %(most)d character.", "Shorten it to %(most)d characters.", most)
    return _("The text is too long."), remedy % {"most": most}


def _out_of_range(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    bounds = {"low": rule["minimum"], "high": rule["maximum"]}
    return _("The number is out of range."), _("Give a number from %(low)s to %(high)s.") % bounds


def _too_many(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    return _("The list is too long."), _("Give at most %(most)d entries.") % {"most": rule["maxItems"]}


def _no_identifier(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    return _("The case has no identifier."), _("Add “slug” or “source_id”.")


def _wrong_form(error: ValidationError, rule: dict[str, Any]) -> tuple[str, str]:
    why = _("This has not the expected form.")
    if _may_name_a_victim(error):
        form = _("Write Victim, Child, Applicant, Complainant or Group and a number, such as “Group 1”; never a name.")
        return why, form
    return why, rule.get("description") or _("Expected form: %(form)s") % {"form": error.validator_value}


def _may_name_a_victim(error: ValidationError) -> bool:
    path = error.absolute_path
    return len(path) == 3 and path[0] == "victims" and path[2] == "label"


def _path(parts: Iterable[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


# What is said of a value that breaks a rule, by the rule's name in JSON Schema.
_FAULTS: dict[str, Callable[[ValidationError, dict[str, Any]], tuple[str, str]]] = {
    "type": _wrong_type,
    "enum": _unknown_value,
    "minLength": _empty,
    "maxLength": _too_long,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "maxItems": _too_many,
    "anyOf": _no_identifier,
}
