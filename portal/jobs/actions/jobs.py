"""Start, take, finish, cancel and rescue jobs."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.celery import app
from portal.core.errors import WrongStatusError
from portal.core.models import User
from portal.jobs.choices import FINISHED, JobState
from portal.jobs.models import MOST_ATTEMPTS, Job

RUN_TASK = "portal.jobs.tasks.run_job"


def start(
    *, kind: str, title: str, by: User, now: datetime, arguments: dict[str, Any] | None = None, unique_key: str = ""
) -> Job:
    """Record work in the caller's transaction and send it on commit. A running job of the same key is returned."""
    job = Job(kind=kind, unique_key=unique_key, title=title[:200], owner=by, queued_at=now, arguments=arguments or {})
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:  # the constraint that allows one unfinished job per key
        return Job.objects.exclude(state__in=FINISHED).get(kind=kind, unique_key=unique_key)
    transaction.on_commit(partial(send, job.pk), robust=True)
    return job


def send(job_id: int) -> None:
    """Hand the job's number to the queue. A queue that is down does no harm: the sweeper sends again."""
    app.send_task(RUN_TASK, args=[job_id], retry=False)


def take(*, job_id: int, now: datetime) -> Job | None:
    """Lease the job to this worker; None when it is finished, cancelled or in other hands."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.is_finished or (job.state == JobState.RUNNING and not _is_lost(job, now)):
            return None
        if job.is_cancel_requested:
            _close(job, JobState.CANCELLED, now)
            return None
        if job.attempts >= MOST_ATTEMPTS:
            job.error = _("The work was interrupted too often.")
            _close(job, JobState.FAILED, now)
            return None
        job.state, job.lease, job.attempts = JobState.RUNNING, uuid.uuid4(), job.attempts + 1
        job.started_at, job.heartbeat_at, job.done, job.total, job.step = now, now, 0, None, ""
        job.save()
        return job


def _is_lost(job: Job, now: datetime) -> bool:
    return Job.objects.lost(now).filter(pk=job.pk).exists()


def beat(*, job: Job, done: int, total: int | None, step: str, now: datetime) -> tuple[bool, bool]:
    """Write progress and a sign of life; return (lease still held, cancellation asked for)."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    held = mine.update(done=min(done, total) if total is not None else done, total=total, step=step, heartbeat_at=now)
    asked = Job.objects.filter(pk=job.pk, is_cancel_requested=True).exists()
    return bool(held), asked


def finish(*, job: Job, state: JobState, now: datetime, **fields: Any) -> bool:
    """Close a leased job and return whether the lease still held."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    return bool(mine.update(state=state, finished_at=now, **fields))


def request_cancel(*, job_id: int, by: User, now: datetime) -> Job:
    """Ask a job to stop; a waiting one stops at once. Raises WrongStatusError when it has already ended."""
    with transaction.atomic():
        job = Job.objects.visible_to(by).select_for_update().get(pk=job_id)
        if job.is_finished:
            raise WrongStatusError(_("This job has already ended."))
        job.is_cancel_requested = True
        if job.state == JobState.QUEUED:
            _close(job, JobState.CANCELLED, now)
        else:
            job.save(update_fields=["is_cancel_requested"])
        return job


def requeue_lost(*, now: datetime, deliver: Callable[[int], None] = send) -> int:
    """Send again what nobody works on, and return how many."""
    lost = list(Job.objects.lost(now).values_list("pk", flat=True))
    for job_id in lost:
        Job.objects.filter(pk=job_id).exclude(state__in=FINISHED).update(queued_at=now)
        deliver(job_id)
    return len(lost)


def _close(job: Job, state: JobState, now: datetime) -> None:
    job.state, job.finished_at = state, now
    job.save()
