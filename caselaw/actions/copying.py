"""Copy a brief with all its parts: into a draft of changes, and from there back into the public brief."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import models

from caselaw.choices import CaseStatus
from caselaw.models import Case, CaseRelation
from caselaw.models.tree import PARTS, Part
from portal.core.models import User

# Of the head, what belongs to the content and not to the state or the origin of the row.
_TITLE = ("slug", "title_proposed_by", "title_confirmed_by")
HEAD = (*(field.name for field in Case._meta.concrete_fields if field.editable and not field.primary_key), *_TITLE)

Made = dict[type[models.Model], dict[Any, models.Model]]


def copy_brief(live: Case, *, by: User, now: datetime) -> Case:
    """Return a draft of changes: a deep copy of the public brief that points to it and has no public identifier."""
    successor = Case(
        public_id=None,
        revises=live,
        status=CaseStatus.DRAFT,
        status_since=now,
        created_by=by,
        updated_at=now,
        **{name: getattr(live, name) for name in HEAD},
    )
    successor.save()
    copy_parts(live, successor)
    return successor


def copy_head(source: Case, target: Case) -> None:
    """Set the head of a brief to that of another; the caller saves it."""
    for name in HEAD:
        setattr(target, name, getattr(source, name))


def copy_parts(source: Case, target: Case) -> None:
    """Give the target a copy of every part of the source; references between parts lead to the copies."""
    # A draft of changes may relate to the very brief that it will become.
    CaseRelation.objects.filter(from_case=source, to_case=target).delete()
    made: Made = defaultdict(dict)
    made[Case][source.pk] = target
    for part in PARTS:
        _copy_rows(part, source, made)
    target.countries_involved.set(source.countries_involved.all())


def delete_parts(case: Case) -> None:
    """Remove every part of a brief, so that it can be filled anew."""
    for part in reversed(PARTS):
        part.model._default_manager.filter(**{part.way: case}).delete()


def _copy_rows(part: Part, source: Case, made: Made) -> None:
    model = part.model
    rows = list(model._default_manager.filter(**{part.way: source}).order_by("pk"))
    keys = [row.pk for row in rows]
    within = [_without_references_within(row) for row in rows]
    for row in rows:
        row.pk = None
        row._state.adding = True
        _point_to_copies(row, made)
    for key, row in zip(keys, model._default_manager.bulk_create(rows), strict=True):
        made[model][key] = row
    _restore_references_within(rows, within, made[model])
    for field in model._meta.many_to_many:
        _copy_links(field, made[model])


def _point_to_copies(row: models.Model, made: Made) -> None:
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            copy = made.get(field.related_model, {}).get(getattr(row, field.attname))
            if copy is not None:
                setattr(row, field.name, copy)


def _without_references_within(row: models.Model) -> dict[str, Any]:
    """Empty the references to rows of the same table (an appeal of a proceeding) and return what they were."""
    fields = [field for field in row._meta.concrete_fields if field.related_model is type(row)]
    keys = {field.name: getattr(row, field.attname) for field in fields}
    for name in keys:
        setattr(row, name, None)
    return keys


def _restore_references_within(
    rows: list[models.Model], within: list[dict[str, Any]], copies: dict[Any, models.Model]
) -> None:
    for row, keys in zip(rows, within, strict=True):
        led = {name: copies[key] for name, key in keys.items() if key in copies}
        for name, copy in led.items():
            setattr(row, name, copy)
        if led:
            row.save(update_fields=list(led))


def _copy_links(field: Any, copies: dict[Any, models.Model]) -> None:
    through = field.remote_field.through
    left, right = field.m2m_column_name(), field.m2m_reverse_name()
    links = through.objects.filter(**{f"{left}__in": list(copies)}).order_by("pk")
    through.objects.bulk_create(
        through(**{left: copies[getattr(link, left)].pk, right: getattr(link, right)}) for link in links
    )
