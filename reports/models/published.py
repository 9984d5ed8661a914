"""Data sets as others published them, with every defect: kept apart from what countries submit, and never edited."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.models import Country, PrivateFile, User
from portal.jobs.models import Job
from reports.choices import (
    AgeGroup,
    DatasetState,
    DefectKind,
    Exploitation,
    LabelState,
    OpenRows,
    PartnerKind,
    Sex,
)
from reports.models.questionnaire import Indicator


class SourceDatasetQuerySet(models.QuerySet["SourceDataset"]):
    """Questions about data sets as published."""

    def visible_to(self, user: User | AnonymousUser) -> SourceDatasetQuerySet:
        """Those who may view data sets: a file without an open licence is no public content."""
        may = user.is_authenticated and user.is_active and user.has_perm("reports.view_sourcedataset")
        return self.all() if may else self.none()


class SourceDataset(models.Model):
    """One published file: where it is from, its date, and what reading it counted."""

    title = models.CharField(_("title"), max_length=200)
    # The date in the banner of the file; None for a file without one.
    vintage = models.DateField(_("date of publication"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    file_name = models.CharField(_("file"), max_length=200)
    file = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file as handed in")
    )
    state = models.CharField(_("state"), max_length=7, choices=DatasetState, default=DatasetState.READING)
    # The counts of reading, as `manage.py import_glotip --json` prints them.
    counts = models.JSONField(_("counts"), default=dict)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imported by")
    )
    imported_at = models.DateTimeField(_("imported"))
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("background job")
    )

    objects = SourceDatasetQuerySet.as_manager()

    class Meta:
        verbose_name = _("data set as published")
        verbose_name_plural = _("data sets as published")

    def __str__(self) -> str:
        return self.title


@tracked()
class PartnerLabel(models.Model):
    """A label for a citizenship or a country of repatriation, and what it stands for. Unknown ones wait for a decision."""

    label = models.CharField(_("label"), max_length=250)
    normalised = models.CharField(max_length=250, unique=True, editable=False)
    kind = models.CharField(_("stands for"), max_length=7, choices=PartnerKind, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    state = models.CharField(_("state"), max_length=8, choices=LabelState, default=LabelState.UNKNOWN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("label of a citizenship")
        verbose_name_plural = _("labels of citizenships")
        permissions = [("decide_partnerlabel", "Can decide what a label stands for")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PartnerKind.COUNTRY, country__isnull=False)
                | (~Q(kind=PartnerKind.COUNTRY) & Q(country__isnull=True)),
                name="reports_partnerlabel_country",
            ),
            models.CheckConstraint(
                condition=Q(state=LabelState.UNKNOWN, kind="") | (~Q(state=LabelState.UNKNOWN) & ~Q(kind="")),
                name="reports_partnerlabel_known_ones_say_what",
            ),
            models.CheckConstraint(
                condition=~Q(state=LabelState.DECIDED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="reports_partnerlabel_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def version(self) -> str:
        """What tells two decisions apart, so that neither overwrites the other unseen."""
        return f"{self.state} {self.decided_at.isoformat()}" if self.decided_at else str(self.state)


_READ_ONLY = pgtrigger.Trigger(
    name="as_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        RAISE EXCEPTION 'Rows as published are never changed.' USING ERRCODE = 'check_violation';
    """,
)


class PublishedObservation(models.Model):
    """A row of a published file: its texts untouched, and beside them what they were read as."""

    dataset = models.ForeignKey(SourceDataset, models.CASCADE, related_name="observations")
    row_number = models.PositiveIntegerField(_("row"))
    row_hash = models.BinaryField(max_length=16)
    iso3_text = models.CharField(_("country code as published"), max_length=40, blank=True)
    country_text = models.CharField(_("country as published"), max_length=150, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    region_text = models.CharField(_("region as published"), max_length=60, blank=True)
    subregion_text = models.CharField(_("sub-region as published"), max_length=60, blank=True)
    indicator_text = models.CharField(_("indicator as published"), max_length=100, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    dimension_text = models.CharField(_("dimension as published"), max_length=100, blank=True)
    category_text = models.CharField(_("category as published"), max_length=250, blank=True)
    exploitation = models.CharField(_("form of exploitation"), max_length=3, choices=Exploitation, blank=True)
    partner_as = models.CharField(_("partner is"), max_length=12, choices=OpenRows, blank=True)
    partner_label = models.ForeignKey(
        PartnerLabel, models.PROTECT, null=True, blank=True, related_name="observations", verbose_name=_("label")
    )
    sex = models.CharField(_("sex"), max_length=2, choices=Sex, blank=True)
    age = models.CharField(_("age"), max_length=6, choices=AgeGroup, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    unit_text = models.CharField(_("unit as published"), max_length=40, blank=True)
    source_text = models.CharField(_("source as published"), max_length=100, blank=True)
    value_text = models.CharField(_("value as published"), max_length=60, blank=True)
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    low = models.BigIntegerField(_("at least"), null=True, blank=True)
    high = models.BigIntegerField(_("at most"), null=True, blank=True)
    # Kept out of every calculation.
    is_quarantined = models.BooleanField(_("quarantined"), default=False)

    class Meta:
        verbose_name = _("row as published")
        verbose_name_plural = _("rows as published")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "row_number"], name="reports_published_row_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="reports_published_value_is_a_count"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__gte=0, high__gte=F("low"), value__isnull=True),
                name="reports_published_interval",
            ),
            models.CheckConstraint(
                condition=Q(is_quarantined=True) | Q(value__isnull=False) | Q(low__isnull=False),
                name="reports_published_valued_unless_quarantined",
            ),
        ]
        indexes = [
            models.Index(fields=["dataset", "country", "indicator", "year"], name="reports_published_lookup"),
        ]
        triggers = [_READ_ONLY]

    def __str__(self) -> str:
        return f"{self.dataset_id}:{self.row_number}"


class PublishedDefect(models.Model):
    """Something wrong with a published file, at a row where there is one."""

    dataset = models.ForeignKey(SourceDataset, models.CASCADE, related_name="defects")
    kind = models.CharField(_("kind"), max_length=24, choices=DefectKind)
    row_number = models.PositiveIntegerField(_("row"), null=True, blank=True)
    column = models.CharField(_("column"), max_length=40, blank=True)
    value = models.CharField(_("value"), max_length=250, blank=True)
    # Values for the sentence that explains it.
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("defect of a published file")
        verbose_name_plural = _("defects of published files")
        indexes = [models.Index(fields=["dataset", "kind", "row_number"], name="reports_defect_by_kind")]
        triggers = [_READ_ONLY]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_number or ''}".strip()
