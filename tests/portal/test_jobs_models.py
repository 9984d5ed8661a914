"""What the database refuses about jobs; who sees a job; which jobs are lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.jobs.choices import JobState
from portal.jobs.models import LEASE, RESEND_AFTER, Job, JobFile, WorkerSign
from tests.factories.core import NOW, UserFactory
from tests.factories.jobs import JobFactory
from tests.faults import constraints_of, refused_by

pytestmark = pytest.mark.django_db


def _twice_at_once() -> None:
    for _ in range(2):
        JobFactory(unique_key="country 1")


FAULTS: dict[str, Callable[[], object]] = {
    "jobs_job_done_not_above_total": lambda: JobFactory(done=2, total=1),
    "jobs_job_finished_has_a_time": lambda: JobFactory(state=JobState.SUCCEEDED),
    "jobs_job_running_is_leased": lambda: JobFactory(running=True, lease=None),
    "jobs_job_one_at_a_time_per_key": _twice_at_once,
    "jobs_workersign_one_row": lambda: WorkerSign.objects.create(pk=2, seen_at=NOW),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(Job, JobFile, WorkerSign)


def test_a_job_that_goes_on_has_no_end() -> None:
    with refused_by("jobs_job_finished_has_a_time"):
        JobFactory(running=True, finished_at=NOW)


def test_a_key_is_free_again_when_its_job_has_ended() -> None:
    JobFactory(unique_key="country 1", succeeded=True)

    assert JobFactory(unique_key="country 1").pk


def test_people_see_their_own_jobs_and_administrators_see_all() -> None:
    own = JobFactory()
    JobFactory()

    assert list(Job.objects.visible_to(own.owner)) == [own]
    assert Job.objects.visible_to(UserFactory(administrator=True)).count() == 2
    assert not Job.objects.visible_to(AnonymousUser()).exists()


def test_a_running_job_is_lost_after_its_lease_and_not_before() -> None:
    job = JobFactory(running=True, heartbeat_at=NOW)

    assert not Job.objects.lost(NOW + LEASE).exists()
    assert list(Job.objects.lost(NOW + LEASE + timedelta(seconds=1))) == [job]


def test_a_waiting_job_is_lost_when_nobody_took_it_in_time() -> None:
    job = JobFactory(queued_at=NOW)

    assert not Job.objects.lost(NOW + RESEND_AFTER).exists()
    assert list(Job.objects.lost(NOW + RESEND_AFTER + timedelta(seconds=1))) == [job]


def test_a_finished_job_is_never_lost() -> None:
    for trait in ("succeeded", "failed", "cancelled"):
        JobFactory(**{trait: True})

    assert not Job.objects.lost(NOW + timedelta(days=1)).exists()


@pytest.mark.parametrize(("done", "total", "percent"), [(1, 3, 33), (3, 3, 100), (5, None, None), (0, 0, None)])
def test_progress_in_per_cent(done: int, total: int | None, percent: int | None) -> None:
    assert Job(done=done, total=total).percent == percent
