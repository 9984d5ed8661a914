"""Record messages to people and send them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation

from portal.core.choices import NoticeState, WorkNotices
from portal.core.mails import digest_mail
from portal.core.models import Notice, User
from portal.core.models.notice import RETRY_AFTER

log = structlog.get_logger(__name__)

Writer = Callable[[Notice], tuple[str, str]]
DIGEST = "core.digest"
DIGEST_AT = time(6)  # UTC


@dataclass(frozen=True, slots=True)
class _Kind:
    """Who writes the messages of a kind; whether they are about work, and whether they hold a secret."""

    writer: Writer
    is_work: bool
    is_secret: bool


_kinds: dict[str, _Kind] = {}


def register(kind: str, writer: Writer, *, is_work: bool = False, is_secret: bool = False) -> None:
    """Say who writes the messages of a kind: the function returns subject and body in the active language.

    Of work (`is_work`) people hear as they chose: at once, in the daily e-mail or not at all. Everything else is sent
    at once. The values of a secret kind are forgotten as soon as it is sent.
    """
    _kinds[kind] = _Kind(writer, is_work, is_secret)


def record(*, kind: str, subject_key: str, to: User, context: dict[str, Any]) -> None:
    """Put a message into the outbox; the same event is recorded once per person. Sent after commit by the schedule."""
    Notice.objects.bulk_create(
        [Notice(kind=kind, subject_key=subject_key, recipient=to, context=context)], ignore_conflicts=True
    )


def record_to_address(*, kind: str, subject_key: str, address: str, language: str, context: dict[str, Any]) -> None:
    """Put a message to somebody without account into the outbox, once per event and address."""
    notice = Notice(kind=kind, subject_key=subject_key, address=address, language=language, context=context)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def send_due(*, now: datetime) -> int:
    """Send what waits and return how many e-mails went out. A crash repeats at most one message, once."""
    _sort_out()
    _gather_digests(now)
    sent = 0
    while notice := _take_one(now):
        sent += _send(notice, now)
    return sent


def _sort_out() -> None:
    """Put aside what people want to hear of once a day or not at all."""
    work = _work_kinds()
    for preference, state in ((WorkNotices.DAILY, NoticeState.DIGEST), (WorkNotices.NONE, NoticeState.UNWANTED)):
        Notice.objects.waiting_for(preference, work).update(state=state)


def _work_kinds() -> list[str]:
    return [name for name, kind in _kinds.items() if kind.is_work]


def _gather_digests(now: datetime) -> None:
    """Make one message of what each person's digest holds up to the last six o'clock UTC, whenever this runs."""
    closes = datetime.combine(now.date(), DIGEST_AT, tzinfo=now.tzinfo)
    closes -= timedelta(days=1) if closes > now else timedelta(0)
    with transaction.atomic():
        parts = Notice.objects.filter(state=NoticeState.DIGEST, digest__isnull=True, created_at__lt=closes)
        rows = list(parts.select_for_update(skip_locked=True).order_by("pk"))
        for person in sorted({row.recipient_id for row in rows if row.recipient_id is not None}):
            digest, _created = Notice.objects.get_or_create(
                kind=DIGEST, subject_key=closes.date().isoformat(), recipient_id=person
            )
            if digest.state != NoticeState.WAITING:
                continue  # it is on its way: what came late waits for tomorrow's
            own = [row.pk for row in rows if row.recipient_id == person]
            Notice.objects.filter(pk__in=own).update(digest=digest)


def _take_one(now: datetime) -> Notice | None:
    with transaction.atomic():
        # What was recorded since it was sorted out waits for the next turn.
        due = Notice.objects.due(now).exclude(
            kind__in=_work_kinds(), recipient__work_notices__in=[WorkNotices.DAILY, WorkNotices.NONE]
        )
        notice = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient").first()
        if notice is None:
            return None
        notice.state, notice.started_at, notice.attempts = NoticeState.SENDING, now, notice.attempts + 1
        notice.save(update_fields=["state", "started_at", "attempts"])
        return notice


def _send(notice: Notice, now: datetime) -> int:
    with translation.override(notice.written_in):
        subject, body = _write(notice)
    message = EmailMessage(
        " ".join(subject.split()), body, to=[notice.send_to], headers={"Message-ID": notice.message_id}
    )
    try:
        message.send()
    except OSError:  # includes smtplib's errors
        _note_refusal(notice, now)
        return 0
    changes: dict[str, Any] = {"state": NoticeState.SENT, "sent_at": now, "retry_at": None}
    if notice.kind in _kinds and _kinds[notice.kind].is_secret:
        changes["context"] = {}
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**changes)
        Notice.objects.filter(digest=notice).update(state=NoticeState.SENT, sent_at=now)
    return 1


def _write(notice: Notice) -> tuple[str, str]:
    if notice.kind == DIGEST:
        parts = notice.parts.select_related("recipient").order_by("pk")
        return digest_mail([_kinds[part.kind].writer(part) for part in parts])
    return _kinds[notice.kind].writer(notice)


def _note_refusal(notice: Notice, now: datetime) -> None:
    """Try again later, five times in all; what the server refused does not count as a sending that may have arrived."""
    log.warning("notice_not_sent", notice=notice.pk, failures=notice.failures + 1)
    retry_at = now + RETRY_AFTER[notice.failures] if notice.failures < len(RETRY_AFTER) else None
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.FAILED, failures=F("failures") + 1, attempts=F("attempts") - 1, retry_at=retry_at
    )
