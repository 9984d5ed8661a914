"""Whose courts decide: States, territories, regional and international courts, treaty bodies."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Aggregate, Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caselaw.choices import NATIONAL_KINDS, CaseStatus, JurisdictionKind, Scheme
from portal.core.audit import tracked
from portal.core.models import Country, TermField, User, term_scheme_guard
from portal.core.models.country import label_in

# Stands for the body of a case that an index does not name. An editor chooses the real one before publication.
UNASSIGNED = "UNASSIGNED"


class JurisdictionQuerySet(models.QuerySet["Jurisdiction"]):
    """Questions about jurisdictions."""

    def visible_to(self, user: User | AnonymousUser) -> JurisdictionQuerySet:
        """Every jurisdiction is public."""
        return self

    def with_coverage(self) -> JurisdictionQuerySet:
        """Add `briefs`, `first_decision`, `last_decision` and `last_published`, counting published briefs only."""
        published = Q(cases__status=CaseStatus.PUBLISHED)
        numbers: dict[str, Aggregate] = {
            "briefs": Count("cases", filter=published),
            "first_decision": Min("cases__decision_date", filter=published),
            "last_decision": Max("cases__decision_date", filter=published),
            "last_published": Max("cases__published_at", filter=published),
        }
        return self.annotate(**numbers)


@tracked()
class Jurisdiction(models.Model):
    """A State, territory, regional or international court, or treaty body."""

    code = models.CharField(
        _("code"), max_length=20, unique=True, help_text=_("ISO 3166 alpha-2 of a country, or a short name: ECHR.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=JurisdictionKind)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="jurisdictions", verbose_name=_("country")
    )
    names = models.JSONField(
        _("names"), default=dict, blank=True, help_text=_("By language code; empty: the name of the country.")
    )
    legal_system = TermField(Scheme.LEGAL_SYSTEM, null=True, blank=True, verbose_name=_("usual legal system"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("part of"))

    # Set by `with_coverage`.
    briefs: int
    first_decision: date | None
    last_decision: date | None
    last_published: datetime | None

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z][A-Z0-9-]{1,19}$"), name="caselaw_jurisdiction_code_is_plain"
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False) | ~Q(kind__in=NATIONAL_KINDS),
                name="caselaw_jurisdiction_national_has_country",
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False) | Q(names__has_key="en"), name="caselaw_jurisdiction_has_a_name"
            ),
        ]
        triggers = [term_scheme_guard(legal_system=Scheme.LEGAL_SYSTEM)]

    def __str__(self) -> str:
        return self.name_in(None)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("caselaw:jurisdiction-detail", kwargs={"code": self.code})

    def name_in(self, language: str | None) -> str:
        """Return the name in the language (None: the active one); a national one is called as its country."""
        if self.names:
            return label_in(self.names, language)
        return label_in(self.country.names, language) if self.country else self.code

    @property
    def is_national(self) -> bool:
        """Tell a State or territory from a court above States."""
        return self.kind in NATIONAL_KINDS


@tracked()
class Court(models.Model):
    """A court or tribunal of a jurisdiction."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="courts", verbose_name=_("jurisdiction")
    )
    name_original = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    level = TermField(Scheme.STAGE, verbose_name=_("level"))
    place = models.CharField(_("place"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("court")
        verbose_name_plural = _("courts")
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "name_original", "level"], name="caselaw_court_once_per_jurisdiction"
            ),
        ]
        triggers = [term_scheme_guard(level=Scheme.STAGE)]

    def __str__(self) -> str:
        return self.name_original
