"""Where people were taken."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import LegPurpose, PlacePrecision, TransportMode, TravelDocuments
from caselaw.models.case import Case
from portal.core.audit import tracked
from portal.core.models import Country


@tracked()
class Place(models.Model):
    """A country, region or city. Nothing smaller exists here: no shelter and no street can be entered."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    name = models.CharField(_("region or city"), max_length=100, blank=True)
    precision = models.CharField(_("precision"), max_length=8, choices=PlacePrecision)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="caselaw_place_once_per_country"),
            models.CheckConstraint(
                condition=Q(precision=PlacePrecision.COUNTRY, name="")
                | (~Q(precision=PlacePrecision.COUNTRY) & ~Q(name="")),
                name="caselaw_place_name_fits_precision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}" if self.name else str(self.country)


@tracked()
class RouteLeg(models.Model):
    """One part of a journey."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="legs", verbose_name=_("case brief"))
    seq = models.PositiveSmallIntegerField(_("order"))
    from_place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("from"))
    to_place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("to"))
    purpose = models.CharField(_("for"), max_length=12, choices=LegPurpose, default=LegPurpose.UNKNOWN)
    mode = models.CharField(_("transport"), max_length=8, choices=TransportMode, default=TransportMode.UNKNOWN)
    documents = models.CharField(_("documents"), max_length=8, choices=TravelDocuments, default=TravelDocuments.UNKNOWN)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("part of the route")
        verbose_name_plural = _("route")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seq"], name="caselaw_leg_order_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_place} – {self.to_place}"
