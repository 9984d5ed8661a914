"""What Celery beat starts for case law."""

from celery import shared_task
from django.utils import timezone

from caselaw.actions import anonymisation, corrections, form_drafts, redaction


@shared_task
def forget_reporters() -> None:
    """Delete who reported what, 90 days after the answer."""
    corrections.forget_reporters(now=timezone.now())


@shared_task
def sweep_form_drafts() -> None:
    """Delete unsaved entries that nobody has touched for 90 days."""
    form_drafts.sweep(now=timezone.now())


@shared_task
def delete_expired_suppressed_names() -> None:
    """Delete the names to suppress of briefs that were cleared 30 days ago."""
    anonymisation.delete_expired_names(now=timezone.now())


@shared_task
def finish_redactions() -> None:
    """Delete the files and clear the cache of redactions whose process ended too early."""
    redaction.finish_all(now=timezone.now())
