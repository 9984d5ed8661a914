"""What Celery beat starts for jobs."""

from celery import shared_task
from django.utils import timezone

from portal.jobs.actions import jobs, workers


@shared_task
def requeue_lost_jobs() -> None:
    """Send again the jobs whose worker or message was lost, and so also show that a worker is there."""
    now = timezone.now()
    workers.sign(now=now)
    jobs.requeue_lost(now=now)
