"""What Celery calls."""

from celery import shared_task

from portal.jobs import running


@shared_task
def run_job(job_id: int) -> None:
    """Do the work of one job."""
    running.run(job_id)
