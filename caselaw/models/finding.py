"""What courts found on each element, and how they read provisions. Facets are read from the findings."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from caselaw.choices import FINDING_SCHEMES, FindingStatus, Scheme, Stance
from caselaw.models.case import Case
from caselaw.models.charge import Charge
from caselaw.models.guards import same_case_guard
from caselaw.models.people import VictimGroup
from caselaw.models.source import Source
from portal.core.audit import tracked
from portal.core.models import TermField, term_scheme_guard

_OF_ANOTHER_CASE = """(NEW.charge_id IS NOT NULL AND
    (SELECT defendant.case_id FROM caselaw_charge charge JOIN caselaw_defendant defendant
        ON defendant.id = charge.defendant_id WHERE charge.id = NEW.charge_id) IS DISTINCT FROM NEW.case_id)
    OR (NEW.victim_group_id IS NOT NULL AND
    (SELECT case_id FROM caselaw_victimgroup WHERE id = NEW.victim_group_id) IS DISTINCT FROM NEW.case_id)
    OR (NEW.source_id IS NOT NULL AND
    (SELECT case_id FROM caselaw_source WHERE id = NEW.source_id) IS DISTINCT FROM NEW.case_id)"""


class ElementFindingQuerySet(models.QuerySet["ElementFinding"]):
    """Questions about findings."""

    def counted_in_facets(self) -> ElementFindingQuerySet:
        """Findings by which a brief is found: all but those a court held not proved."""
        return self.exclude(status=FindingStatus.NOT_PROVED)


@tracked()
class ElementFinding(models.Model):
    """One element of trafficking (or issue) in a case, with what stands behind it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings", verbose_name=_("case brief"))
    term = TermField(*FINDING_SCHEMES, verbose_name=_("element or issue"))
    status = models.CharField(_("status"), max_length=16, choices=FindingStatus)
    charge = models.ForeignKey(
        Charge, models.CASCADE, null=True, blank=True, related_name="findings", verbose_name=_("for the charge")
    )
    victim_group = models.ForeignKey(
        VictimGroup, models.CASCADE, null=True, blank=True, related_name="findings", verbose_name=_("for the victims")
    )
    text = models.TextField(_("how the court reasoned"), max_length=1500, blank=True)
    pinpoint = models.CharField(_("paragraph or page"), max_length=100, blank=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="findings", verbose_name=_("source")
    )

    objects = ElementFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "term", "charge", "victim_group"],
                name="caselaw_finding_once_per_element",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), 1500), name="caselaw_finding_text_is_short"
            ),
        ]
        indexes = [models.Index(fields=["term", "case"], name="caselaw_finding_by_term")]
        triggers = [term_scheme_guard(term=tuple(FINDING_SCHEMES)), same_case_guard(_OF_ANOTHER_CASE)]

    def __str__(self) -> str:
        return f"{self.term}: {self.get_status_display()}"


@tracked()
class ProvisionInterpretation(models.Model):
    """How the court treated an article of an instrument."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="interpretations", verbose_name=_("case brief"))
    instrument = TermField(Scheme.INSTRUMENT, verbose_name=_("instrument"))
    article = models.CharField(_("article"), max_length=20)
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    holding = models.TextField(_("holding"), blank=True)
    stance = models.CharField(_("treatment"), max_length=15, choices=Stance, default=Stance.SILENT)
    pinpoint = models.CharField(_("paragraph or page of the judgment"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("interpretation of a provision")
        verbose_name_plural = _("interpretations of provisions")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "instrument", "article", "paragraph"], name="caselaw_interpretation_once_per_provision"
            )
        ]
        indexes = [models.Index(fields=["instrument", "article", "paragraph"], name="caselaw_interpretation_lookup")]
        triggers = [term_scheme_guard(instrument=Scheme.INSTRUMENT)]

    def __str__(self) -> str:
        return self.provision

    @property
    def provision(self) -> str:
        """Article and paragraph as cited: 3(a), or 5(2)(a) when the paragraph is 2(a)."""
        if not self.paragraph:
            return self.article
        number, bracket, rest = self.paragraph.partition("(")
        return f"{self.article}({number}){bracket}{rest}"
