"""Tell quickly whether a value has the form that a schema asks for; what is wrong is for the slower check to say.

The answer "yes" is certain. "No" may be too strict: 1.0 is a whole number to the schema, and not here.
"""

import re
from collections.abc import Callable
from types import NoneType
from typing import Any

Fits = Callable[[Any], bool]
Schema = dict[str, Any]

_SAYS_NOTHING = {"description", "title", "$schema", "$id", "$defs"}
_KNOWN = _SAYS_NOTHING | {
    "type",
    "enum",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "items",
    "maxItems",
}
_OF_OBJECTS = {"properties", "additionalProperties", "required", "dependentRequired", "anyOf"}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (NoneType,),
}


def fitting(schema: Schema) -> Fits:
    """Return the test for a schema without references. Raises ValueError for a rule that is not known here."""
    if unknown := schema.keys() - _KNOWN - _OF_OBJECTS:
        raise ValueError(sorted(unknown))
    if not schema.keys() - _SAYS_NOTHING:
        return _anything
    stated = schema.get("type", list(_TYPES))
    kinds = {kind for name in ([stated] if isinstance(stated, str) else stated) for kind in _TYPES[name]}
    tests = {kind: _MAKERS.get(kind, _all)(schema) for kind in kinds}
    if "enum" in schema:
        allowed = frozenset(schema["enum"])
        tests = dict.fromkeys(kinds & {str, NoneType}, allowed.__contains__)

    def fits(value: Any) -> bool:
        test = tests.get(type(value))
        return test is not None and test(value)

    return fits


def _anything(value: Any) -> bool:
    return True


def _all(schema: Schema) -> Fits:
    return _anything


def _text(schema: Schema) -> Fits:
    least, most = schema.get("minLength", 0), schema.get("maxLength", float("inf"))
    search = re.compile(schema.get("pattern", "")).search
    if "pattern" not in schema:
        return lambda value: least <= len(value) <= most
    return lambda value: least <= len(value) <= most and search(value) is not None


def _number(schema: Schema) -> Fits:
    low, high = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    return lambda value: low <= value <= high


def _list(schema: Schema) -> Fits:
    most, fits = schema.get("maxItems", float("inf")), fitting(schema.get("items", {}))
    return lambda value: len(value) <= most and all(map(fits, value))


def _object(schema: Schema) -> Fits:
    entries = {key: fitting(rule) for key, rule in schema.get("properties", {}).items()}
    needed = frozenset(schema.get("required", ()))
    others_fit = schema.get("additionalProperties", True)
    together = [(key, frozenset(others)) for key, others in schema.get("dependentRequired", {}).items()]
    either = [fitting({"type": "object"} | rule) for rule in schema.get("anyOf", ())]

    def fits(value: dict[str, Any]) -> bool:
        for key, item in value.items():
            test = entries.get(key)
            if (test is None and not others_fit) or (test is not None and not test(item)):
                return False
        keys = value.keys()
        has_needed = keys >= needed and all(key not in value or keys >= others for key, others in together)
        return has_needed and (not either or any(test(value) for test in either))

    return fits


_MAKERS: dict[type, Callable[[Schema], Fits]] = {
    str: _text,
    int: _number,
    float: _number,
    list: _list,
    dict: _object,
}
