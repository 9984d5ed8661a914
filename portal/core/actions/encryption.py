"""Change the keys of encrypted texts."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from portal.core.audit import audited
from portal.core.encryption import EncryptedTextField

_ROWS_AT_ONCE = 500


def rotate() -> dict[str, int]:
    """Encrypt every encrypted text anew by the first key; return the number of rows per field.

    Each batch is a transaction of its own: a run that was interrupted leaves texts of both keys, all readable, and can
    simply be repeated.
    """
    return {str(field): sum(_batches(field)) for field in encrypted_fields()}


def encrypted_fields() -> list[EncryptedTextField]:
    """Return every encrypted field of the project."""
    return [
        field
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def _batches(field: EncryptedTextField) -> Iterator[int]:
    keys = list(_rows(field).values_list("pk", flat=True))
    for start in range(0, len(keys), _ROWS_AT_ONCE):
        yield _rewrite(field, keys[start : start + _ROWS_AT_ONCE])


@audited("encryption.rotated")
def _rewrite(field: EncryptedTextField, keys: list[object]) -> int:
    rows = _rows(field).select_for_update().filter(pk__in=keys)
    changed = 0
    for key, text in rows.values_list("pk", field.name):
        changed += _rows(field).filter(pk=key).update(**{field.name: text})
    return changed


def _rows(field: EncryptedTextField) -> models.QuerySet[models.Model]:
    rows = field.model._base_manager.exclude(**{f"{field.name}__isnull": True})
    return rows.order_by("pk")
