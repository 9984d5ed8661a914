"""Importing in the background: from the file that was handed in to the message to its owner."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caselaw import tasks
from caselaw.actions import imports
from caselaw.models import Case, ImportBatch
from portal.core.models import Notice, User
from portal.jobs import running
from portal.jobs.choices import JobState
from portal.jobs.handlers import JobCancelledError, Progress, handler_for
from portal.jobs.models import Job
from tests.caselaw.import_files import Raw, case, content_of
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep jobs from the queue: the tests run them."""
    monkeypatch.setattr("portal.jobs.actions.jobs.send", lambda job_id: None)


def _start(*cases: Raw, by: User | None = None, is_dry_run: bool = False) -> Job:
    content = SimpleUploadedFile("cases.json", content_of(*cases))
    person = by or UserFactory()
    return imports.start(content=content, source_system="", is_dry_run=is_dry_run, by=person, now=NOW)


def _run(job: Job) -> Job:
    running.run(job.pk)
    job.refresh_from_db()
    return job


def test_the_job_imports_the_file_in_the_name_of_its_owner() -> None:
    job = _run(_start(case(), case(slug="b")))

    assert job.state == JobState.SUCCEEDED
    assert job.result == {"read": 2, "created": 2, "updated": 0, "unchanged": 0}
    assert (job.done, job.total) == (4, 4)
    assert ImportBatch.objects.get().imported_by == job.owner
    assert Case.objects.count() == 2


def test_a_job_that_only_checks_writes_nothing() -> None:
    job = _run(_start(case(), is_dry_run=True))

    assert (job.state, job.result["created"], job.done, job.total) == (JobState.SUCCEEDED, 1, 1, 1)
    assert not Case.objects.exists()


def test_a_refused_file_fails_the_job_with_all_findings() -> None:
    job = _run(_start(case(), case(slug="b", jurisdiction="XY"), case(slug="c", decision_date="2031")))

    assert job.state == JobState.FAILED
    assert "Errors in the file: 2" in job.error
    assert [finding["path"] for finding in job.findings] == ["cases[1].jurisdiction", "cases[2].decision_date"]
    assert set(job.findings[0]) == {"level", "path", "value", "why", "remedy"}
    assert not Case.objects.exists()


def test_warnings_come_with_the_result() -> None:
    job = _run(_start(case(facts="Write to a@b.example.")))

    assert job.state == JobState.SUCCEEDED
    assert [finding["level"] for finding in job.findings] == ["warning"]


def test_a_second_run_changes_nothing() -> None:
    job = _start(case())
    handler = handler_for(imports.JOB_KIND)
    handler(job, Progress())

    outcome = handler(job, Progress())

    assert outcome.result == {"read": 1, "created": 0, "updated": 0, "unchanged": 1}
    assert ImportBatch.objects.count() == 2
    assert Notice.objects.count() == 1


def test_a_job_that_is_cancelled_while_it_writes_leaves_nothing() -> None:
    job, progress = _start(case()), Progress()
    report = progress.report

    def cancelled_while_writing(done: int, *, total: int | None = None, step: str | None = None) -> None:
        if done == 2:
            progress.cancelled.set()
        report(done, total=total, step=step)

    progress_class = type("Watched", (Progress,), {"report": staticmethod(cancelled_while_writing)})

    with pytest.raises(JobCancelledError):
        handler_for(imports.JOB_KIND)(job, progress_class())

    assert not Case.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(("jurisdiction", "subject"), [("AR", "done"), ("XY", "not imported")])
def test_the_owner_is_told_how_it_ended(jurisdiction: str, subject: str) -> None:
    job = _run(_start(case(jurisdiction=jurisdiction)))

    notice = Notice.objects.get()
    written = tasks.write_finished(notice)
    assert (notice.kind, notice.recipient) == ("caselaw.import_finished", job.owner)
    assert written[0] == f"Import of cases.json: {subject}"
    assert str(job.public_id) in written[1]
