"""Importing in the background: check, confirmation, writing; a killed worker leaves all or nothing, and it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from caselaw import tasks
from caselaw.actions import import_batches
from caselaw.choices import ImportDecision, ImportState
from caselaw.models import Case, ImportBatch
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import Notice, User
from portal.jobs import running
from portal.jobs.choices import JobState
from portal.jobs.handlers import JobCancelledError, Progress
from portal.jobs.models import LEASE, Job
from tests.caselaw.import_files import Raw, case, content_of
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep jobs from the queue: the tests run them."""
    monkeypatch.setattr("portal.jobs.actions.jobs.send", lambda job_id: None)


def _hand_in(*cases: Raw, by: User | None = None) -> ImportBatch:
    content = SimpleUploadedFile("cases.json", content_of(*cases))
    person = by or UserFactory(editor=True)
    return import_batches.hand_in(content=content, kind="json", source_system="", by=person, now=NOW)


def _run(batch: ImportBatch) -> ImportBatch:
    assert batch.job_id
    running.run(batch.job_id)
    return ImportBatch.objects.select_related("job", "imported_by").get(pk=batch.pk)


def _confirm(batch: ImportBatch) -> ImportBatch:
    return import_batches.confirm(batch_id=batch.pk, by=batch.imported_by, now=NOW)


def elsewhere(act: Callable[[], None]) -> None:
    """Act as another web process would: over a connection of its own. Raises what the act raises."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(run).result(20)


def test_a_file_is_checked_confirmed_and_written() -> None:
    ready = _run(_hand_in(case(), case(slug="b")))
    assert (ready.state, ready.read, ready.created) == (ImportState.READY, 2, 2)
    assert not Case.objects.exists()

    written = _run(_confirm(ready))

    assert (written.state, written.created) == (ImportState.WRITTEN, 2)
    assert Case.objects.count() == 2
    assert {item.case for item in written.items.all()} == set(Case.objects.all())


@pytest.mark.parametrize("step", ["check", "write"])
def test_work_that_its_owner_stops_writes_nothing_and_may_begin_again(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = _hand_in(case(), case(slug="b"))
    if step == "write":
        batch = _confirm(_run(batch))
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.01)
    stopped: list[int] = []

    def stop_and_go_on(progress: Progress, *_done: Any, **_told: Any) -> None:
        if not stopped:
            elsewhere(lambda: import_batches.stop(batch_id=batch.pk, by=batch.imported_by, now=NOW))
            stopped.append(batch.pk)
        assert progress.cancelled.wait(20)
        raise JobCancelledError

    with monkeypatch.context() as patch:
        patch.setattr(Progress, "report", stop_and_go_on)
        ended = _run(batch)

    assert (ended.standing, Case.objects.count()) == (ImportState.FAILED, 0)
    assert ended.job
    assert ended.job.state == JobState.CANCELLED
    again = _run(import_batches.check_again(batch_id=batch.pk, by=batch.imported_by, now=NOW))
    assert again.state == ImportState.READY


def test_nobody_waits_for_a_decision_while_the_import_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = _confirm(_run(_hand_in(case(), case(slug="b"))))
    refused: list[str] = []

    def decide(*_done: Any, **_told: Any) -> None:
        try:
            elsewhere(lambda: import_batches.discard(batch_id=batch.pk, by=batch.imported_by))
        except WrongStatusError as refusal:
            refused.append(str(refusal))

    monkeypatch.setattr(Progress, "report", decide)

    assert _run(batch).state == ImportState.WRITTEN
    assert set(refused) == {"This import does not wait for a decision."}


def test_only_the_importer_stops_the_work() -> None:
    batch = _hand_in(case())

    with pytest.raises(NotAllowedError):
        import_batches.stop(batch_id=batch.pk, by=UserFactory(editor=True), now=NOW)


def test_work_that_has_ended_is_not_stopped() -> None:
    batch = _run(_hand_in(case()))

    with pytest.raises(WrongStatusError):
        import_batches.stop(batch_id=batch.pk, by=batch.imported_by, now=NOW)


def test_what_differs_from_the_former_import_is_kept() -> None:
    person = UserFactory(editor=True)
    _run(_confirm(_run(_hand_in(case(), case(slug="b"), by=person))))

    ready = _run(_hand_in(case(title="New"), case(slug="b"), case(slug="c"), by=person))

    decisions = dict(ready.items.values_list("source_id", "decision"))
    changed = ready.items.get(decision=ImportDecision.CHANGED)
    assert decisions == {"prosecutor-v-a": "changed", "b": "unchanged", "c": "new"}
    assert changed.changes == [{"path": "title", "before": "Prosecutor v. A.", "after": "New"}]


def test_a_file_that_would_empty_many_values_is_refused_and_says_which() -> None:
    person = UserFactory(editor=True)
    _run(_confirm(_run(_hand_in(case(commentary="Long.", keywords=["one", "two"]), by=person))))

    refused = _run(_hand_in(case(), by=person))

    found = list(refused.findings.order_by("number"))
    assert (refused.state, refused.values_lost) == (ImportState.REFUSED, 3)
    assert "5 per cent" in found[0].why
    assert "commentary" in found[1].value


def test_a_file_with_an_error_is_refused_and_keeps_nothing_of_its_briefs() -> None:
    refused = _run(_hand_in(case(), case(slug="b", jurisdiction="XY")))

    assert (refused.state, refused.errors, refused.findings.get().path) == (
        ImportState.REFUSED,
        1,
        "cases[1].jurisdiction",
    )
    assert not refused.items.filter(raw__isnull=False).exists()
    with pytest.raises(WrongStatusError):
        _confirm(refused)


def test_the_same_file_handed_in_twice_is_one_import() -> None:
    person = UserFactory(editor=True)

    assert _hand_in(case(), by=person) == _hand_in(case(), by=person)
    assert Job.objects.count() == 1


def test_only_who_handed_the_file_in_confirms() -> None:
    ready = _run(_hand_in(case()))

    with pytest.raises(NotAllowedError):
        import_batches.confirm(batch_id=ready.pk, by=UserFactory(administrator=True), now=NOW)


def test_what_changes_before_the_writing_refuses_the_import_and_a_new_check_is_offered() -> None:
    person = UserFactory(editor=True)
    _run(_confirm(_run(_hand_in(case(), by=person))))
    ready = _run(_hand_in(case(title="New"), by=person))
    Case.objects.update(updated_at=timezone.now())

    refused = _run(_confirm(ready))

    assert (refused.state, refused.job.state) == (ImportState.REFUSED, JobState.FAILED)  # type: ignore[union-attr]
    again = import_batches.check_again(batch_id=refused.pk, by=person, now=NOW)
    assert _run(again).state == ImportState.REFUSED


def test_an_import_of_which_nothing_was_written_can_be_removed_with_its_file() -> None:
    refused = _run(_hand_in(case(jurisdiction="XY")))
    assert refused.file is not None
    storage, path = refused.file.file.storage, refused.file.file.name

    import_batches.discard(batch_id=refused.pk, by=refused.imported_by)

    assert not ImportBatch.objects.exists()
    assert not storage.exists(path)


def test_the_owner_is_told_of_the_check_and_of_the_writing() -> None:
    ready = _run(_hand_in(case()))
    _run(_confirm(ready))

    checked, finished = Notice.objects.order_by("pk")
    assert "waits for your decision" in tasks.write_checked(checked)[0]
    assert tasks.write_finished(finished)[0] == "Import of cases.json: done"
    assert str(ready.public_id) in tasks.write_finished(finished)[1]


# The worker is killed at each of these moments: the function before which it dies, and at which call.
MOMENTS = {
    "as the check begins": ("caselaw.actions.import_staging.take_over", 1, "check"),
    "between two chunks of the check": ("caselaw.actions.import_staging._item", 201, "check"),
    "as the check closes": ("caselaw.actions.import_staging._keep_findings", 1, "check"),
    "between two chunks of the writing": ("caselaw.actions.imports.read_again", 201, "write"),
    "just before the commit": ("caselaw.actions.import_rows._link", 10, "write"),
}
SCRIPT = """
import importlib, os, signal, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
django.setup()
path, number, job = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
room, name = path.rsplit(".", 1)
module, seen = importlib.import_module(room), []
real = getattr(module, name)
def deadly(*args, **kwargs):
    seen.append(1)
    if len(seen) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(module, name, deadly)
import caselaw.tasks
from portal.jobs import running
running.run(job)
"""


@pytest.mark.parametrize(("before", "number", "work"), MOMENTS.values(), ids=MOMENTS)
def test_a_killed_worker_leaves_all_or_nothing_and_the_next_one_ends_it(before: str, number: int, work: str) -> None:
    batch = _hand_in(*(case(slug=f"case-{one}", sources=[]) for one in range(250)))
    if work == "write":
        batch = _confirm(_run(batch))

    _run_and_die(before, number, batch)

    assert not Case.objects.exists()
    Job.objects.update(heartbeat_at=timezone.now() - 2 * LEASE - timedelta(seconds=1))  # what the sweeper waits for
    ended = _run(batch)
    if work == "check":
        assert (ended.state, ended.items.count()) == (ImportState.READY, 250)
        ended = _run(_confirm(ended))
    assert (ended.state, Case.objects.count()) == (ImportState.WRITTEN, 250)


def _run_and_die(before: str, number: int, batch: ImportBatch) -> None:
    name = connection.settings_dict["NAME"]
    worker = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, before, str(number), str(batch.job_id)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "WORKER_DATABASE": name},
        check=False,
        capture_output=True,
        timeout=300,
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr.decode()[-2000:]
