"""Text that lies encrypted in the database: the few personal data that must be kept for a while.

The key ring is the setting FIELD_ENCRYPTION_KEYS: the first key encrypts, every key decrypts. To change keys, put a new
one first, run `manage.py rotate_encryption`, and take the old one away afterwards.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models


class UnknownKeyError(ValueError):
    """No key of the ring opens the text. The message holds nothing of it."""


def encrypt(text: str) -> str:
    """Return the text encrypted by the first key; the same text gives another token each time."""
    return _ring().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Return the text of a token. Raises UnknownKeyError when none of the keys made it."""
    try:
        return _ring().decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnknownKeyError("None of FIELD_ENCRYPTION_KEYS opens this text.") from None


def _ring() -> MultiFernet:
    return _ring_of(tuple(settings.FIELD_ENCRYPTION_KEYS))


@lru_cache(maxsize=8)
def _ring_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class EncryptedTextField(models.TextField[str, str]):
    """Text that only the program reads: it cannot be searched, sorted or compared, and history must leave it out."""

    description = "Encrypted text"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse a copy of the field in the audit trail."""
        found = super().check(**kwargs)
        if hasattr(self.model, "pgh_tracked_model"):
            found.append(
                checks.Error(
                    "The audit trail would keep an encrypted text for ever.",
                    hint="Name the field in tracked(exclude=[…]).",
                    obj=self,
                    id="core.E001",
                )
            )
        return found

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        text = super().get_prep_value(value)
        return text if text is None else encrypt(text)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt on the way out."""
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but with nothing at all."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else _refuse(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        """Refuse to compare a part of the text."""
        _refuse(lookup_name)


def _refuse(lookup_name: str) -> NoReturn:
    raise FieldError(f"An encrypted text cannot be searched ({lookup_name}).")
