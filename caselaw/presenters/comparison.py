"""Two states of a brief side by side, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caselaw.exports.differences import Difference, Segment, differences, is_long, words
from caselaw.exports.snapshot import Snapshot
from caselaw.models import Case
from caselaw.models.tree import PARTS
from caselaw.presenters.brief import language_name
from portal.core.models import Country, Term

# What the public may compare: the words of the texts. Everything else is staff's.
PUBLIC_PARTS = ("texts",)
_TERM = re.compile(r"^[a-z_]+:[a-z0-9_]+$")
_MODELS: dict[str, Any] = {"head": Case, **{part.name: part.model for part in PARTS}}
_HEAD = gettext_lazy("decision")


@dataclass(frozen=True, slots=True)
class Line:
    """One field that differs, as a row of the table; `segments` only for long texts."""

    label: str
    old: str
    new: str
    segments: list[Segment] = field(default_factory=list)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The differing fields of one row of the brief."""

    title: str
    lines: list[Line]

    @property
    def has_table(self) -> bool:
        """Whether a field differs that is not shown as a text."""
        return any(not line.segments for line in self.lines)


def blocks(old: Snapshot, new: Snapshot, *, for_public: bool) -> list[Block]:
    """Return what differs, row by row; for the public the texts alone."""
    found = differences(old, new)
    if for_public:
        found = [item for item in found if item.part in PUBLIC_PARTS]
    names = _names(found)
    return [
        Block(_title(part, row, names), [_line(item, names) for item in items])
        for (part, row), items in groupby(found, lambda item: (item.part, item.row))
    ]


def _title(part: str, row: tuple[Any, ...], names: dict[str, str]) -> str:
    if part == "head":
        return str(_HEAD)
    name = str(_MODELS[part]._meta.verbose_name)
    if part == "texts":
        return _("%(part)s in %(language)s") % {"part": name, "language": language_name(row[0])}
    shown = " · ".join(_shown(value, names) for value in row if value not in (None, "", False))
    return f"{name} {shown}".strip()


def _line(item: Difference, names: dict[str, str]) -> Line:
    model_field = _MODELS[item.part]._meta.get_field(item.field)
    label = str(model_field.verbose_name)
    language = str(item.row[0]) if item.part == "texts" else ""
    if is_long(item.old or "", item.new or ""):
        return Line(label, "", "", words(item.old or "", item.new or ""), language)
    choices = dict(model_field.flatchoices)
    return Line(label, _shown(item.old, names, choices), _shown(item.new, names, choices), [], language)


def _shown(value: Any, names: dict[str, str], choices: dict[Any, Any] | None = None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return _(", ").join(_shown(item, names) for item in value)
    if choices and value in choices:
        return str(choices[value])
    return names.get(str(value), str(value))


def _names(found: list[Difference]) -> dict[str, str]:
    """Return the labels of the terms and countries that occur, in two queries."""
    values = {str(value) for item in found for value in _flat((item.old, item.new, *item.row))}
    codes = {value.split(":")[1] for value in values if _TERM.match(value)}
    terms = Term.objects.filter(code__in=codes).with_labels() if codes else []
    names = {f"{term.scheme_id}:{term.code}": str(term) for term in terms}
    iso = {value for value in values if len(value) == 3 and value.isupper()}
    return names | {country.iso3: str(country) for country in Country.objects.filter(iso3__in=iso)}


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value
