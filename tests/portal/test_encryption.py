"""Encrypted texts: the key ring, the field, and the change of keys."""

from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from caselaw.models import SuppressedName
from portal.core.actions.encryption import encrypted_fields
from portal.core.encryption import EncryptedTextField, UnknownKeyError, decrypt, encrypt
from portal.settings import env  # noqa: TID251  the reader of the variable is what is tested
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_a_text_comes_back() -> None:
    assert decrypt(encrypt("Ключ 钥匙 مفتاح")) == "Ключ 钥匙 مفتاح"


def test_a_token_shows_nothing_of_the_text_and_differs_each_time() -> None:
    first, second = encrypt("Rosa"), encrypt("Rosa")

    assert "Rosa" not in first
    assert first != second


def test_every_key_of_the_ring_opens_and_the_first_one_closes(settings: Any) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = encrypt("Rosa")
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    newer = encrypt("Rosa")

    assert decrypt(token) == "Rosa"
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert decrypt(newer) == "Rosa"
    with pytest.raises(UnknownKeyError):
        decrypt(token)


def test_a_foreign_token_is_refused_without_repeating_it() -> None:
    with pytest.raises(UnknownKeyError) as refusal:
        decrypt("no token")

    assert "no token" not in str(refusal.value)


@pytest.mark.parametrize("value", ["short", "*" * 44, f"{NEW},short"], ids=["short", "no base64", "one of two"])
def test_what_is_no_key_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", value)

    with pytest.raises(ImproperlyConfigured, match="no key") as refusal:
        env.encryption_keys("FIELD_ENCRYPTION_KEYS")
    assert value not in str(refusal.value)


def test_without_a_ring_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIELD_ENCRYPTION_KEYS", raising=False)

    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
        env.encryption_keys("FIELD_ENCRYPTION_KEYS")


def test_several_keys_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", f"{NEW}, {OLD}")

    assert env.encryption_keys("FIELD_ENCRYPTION_KEYS") == [NEW, OLD]


# The field, on a model that has one


@pytest.fixture
def name(db: None) -> SuppressedName:
    return SuppressedName.objects.create(case=CaseFactory(), name="Rosa", added_by=UserFactory(), added_at=NOW)


def token_of(name: SuppressedName) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM caselaw_suppressedname WHERE id = %s", [name.pk])
        return str(cursor.fetchone()[0])


def test_the_database_holds_a_token_and_the_program_reads_the_text(name: SuppressedName) -> None:
    assert "Rosa" not in token_of(name)
    assert SuppressedName.objects.get().name == "Rosa"


@pytest.mark.parametrize("lookup", ["name", "name__contains", "name__in", "name__iexact", "name__regex"])
def test_an_encrypted_text_is_never_searched(name: SuppressedName, lookup: str) -> None:
    with pytest.raises(FieldError, match="cannot be searched"):
        list(SuppressedName.objects.filter(**{lookup: "Rosa"}))


def test_a_copy_in_the_audit_trail_is_refused_by_the_check() -> None:
    for field in encrypted_fields():
        assert field.check() == []
    event_field = EncryptedTextField()
    event_field.set_attributes_from_name("name")
    event_field.model = SuppressedName.pgh_event_model  # type: ignore[attr-defined]  # made by the tracker

    assert "core.E001" in [fault.id for fault in event_field.check()]


def test_the_keys_are_changed_by_the_command(name: SuppressedName, settings: Any) -> None:
    old = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [NEW, *old]
    output = StringIO()

    call_command("rotate_encryption", stdout=output)

    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert SuppressedName.objects.get().name == "Rosa"
    assert "caselaw.SuppressedName.name: 1" in output.getvalue()
    assert SuppressedName.pgh_event_model.objects.count() == 1  # type: ignore[attr-defined]  # likewise
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    with pytest.raises(CommandError, match="Put the key"):
        call_command("rotate_encryption", stdout=output)
