"""What Celery beat starts for the shared rooms."""

from celery import shared_task
from django.utils import timezone

from portal.core.actions import notices, tokens


@shared_task
def send_notices() -> None:
    """Send the messages that wait in the outbox, and the daily e-mails once their hour has come."""
    notices.send_due(now=timezone.now())


@shared_task
def warn_of_expiring_tokens() -> None:
    """Tell people of tokens that expire within a week."""
    tokens.warn_of_expiry(now=timezone.now())
