"""What Celery beat starts for the shared rooms."""

from celery import shared_task
from django.utils import timezone

from portal.core.actions import notices


@shared_task
def send_notices() -> None:
    """Send the messages that wait in the outbox."""
    notices.send_due(now=timezone.now())
