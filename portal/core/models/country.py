"""Countries and territories, their other names, and how they are grouped into regions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import CountryKind, Language, UnStatus

_ALL_LANGUAGES = list(Language.values)


def label_in(labels: dict[str, str], language: str | None = None) -> str:
    """Return the label in the language (default: the active one), else in English."""
    code = (language or get_language() or "en").split("-")[0]
    return labels.get(code) or labels.get("en", "")


@tracked()
class Country(models.Model):
    """A country or territory of ISO 3166-1 (and Kosovo), with its names in six languages (source: UN M49, CLDR)."""

    iso2 = models.CharField(_("ISO 3166 alpha-2"), max_length=2, unique=True)
    iso3 = models.CharField(_("ISO 3166 alpha-3"), max_length=3, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CountryKind)
    un_status = models.CharField(_("standing in the United Nations"), max_length=10, choices=UnStatus)
    un_member_since = models.DateField(_("member since"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="territories", verbose_name=_("administering State")
    )
    names = models.JSONField(_("names"), help_text=_("One name in each of the six languages, by language code."))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("country or territory")
        verbose_name_plural = _("countries and territories")
        constraints = [
            models.CheckConstraint(
                condition=Q(iso2__regex=r"^[A-Z]{2}$", iso3__regex=r"^[A-Z]{3}$"),
                name="core_country_codes_are_capitals",
            ),
            models.CheckConstraint(condition=Q(m49__regex=r"^\d{3}$"), name="core_country_m49_has_three_digits"),
            models.CheckConstraint(condition=Q(names__has_keys=_ALL_LANGUAGES), name="core_country_has_six_names"),
            models.CheckConstraint(
                condition=Q(un_status=UnStatus.MEMBER, un_member_since__isnull=False)
                | (~Q(un_status=UnStatus.MEMBER) & Q(un_member_since__isnull=True)),
                name="core_country_members_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return label_in(self.names)


@tracked()
class CountryAlias(models.Model):
    """Another name under which files and people know a country."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="aliases", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=150)
    normalised = models.CharField(max_length=150, unique=True, editable=False)

    class Meta:
        verbose_name = _("other name of a country")
        verbose_name_plural = _("other names of countries")

    def __str__(self) -> str:
        return self.name


class RegionScheme(models.Model):
    """One way to group countries, such as the M49 standard."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    labels = models.JSONField(_("labels"))
    version = models.CharField(_("version"), max_length=50)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("region scheme")
        verbose_name_plural = _("region schemes")
        constraints = [
            models.CheckConstraint(condition=Q(labels__has_keys=_ALL_LANGUAGES), name="core_regionscheme_six_labels")
        ]

    def __str__(self) -> str:
        return label_in(self.labels)


class Region(models.Model):
    """A region of a scheme; countries belong to the innermost ones."""

    scheme = models.ForeignKey(RegionScheme, models.CASCADE, related_name="regions", verbose_name=_("scheme"))
    code = models.CharField(_("code"), max_length=20)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    names = models.JSONField(_("names"))
    countries: models.ManyToManyField[Country, RegionMembership] = models.ManyToManyField(
        Country, through="RegionMembership", related_name="regions"
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="core_region_code_once_per_scheme"),
            models.CheckConstraint(condition=Q(names__has_keys=_ALL_LANGUAGES), name="core_region_has_six_names"),
        ]

    def __str__(self) -> str:
        return label_in(self.names)


class RegionMembership(models.Model):
    """A country's place in a scheme: one innermost region per scheme."""

    scheme = models.ForeignKey(RegionScheme, models.CASCADE, related_name="memberships")
    region = models.ForeignKey(Region, models.CASCADE, related_name="memberships")
    country = models.ForeignKey(Country, models.CASCADE, related_name="memberships")

    class Meta:
        verbose_name = _("membership of a region")
        verbose_name_plural = _("memberships of regions")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "country"], name="core_membership_one_region_per_scheme")
        ]

    def __str__(self) -> str:
        return f"{self.country_id} in {self.region_id}"
