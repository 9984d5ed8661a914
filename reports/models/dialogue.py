"""Checks and what they find; questions to a country; signatures; exclusions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import Language
from portal.core.models import Country, CountryRole, PrivateFile, User
from portal.core.models.country import label_in
from reports.choices import ClarificationState, DelegationState, FindingState, RuleScope, Severity, SignOffRole
from reports.models.collection import Collection
from reports.models.questionnaire import Indicator, Question
from reports.models.submission import SectionDelegation, Submission

SIX = list(Language.values)


@tracked()
class ValidationRule(models.Model):
    """A check as data: which test with which parameters, how much it weighs and what it says."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="rules", verbose_name=_("collection"))
    code = models.SlugField(_("code"), max_length=50)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    scope = models.CharField(_("looks at"), max_length=12, choices=RuleScope)
    severity = models.CharField(_("weight"), max_length=7, choices=Severity)
    # The test (a name of reports.checking.tests) and its parameters.
    test = models.SlugField(_("test"), max_length=50)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    titles = models.JSONField(_("titles"))
    messages = models.JSONField(_("messages"), help_text=_("In six languages; %(name)s stands for a value."))
    is_live = models.BooleanField(_("in use"), default=False)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            models.UniqueConstraint(fields=["collection", "code", "version"], name="reports_rule_version_once"),
            models.UniqueConstraint(
                fields=["collection", "code"], condition=Q(is_live=True), name="reports_rule_one_version_in_use"
            ),
            models.CheckConstraint(
                condition=Q(titles__has_keys=SIX, messages__has_keys=SIX), name="reports_rule_in_six_languages"
            ),
        ]

    def __str__(self) -> str:
        return label_in(self.titles)


@tracked()
class Finding(models.Model):
    """What a check found in a submission: which cells, and what was said about it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="findings")
    rule = models.ForeignKey(ValidationRule, models.PROTECT, related_name="findings", verbose_name=_("check"))
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("question")
    )
    # Keys of cells: question number, code of the row and year, as in "4.1|f_child|2024".
    cells = ArrayField(models.CharField(max_length=70), verbose_name=_("cells"), default=list, blank=True)
    key = models.CharField(max_length=64, editable=False)
    severity = models.CharField(_("weight"), max_length=7, choices=Severity)
    values = models.JSONField(_("values for the text"), default=dict)
    state = models.CharField(_("state"), max_length=9, choices=FindingState, default=FindingState.OPEN)
    explanation = models.TextField(_("explanation"), blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("explained by"),
    )
    explained_at = models.DateTimeField(_("explained"), null=True, blank=True)
    waiver_reason = models.TextField(_("reason of the waiver"), blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("waived by")
    )
    waived_at = models.DateTimeField(_("waived"), null=True, blank=True)
    found_at = models.DateTimeField(_("found"))

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        permissions = [("waive_finding", "Can waive findings")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "key"], name="reports_finding_once"),
            models.CheckConstraint(
                condition=~Q(state=FindingState.EXPLAINED)
                | (~Q(explanation="") & Q(explained_by__isnull=False, explained_at__isnull=False)),
                name="reports_finding_explained_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.WAIVED)
                | (~Q(waiver_reason="") & Q(waived_by__isnull=False, waived_at__isnull=False)),
                name="reports_finding_waived_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {', '.join(self.cells)}"


class ClarificationQuerySet(models.QuerySet["Clarification"]):
    """Questions about clarifications."""

    def visible_to(self, user: User | AnonymousUser) -> ClarificationQuerySet:
        """Staff see all, a country its own, a colleague those about the section that was handed over; others none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("reports.view_submission"):
            return self.all()
        countries = CountryRole.objects.held_by(user).values("country")
        handed_over = SectionDelegation.objects.filter(
            user=user,
            state=DelegationState.ACCEPTED,
            assignment=OuterRef("submission__assignment"),
            section=OuterRef("question__section"),
        )
        return self.filter(Q(submission__assignment__country__in=countries) | Exists(handed_over))

    def unanswered(self) -> ClarificationQuerySet:
        """Those that wait for the country."""
        return self.filter(state=ClarificationState.OPEN)


@tracked()
class Clarification(models.Model):
    """A question to the country about a cell, a table or the whole."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="clarifications")
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("question")
    )
    cell = models.CharField(_("cell"), max_length=70, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=ClarificationState, default=ClarificationState.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    opened_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer due"), null=True, blank=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        constraints = [models.CheckConstraint(condition=~Q(subject=""), name="reports_clarification_has_a_subject")]

    def __str__(self) -> str:
        return self.subject


class ClarificationMessage(models.Model):
    """One message of a clarification; never changed."""

    clarification = models.ForeignKey(Clarification, models.CASCADE, related_name="messages")
    text = models.TextField(_("message"))
    file = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("attachment")
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reports_message_has_text")]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class SignOff(models.Model):
    """A signature under a content, by its hash; without a person when silence counted as consent."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="sign_offs")
    role = models.CharField(_("as"), max_length=12, choices=SignOffRole)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    on_behalf_of = models.CharField(_("authorised officer"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed"))
    content_hash = models.CharField(_("SHA-256 of the content"), max_length=64)
    is_deemed = models.BooleanField(_("by silence"), default=False)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_deemed=True, user__isnull=True) | Q(is_deemed=False, user__isnull=False),
                name="reports_signoff_by_a_person_or_by_silence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.signed_at:%Y-%m-%d}"


@tracked()
class Exclusion(models.Model):
    """Figures of a country that are left out of comparisons, and why. Shown with every figure that it touches."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="exclusions", verbose_name=_("collection"))
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    first_year = models.PositiveSmallIntegerField(_("from"))
    last_year = models.PositiveSmallIntegerField(_("until"))
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="reports_exclusion_years"),
            models.CheckConstraint(condition=~Q(reason=""), name="reports_exclusion_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.first_year}-{self.last_year}"
