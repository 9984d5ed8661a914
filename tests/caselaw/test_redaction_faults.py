"""Redactions that are killed, that meet one another, and that meet an edit."""

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.utils import timezone

from caselaw.actions import drafts, redaction, redaction_files
from caselaw.choices import RedactionReason
from caselaw.models import Case, CaseText, RedactionRecord
from portal.core.actions.records import Record
from portal.core.models import PrivateFile, User
from tests.factories.caselaw import CaseFactory, CaseTextFactory
from tests.factories.core import NOW, PrivateFileFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Rosa Vargas"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer() -> User:
    return UserFactory(administrator=True)


def named_case() -> Case:
    case = CaseFactory(complete=True)
    text = CaseTextFactory(case=case, language="fr", headline=f"{NAME}, {NAME}")
    text.headline = f"{NAME} fled"
    text.save()
    return case


def stored_file() -> PrivateFile:
    file = PrivateFileFactory.build(owner=UserFactory())
    file.file.save("a.json", ContentFile(f'["{NAME}"]'.encode()), save=False)
    file.save()
    return file


def redact(case: Case, by: User) -> None:
    redaction.redact(
        case_id=case.pk,
        texts=[NAME],
        replacement="[name removed]",
        reason=RedactionReason.NAMES_VICTIM,
        by=by,
        now=NOW,
    )


def killed_at(module: Any, function: str, monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> None:
    """Do the work in a process of its own and kill it with signal 9 when it enters the function."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        # The socket belongs to the parent; a new connection is made.
        connections["default"].connection = None

        def stop_here(*_args: Any, **_kwargs: Any) -> None:
            os.write(writer, b"x")
            time.sleep(600)

        monkeypatch.setattr(module, function, stop_here)
        try:
            work()
        finally:
            os._exit(1)
    os.close(writer)
    assert os.read(reader, 1) == b"x"
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    os.close(reader)


@pytest.mark.parametrize(
    ("module", "function"),
    [(redaction, "_renew_briefs"), (redaction_files, "set_aside"), (redaction, "_prove")],
)
def test_a_redaction_killed_before_its_end_leaves_everything_as_it_was(
    officer: User, monkeypatch: pytest.MonkeyPatch, module: Any, function: str
) -> None:
    case, file = named_case(), stored_file()

    killed_at(module, function, monkeypatch, lambda: redact(case, officer))

    assert case.texts.get(language="fr").headline == f"{NAME} fled"
    events = CaseText.pgh_event_model.objects.filter(language="fr")  # type: ignore[attr-defined]  # made by the tracker
    assert events.filter(headline__contains=NAME).count() == 2
    assert not RedactionRecord.objects.exists()
    stored = PrivateFile.objects.get(pk=file.pk)
    assert stored.file.name == file.file.name
    assert default_storage.exists(file.file.name or "")
    redact(case, officer)
    assert redaction.proof([NAME]).hits == {}


def test_a_redaction_killed_after_its_commit_is_finished_by_the_clock(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, file = named_case(), stored_file()

    killed_at(redaction_files, "delete", monkeypatch, lambda: redact(case, officer))

    record = RedactionRecord.objects.get()
    assert (record.finished_at, record.paths_to_delete) == (None, [file.file.name])
    assert redaction.finish_all(now=NOW) == 1
    assert redaction.proof([NAME]).hits == {}


def in_thread(work: Callable[[], None], faults: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  shown by the test
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_two_redactions_at_once_wait_for_one_another(officer: User) -> None:
    case, faults = named_case(), list[BaseException]()

    threads = [in_thread(lambda: redact(case, officer), faults) for _ in range(2)]
    for thread in threads:
        thread.join()

    assert faults == []
    first, second = RedactionRecord.objects.order_by("pk")
    assert sum(first.rewritten.values()) > 0
    assert sum(second.rewritten.values()) == 0
    assert redaction.proof([NAME]).hits == {}


def test_an_edit_that_was_begun_before_is_waited_for_and_redacted(officer: User) -> None:
    case, faults = named_case(), list[BaseException]()
    row = case.texts.get(language="en")

    with transaction.atomic():
        row.commentary = f"Written meanwhile by {NAME}"
        drafts.save_parts(
            case_id=case.pk,
            parts=[Record(row)],
            removed=[],
            seen_at=Case.objects.get(pk=case.pk).updated_at,
            by=officer,
            now=timezone.now(),
        )
        thread = in_thread(lambda: redact(case, officer), faults)
        time.sleep(1)
        assert thread.is_alive()
    thread.join()

    assert faults == []
    row.refresh_from_db()
    assert row.commentary == "Written meanwhile by [name removed]"
    assert redaction.proof([NAME]).hits == {}
