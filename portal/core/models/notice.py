"""The outbox: messages to people, one row per event and person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.choices import NoticeState

# After a crash in the middle of sending, the message is sent once more after this time, and never a third time.
SENDING_GIVEN_UP_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 2


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def due(self, now: datetime) -> NoticeQuerySet:
        """Notices to send: the waiting ones, and those whose sender died on the first attempt."""
        stale = models.Q(
            state=NoticeState.SENDING, started_at__lt=now - SENDING_GIVEN_UP_AFTER, attempts__lt=MOST_ATTEMPTS
        )
        return self.filter(models.Q(state=NoticeState.WAITING) | stale).order_by("pk")


class Notice(models.Model):
    """A message to one person about one event; recording the same event twice changes nothing."""

    kind = models.CharField(_("kind"), max_length=60)
    subject_key = models.CharField(_("about"), max_length=100)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("recipient")
    )
    context = models.JSONField(_("values for the text"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
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
            models.CheckConstraint(
                condition=models.Q(attempts__lte=MOST_ATTEMPTS), name="core_notice_at_most_one_repeat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_key}"

    @property
    def message_id(self) -> str:
        """The fixed Message-ID, so that a repeat after a crash is recognised as the same message."""
        return f"<notice-{self.pk}@portal>"
