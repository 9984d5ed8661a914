"""Entries of the audit trail as files: a line of CSV for each row that changed, a line of JSON for each entry."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from portal.core.tables import stream_csv, stream_json_lines
from portal.core.trail import Entry, RowChange


def as_file(name: str, kind: str, entries: Iterable[Entry]) -> StreamingHttpResponse | None:
    """Return the file, None for a kind that does not exist."""
    if kind == "csv":
        columns = [
            _("When"),
            _("Who"),
            _("Action"),
            _("In words"),
            _("What"),
            _("Which"),
            _("Key"),
            _("How"),
            _("Fields"),
        ]
        return stream_csv(f"{name}.csv", columns, _lines(entries))
    if kind == "jsonl":
        return stream_json_lines(f"{name}.jsonl", (_object(entry) for entry in entries))
    return None


def _lines(entries: Iterable[Entry]) -> Iterator[list[str]]:
    for entry in entries:
        head = [entry.at.isoformat(), entry.by.name if entry.by else "", entry.action, entry.sentence]
        for row in entry.rows:
            fields = "; ".join(f"{change.label}: {change.old} → {change.new}" for change in row.fields)
            yield [*head, row.what, row.name, str(row.key), row.kind, fields]
        if not entry.rows or entry.is_cut:
            yield [*head, "…" if entry.is_cut else "", "", "", "", ""]


def _object(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "by": {"id": entry.by.key, "name": entry.by.name} if entry.by else None,
        "action": entry.action,
        "sentence": entry.sentence,
        "request": entry.request or None,
        "rows": [_row(row) for row in entry.rows],
        "is_cut": entry.is_cut,
    }


def _row(row: RowChange) -> dict[str, Any]:
    return {
        "what": row.what,
        "name": row.name,
        "key": row.key,
        "how": row.kind,
        "fields": [{"field": change.label, "old": change.old, "new": change.new} for change in row.fields],
    }
