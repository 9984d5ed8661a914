"""Checks as data, and figures that are left out of comparisons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from portal.core.actions.records import Record
from portal.core.admin import RecordAdmin, user_of
from reports.actions import exclusions
from reports.admin.labels import LabelsMixin, in_any_language
from reports.admin.rounds import COUNTRY_SEARCH
from reports.models import Exclusion, ValidationRule


@admin.register(ValidationRule)
class ValidationRuleAdmin(LabelsMixin, RecordAdmin):
    """Checks. A version that is in use, or that has found something, is not edited; it goes into use on its own page."""

    list_display = ("code", "version", "__str__", "scope", "severity", "test", "is_live")
    list_filter = ("is_live", "severity", "scope", "collection")
    ordering = ("code", "-version")
    search_fields = ("code", "test", *in_any_language("titles"))
    autocomplete_fields = ("collection",)

    def has_change_permission(self, request: HttpRequest, obj: ValidationRule | None = None) -> bool:
        """What findings refer to stays as it is."""
        is_free = obj is None or (not obj.is_live and not obj.findings.exists())
        return super().has_change_permission(request, obj) and is_free

    def has_delete_permission(self, request: HttpRequest, obj: ValidationRule | None = None) -> bool:
        """Checks are taken out of use."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: ValidationRule | None = None) -> tuple[str, ...]:
        """Which check this is was said once."""
        return ("collection", "code", "version", "is_live") if obj else ("version", "is_live")


@admin.register(Exclusion)
class ExclusionAdmin(RecordAdmin):
    """Figures that are left out, and why."""

    list_display = ("country", "collection", "indicator", "first_year", "last_year", "decided_by", "decided_at")
    list_filter = ("collection", "indicator")
    list_select_related = ("country", "collection", "indicator", "decided_by")
    date_hierarchy = "decided_at"
    ordering = ("-decided_at", "-pk")
    search_fields = (*COUNTRY_SEARCH, "reason")
    autocomplete_fields = ("collection", "country", "indicator")
    readonly_fields = ("decided_by", "decided_at")

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action."""
        exclusions.decide(exclusion=form.instance, by=user_of(request), now=timezone.now())
