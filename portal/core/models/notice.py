"""The outbox: messages to people, one row per event and person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.choices import NoticeState, WorkNotices

# After a crash in the middle of sending, the message is sent once more after this time, and never a third time.
SENDING_GIVEN_UP_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 2
# When the mail server refuses, it is asked again after these times: five tries in a day.
RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=20))
MOST_FAILURES = len(RETRY_AFTER) + 1


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def due(self, now: datetime) -> NoticeQuerySet:
        """Notices to send: those that wait, were refused and may be tried again, or whose sender died once."""
        stale = Q(state=NoticeState.SENDING, started_at__lt=now - SENDING_GIVEN_UP_AFTER, attempts__lt=MOST_ATTEMPTS)
        refused = Q(state=NoticeState.FAILED, retry_at__lte=now)
        return self.filter(Q(state=NoticeState.WAITING) | stale | refused).order_by("pk")

    def waiting_for(self, preference: WorkNotices, kinds: Iterable[str]) -> NoticeQuerySet:
        """Waiting notices about work, of these kinds, to people with this preference."""
        return self.filter(state=NoticeState.WAITING, kind__in=list(kinds), recipient__work_notices=preference)


class Notice(models.Model):
    """A message to one person, or to an address without account, about one event.

    Recording the same event twice changes nothing. `attempts` counts sendings that began and were not refused: two
    mean a crash and its repeat. A notice of a digest is sent inside the notice that `digest` names.
    """

    kind = models.CharField(_("kind"), max_length=60)
    subject_key = models.CharField(_("about"), max_length=100)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    address = models.EmailField(_("address without account"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    context = models.JSONField(_("values for the text"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failures = models.PositiveSmallIntegerField(_("refusals by the mail server"), default=0)
    retry_at = models.DateTimeField(_("tried again"), null=True, blank=True)
    digest = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("daily e-mail")
    )
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    started_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_key", "recipient"], name="core_notice_once_per_event_and_person"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_key", "address"],
                condition=Q(recipient__isnull=True),
                name="core_notice_once_per_event_and_address",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="") | (Q(recipient__isnull=True) & ~Q(address="")),
                name="core_notice_goes_to_a_person_or_an_address",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MOST_ATTEMPTS), name="core_notice_at_most_one_repeat"),
            models.CheckConstraint(condition=Q(failures__lte=MOST_FAILURES), name="core_notice_five_tries_at_most"),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="core_notice_to_do",
                condition=Q(state__in=[NoticeState.WAITING, NoticeState.SENDING, NoticeState.FAILED]),
            ),
            models.Index(fields=["created_at"], name="core_notice_for_digest", condition=Q(state=NoticeState.DIGEST)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_key}"

    @property
    def message_id(self) -> str:
        """The fixed Message-ID, so that a repeat after a crash is recognised as the same message."""
        return f"<notice-{self.pk}@portal>"

    @property
    def send_to(self) -> str:
        """The address that the message goes to."""
        return self.recipient.email if self.recipient else self.address

    @property
    def written_in(self) -> str:
        """The code of the language that the message is written in."""
        return (self.recipient.language if self.recipient else self.language) or settings.LANGUAGE_CODE
