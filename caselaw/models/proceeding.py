"""The stages through which a case went."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import DatePrecision, Scheme, Tried
from caselaw.models.case import Case
from caselaw.models.guards import same_case_guard
from caselaw.models.jurisdiction import Court
from portal.core.audit import tracked
from portal.core.models import TermField, term_scheme_guard

_APPEAL_OF_ANOTHER_CASE = """NEW.appeal_of_id IS NOT NULL AND
    (SELECT case_id FROM caselaw_proceeding WHERE id = NEW.appeal_of_id) IS DISTINCT FROM NEW.case_id"""


@tracked()
class Proceeding(models.Model):
    """One stage: a trial, an appeal, a review."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="proceedings", verbose_name=_("case brief"))
    seq = models.PositiveSmallIntegerField(_("order"))
    stage = TermField(Scheme.STAGE, verbose_name=_("stage"))
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, blank=True, related_name="proceedings", verbose_name=_("court")
    )
    court_text = models.CharField(
        _("court as the source names it"), max_length=200, blank=True, help_text=_("When the court is not in the list.")
    )
    official_ref = models.CharField(_("reference"), max_length=200, blank=True)
    decision_date = models.DateField(_("date"), null=True, blank=True)
    decision_date_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    tried = models.CharField(_("accused were tried"), max_length=12, choices=Tried, default=Tried.UNKNOWN)
    outcome = TermField(Scheme.PROCEEDING_OUTCOME, null=True, blank=True, verbose_name=_("outcome"))
    outcome_text = models.CharField(_("outcome in words"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    appeal_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="appeals", verbose_name=_("appeal of")
    )

    class Meta:
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seq"], name="caselaw_proceeding_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~Q(appeal_of=F("id")), name="caselaw_proceeding_is_no_appeal_of_itself"),
            models.CheckConstraint(
                condition=Q(decision_date_precision=DatePrecision.DAY)
                | Q(decision_date_precision=DatePrecision.MONTH, decision_date__day=1)
                | Q(decision_date_precision=DatePrecision.YEAR, decision_date__day=1, decision_date__month=1),
                name="caselaw_proceeding_date_fits_its_precision",
            ),
        ]
        triggers = [
            term_scheme_guard(stage=Scheme.STAGE, outcome=Scheme.PROCEEDING_OUTCOME),
            same_case_guard(_APPEAL_OF_ANOTHER_CASE),
        ]

    def __str__(self) -> str:
        return f"{self.seq}. {self.court_name}"

    @property
    def court_name(self) -> str:
        """The court of the list, or the name that the source gives."""
        return self.court.name_original if self.court else self.court_text
