"""Jobs are started once, taken by one worker, cancelled by their owner and rescued when lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, transaction

from portal.core.errors import WrongStatusError
from portal.jobs.actions import jobs
from portal.jobs.choices import JobState
from portal.jobs.models import LEASE, MOST_ATTEMPTS, Job
from tests.factories.core import NOW, UserFactory
from tests.factories.jobs import JobFactory

THREADS = 8
LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Stand in for the queue."""
    queue = Mock()
    monkeypatch.setattr(jobs, "send", queue)
    return queue


def _at_once(work: Callable[[], Any]) -> list[Any]:
    """Do the same in eight threads that begin together, each over a connection of its own."""
    barrier = Barrier(THREADS)

    def one(_: int) -> Any:
        try:
            barrier.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.django_db
def test_a_job_is_sent_when_its_transaction_commits(
    send: Mock, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(kind="test.nothing", title="A" * 300, by=UserFactory(), now=NOW)
        send.assert_not_called()

    send.assert_called_once_with(job.pk)
    assert (job.state, len(job.title)) == (JobState.QUEUED, 200)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_transaction_rolls_back_is_never_sent(send: Mock) -> None:
    owner = UserFactory()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.start(kind="test.nothing", title="Nothing", by=owner, now=NOW)
        raise ZeroDivisionError

    send.assert_not_called()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_people_who_start_the_same_work_at_once_share_one_job(send: Mock) -> None:
    owner = UserFactory()

    started = _at_once(lambda: jobs.start(kind="test.nothing", title="Same", by=owner, now=NOW, unique_key="same").pk)

    assert set(started) == {Job.objects.get().pk}
    assert send.call_count == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_takes_the_job() -> None:
    job = JobFactory()

    taken = _at_once(lambda: jobs.take(job_id=job.pk, now=NOW))

    assert len([lease for lease in taken if lease is not None]) == 1
    assert Job.objects.get().attempts == 1


@pytest.mark.django_db
class TestTake:
    """What a worker gets that asks for a job."""

    def test_a_waiting_job_is_leased(self) -> None:
        taken = jobs.take(job_id=JobFactory(done=7, total=9, step="Old").pk, now=NOW)

        assert taken is not None
        assert (taken.state, taken.attempts, taken.heartbeat_at) == (JobState.RUNNING, 1, NOW)
        assert (taken.done, taken.total, taken.step) == (0, None, "")

    def test_a_job_in_other_hands_is_not_there(self) -> None:
        assert jobs.take(job_id=JobFactory(running=True).pk, now=NOW + LEASE) is None

    def test_a_lost_job_is_leased_anew(self) -> None:
        lost = JobFactory(running=True)

        taken = jobs.take(job_id=lost.pk, now=LATER)

        assert taken is not None
        assert taken.lease != lost.lease
        assert taken.attempts == 2

    @pytest.mark.parametrize("state", ["succeeded", "failed", "cancelled"])
    def test_a_finished_job_is_not_there(self, state: str) -> None:
        assert jobs.take(job_id=JobFactory(**{state: True}).pk, now=NOW) is None

    def test_a_job_that_does_not_exist_is_not_there(self) -> None:
        assert jobs.take(job_id=0, now=NOW) is None

    def test_a_lost_job_that_was_cancelled_ends(self) -> None:
        job = JobFactory(running=True, is_cancel_requested=True)

        assert jobs.take(job_id=job.pk, now=LATER) is None
        job.refresh_from_db()
        assert (job.state, job.finished_at) == (JobState.CANCELLED, LATER)

    def test_a_job_that_was_interrupted_too_often_fails(self) -> None:
        job = JobFactory(running=True, attempts=MOST_ATTEMPTS)

        assert jobs.take(job_id=job.pk, now=LATER) is None
        job.refresh_from_db()
        assert (job.state, job.error) == (JobState.FAILED, "The work was interrupted too often.")


@pytest.mark.django_db
class TestBeatAndFinish:
    """Only the worker that holds the lease writes progress and the end."""

    def test_a_beat_shows_progress(self) -> None:
        job = JobFactory(running=True)

        held, cancelled = jobs.beat(job=job, done=3, total=4, step="Reading", now=LATER)

        job.refresh_from_db()
        assert (held, cancelled) == (True, False)
        assert (job.done, job.total, job.step, job.heartbeat_at) == (3, 4, "Reading", LATER)

    def test_a_beat_never_shows_more_than_all(self) -> None:
        job = JobFactory(running=True)

        jobs.beat(job=job, done=5, total=4, step="", now=NOW)

        job.refresh_from_db()
        assert job.done == 4

    def test_a_beat_tells_of_the_cancellation(self) -> None:
        job = JobFactory(running=True, is_cancel_requested=True)

        assert jobs.beat(job=job, done=0, total=None, step="", now=NOW) == (True, True)

    def test_a_worker_without_the_lease_changes_nothing(self) -> None:
        old = JobFactory(running=True)
        assert jobs.take(job_id=old.pk, now=LATER) is not None

        held, _ = jobs.beat(job=old, done=3, total=4, step="", now=LATER)
        finished = jobs.finish(job=old, state=JobState.SUCCEEDED, now=LATER)

        old.refresh_from_db()
        assert (held, finished) == (False, False)
        assert (old.state, old.done) == (JobState.RUNNING, 0)

    def test_the_worker_with_the_lease_ends_the_job(self) -> None:
        job = JobFactory(running=True)

        assert jobs.finish(job=job, state=JobState.SUCCEEDED, now=LATER, result={"rows": 2})
        job.refresh_from_db()
        assert (job.state, job.finished_at, job.result) == (JobState.SUCCEEDED, LATER, {"rows": 2})


@pytest.mark.django_db
class TestCancel:
    """Owners stop their jobs."""

    def test_a_waiting_job_stops_at_once(self) -> None:
        job = JobFactory()

        assert jobs.request_cancel(job_id=job.pk, by=job.owner, now=NOW).state == JobState.CANCELLED

    def test_a_running_job_is_asked_to_stop(self) -> None:
        job = JobFactory(running=True)

        asked = jobs.request_cancel(job_id=job.pk, by=job.owner, now=NOW)

        assert (asked.state, asked.is_cancel_requested) == (JobState.RUNNING, True)

    def test_a_finished_job_cannot_be_stopped(self) -> None:
        job = JobFactory(succeeded=True)

        with pytest.raises(WrongStatusError):
            jobs.request_cancel(job_id=job.pk, by=job.owner, now=NOW)

    def test_other_people_cannot_stop_it(self) -> None:
        with pytest.raises(Job.DoesNotExist):
            jobs.request_cancel(job_id=JobFactory().pk, by=UserFactory(), now=NOW)


@pytest.mark.django_db
def test_the_sweeper_sends_lost_jobs_again_and_leaves_others_alone() -> None:
    lost = [JobFactory(running=True), JobFactory()]
    JobFactory(running=True, heartbeat_at=LATER)
    JobFactory(queued_at=LATER)
    JobFactory(failed=True)
    deliver = Mock()

    assert jobs.requeue_lost(now=LATER, deliver=deliver) == 2
    assert {call.args[0] for call in deliver.call_args_list} == {job.pk for job in lost}


@pytest.mark.django_db
def test_the_sweeper_does_not_send_a_waiting_job_again_at_once() -> None:
    JobFactory()
    jobs.requeue_lost(now=LATER, deliver=Mock())

    assert jobs.requeue_lost(now=LATER + timedelta(seconds=1), deliver=Mock()) == 0
