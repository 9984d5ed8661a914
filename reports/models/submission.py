"""A country's answers in a round: versions, figures, texts, sources, articles of law, and who fills what."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.models import Country, CountryRole, PrivateFile, User
from reports.choices import (
    AgeGroup,
    Audience,
    Channel,
    DelegationState,
    Exploitation,
    LegalCoverage,
    MissingReason,
    OpenRows,
    PartnerKind,
    RoundState,
    Sex,
    SubmissionState,
)
from reports.models.collection import Assignment
from reports.models.questionnaire import Indicator, Question, Section, TableRow

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
LARGEST_COUNT = 10**9


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
class Observation(models.Model):
    """One figure as the country gives it: a number, an interval, or the reason why there is none.

    `raw_text` holds what was typed when it is no count, so that nothing typed is lost; it keeps the answers from being
    handed in. Every change is kept by the audit trail, so that the rows there are the revisions.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="observations")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    row = models.ForeignKey(TableRow, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("row"))
    # The code of the row, or the ISO 3166 code of the country of a row that the respondent made.
    row_code = models.CharField(_("row"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    sex = models.CharField(_("sex"), max_length=2, choices=Sex, default=Sex.TOTAL)
    age = models.CharField(_("age"), max_length=6, choices=AgeGroup, default=AgeGroup.TOTAL)
    exploitation = models.CharField(
        _("form of exploitation"), max_length=3, choices=Exploitation, default=Exploitation.TOTAL
    )
    partner_as = models.CharField(_("partner is"), max_length=12, choices=OpenRows, default=OpenRows.NONE, blank=True)
    partner = models.CharField(
        _("citizenship or destination"), max_length=7, choices=PartnerKind, default=PartnerKind.TOTAL
    )
    partner_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    low = models.BigIntegerField(_("at least"), null=True, blank=True)
    high = models.BigIntegerField(_("at most"), null=True, blank=True)
    missing_reason = models.CharField(_("no number because"), max_length=14, choices=MissingReason, blank=True)
    raw_text = models.CharField(_("as typed"), max_length=200, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("change"), default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question", "row_code", "year"], name="reports_observation_cell_once"
            ),
            models.UniqueConstraint(
                fields=[
                    "submission",
                    "indicator",
                    "year",
                    "sex",
                    "age",
                    "exploitation",
                    "partner_as",
                    "partner",
                    "partner_country",
                    "question",
                ],
                nulls_distinct=False,
                name="reports_observation_codes_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, low__isnull=True, high__isnull=True, missing_reason="", raw_text="")
                | Q(value__isnull=True, low__isnull=False, high__isnull=False, missing_reason="")
                | (Q(value__isnull=True, low__isnull=True, high__isnull=True) & ~Q(missing_reason=""))
                | (Q(value__isnull=True, low__isnull=True, high__isnull=True, missing_reason="") & ~Q(raw_text=""))
                | (
                    Q(value__isnull=True, low__isnull=True, high__isnull=True, missing_reason="", raw_text="")
                    & (~Q(comment="") | ~Q(source=""))
                ),
                name="reports_observation_number_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=LARGEST_COUNT),
                name="reports_observation_is_a_count",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__gte=0, high__gte=F("low")), name="reports_observation_interval"
            ),
            models.CheckConstraint(
                condition=Q(partner=PartnerKind.COUNTRY, partner_country__isnull=False)
                | (~Q(partner=PartnerKind.COUNTRY) & Q(partner_country__isnull=True)),
                name="reports_observation_partner_country",
            ),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="reports_observation_year"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}:{self.row_code}:{self.year}"


@tracked()
class Answer(models.Model):
    """The answer to a question in words or by choice."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    text = models.TextField(_("answer"), blank=True)
    choice = models.CharField(_("choice"), max_length=40, blank=True)
    version = models.PositiveIntegerField(_("change"), default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="reports_answer_once_per_question")
        ]

    def __str__(self) -> str:
        return self.choice or self.text[:60]


@tracked()
class SourceCitation(models.Model):
    """Where a table's figures come from."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="citations")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    authority = models.CharField(_("authority"), max_length=200)
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.URLField(_("website"), blank=True, max_length=500)
    file = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.CheckConstraint(condition=~Q(authority=""), name="reports_citation_has_an_authority")]

    def __str__(self) -> str:
        return self.authority


@tracked()
class LegalArticle(models.Model):
    """An article of national law that the figures refer to."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="legal_articles")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    act = models.CharField(_("act"), max_length=300)
    articles = models.CharField(_("articles"), max_length=200, blank=True)
    in_force_since = models.DateField(_("in force since"), null=True, blank=True)
    coverage = models.CharField(_("covers"), max_length=7, choices=LegalCoverage, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("article of law")
        verbose_name_plural = _("articles of law")
        constraints = [models.CheckConstraint(condition=~Q(act=""), name="reports_legalarticle_has_an_act")]

    def __str__(self) -> str:
        return f"{self.act} {self.articles}".strip()


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
