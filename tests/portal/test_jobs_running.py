"""One run of a job: the handler works, a second connection beats, and the end is written once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import NoReturn

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from portal.core.errors import WrongStatusError
from portal.core.models import CountryAlias
from portal.jobs import handlers, running
from portal.jobs.actions import jobs
from portal.jobs.choices import JobState
from portal.jobs.handlers import JobRefusedError, Outcome, Progress
from portal.jobs.models import LEASE, Job
from tests.factories.core import CountryFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[Job, Progress], Outcome]


@pytest.fixture
def does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Return a function that says what jobs of the kind `test.nothing` do."""
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.02)
    return lambda work: monkeypatch.setitem(handlers._handlers, "test.nothing", work)


def _beside(act: Callable[[], object]) -> None:
    """Act over another connection, as a page or another worker does while the job's transaction is open."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def _writes_until_stopped(stop: Callable[[], object]) -> Work:
    """Return work that writes inside a transaction, has itself stopped from beside, and goes on until it notices."""

    def work(job: Job, progress: Progress) -> Outcome:
        country = CountryFactory()
        with transaction.atomic():
            CountryAlias.objects.create(country=country, name="Half", normalised="half")
            _beside(stop)
            for _ in range(500):
                progress.report(1)
                sleep(0.02)
        pytest.fail("It was not stopped.")

    return work


def test_a_handler_that_returns_ends_the_job_with_its_result(does: Callable[[Work], None]) -> None:
    def work(job: Job, progress: Progress) -> Outcome:
        progress.report(2, total=2, step="Reading")
        return Outcome(result={"rows": 2}, findings=[{"path": "rows[1]", "level": "warning"}])

    does(work)
    job = JobFactory()

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.SUCCEEDED, 2, 2)
    assert (job.result, job.findings) == ({"rows": 2}, [{"path": "rows[1]", "level": "warning"}])


def test_progress_shows_while_the_transaction_is_open(does: Callable[[Work], None]) -> None:
    job = JobFactory()
    seen: list[tuple[int, int | None, str]] = []

    def look() -> None:
        seen.append(Job.objects.values_list("done", "total", "step").get(pk=job.pk))

    def work(job: Job, progress: Progress) -> Outcome:
        with transaction.atomic():
            progress.report(1, total=3, step="Writing")
            for _ in range(500):
                _beside(look)
                if seen[-1] == (1, 3, "Writing"):
                    return Outcome(result={})
                sleep(0.02)
        pytest.fail("Nobody saw the progress.")

    does(work)

    running.run(job.pk)

    assert seen[-1] == (1, 3, "Writing")


def test_a_job_that_is_not_there_to_be_done_is_left_alone(does: Callable[[Work], None]) -> None:
    def work(job: Job, progress: Progress) -> NoReturn:
        pytest.fail("It was done again.")

    does(work)

    running.run(JobFactory(succeeded=True).pk)
    running.run(0)


def test_a_handler_that_raises_fails_the_job_without_telling_the_owner_why(does: Callable[[Work], None]) -> None:
    def work(job: Job, progress: Progress) -> NoReturn:
        raise ZeroDivisionError("a secret")

    does(work)
    job = JobFactory()

    with pytest.raises(ZeroDivisionError):
        running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "fault in the portal" in job.error
    assert "secret" not in job.error


@pytest.mark.parametrize(
    ("refusal", "findings"),
    [
        (WrongStatusError("Not now."), []),
        (JobRefusedError("Not now.", [{"path": "cases[0]"}]), [{"path": "cases[0]"}]),
    ],
    ids=["a rule", "findings"],
)
def test_a_refusal_is_told_in_its_own_words(
    does: Callable[[Work], None], refusal: Exception, findings: list[dict[str, str]]
) -> None:
    def work(job: Job, progress: Progress) -> NoReturn:
        raise refusal

    does(work)
    job = JobFactory()

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error, job.findings) == (JobState.FAILED, "Not now.", findings)


def test_a_cancelled_job_stops_and_rolls_back(does: Callable[[Work], None]) -> None:
    job = JobFactory()
    does(_writes_until_stopped(lambda: jobs.request_cancel(job_id=job.pk, by=job.owner, now=timezone.now())))

    running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not CountryAlias.objects.filter(normalised="half").exists()


def test_a_worker_that_lost_its_lease_stops_and_leaves_the_job_to_the_new_one(does: Callable[[Work], None]) -> None:
    job = JobFactory()
    taken: list[Job | None] = []
    later = timezone.now() + LEASE + timedelta(minutes=1)
    does(_writes_until_stopped(lambda: taken.append(jobs.take(job_id=job.pk, now=later))))

    running.run(job.pk)

    job.refresh_from_db()
    assert taken[0] is not None
    assert (job.state, job.lease, job.attempts) == (JobState.RUNNING, taken[0].lease, 2)
    assert not CountryAlias.objects.filter(normalised="half").exists()


def test_a_database_that_went_away_leaves_the_job_to_the_sweeper(does: Callable[[Work], None]) -> None:
    def work(job: Job, progress: Progress) -> NoReturn:
        raise OperationalError

    does(work)
    job = JobFactory()

    running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert list(Job.objects.lost(timezone.now() + LEASE + timedelta(seconds=1))) == [job]
