"""Read the audit trail for people: who changed which field, when, and by which action."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.core.models import User

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was added, changed or deleted. `fields` holds name, old and new value of what changed."""

    at: datetime
    by: str
    action: str
    kind: str
    what: str
    fields: list[tuple[str, Any, Any]]


def changes_of(events: QuerySet[Any]) -> list[Change]:
    """Return the newest changes first, with names instead of keys of people."""
    newest = list(events.order_by("-pgh_created_at", "-pgh_id")[:MOST_SHOWN])
    names = _names({(event.pgh_context or {}).get("user") for event in newest})
    return [_change(event, names) for event in newest]


def _names(keys: set[Any]) -> dict[Any, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys - {None})}


def _change(event: Any, names: dict[Any, str]) -> Change:
    context = event.pgh_context or {}
    kinds = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}
    return Change(
        at=event.pgh_created_at,
        by=names.get(context.get("user"), ""),
        action=context.get("action", ""),
        kind=kinds.get(event.pgh_label, event.pgh_label),
        what=str(apps.get_model(event.pgh_model).pgh_tracked_model._meta.verbose_name),
        fields=list(_fields(event)),
    )


def _fields(event: Any) -> Iterator[tuple[str, Any, Any]]:
    if event.pgh_label == "update":
        for name, (old, new) in (event.pgh_diff or {}).items():
            if name != "updated_at":
                yield name, old, new
