"""Find a text in every row of the database and put something else in its place."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.text import slugify

from caselaw.actions.redaction_schema import SESSIONS, Column, Flavour, Kind, Table, searched_tables
from caselaw.anonymisation.spelling import Spelling, is_in, replace
from portal.core.names import normalised

_EXCERPT = 40
# Columns that lead from a row to its brief.
_WAYS_TO_A_BRIEF = ("case_id", "from_case_id", "defendant_id")


@dataclass(frozen=True, slots=True)
class Match:
    """A row with the text: where it lies, its values by column, and the values of columns that lead to its brief."""

    table: Table
    ctid: str
    values: dict[str, Any]
    ways: dict[str, int]


@dataclass(slots=True)
class Rewritten:
    """How many rows of each table were rewritten, and by which keys their briefs are found."""

    rows: dict[str, int] = field(default_factory=dict)
    briefs: set[int] = field(default_factory=set)
    defendants: set[int] = field(default_factory=set)


def matches(table: Table, spellings: list[Spelling]) -> Iterator[Match]:
    """Give every row of a table that holds the text. PostgreSQL looks for candidates, Python decides."""
    columns = [column for column in table.columns if column.kind != Kind.VECTOR]
    if not columns:
        return
    ways = [name for name in _ways(table) if name in table.every_column]
    shown = ", ".join(["ctid::text", *(_shown(column) for column in columns), *(f'"{name}"' for name in ways)])
    condition = " OR ".join(f"{_searched(column)} ~ %s" for column in columns for _ in spellings)
    patterns = [spelling.postgres for _ in columns for spelling in spellings]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {shown} FROM "{table.name}" WHERE {condition}', patterns)  # noqa: S608  names of the catalogue
        rows = cursor.fetchall()
    for ctid, *rest in rows:
        values = {column.name: _loaded(column, value) for column, value in zip(columns, rest, strict=False)}
        if any(_holds(value, spellings) for value in values.values()):
            yield Match(table, ctid, values, dict(zip(ways, rest[len(columns) :], strict=True)))


def rewrite_all(spellings: list[Spelling], replacement: str) -> Rewritten:
    """Rewrite every row of every searched table, and delete the sessions that hold the text."""
    done = Rewritten()
    for table in searched_tables():
        for match in list(matches(table, spellings)):
            _rewrite(match, spellings, replacement)
            done.rows[table.name] = done.rows.get(table.name, 0) + 1
            _note_brief(match, done)
    if sessions := sessions_with(spellings):
        done.rows[SESSIONS] = len(sessions)
        Session.objects.filter(pk__in=sessions).delete()
    return done


def sessions_with(spellings: list[Spelling]) -> list[str]:
    """Return the keys of sessions whose values hold the text."""
    store = SessionStore()
    found = Session.objects.values_list("session_key", "session_data").iterator()
    return [key for key, data in found if is_in(json.dumps(store.decode(data), ensure_ascii=False), spellings)]


def excerpts(match: Match, spellings: list[Spelling]) -> Iterator[tuple[str, str, str]]:
    """Give what stands before, in and behind each place of the text in a row."""
    for value in match.values.values():
        for text in _texts(value):
            for spelling in spellings:
                for start, end in spelling.spans(text):
                    yield text[max(0, start - _EXCERPT) : start], text[start:end], text[end : end + _EXCERPT]


def _rewrite(match: Match, spellings: list[Spelling], replacement: str) -> None:
    changes = {}
    for column in match.table.columns:
        if column.kind == Kind.VECTOR:
            continue
        old = match.values[column.name]
        new = _replaced(old, spellings, _fitting(replacement, column.flavour))
        if new != old:
            changes[column] = json.dumps(new, ensure_ascii=False) if column.kind == Kind.JSON else new
    assignments = ", ".join(f'"{column.name}" = %s::{column.sql_type}' for column in changes)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{match.table.name}" SET {assignments} WHERE ctid = %s::tid',  # noqa: S608  names of the catalogue
            [*changes.values(), match.ctid],
        )


def _note_brief(match: Match, done: Rewritten) -> None:
    for name, key in match.ways.items():
        if key is not None:
            (done.defendants if name == "defendant_id" else done.briefs).add(key)


def _ways(table: Table) -> tuple[str, ...]:
    if "pgh_id" in table.every_column or not table.name.startswith("caselaw_"):
        return ()
    return ("id",) if table.name == "caselaw_case" else _WAYS_TO_A_BRIEF


def _shown(column: Column) -> str:
    return f'"{column.name}"::text' if column.kind == Kind.JSON else f'"{column.name}"'


def _searched(column: Column) -> str:
    if column.kind == Kind.ARRAY:
        return f"array_to_string(\"{column.name}\", E'\\n')"
    return _shown(column)


def _loaded(column: Column, value: Any) -> Any:
    return json.loads(value) if column.kind == Kind.JSON and value is not None else value


def _fitting(replacement: str, flavour: Flavour) -> str:
    if flavour == Flavour.SLUG:
        return slugify(replacement) or "x"
    return normalised(replacement) or "x" if flavour == Flavour.NORMALISED else replacement


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _holds(value: Any, spellings: list[Spelling]) -> bool:
    return any(is_in(text, spellings) for text in _texts(value))


def _replaced(value: Any, spellings: list[Spelling], replacement: str) -> Any:
    if isinstance(value, str):
        return replace(value, spellings, replacement)
    if isinstance(value, dict):
        return {
            replace(key, spellings, replacement): _replaced(item, spellings, replacement) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_replaced(item, spellings, replacement) for item in value]
    return value
