"""Record messages to people and send them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from portal.core.choices import NoticeState
from portal.core.models import Notice, User

log = structlog.get_logger(__name__)

Writer = Callable[[Notice], tuple[str, str]]
_writers: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Say who writes the messages of a kind: the function returns subject and body."""
    _writers[kind] = writer


def record(*, kind: str, subject_key: str, to: User, context: dict[str, Any]) -> None:
    """Put a message into the outbox; the same event is recorded once per person. Sent after commit by the schedule."""
    Notice.objects.bulk_create(
        [Notice(kind=kind, subject_key=subject_key, recipient=to, context=context)], ignore_conflicts=True
    )


def send_due(*, now: datetime) -> int:
    """Send what waits and return how many went out. A crash repeats at most one message, once."""
    sent = 0
    while notice := _take_one(now):
        sent += _send(notice, now)
    return sent


def _take_one(now: datetime) -> Notice | None:
    with transaction.atomic():
        notice = (
            Notice.objects.due(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient")
            .first()
        )
        if notice is None:
            return None
        notice.state, notice.started_at, notice.attempts = NoticeState.SENDING, now, notice.attempts + 1
        notice.save(update_fields=["state", "started_at", "attempts"])
        return notice


def _send(notice: Notice, now: datetime) -> int:
    with translation.override("en"):
        subject, body = _writers[notice.kind](notice)
    message = EmailMessage(subject, body, to=[notice.recipient.email], headers={"Message-ID": notice.message_id})
    try:
        message.send()
    except OSError:  # includes smtplib's errors
        log.warning("notice_not_sent", notice=notice.pk, attempt=notice.attempts)
        Notice.objects.filter(pk=notice.pk).update(state=NoticeState.FAILED)
        return 0
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=now)
    return 1
