"""What readers report about a brief: an error, a missing decision, a person who can be recognised."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from caselaw.choices import CorrectionKind, CorrectionState
from caselaw.models.case import Case
from portal.core.audit import tracked
from portal.core.models import User

MOST_TEXT = 4000
FORGOTTEN_AFTER = timedelta(days=90)
OPEN = (CorrectionState.NEW, CorrectionState.IN_PROGRESS)


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    """Questions about reports of readers."""

    def visible_to(self, user: User | AnonymousUser) -> CorrectionRequestQuerySet:
        """Every report for those who answer them or read everything; none for anyone else."""
        may = user.is_active and (
            user.has_perm("caselaw.answer_correctionrequest") or user.has_perm("caselaw.view_correctionrequest")
        )
        return self.all() if may else self.none()

    def waiting(self) -> CorrectionRequestQuerySet:
        """Reports without an answer."""
        return self.filter(state__in=OPEN)

    def most_urgent_first(self) -> CorrectionRequestQuerySet:
        """Open ones before closed ones, persons who can be recognised before errors, then the oldest."""
        return self.annotate(
            place=models.Case(
                models.When(state__in=OPEN, kind=CorrectionKind.PRIVACY, then=0),
                models.When(state__in=OPEN, then=1),
                default=2,
                output_field=models.SmallIntegerField(),
            )
        ).order_by("place", "reported_at", "pk")

    def to_forget(self, now: datetime) -> CorrectionRequestQuerySet:
        """Reports whose reporter need not be known any more."""
        return self.filter(closed_at__lt=now - FORGOTTEN_AFTER, forgotten_at__isnull=True)


# Not in the audit trail, which keeps everything: who reported, and words in which a victim may be named.
@tracked(exclude=["reporter_name", "reporter_email", "text"])
class CorrectionRequest(models.Model):
    """A report by a reader, followed until it is answered."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="correction_requests", verbose_name=_("case brief"))
    kind = models.CharField(_("what it is about"), max_length=12, choices=CorrectionKind)
    text = models.TextField(_("what is wrong"))
    reporter_name = models.CharField(_("name"), max_length=150, blank=True)
    reporter_email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of the page"), max_length=10, default="en")
    fingerprint = models.CharField(max_length=64, editable=False)
    reported_at = models.DateTimeField(_("reported"))

    state = models.CharField(_("state"), max_length=12, choices=CorrectionState, default=CorrectionState.NEW)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    answer = models.TextField(_("answer"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("personal data deleted"), null=True, blank=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction request")
        verbose_name_plural = _("correction requests")
        permissions = [("answer_correctionrequest", "Can answer correction requests")]
        constraints = [
            models.UniqueConstraint(fields=["case", "fingerprint"], name="caselaw_correction_once_per_text"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), MOST_TEXT), name="caselaw_correction_text_is_short"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(closed_at__isnull=False, handled_by__isnull=False) & ~Q(answer="")),
                name="caselaw_correction_closed_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(reporter_name="", reporter_email="", closed_at__isnull=False, forgotten_at__gte=F("closed_at")),
                name="caselaw_correction_forgotten_means_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "reported_at"], name="caselaw_correction_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.case_id})"

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state in OPEN

    @property
    def is_urgent(self) -> bool:
        """Tell whether a person may be recognised right now."""
        return self.is_open and self.kind == CorrectionKind.PRIVACY
