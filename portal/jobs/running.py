"""Run one job: lease it, call its handler, beat beside it, close it."""

import threading
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import DomainError
from portal.jobs.actions import jobs
from portal.jobs.choices import JobState
from portal.jobs.handlers import JobCancelledError, JobRefusedError, LeaseLostError, Progress, handler_for
from portal.jobs.models import Job

BEAT_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Heartbeat(threading.Thread):
    """Writes progress from a thread of its own, and so over a second connection that sees and shows it at once."""

    def __init__(self, job: Job, progress: Progress) -> None:
        """Take the leased job and what its handler reports into."""
        super().__init__(daemon=True, name=f"job-{job.pk}-heartbeat")
        self._job, self._progress, self._stop_asked = job, progress, threading.Event()

    def run(self) -> None:
        """Beat until asked to stop."""
        try:
            while not self._stop_asked.wait(BEAT_SECONDS):
                try:
                    self._beat(timezone.now())
                except (OperationalError, InterfaceError):
                    connection.close()  # the database went away; the next beat tries a new connection
        finally:
            connection.close()

    def _beat(self, now: datetime) -> None:
        progress = self._progress
        held, cancel = jobs.beat(job=self._job, done=progress.done, total=progress.total, step=progress.step, now=now)
        if not held:
            progress.lease_lost.set()
        if cancel:
            progress.cancelled.set()

    def stop(self) -> None:
        """Stop and wait for the last beat."""
        self._stop_asked.set()
        self.join()


def run(job_id: int) -> None:
    """Do the job's work once, or nothing when it is not there to be done."""
    job = jobs.take(job_id=job_id, now=timezone.now())
    if job is None:
        return
    structlog.contextvars.bind_contextvars(job=str(job.public_id))
    progress = Progress()
    heartbeat = Heartbeat(job, progress)
    heartbeat.start()
    try:
        _work(job, heartbeat, progress)
    finally:
        heartbeat.stop()
        structlog.contextvars.unbind_contextvars("job")


def _work(job: Job, heartbeat: Heartbeat, progress: Progress) -> None:
    """Call the handler and close the job as it ended."""
    try:
        outcome = handler_for(job.kind)(job, progress)
    except JobCancelledError:
        _close(job, heartbeat, progress, JobState.CANCELLED)
    except LeaseLostError:
        log.warning("job_lease_lost")
    except JobRefusedError as refusal:
        _close(job, heartbeat, progress, JobState.FAILED, error=str(refusal), findings=refusal.findings)
    except DomainError as refusal:
        _close(job, heartbeat, progress, JobState.FAILED, error=str(refusal))
    except (OperationalError, InterfaceError):
        log.exception("job_lost_its_database")  # the lease runs out, and the sweeper sends the job again
    except Exception:
        # A fault of ours: the owner is told so, and the traceback goes on to the log.
        _close(job, heartbeat, progress, JobState.FAILED, error=_("The work failed because of a fault in the portal."))
        raise
    else:
        _close(job, heartbeat, progress, JobState.SUCCEEDED, result=outcome.result, findings=outcome.findings)


def _close(job: Job, heartbeat: Heartbeat, progress: Progress, state: JobState, **fields: object) -> None:
    heartbeat.stop()
    jobs.finish(job=job, state=state, now=timezone.now(), done=progress.done, total=progress.total, **fields)
