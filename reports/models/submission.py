"""A country's answers in a round: its versions, and who fills what."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.models import CountryRole, User
from reports.choices import (
    Audience,
    Channel,
    DelegationState,
    RoundState,
    SubmissionState,
)
from reports.models.collection import Assignment
from reports.models.questionnaire import Section

# Respondents write in these states; clarification re-opens what was handed in.
WRITABLE = (SubmissionState.NOT_STARTED, SubmissionState.IN_PROGRESS, SubmissionState.CLARIFICATION)
# From here on a country counts as a contributor of the round.
CONTRIBUTED = (
    SubmissionState.ACCEPTED,
    SubmissionState.SENT_FOR_VALIDATION,
    SubmissionState.VALIDATED,
    SubmissionState.VALIDATED_WITH_CHANGES,
    SubmissionState.NO_OBJECTION,
)


def _of_own(user: User) -> Q:
    """The answers of the person's countries, and those with a section handed over to the person."""
    countries = CountryRole.objects.held_by(user).values("country")
    delegated = SectionDelegation.objects.filter(user=user, state=DelegationState.ACCEPTED).values("assignment")
    return Q(assignment__country__in=countries) | Q(assignment__in=delegated)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions about submissions."""

    def visible_to(self, user: User | AnonymousUser) -> SubmissionQuerySet:
        """Staff see all, a country its own, a colleague those with a section of theirs; the public none.

        In a collection for contributors, a country that has contributed to a round sees the round's accepted answers.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("reports.view_submission"):
            return self.all()
        countries = CountryRole.objects.held_by(user).values("country")
        contributed = Submission.objects.filter(
            assignment__round=OuterRef("assignment__round"), assignment__country__in=countries, state__in=CONTRIBUTED
        )
        shared = Q(assignment__round__collection__audience=Audience.CONTRIBUTORS, state__in=CONTRIBUTED)
        return self.filter(_of_own(user) | (shared & Exists(contributed)))

    def in_hands_of(self, user: User | AnonymousUser) -> SubmissionQuerySet:
        """Those that the person has a part in: like `visible_to`, without what is only shared with contributors."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if user.has_perm("reports.view_submission") else self.filter(_of_own(user))

    def filled_by(self, user: User) -> SubmissionQuerySet:
        """Those that the person helps to fill: of the own countries, or with a section handed over."""
        return self.filter(_of_own(user)) if user.is_active else self.none()

    def current(self) -> SubmissionQuerySet:
        """The version of each country that counts."""
        return self.filter(is_current=True)

    def overdue(self, today: date) -> SubmissionQuerySet:
        """Those that should be handed in by now and are not; an extension counts."""
        due = Coalesce("assignment__extended_to", "assignment__round__due_on")
        waiting = self.filter(state__in=[SubmissionState.NOT_STARTED, SubmissionState.IN_PROGRESS])
        return (
            waiting.filter(assignment__round__state__in=[RoundState.OPEN, RoundState.CLOSED])
            .alias(due=due)
            .filter(due__lt=today)
        )

    def with_context(self) -> SubmissionQuerySet:
        """Load country, round, collection and questionnaire with the submissions."""
        return self.select_related(
            "assignment__country",
            "assignment__provider",
            "assignment__round__collection",
            "assignment__round__questionnaire",
        )


@tracked()
class Submission(models.Model):
    """One version of a country's answers. A new version begins when accepted answers are re-opened."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="submissions", verbose_name=_("country of a round")
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("counts"), default=True)
    state = models.CharField(_("state"), max_length=22, choices=SubmissionState, default=SubmissionState.NOT_STARTED)
    state_since = models.DateTimeField(_("in this state since"))
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel, default=Channel.WEB)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    on_behalf_of = models.CharField(_("authorised officer"), max_length=200, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    objections_until = models.DateField(_("objections until"), null=True, blank=True)
    state_reason = models.TextField(_("reason of the state"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        permissions = [
            ("review_submission", "Can check submissions and ask countries back"),
            ("enter_submission", "Can enter answers on behalf of a country"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="reports_submission_version_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(is_current=True), name="reports_submission_one_current"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[SubmissionState.NOT_STARTED, SubmissionState.IN_PROGRESS, SubmissionState.WITHDRAWN]
                )
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="reports_submission_handed_in_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.SENT_FOR_VALIDATION) | Q(objections_until__isnull=False),
                name="reports_submission_validation_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SubmissionState.OBJECTED, SubmissionState.WITHDRAWN]) | ~Q(state_reason=""),
                name="reports_submission_objection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} (v{self.number})"

    def get_absolute_url(self) -> str:
        """Return the address of its overview."""
        return reverse("reports:submission-detail", kwargs={"public_id": self.public_id})


@tracked()
class SectionProgress(models.Model):
    """A section that its authors call done."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="done_sections")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("done by"))
    done_at = models.DateTimeField(_("done"))

    class Meta:
        verbose_name = _("finished section")
        verbose_name_plural = _("finished sections")
        constraints = [models.UniqueConstraint(fields=["submission", "section"], name="reports_sectionprogress_once")]

    def __str__(self) -> str:
        return f"{self.section_id} of {self.submission_id}"


class SectionDelegationQuerySet(models.QuerySet["SectionDelegation"]):
    """Questions about handed-over sections."""

    def visible_to(self, user: User | AnonymousUser) -> SectionDelegationQuerySet:
        """Staff see all, those who speak or write for the country its own, everybody else what was handed to them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("reports.view_submission"):
            return self.all()
        countries = CountryRole.objects.held_by(user).values("country")
        return self.filter(Q(assignment__country__in=countries) | Q(user=user, state=DelegationState.ACCEPTED))


@tracked()
class SectionDelegation(models.Model):
    """A section handed over to a colleague, who is invited by e-mail and sees nothing else."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="delegations")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("colleague")
    )
    may_write = models.BooleanField(_("may write"), default=True)
    state = models.CharField(_("state"), max_length=8, choices=DelegationState, default=DelegationState.INVITED)
    # The SHA-256 of the token in the invitation.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"))

    objects = SectionDelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("handed-over section")
        verbose_name_plural = _("handed-over sections")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "section", "email"],
                condition=~Q(state=DelegationState.REVOKED),
                name="reports_delegation_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=DelegationState.ACCEPTED) | Q(user__isnull=False),
                name="reports_delegation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.email}"
