"""Insert many rows at once by COPY: triggers and constraints see each of them, in less than half the time of INSERT."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

_NOTHING = r"\N"
_PLAIN = (int, float, Decimal, UUID)


def insert(rows: Iterable[models.Model]) -> None:
    """Insert rows of one model, with every field; they have their keys afterwards."""
    kept = list(rows)
    if not kept:
        return
    model = type(kept[0])
    for row, key in zip(kept, _keys(model, len(kept)), strict=True):
        row.pk = key
    columns, readers = _columns(model)
    insert_values(model, columns, ([read(row) for read in readers] for row in kept))


def insert_values(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that are given as values of the columns."""
    buffer = io.StringIO("".join("\t".join(map(_text, row)) + "\n" for row in rows))
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", buffer)


def _keys(model: type[models.Model], count: int) -> Iterator[int]:
    """Take keys from the table's own sequence."""
    with connection.cursor() as cursor:
        table, column = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)::regclass) FROM generate_series(1, %s)",
            [table, column, count],
        )
        return iter([key for (key,) in cursor.fetchall()])


@cache
def _columns(model: type[models.Model]) -> tuple[list[str], list[Callable[[models.Model], Any]]]:
    fields = model._meta.local_concrete_fields
    return [str(field.column) for field in fields], [_reader(field) for field in fields]


def _reader(field: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
    """Return what reads the value of a field from a row; a relation takes the key that its row has got meanwhile."""
    name, attname = field.name, field.attname

    def related(row: models.Model) -> Any:
        other = row._state.fields_cache.get(name)
        return row.__dict__[attname] if other is None else other.pk

    if field.is_relation:
        return related
    if isinstance(field, models.JSONField):
        return lambda row: _json(row.__dict__[attname])
    return lambda row: row.__dict__[attname]


def _json(value: Any) -> str | None:
    """Return a JSON value as text; None is the absence of one."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _text(value: Any) -> str:
    """Return a value in the text format of COPY. Raises TypeError for a kind that no row of an import has."""
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return _escaped("{" + ",".join(map(_element, value)) + "}")
    if isinstance(value, _PLAIN):
        return str(value)
    raise TypeError(type(value))


def _escaped(text: str) -> str:
    return str(text).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _element(value: str) -> str:
    """Return an element of an array of texts."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
