"""What Celery beat starts for country data."""

from celery import shared_task
from django.utils import timezone

from reports.actions import reminders


@shared_task
def remind() -> None:
    """Remind people whose last day comes near or has passed."""
    reminders.remind(now=timezone.now())


@shared_task
def deem_no_objection() -> None:
    """Count silence as no objection where the time for objections has passed."""
    reminders.deem_no_objection(now=timezone.now())


@shared_task
def escalate() -> None:
    """Tell the secretariat what waits too long."""
    reminders.escalate(now=timezone.now())
