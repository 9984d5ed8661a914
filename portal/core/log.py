"""The audit trail of the whole site: filtered, newest first, paged by key so that the millionth entry costs no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.dateparse import parse_datetime
from pghistory.models import Context

from portal.core import trail

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What to show. `among` are contexts of one brief or the like; `model` is an event table, `key` a row of it."""

    person: int | None = None
    action: str = ""
    model: Any = None
    key: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    among: list[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Behind this context."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


def place_from(text: str) -> Place | None:
    """Return the place that stands in an address, None for what is none."""
    moment, _, key = text.partition("_")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
        return Place(at.astimezone(UTC), UUID(key)) if at is not None and at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def contexts(chosen: LogFilter) -> QuerySet[Context]:
    """Return the contexts that a filter lets through, newest first."""
    rows = Context.objects.order_by("-created_at", "-id")
    for name, value in (("user", str(chosen.person or "")), ("action", chosen.action)):
        if value:
            rows = rows.alias(**{f"by_{name}": KeyTextTransform(name, "metadata")}).filter(**{f"by_{name}": value})
    if chosen.model is not None and chosen.key is not None:
        column = "pgh_obj_id" if hasattr(chosen.model, "pgh_obj") else "id"
        rows = rows.filter(pk__in=chosen.model.objects.filter(**{column: chosen.key}).values("pgh_context_id"))
    elif chosen.model is not None:
        rows = rows.filter(Exists(chosen.model.objects.filter(pgh_context_id=OuterRef("pk"))))
    if chosen.since:
        rows = rows.filter(created_at__gte=chosen.since)
    if chosen.until:
        rows = rows.filter(created_at__lte=chosen.until)
    return rows if chosen.among is None else rows.filter(pk__in=chosen.among)


def window(chosen: LogFilter, after: Place | None, size: int) -> tuple[list[Context], Place | None]:
    """Return some contexts behind a place, and the place for the next ones; None when these are the last."""
    rows = contexts(chosen)
    if after:
        # The first condition alone is what the index can begin at.
        rows = rows.filter(created_at__lte=after.at).filter(
            Q(created_at__lt=after.at) | Q(created_at=after.at, id__lt=after.id)
        )
    found = list(rows[: size + 1])
    shown = found[:size]
    return shown, Place(shown[-1].created_at, shown[-1].id) if len(found) > size else None


def all_entries(chosen: LogFilter) -> Iterator[trail.Entry]:
    """Return every entry with its rows, without holding more than a few hundred at a time."""
    scope, after = trail.everything(), None
    while True:
        found, after = window(chosen, after, _CHUNK)
        listed = trail.entries(found, shows_names=True)
        trail.add_rows(listed, scope, shows_names=True)
        yield from listed
        if after is None:
            return
