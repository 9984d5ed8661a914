"""Insert rows as published, and their defects, by COPY: constraints see each of them, in a fraction of the time."""

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from reports.importing.published import PublishedRow
from reports.importing.published_defects import Defect
from reports.models import PublishedDefect, PublishedObservation

_NOTHING = r"\N"
_LENGTHS = {
    field.name: field.max_length
    for field in PublishedObservation._meta.concrete_fields
    if isinstance(field, models.CharField)
}
_OBSERVATION = (
    "dataset_id",
    "row_number",
    "row_hash",
    "iso3_text",
    "country_text",
    "country_id",
    "region_text",
    "subregion_text",
    "indicator_text",
    "indicator_id",
    "dimension_text",
    "category_text",
    "exploitation",
    "partner_as",
    "partner_label_id",
    "sex",
    "age",
    "year",
    "unit_text",
    "source_text",
    "value_text",
    "value",
    "low",
    "high",
    "is_quarantined",
)
_DEFECT = ("dataset_id", "kind", "row_number", "column", "value", "details")


class Keys:
    """What a row is joined to: keys of its country, indicator and label, None where there is none."""

    __slots__ = ("country", "indicator", "label")

    def __init__(self, country: int | None, indicator: int | None, label: int | None) -> None:
        """Take the keys."""
        self.country, self.indicator, self.label = country, indicator, label


def insert_rows(dataset_id: int, rows: Iterable[tuple[PublishedRow, Keys]]) -> None:
    """Insert rows as published."""
    _copy(PublishedObservation, _OBSERVATION, (_values(dataset_id, row, keys) for row, keys in rows))


def insert_defects(dataset_id: int, defects: Iterable[Defect]) -> None:
    """Insert what is wrong with a data set."""
    rows = (
        (
            dataset_id,
            str(found.kind),
            found.row_number,
            found.column,
            found.value,
            json.dumps(found.details, ensure_ascii=False),
        )
        for found in defects
    )
    _copy(PublishedDefect, _DEFECT, rows)


def _values(dataset_id: int, row: PublishedRow, keys: Keys) -> tuple[Any, ...]:
    texts = row.texts
    return (
        dataset_id,
        row.number,
        row.digest,
        texts.iso3[: _LENGTHS["iso3_text"]],
        texts.country[: _LENGTHS["country_text"]],
        keys.country,
        texts.region[: _LENGTHS["region_text"]],
        texts.subregion[: _LENGTHS["subregion_text"]],
        texts.indicator[: _LENGTHS["indicator_text"]],
        keys.indicator,
        texts.dimension[: _LENGTHS["dimension_text"]],
        texts.category[: _LENGTHS["category_text"]],
        str(row.exploitation),
        str(row.partner_as),
        keys.label,
        str(row.sex),
        str(row.age),
        row.year,
        texts.unit[: _LENGTHS["unit_text"]],
        texts.source[: _LENGTHS["source_text"]],
        texts.value[: _LENGTHS["value_text"]],
        row.value,
        row.low,
        row.high,
        bool(row.quarantine),
    )


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    buffer = io.StringIO("".join("\t".join(map(_text, row)) + "\n" for row in rows))
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", buffer)


def _text(value: Any) -> str:
    """Return a value in the text format of COPY."""
    if value is None:
        return _NOTHING
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return str(value)
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
