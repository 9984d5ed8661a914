"""The brief of a decision: its head, its texts in several languages, its identifiers and sectors."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caselaw.choices import (
    AnonymisationState,
    CaseStatus,
    Confidence,
    DatePrecision,
    Finality,
    InclusionBasis,
    Robots,
    Scheme,
    TitlePolicy,
)
from caselaw.models.case_queries import CaseQuerySet
from caselaw.models.guards import acquitted_by_initials_guard, second_person_guard
from caselaw.models.imports import ImportBatch
from caselaw.models.jurisdiction import Court, Jurisdiction
from caselaw.public_ids import PATTERN, new_public_id
from portal.core.audit import tracked
from portal.core.models import Country, TermField, term_scheme_guard


@tracked()
class Case(models.Model):
    """A brief of one decision (or of the decisions of one case, with the latest one in the head)."""

    # Null for a draft of changes: it has none, and "" could not be unique.
    public_id = models.CharField(
        max_length=11, unique=True, null=True, blank=True, default=new_public_id, editable=False
    )
    revises = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        editable=False,
        help_text="The public brief that this draft of changes will replace.",
    )
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("words in the address"), max_length=100)
    official_title = models.CharField(
        _("official title"),
        max_length=300,
        help_text=_("As the court gives it. If it names a victim, only staff see it unless the policy says otherwise."),
    )
    safe_title = models.CharField(
        _("title with initials"),
        max_length=300,
        blank=True,
        help_text=_("For a title that names a victim: initials and the application number."),
    )
    title_policy = models.CharField(
        _("title shown"), max_length=20, choices=TitlePolicy, default=TitlePolicy.NAMES_NO_VICTIM
    )
    title_reason = models.CharField(_("reason for the official title"), max_length=500, blank=True)
    title_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    title_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="cases", verbose_name=_("jurisdiction"))
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("deciding court")
    )
    countries_involved: models.ManyToManyField[Country, models.Model] = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries of the facts")
    )
    decision_date = models.DateField(_("date of the decision"), null=True, blank=True)
    decision_date_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    legal_system = TermField(Scheme.LEGAL_SYSTEM, null=True, blank=True, verbose_name=_("legal system"))
    proceeding_type = TermField(Scheme.PROCEEDING_TYPE, null=True, blank=True, verbose_name=_("type of proceeding"))
    latest_stage = TermField(Scheme.STAGE, null=True, blank=True, verbose_name=_("latest stage"))
    final = models.CharField(_("final"), max_length=12, choices=Finality, default=Finality.UNKNOWN)
    scope = TermField(Scheme.SCOPE, null=True, blank=True, verbose_name=_("form"))
    ocg = TermField(Scheme.OCG, null=True, blank=True, verbose_name=_("organized criminal group"))
    judgment_languages = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, verbose_name=_("languages of the judgment (ISO 639)")
    )
    inclusion_basis = models.CharField(
        _("reason for inclusion"), max_length=30, choices=InclusionBasis, default=InclusionBasis.THREE_ELEMENTS
    )
    inclusion_note = models.TextField(_("note on inclusion"), blank=True)
    significance = models.PositiveSmallIntegerField(
        _("significance"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        help_text=_("1 (key case) to 4 (little new); empty: not rated."),
    )
    confidence = models.CharField(
        _("support by sources"), max_length=10, choices=Confidence, default=Confidence.NOT_RATED
    )
    unverified_fields = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        verbose_name=_("not yet checked against the judgment"),
    )
    robots = models.CharField(_("search engines"), max_length=7, choices=Robots, default=Robots.INDEX)

    status = models.CharField(_("status"), max_length=10, choices=CaseStatus, default=CaseStatus.DRAFT, editable=False)
    anonymisation_state = models.CharField(
        _("anonymisation"),
        max_length=12,
        choices=AnonymisationState,
        default=AnonymisationState.NOT_STARTED,
        editable=False,
    )
    status_since = models.DateTimeField(_("in this state since"), null=True, blank=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("assigned to"),
    )
    hold_reason = models.CharField(_("reason for the hold"), max_length=500, blank=True, editable=False)
    content_version = models.PositiveIntegerField(
        _("version of the content"),
        default=1,
        editable=False,
        help_text="Raised by every edit; a check names the one it saw.",
    )
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    cleared_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cleared_at = models.DateTimeField(null=True, blank=True, editable=False)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(max_length=500, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", editable=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(editable=False, help_text="Set by every action that changes the brief.")

    source_system = models.SlugField(_("system of origin"), max_length=40, blank=True, editable=False)
    source_id = models.CharField(_("identifier there"), max_length=200, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    imported_at = models.DateTimeField(null=True, blank=True, editable=False)
    import_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="cases", editable=False
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case brief")
        verbose_name_plural = _("case briefs")
        permissions = [
            ("contribute_case", "Can write own case briefs and hand them in"),
            ("review_case", "Can accept case briefs or return them"),
            ("clear_case", "Can clear the anonymisation of case briefs"),
            ("publish_case", "Can publish case briefs"),
            ("hold_case", "Can put case briefs on hold"),
            ("hide_case", "Can hide public case briefs at once"),
            ("withdraw_case", "Can withdraw public case briefs for good"),
            ("assign_case", "Can assign case briefs to people"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__regex=PATTERN), name="caselaw_case_public_id_form"),
            models.UniqueConstraint(
                fields=["source_system", "source_id"],
                condition=~Q(source_system=""),
                name="caselaw_case_once_per_source",
            ),
            models.CheckConstraint(
                condition=(Q(source_system="", source_id="") | (~Q(source_system="") & ~Q(source_id=""))),
                name="caselaw_case_source_has_system_and_id",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.PUBLISHED)
                | Q(
                    published_at__isnull=False,
                    decision_date__isnull=False,
                    anonymisation_state=AnonymisationState.CLEARED,
                ),
                name="caselaw_case_published_is_complete_and_cleared",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="caselaw_case_withdrawn_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(anonymisation_state=AnonymisationState.CLEARED)
                | (Q(cleared_at__isnull=False, cleared_by__isnull=False) & ~Q(cleared_by=F("created_by"))),
                name="caselaw_case_cleared_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(anonymisation_state=AnonymisationState.CLEARED) | Q(cleared_version=F("content_version")),
                name="caselaw_case_cleared_for_this_very_version",
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True, public_id__isnull=False)
                | Q(revises__isnull=False, public_id__isnull=True),
                name="caselaw_case_public_id_unless_it_revises_one",
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True)
                | (~Q(status__in=(CaseStatus.PUBLISHED, CaseStatus.WITHDRAWN)) & Q(published_at__isnull=True)),
                name="caselaw_case_draft_of_changes_is_never_public",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.ON_HOLD) | ~Q(hold_reason=""), name="caselaw_case_hold_says_why"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(status__in=(CaseStatus.PUBLISHED, CaseStatus.ON_HOLD, CaseStatus.WITHDRAWN)),
                name="caselaw_case_once_public_never_a_draft_again",
            ),
            models.CheckConstraint(
                condition=~Q(title_policy=TitlePolicy.INITIALS) | ~Q(safe_title=""),
                name="caselaw_case_initials_need_a_safe_title",
            ),
            models.CheckConstraint(
                condition=~Q(title_policy=TitlePolicy.OFFICIAL)
                | (
                    ~Q(title_reason="")
                    & ~Q(safe_title="")
                    & Q(title_proposed_by__isnull=False, title_confirmed_by__isnull=False)
                    & ~Q(title_proposed_by=F("title_confirmed_by"))
                ),
                name="caselaw_case_official_title_needs_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(decision_date_precision=DatePrecision.DAY)
                | Q(decision_date_precision=DatePrecision.MONTH, decision_date__day=1)
                | Q(decision_date_precision=DatePrecision.YEAR, decision_date__day=1, decision_date__month=1),
                name="caselaw_case_date_fits_its_precision",
            ),
            models.CheckConstraint(
                condition=Q(significance__isnull=True) | Q(significance__range=(1, 4)),
                name="caselaw_case_significance_1_to_4",
            ),
            models.CheckConstraint(condition=~Q(replaced_by=F("id")), name="caselaw_case_does_not_replace_itself"),
        ]
        indexes = [
            models.Index(
                F("decision_date").desc(), F("id").desc(), name="caselaw_case_newest", condition=Q(status="published")
            ),
            models.Index(fields=["updated_at", "id"], name="caselaw_case_changes"),
            models.Index(fields=["status", "status_since"], name="caselaw_case_queues"),
        ]
        triggers = [
            term_scheme_guard(
                legal_system=Scheme.LEGAL_SYSTEM,
                proceeding_type=Scheme.PROCEEDING_TYPE,
                latest_stage=Scheme.STAGE,
                scope=Scheme.SCOPE,
                ocg=Scheme.OCG,
            ),
            second_person_guard(),
            acquitted_by_initials_guard(),
        ]

    def __str__(self) -> str:
        return f"{self.public_id or _('changes:')} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the canonical address; a draft of changes has one at the desk only."""
        if self.public_id is None:
            return self.get_desk_url()
        return reverse("caselaw:case-detail", kwargs={"public_id": self.public_id, "slug": self.slug})

    @property
    def title(self) -> str:
        """The title that may be shown (design: no victim is named, with one exception for official titles)."""
        return self.safe_title if self.title_policy == TitlePolicy.INITIALS else self.official_title

    def get_desk_url(self) -> str:
        """Return the address at which staff work on the brief."""
        return reverse("caselaw:desk-case", kwargs={"uuid": self.uuid})

    @property
    def was_public(self) -> bool:
        """Whether the public has seen the brief: then it is changed by a successor, never in place."""
        return self.published_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether the brief was public and is out of sight for the moment."""
        return self.status == CaseStatus.ON_HOLD and self.was_public
