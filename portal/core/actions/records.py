"""Write the rows that one form holds: a row with its parts, in one transaction with its name in the audit trail."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.db import models

from portal.core.audit import audited
from portal.core.models import User


@dataclass(frozen=True, slots=True)
class Record:
    """A checked row that is not yet written, what its many-to-many fields shall hold, and a file handed in with it."""

    row: models.Model
    links: dict[str, Iterable[Any]] = field(default_factory=dict)
    upload: File | None = None  # type: ignore[type-arg]  # bytes or text, as the browser sent it


@audited("record.saved")
def save(*, changed: list[Record], removed: list[models.Model], by: User) -> None:
    """Write a row of reference data or an account with its parts."""
    write(changed, removed)


@audited("record.deleted")
def delete(*, rows: Iterable[models.Model], by: User) -> None:
    """Delete rows."""
    for row in rows:
        row.delete()


def write(changed: list[Record], removed: list[models.Model]) -> None:
    """Delete first, so that a new row may take the place of a removed one; parents come before their parts."""
    for row in removed:
        row.delete()
    for record in changed:
        record.row.save()
        for name, values in record.links.items():
            getattr(record.row, name).set(values)
