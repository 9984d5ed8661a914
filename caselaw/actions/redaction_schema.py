"""Which columns of the database hold text: all of them are searched, but for tables that say why not."""

from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.apps import apps
from django.db import connection, models

# Tables that a redaction neither searches nor changes.
NEVER_TOUCHED: dict[str, str] = {
    "django_migrations": "names of migrations",
    "django_content_type": "names of models",
    "auth_permission": "names of permissions",
    "auth_group": "roles, written from a table of the program",
    "core_roleevent": "roles, as above",
    "core_country": "countries, loaded from a file of the repository",
    "core_countryevent": "countries, as above",
    "core_countryalias": "names of countries, as above",
    "core_countryaliasevent": "names of countries, as above",
    "core_region": "regions, as above",
    "core_regionscheme": "regions, as above",
    "core_regionmembership": "regions, as above",
    "core_term": "vocabularies, loaded from files of the repository",
    "core_termevent": "vocabularies, as above",
    "core_termalias": "vocabularies, as above",
    "core_termaliasevent": "vocabularies, as above",
    "core_termlabel": "vocabularies, as above",
    "core_termlabelevent": "vocabularies, as above",
    "core_termscheme": "vocabularies, as above",
    "core_termschemeevent": "vocabularies, as above",
    "caselaw_jurisdiction": "jurisdictions, loaded from a file of the repository",
    "caselaw_jurisdictionevent": "jurisdictions, as above",
    "caselaw_facetvalue": "codes of the search index",
    "core_user": "a member of staff may bear the same name",
    "core_userevent": "accounts, as above",
    "account_emailaddress": "accounts, as above",
    "account_emailconfirmation": "accounts, as above",
    "mfa_authenticator": "second factors of accounts",
    "caselaw_suppressedname": "encrypted; it keeps the name from coming back, and is deleted 30 days after clearing",
    "caselaw_suppressednameevent": "holds no name",
    "caselaw_redactionrecord": "holds keyed hashes only",
    "caselaw_redactionrecordevent": "holds keyed hashes only",
    "reports_publishedobservation": "counts as published elsewhere, which are never changed",
    "reports_publisheddefect": "counts as published, as above",
}
# Kept as text that must be decoded first: see caselaw.actions.redaction_rows.
SESSIONS = "django_session"

_TEXT = {"text", "varchar", "bpchar", "citext", "name"}
_JSON = {"json", "jsonb"}
_ARRAYS = {"_text", "_varchar", "_bpchar"}
_VECTORS = {"tsvector"}
HARMLESS = {
    *("int2", "int4", "int8", "float4", "float8", "numeric", "money", "bool", "uuid", "oid"),
    *("date", "time", "timetz", "timestamp", "timestamptz", "interval"),
    *("inet", "cidr", "macaddr", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"),
    *("_int2", "_int4", "_int8", "_numeric", "_bool", "_date", "_uuid", "_timestamptz"),
}


class Kind(Enum):
    """How a column holds text."""

    TEXT = "text"
    JSON = "json"
    ARRAY = "array"
    VECTOR = "vector"


class Flavour(Enum):
    """What a text in the column must look like."""

    WORDS = "words"
    SLUG = "slug"
    NORMALISED = "normalised"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may hold text, with its type as SQL writes it."""

    name: str
    kind: Kind
    sql_type: str
    flavour: Flavour


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns that may hold text, and all of its columns by name."""

    name: str
    columns: tuple[Column, ...]
    every_column: frozenset[str]

    @property
    def label(self) -> str:
        """What people call its rows."""
        model = _models().get(self.name)
        return str(model._meta.verbose_name) if model else self.name


_COLUMNS = """
    SELECT class.relname, attribute.attname, type.typname, format_type(attribute.atttypid, attribute.atttypmod)
    FROM pg_class class
    JOIN pg_namespace namespace ON namespace.oid = class.relnamespace AND namespace.nspname = 'public'
    JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
    JOIN pg_type type ON type.oid = attribute.atttypid
    WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition AND attribute.attgenerated = ''
    ORDER BY class.relname, attribute.attnum
"""


def searched_tables() -> list[Table]:
    """Return every table that is searched, with its columns of text."""
    return [table for table in _tables() if table.columns and table.name not in {*NEVER_TOUCHED, SESSIONS}]


def unknown_columns() -> list[str]:
    """Return the columns of which nobody has said whether they may hold text."""
    known = {*_TEXT, *_JSON, *_ARRAYS, *_VECTORS, *HARMLESS}
    return [
        f"{table}.{column} ({kind})"
        for table, column, kind, _sql in _rows()
        if kind not in known and table not in NEVER_TOUCHED
    ]


def _tables() -> list[Table]:
    found: dict[str, list[Column]] = {}
    names: dict[str, set[str]] = {}
    for table, column, kind, sql_type in _rows():
        names.setdefault(table, set()).add(column)
        columns = found.setdefault(table, [])
        if how := _kind(kind):
            columns.append(Column(column, how, sql_type, _flavour(table, column)))
    return [Table(name, tuple(columns), frozenset(names[name])) for name, columns in found.items()]


def _rows() -> list[tuple[str, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return list(cursor.fetchall())


def _kind(type_name: str) -> Kind | None:
    for kind, names in ((Kind.TEXT, _TEXT), (Kind.JSON, _JSON), (Kind.ARRAY, _ARRAYS), (Kind.VECTOR, _VECTORS)):
        if type_name in names:
            return kind
    return None


def _flavour(table: str, column: str) -> Flavour:
    model = _models().get(table)
    field = next((field for field in model._meta.concrete_fields if field.column == column), None) if model else None
    if isinstance(field, models.SlugField | models.URLField):
        return Flavour.SLUG
    return Flavour.NORMALISED if column == "normalised" else Flavour.WORDS


@cache
def _models() -> dict[str, type[models.Model]]:
    return {
        model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy
    }
