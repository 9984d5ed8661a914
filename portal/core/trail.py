"""The audit trail as entries: one for each action, with its person, its sentence and the rows that it changed.

What is loaded is bounded: one statement finds the events of all entries of a page in all event tables, at most
`MOST_ROWS` for each entry and table, then two statements for each table that has some.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pghistory.models import Context

from portal.core.history import sentence_of
from portal.core.models import Term, User
from portal.core.roles import BY_CODE
from portal.core.values import FieldChange, field_change

MOST_ROWS = 100
# Fields that say nothing to a person.
_SILENT = {"id", "uuid", "updated_at", "created_at", "source_hash", "fingerprint", "normalised"}
# What tells rows of one kind apart, the first that a row has.
_NAMING: tuple[str, ...] = (
    "public_id",
    "label",
    "language",
    "display_name",
    "value",
    "citation",
    "title",
    "legislation_text",
)
_NAMING += ("name_original", "code", "email", "full_name", "article", "name", "about", "seq")

# For each event table the column and the keys to which it is narrowed; a table that is missing is left out.
Scope = Mapping[type[models.Model], tuple[str, list[int]] | None]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, with the roles that this person has now."""

    key: int
    name: str
    roles: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, changed or deleted."""

    what: str
    name: str
    key: int
    kind: str
    kind_label: str
    fields: list[FieldChange]


@dataclass(slots=True)
class Entry:
    """One action. `by` is None for the program itself, and for readers who may not see names (`is_by_someone`)."""

    id: UUID
    at: datetime
    action: str
    sentence: str
    request: str
    by: Actor | None
    is_by_someone: bool
    rows: list[RowChange] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    is_cut: bool = False


def event_models() -> list[type[models.Model]]:
    """Return every event table."""
    return [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]


def everything() -> Scope:
    """Return the scope of the whole trail."""
    return dict.fromkeys(event_models())


def context_ids(scope: Scope) -> list[UUID]:
    """Return the contexts of all events in a scope that is narrowed everywhere."""
    parts, parameters = [], []
    for model, narrowed in scope.items():
        if narrowed and narrowed[1]:
            parts.append(f'SELECT pgh_context_id FROM {_table(model)} WHERE "{narrowed[0]}" = ANY(%s)')  # noqa: S608  names of tables
            parameters.append(narrowed[1])
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), parameters)
        return [found for (found,) in cursor.fetchall() if found]


def entries(contexts: Iterable[Context], *, shows_names: bool) -> list[Entry]:
    """Return the entries of contexts without their rows."""
    listed = list(contexts)
    people = _actors({context.metadata.get("user") for context in listed}) if shows_names else {}
    return [_entry(context, people) for context in listed]


def add_rows(listed: list[Entry], scope: Scope, *, shows_names: bool) -> None:
    """Load what each entry changed within the scope."""
    by_id = {entry.id: entry for entry in listed}
    found = _found(list(by_id), scope)
    events = {model: _events(model, keys) for model, keys in found.items()}
    names = _names_of_targets(events, shows_names=shows_names)
    for model, pairs in events.items():
        for event, former in pairs:
            entry = by_id[event.pgh_context_id]
            if sum(row.what == _kind_of(model) for row in entry.rows) < MOST_ROWS:
                entry.rows.append(_row(model, event, former, names))
            else:
                entry.is_cut = True


def add_counts(listed: list[Entry]) -> None:
    """Count the rows that each entry changed, up to 1,000 for each kind of row."""
    by_id = {entry.id: entry for entry in listed}
    branches = [
        f"SELECT {number}, c.id, (SELECT count(*) FROM (SELECT FROM {_table(model)} e"  # noqa: S608  names of tables
        " WHERE e.pgh_context_id = c.id LIMIT 1000) counted) FROM asked c"
        for number, model in enumerate(event_models())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked(id) AS (SELECT unnest(%s::uuid[])) SELECT * FROM ("  # noqa: S608  likewise
            + " UNION ALL ".join(branches)
            + ") AS counted(number, id, rows) WHERE rows > 0",
            [[str(key) for key in by_id]],
        )
        for number, key, rows in cursor.fetchall():
            by_id[key].counts.append((_kind_of(event_models()[number]), rows))


def _entry(context: Context, people: dict[int, Actor]) -> Entry:
    metadata = context.metadata
    action = metadata.get("action", "")
    return Entry(
        id=context.id,
        at=context.created_at,
        action=action,
        sentence=sentence_of(action),
        request=metadata.get("request", ""),
        by=people.get(metadata.get("user")),
        is_by_someone=metadata.get("user") is not None,
    )


def _actors(keys: set[Any]) -> dict[int, Actor]:
    people = User.objects.filter(pk__in=keys - {None}).prefetch_related("groups")
    return {person.pk: Actor(person.pk, str(person), _roles_of(person)) for person in people}


def _roles_of(person: User) -> str:
    codes = sorted(group.name for group in person.groups.all())
    return ", ".join(str(BY_CODE[code].label) if code in BY_CODE else code for code in codes)


def _found(ids: list[UUID], scope: Scope) -> dict[type[models.Model], list[int]]:
    """Return the keys of the events to load, one more than is shown for each entry and table."""
    chosen = list(scope.items())
    branches, parameters = [], list[Any]([[str(key) for key in ids]])
    for number, (model, narrowed) in enumerate(chosen):
        condition = f' AND e."{narrowed[0]}" = ANY(%s)' if narrowed else ""
        parameters += [narrowed[1]] if narrowed else []
        branches.append(
            f"SELECT {number}, e.pgh_id FROM asked c, LATERAL (SELECT pgh_id FROM {_table(model)} e WHERE"  # noqa: S608
            f" e.pgh_context_id = c.id{condition} ORDER BY e.pgh_id LIMIT {MOST_ROWS + 1}) e"
        )
    found: dict[type[models.Model], list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH asked(id) AS (SELECT unnest(%s::uuid[])) {' UNION ALL '.join(branches)}", parameters)
        for number, key in cursor.fetchall():
            found.setdefault(chosen[number][0], []).append(key)
    return found


def _events(model: Any, keys: list[int]) -> list[tuple[Any, Any]]:
    """Return events in order, each with the event of the same row before it (None for a row that came or has none)."""
    events = model.objects.filter(pk__in=keys).order_by("pgh_id")
    if not hasattr(model, "pgh_obj"):
        return [(event, None) for event in events]
    earlier = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    listed = list(events.annotate(former_id=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])))
    former = model.objects.in_bulk({event.former_id for event in listed if event.former_id})
    return [(event, former.get(event.former_id)) for event in listed]


def _row(model: Any, event: Any, former: Any, names: "_Names") -> RowChange:
    kinds = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}
    return RowChange(
        what=_kind_of(model),
        name=next((str(value) for name in _NAMING if (value := getattr(event, name, None)) not in (None, "")), ""),
        key=event.id,
        kind=event.pgh_label,
        kind_label=kinds.get(event.pgh_label, event.pgh_label),
        fields=_fields(model, event, former, names),
    )


def _fields(model: Any, event: Any, former: Any, names: "_Names") -> list[FieldChange]:
    changes = []
    for column in _told(model):
        now = getattr(event, column.attname)
        old, new = (None, now) if event.pgh_label == "insert" else (now, None)
        if event.pgh_label == "update":
            old, new = getattr(former, column.attname, None), now
        if old != new and (old or new or event.pgh_label == "update"):
            change = field_change(column, old, new, names.name_of)
            if change.old or change.new:
                changes.append(change)
    return changes


def _told(model: Any) -> list[models.Field[Any, Any]]:
    """Return the fields of the tracked model that the event table keeps and that say something."""
    kept = {column.name for column in model._meta.concrete_fields}
    fields = model.pgh_tracked_model._meta.concrete_fields
    return [column for column in fields if column.name in kept and column.name not in _SILENT]


class _Names:
    """What foreign keys point to, by model and key."""

    def __init__(self) -> None:
        self.known: dict[tuple[type[models.Model], Any], str] = {}

    def name_of(self, model: type[models.Model], key: Any) -> str:
        """Return the name; the bare key of a row that is gone."""
        return self.known.get((model, key), f"#{key}")


def _names_of_targets(events: dict[Any, list[tuple[Any, Any]]], *, shows_names: bool) -> _Names:
    wanted: dict[Any, set[Any]] = {}
    for model, pairs in events.items():
        columns = [column for column in _told(model) if isinstance(column, models.ForeignKey)]
        for row in (row for pair in pairs for row in pair if row is not None):
            for column in columns:
                wanted.setdefault(column.related_model, set()).add(getattr(row, column.attname))
    names = _Names()
    for target, keys in wanted.items():
        for row in _targets(target, keys - {None}):
            shown = str(row) if shows_names or target is not User else _("a person")
            names.known[(target, row.pk)] = shown
    return names


def _targets(target: Any, keys: set[Any]) -> Any:
    joined = [column.name for column in target._meta.concrete_fields if column.many_to_one]
    rows = target._base_manager.filter(pk__in=keys).select_related(*joined)
    return rows.prefetch_related("labels") if target is Term else rows


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _kind_of(model: Any) -> str:
    return str(cast("Any", model).pgh_tracked_model._meta.verbose_name)
