"""Data sets as others published them: shown, never edited."""

from __future__ import annotations

from django.contrib import admin

from portal.core.admin import ReadOnlyAdmin
from reports.admin.labels import in_any_language
from reports.models import PartnerLabel, PublishedDefect, PublishedObservation, SourceDataset


@admin.register(SourceDataset)
class SourceDatasetAdmin(ReadOnlyAdmin):
    """Published files."""

    list_display = ("title", "vintage", "file_name", "state", "imported_by", "imported_at")
    list_filter = ("state",)
    list_select_related = ("imported_by",)
    date_hierarchy = "imported_at"
    ordering = ("-imported_at", "-pk")
    search_fields = ("title", "file_name", "sha256")


@admin.register(PartnerLabel)
class PartnerLabelAdmin(ReadOnlyAdmin):
    """Labels of citizenships; the queue of the unknown ones is where they are decided."""

    list_display = ("label", "state", "kind", "country", "decided_by", "decided_at")
    list_filter = ("state", "kind")
    list_select_related = ("country", "decided_by")
    ordering = ("label",)
    search_fields = ("label", "normalised", "country__iso3", *in_any_language("country__names"))


@admin.register(PublishedObservation)
class PublishedObservationAdmin(ReadOnlyAdmin):
    """Rows of published files."""

    list_display = (
        "row_number",
        "dataset",
        "iso3_text",
        "country_text",
        "indicator",
        "year",
        "value",
        "is_quarantined",
    )
    list_filter = ("dataset", "is_quarantined", "indicator")
    list_select_related = ("dataset", "indicator")
    ordering = ("dataset", "row_number")
    search_fields = ("iso3_text", "country_text")
    show_full_result_count = False


@admin.register(PublishedDefect)
class PublishedDefectAdmin(ReadOnlyAdmin):
    """What is wrong with published files."""

    list_display = ("kind", "dataset", "row_number", "column", "value")
    list_filter = ("dataset", "kind")
    list_select_related = ("dataset",)
    ordering = ("dataset", "kind", "row_number")
    search_fields = ("value",)
    show_full_result_count = False
