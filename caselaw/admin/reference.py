"""Jurisdictions, courts, places, and what was imported."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caselaw.admin.choices import CodingMixin
from caselaw.models import Court, ImportBatch, Jurisdiction, Place
from portal.core.admin import ReadOnlyAdmin, RecordAdmin

_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@admin.register(Jurisdiction)
class JurisdictionAdmin(CodingMixin, RecordAdmin):
    """Whose courts decide."""

    list_display = ("code", "__str__", "kind", "case_count")
    list_filter = ("kind",)
    list_select_related = ("country",)
    ordering = ("code",)
    search_fields = (
        "code",
        *(f"names__{language}" for language in _LANGUAGES),
        *(f"country__names__{language}" for language in _LANGUAGES),
    )
    autocomplete_fields = ("country", "parent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Jurisdiction]:
        """Count the briefs in the same query, and load the country, whose name is shown."""
        jurisdictions: QuerySet[Jurisdiction] = super().get_queryset(request)
        return jurisdictions.select_related("country").annotate(case_count=Count("cases"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> tuple[str, ...]:
        """Codes stand in addresses."""
        return ("code",) if obj else ()

    @admin.display(description=_("briefs"), ordering="case_count")
    def case_count(self, jurisdiction: Jurisdiction) -> int:
        """Return the number of briefs in any state."""
        return int(jurisdiction.case_count)  # type: ignore[attr-defined]  # annotated above


@admin.register(Court)
class CourtAdmin(CodingMixin, RecordAdmin):
    """Courts and tribunals."""

    list_display = ("name_original", "name_en", "jurisdiction_code", "level_code", "place")
    list_select_related = ("jurisdiction", "level")
    ordering = ("jurisdiction__code", "name_original")
    search_fields = ("name_original", "name_en", "jurisdiction__code")
    autocomplete_fields = ("jurisdiction",)

    @admin.display(description=_("jurisdiction"), ordering="jurisdiction__code")
    def jurisdiction_code(self, court: Court) -> str:
        """Return the code."""
        return court.jurisdiction.code

    @admin.display(description=_("level"), ordering="level__order")
    def level_code(self, court: Court) -> str:
        """Return the code, since the label would be a query per row."""
        return str(court.level.code)


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    """Countries, regions and cities on routes."""

    list_display = ("__str__", "precision")
    list_filter = ("precision",)
    list_select_related = ("country",)
    ordering = ("country__iso3", "name")
    search_fields = ("name", "country__iso3", "country__names__en")
    autocomplete_fields = ("country",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        """Load the country, which is part of the name."""
        return super().get_queryset(request).select_related("country")


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Files of briefs that were imported."""

    list_display = (
        "file_name",
        "source_system",
        "read",
        "created",
        "updated",
        "unchanged",
        "imported_by",
        "imported_at",
    )
    list_select_related = ("imported_by",)
    date_hierarchy = "imported_at"
