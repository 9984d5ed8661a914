"""The brief of a decision: its head, its texts in several languages, its identifiers and sectors."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
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
    IdentifierScheme,
    InclusionBasis,
    Robots,
    Scheme,
    TitlePolicy,
    TranslationKind,
)
from caselaw.models.imports import ImportBatch
from caselaw.models.jurisdiction import Court, Jurisdiction
from caselaw.public_ids import PATTERN, new_public_id
from portal.core.audit import tracked
from portal.core.models import Country, Term, TermField, User, term_scheme_guard


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about briefs."""

    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        """Published briefs for anyone; every brief for staff who may view briefs. The one rule of visibility."""
        if user.is_active and user.has_perm("caselaw.view_case"):
            return self.all()
        return self.published()

    def published(self) -> CaseQuerySet:
        """Briefs that the public sees."""
        return self.filter(status=CaseStatus.PUBLISHED)

    def newest_first(self) -> CaseQuerySet:
        """Latest decisions first, with a stable order."""
        return self.order_by(F("decision_date").desc(nulls_last=True), "-pk")

    def for_results(self) -> CaseQuerySet:
        """Load with the briefs what a row of a result list shows, in a fixed number of queries."""
        return self.select_related("jurisdiction__country", "court", "scope").prefetch_related(
            _parts("texts", "CaseText"),
            _parts("findings", "ElementFinding", "term"),
            "findings__term__labels",
            _parts("defendants", "Defendant", order="seq"),
            _parts("defendants__charges", "Charge", "verdict", order="seq"),
            _parts("defendants__sanctions", "Sanction"),
        )

    def for_brief(self) -> CaseQuerySet:
        """Load everything that the page of a brief shows, in a fixed number of queries and in a fixed order."""
        terms = ("legal_system", "proceeding_type", "latest_stage", "scope", "ocg")
        return self.select_related("jurisdiction__country", "court", *terms).prefetch_related(
            *(f"{term}__labels" for term in terms),
            _parts("texts", "CaseText"),
            _parts("identifiers", "CaseIdentifier"),
            "countries_involved",
            _parts("case_sectors", "CaseSector", "term"),
            "case_sectors__term__labels",
            _parts("proceedings", "Proceeding", "stage", "outcome", "court", order="seq"),
            "proceedings__stage__labels",
            "proceedings__outcome__labels",
            _parts("victim_groups", "VictimGroup"),
            "victim_groups__nationalities",
            "victim_groups__recruitment_methods__labels",
            _parts("defendants", "Defendant", order="seq"),
            "defendants__nationalities",
            "defendants__roles__labels",
            _parts("defendants__charges", "Charge", "verdict", "proceeding", order="seq"),
            "defendants__charges__verdict__labels",
            _parts("defendants__charges__sanctions", "Sanction", "kind"),
            "defendants__charges__sanctions__kind__labels",
            _parts("defendants__sanctions", "Sanction", "kind"),
            "defendants__sanctions__kind__labels",
            _parts("findings", "ElementFinding", "term"),
            "findings__term__labels",
            _parts("interpretations", "ProvisionInterpretation", "instrument"),
            "interpretations__instrument__labels",
            _parts("legs", "RouteLeg", "from_place__country", "to_place__country", order="seq"),
            _parts("sources", "Source", order="seq"),
            _parts("relations", "CaseRelation", "to_case__jurisdiction__country"),
        )


def _parts(lookup: str, model: str, *joined: str, order: str = "pk") -> models.Prefetch[str]:
    """Load parts in their order, each with what it points to; models by name, since their modules import this one."""
    parts = apps.get_model("caselaw", model)._default_manager.order_by(order)
    return models.Prefetch(lookup, parts.select_related(*joined) if joined else parts)


@tracked()
class Case(models.Model):
    """A brief of one decision (or of the decisions of one case, with the latest one in the head)."""

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
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
            ("publish_case", "Can publish case briefs"),
            ("clear_case", "Can clear the anonymisation of case briefs"),
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
        ]
        triggers = [
            term_scheme_guard(
                legal_system=Scheme.LEGAL_SYSTEM,
                proceeding_type=Scheme.PROCEEDING_TYPE,
                latest_stage=Scheme.STAGE,
                scope=Scheme.SCOPE,
                ocg=Scheme.OCG,
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the canonical address."""
        return reverse("caselaw:case-detail", kwargs={"public_id": self.public_id, "slug": self.slug})

    @property
    def title(self) -> str:
        """The title that may be shown (design: no victim is named, with one exception for official titles)."""
        return self.safe_title if self.title_policy == TitlePolicy.INITIALS else self.official_title


@tracked()
class CaseText(models.Model):
    """What the brief says, in one language (Markdown)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="texts", verbose_name=_("case brief"))
    language = models.CharField(_("language"), max_length=10, help_text=_("BCP 47, for example en or pt-BR."))
    headline = models.CharField(
        _("headline"), max_length=300, blank=True, help_text=_("Who, what and the outcome, in one or two sentences.")
    )
    fact_summary = models.TextField(_("facts"), blank=True, help_text=_("No name, initials or address of a victim."))
    legal_reasoning = models.TextField(_("reasoning"), blank=True)
    commentary = models.TextField(_("commentary"), blank=True)
    keywords = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("keywords"))
    translation_kind = models.CharField(
        _("kind of text"), max_length=10, choices=TranslationKind, default=TranslationKind.ORIGINAL
    )

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["case", "language"], name="caselaw_text_once_per_language"),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), name="caselaw_text_language_is_bcp47"
            ),
        ]

    def __str__(self) -> str:
        return self.language


@tracked()
class CaseIdentifier(models.Model):
    """A citation or number under which the decision is known."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="identifiers", verbose_name=_("case brief"))
    scheme = models.CharField(_("kind"), max_length=20, choices=IdentifierScheme)
    value = models.CharField(_("as cited"), max_length=200)
    normalised = models.CharField(max_length=200, editable=False)
    is_preferred = models.BooleanField(_("preferred"), default=False)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(fields=["case", "scheme", "normalised"], name="caselaw_identifier_once_per_case"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_preferred=True), name="caselaw_identifier_one_preferred"
            ),
            models.CheckConstraint(condition=~Q(normalised=""), name="caselaw_identifier_is_normalised"),
        ]
        indexes = [models.Index(fields=["normalised"], name="caselaw_identifier_lookup")]

    def __str__(self) -> str:
        return self.value


@tracked()
class CaseSector(models.Model):
    """The sector of the exploitation, and the one that was promised, kept apart."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_sectors", verbose_name=_("case brief"))
    term: models.ForeignKey[Term, Term] = TermField(Scheme.SECTOR, verbose_name=_("sector"))
    is_promised = models.BooleanField(_("only promised"), default=False)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [models.UniqueConstraint(fields=["case", "term", "is_promised"], name="caselaw_sector_once")]
        triggers = [term_scheme_guard(term=Scheme.SECTOR)]

    def __str__(self) -> str:
        return str(self.term)
