"""A brief as one JSON value: what was published, for versions and for comparing two states.

The shape: `head` holds the fields of the brief; every part (`texts`, `charges`, ...) is a list of rows. Values are codes,
not keys: a term as `scheme:code`, a country as ISO 3166 alpha-3, a part of the same brief by what tells it apart.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from caselaw.models import Case, Charge, Court, Defendant, Jurisdiction, Place, Proceeding, Source, VictimGroup
from caselaw.models.tree import PARTS, Part
from portal.core.models import Country, PrivateFile, Term

Snapshot = dict[str, Any]

HEAD_FIELDS = tuple(field for field in Case._meta.concrete_fields if field.editable and not field.primary_key)


def snapshot_of(case: Case) -> Snapshot:
    """Return the content of a brief, in a fixed order and a bounded number of queries."""
    head = {field.name: _value(case, field) for field in HEAD_FIELDS}
    head["countries_involved"] = sorted(case.countries_involved.values_list("iso3", flat=True))
    return {"head": head, **{part.name: _rows(part, case) for part in PARTS}}


def _rows(part: Part, case: Case) -> list[dict[str, Any]]:
    fields = [field for field in part.model._meta.concrete_fields if _is_content(field, part)]
    links = part.model._meta.many_to_many
    joined = [field.name for field in fields if field.is_relation] + _joined_through(part)
    rows = part.model._default_manager.filter(**{part.way: case}).select_related(*joined).order_by(*part.order)
    return [
        {field.name: _value(row, field) for field in fields}
        | {link.name: sorted(_shown(item) for item in getattr(row, link.name).all()) for link in links}
        for row in rows.prefetch_related(*(link.name for link in links))
    ]


def _joined_through(part: Part) -> list[str]:
    """Return what the shown values of a reference need beside the row they point to."""
    names = {field.name for field in part.model._meta.concrete_fields}
    deeper = {"charge": "charge__defendant", "from_place": "from_place__country", "to_place": "to_place__country"}
    return [way for name, way in deeper.items() if name in names]


def _is_content(field: Any, part: Part) -> bool:
    return not field.primary_key and field.name not in ("case", "from_case", "created_at")


def _value(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.name)
    return _shown(value) if isinstance(value, models.Model) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _shown(value: models.Model) -> Any:
    """Return by what a row is known outside the database."""
    shown = _KNOWN_BY.get(type(value))
    return shown(value) if shown else str(value.pk)


_KNOWN_BY: dict[type[models.Model], Any] = {
    Term: lambda term: f"{term.scheme_id}:{term.code}",
    Country: lambda country: country.iso3,
    Jurisdiction: lambda jurisdiction: jurisdiction.code,
    Court: lambda court: court.name_original,
    Place: lambda place: f"{place.name}, {place.country.iso3}",
    PrivateFile: lambda file: f"{file.name} ({file.sha256[:12]})",
    Case: lambda case: case.public_id or str(case.uuid),
    Proceeding: lambda proceeding: proceeding.seq,
    Source: lambda source: source.seq,
    VictimGroup: lambda group: group.label,
    Defendant: lambda defendant: defendant.seq,
    Charge: lambda charge: f"{charge.defendant.seq}.{charge.seq}",
}
