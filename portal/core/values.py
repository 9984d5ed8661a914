"""Values of rows in words, and the difference of two texts word by word."""

import difflib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# A text beyond this is not compared word by word: the time for it grows with the square.
_MOST_WORDS = 4000
_LONG = 80
_CONTEXT_WORDS = 8
_WORD = re.compile(r"\S+\s*|\s+")

Namer = Callable[[type[models.Model], Any], str]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a compared text: `same`, `gone`, `new`, or `left_out` for a long stretch that did not change."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What was in a field and what is in it now; for long texts the pieces that differ."""

    label: str
    old: str
    new: str
    parts: list[Part]


def field_change(field: models.Field[Any, Any], old: Any, new: Any, name_of: Namer) -> FieldChange:
    """Put a change of one field into words; `name_of` names what a foreign key points to."""
    before, after = words(field, old, name_of), words(field, new, name_of)
    is_long = before and after and max(len(before), len(after)) > _LONG
    label = str(field.verbose_name)
    return FieldChange(label[:1].upper() + label[1:], before, after, compared(before, after) if is_long else [])


def words(field: models.Field[Any, Any], value: Any, name_of: Namer) -> str:
    """Return a value as a person reads it; nothing for what is empty."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, ArrayField):
        return ", ".join(words(field.base_field, item, name_of) for item in value)
    if isinstance(field, models.ForeignKey):
        return name_of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def compared(old: str, new: str) -> list[Part]:
    """Return the pieces of two texts; nothing when they are too long to compare."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return []
    parts: list[Part] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts += _shortened(before[i1:i2], is_first=i1 == 0, is_last=i2 == len(before))
            continue
        if i2 > i1:
            parts.append(Part("gone", "".join(before[i1:i2])))
        if j2 > j1:
            parts.append(Part("new", "".join(after[j1:j2])))
    return parts


def _shortened(same: list[str], *, is_first: bool, is_last: bool) -> list[Part]:
    """Keep the words next to a change, and leave a long stretch between them out."""
    head = [] if is_first else same[:_CONTEXT_WORDS]
    tail = [] if is_last else same[len(head) :][-_CONTEXT_WORDS:]
    if len(same) <= len(head) + len(tail) + _CONTEXT_WORDS:
        return [Part("same", "".join(same))]
    parts = [Part("same", "".join(head)), Part("left_out", "…"), Part("same", "".join(tail))]
    return [part for part in parts if part.text]
