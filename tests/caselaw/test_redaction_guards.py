"""What redaction refuses, who may redact, and that history is closed for everybody else."""

import pathlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import DatabaseError

from caselaw.actions import redaction
from caselaw.anonymisation.spelling import REPLACEMENT
from caselaw.choices import RedactionReason
from caselaw.models import Case, RedactionRecord
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
    CaseTextFactory,
)
from tests.factories.core import NOW, UserFactory
from tests.faults import refused_by

pytestmark = pytest.mark.django_db

NAME = "Rosa Vargas"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer() -> User:
    return UserFactory(permissions=("caselaw.view_case", "caselaw.redact_case"))


def redact(case: Case, by: User, *texts: str, replacement: str = REPLACEMENT) -> RedactionRecord:
    return redaction.redact(
        case_id=case.pk,
        texts=texts or [NAME],
        replacement=replacement,
        reason=RedactionReason.NAMES_VICTIM,
        by=by,
        now=NOW,
    )


@pytest.mark.parametrize(
    "text", ["Al", "A.B.", "李", "recruitment", "FRANCE", "Francia", "the victim"[4:], "applicant"]
)
def test_a_text_that_stands_everywhere_is_refused(officer: User, text: str) -> None:
    case = CaseFactory(complete=True)

    with pytest.raises(IncompleteError) as refusal:
        redact(case, officer, NAME, text)

    assert len(refusal.value.missing) == 1
    assert not RedactionRecord.objects.exists()


@pytest.mark.parametrize("texts", [[], ["  "], [f"name {number}" for number in range(21)]])
def test_no_text_or_too_many_are_refused(officer: User, texts: list[str]) -> None:
    with pytest.raises(IncompleteError):
        redaction.preview(texts=texts, by=officer)


def test_a_replacement_that_brings_the_text_back_is_refused(officer: User) -> None:
    with pytest.raises(IncompleteError):
        redact(CaseFactory(), officer, replacement="[Rosa Vargas removed]")


def test_only_those_with_the_permission_redact_or_look(officer: User) -> None:
    person = UserFactory(editor=True)
    person.user_permissions.remove(person.user_permissions.get(codename="redact_case"))
    person = User.objects.get(pk=person.pk)

    with pytest.raises(NotAllowedError):
        redact(CaseFactory(), person)
    with pytest.raises(NotAllowedError):
        redaction.preview(texts=[NAME], by=person)


def test_a_replacement_that_the_database_refuses_changes_nothing(officer: User) -> None:
    case = CaseFactory()
    for value in (NAME, "Rosa-Vargas"):
        CaseIdentifierFactory(case=case, value=value, normalised=value)

    with pytest.raises(WrongStatusError):
        redact(case, officer)

    assert set(case.identifiers.values_list("value", flat=True)) == {NAME, "Rosa-Vargas"}


# History


def test_history_is_closed_again_after_the_action(officer: User) -> None:
    CaseTextFactory(headline=NAME)
    redact(CaseFactory(), officer)

    for statement in ("UPDATE caselaw_casetextevent SET pgh_label = 'x'", "DELETE FROM caselaw_casetextevent"):
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            cursor.execute(statement)


def test_history_is_closed_after_a_redaction_that_failed(officer: User) -> None:
    case = CaseFactory()
    for value in (NAME, "Rosa-Vargas"):
        CaseIdentifierFactory(case=case, value=value, normalised=value)
    with pytest.raises(WrongStatusError):
        redact(case, officer)

    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        cursor.execute("UPDATE caselaw_caseevent SET pgh_label = 'x'")


def test_no_other_module_opens_history() -> None:
    root = apps.get_app_config("caselaw").path
    packages = [pathlib.Path(root).parent / name for name in ("caselaw", "portal", "reports", "trustfund")]
    opening = [
        path.name
        for package in packages
        for path in package.rglob("*.py")
        if "migrations" not in path.parts and "append_only" in path.read_text()
    ]
    assert opening == ["redaction.py"]


def test_a_record_with_hits_left_cannot_exist(officer: User) -> None:
    record = redact(CaseFactory(), officer)

    with refused_by("caselaw_redaction_leaves_nothing"):
        RedactionRecord.objects.filter(pk=record.pk).update(hits_left=1)


# Preview
