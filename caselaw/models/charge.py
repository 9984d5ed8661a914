"""Charges and claims with their verdicts, and the sanctions that followed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import AppellateResult, Concurrence, PayableTo, Scheme
from caselaw.models.guards import same_case_guard
from caselaw.models.people import Defendant
from caselaw.models.proceeding import Proceeding
from portal.core.audit import tracked
from portal.core.models import TermField, term_scheme_guard

_OTHER_PROCEEDING = """(NEW.proceeding_id IS NOT NULL AND
    (SELECT case_id FROM caselaw_proceeding WHERE id = NEW.proceeding_id)
    IS DISTINCT FROM (SELECT case_id FROM caselaw_defendant WHERE id = NEW.defendant_id))"""
_OTHER_DEFENDANT = """(NEW.charge_id IS NOT NULL AND
    (SELECT defendant_id FROM caselaw_charge WHERE id = NEW.charge_id) IS DISTINCT FROM NEW.defendant_id)"""


@tracked()
class Charge(models.Model):
    """One charge or claim against one defendant, and its verdict."""

    defendant = models.ForeignKey(Defendant, models.CASCADE, related_name="charges", verbose_name=_("defendant"))
    proceeding = models.ForeignKey(
        Proceeding, models.SET_NULL, null=True, blank=True, related_name="charges", verbose_name=_("proceeding")
    )
    seq = models.PositiveSmallIntegerField(_("order"))
    legislation_text = models.CharField(_("charge or provision"), max_length=400)
    provision = models.CharField(_("article"), max_length=100, blank=True)
    offence_family = TermField(Scheme.OFFENCE_FAMILY, null=True, blank=True, verbose_name=_("family of offences"))
    counts = models.PositiveIntegerField(_("counts"), null=True, blank=True)
    verdict = TermField(Scheme.VERDICT, verbose_name=_("verdict"))
    appellate_result = models.CharField(
        _("result on appeal"), max_length=12, choices=AppellateResult, default=AppellateResult.NONE
    )
    detail = models.CharField(_("detail"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("charge or claim")
        verbose_name_plural = _("charges and claims")
        constraints = [
            models.UniqueConstraint(
                fields=["defendant", "seq"], name="caselaw_charge_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(counts__isnull=True) | Q(counts__gte=1), name="caselaw_charge_at_least_one_count"
            ),
        ]
        triggers = [
            term_scheme_guard(verdict=Scheme.VERDICT, offence_family=Scheme.OFFENCE_FAMILY),
            same_case_guard(_OTHER_PROCEEDING),
        ]

    def __str__(self) -> str:
        return self.legislation_text


@tracked()
class Sanction(models.Model):
    """A sentence or order: for one charge, or (charge empty) for all together."""

    defendant = models.ForeignKey(Defendant, models.CASCADE, related_name="sanctions", verbose_name=_("defendant"))
    charge = models.ForeignKey(
        Charge, models.CASCADE, null=True, blank=True, related_name="sanctions", verbose_name=_("for the charge")
    )
    proceeding = models.ForeignKey(
        Proceeding, models.SET_NULL, null=True, blank=True, related_name="sanctions", verbose_name=_("proceeding")
    )
    kind = TermField(Scheme.SANCTION_KIND, verbose_name=_("kind"))
    months = models.PositiveIntegerField(_("months"), null=True, blank=True)
    is_life = models.BooleanField(_("for life"), default=False)
    suspended_months = models.PositiveIntegerField(_("of which suspended, months"), null=True, blank=True)
    is_suspended = models.BooleanField(_("suspended"), null=True, blank=True, help_text=_("Empty: not stated."))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)
    text = models.CharField(_("in words"), max_length=500, blank=True)
    payable_to = models.CharField(_("payable to"), max_length=8, choices=PayableTo, default=PayableTo.UNKNOWN)
    concurrence = models.CharField(_("runs"), max_length=12, choices=Concurrence, default=Concurrence.UNKNOWN)
    in_force = models.BooleanField(_("in force"), default=True, help_text=_("No longer once changed on appeal."))

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_life=False) | Q(months__isnull=True),
                name="caselaw_sanction_life_has_no_months",
                violation_error_message=_("A sentence for life has no number of months."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(currency__regex=r"^[A-Z]{3}$"),
                name="caselaw_sanction_amount_has_a_currency",
                violation_error_message=_("An amount needs its currency, three capital letters."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="caselaw_sanction_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(suspended_months__isnull=True)
                | Q(months__isnull=True)
                | Q(suspended_months__lte=models.F("months")),
                name="caselaw_sanction_suspended_within_term",
            ),
        ]
        triggers = [
            term_scheme_guard(kind=Scheme.SANCTION_KIND),
            same_case_guard(f"{_OTHER_PROCEEDING} OR {_OTHER_DEFENDANT}"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months or self.amount or self.text}"
