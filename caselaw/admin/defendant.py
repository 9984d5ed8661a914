"""A defendant's page: charges, verdicts and sanctions. It is reached from the page of the brief."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from caselaw.actions import drafts
from caselaw.admin.choices import CodingMixin
from caselaw.admin.forms import DefendantForm
from caselaw.admin.inlines import ChargeInline, SanctionInline
from caselaw.models import Defendant
from portal.core.actions.records import Record
from portal.core.admin import RecordAdmin, record_of, user_of


@admin.register(Defendant)
class DefendantAdmin(CodingMixin, RecordAdmin):
    """One defendant of a brief."""

    form = DefendantForm
    change_form_template = "admin/caselaw/defendant/change_form.html"
    list_display = ("display_name", "kind", "count", "case")
    list_select_related = ("case",)
    ordering = ("-case_id", "seq")
    search_fields = ("display_name", "case__public_id")
    autocomplete_fields = ("nationalities",)
    readonly_fields = ("case",)
    fields = (
        "case",
        ("display_name", "name_policy"),
        ("kind", "count"),
        ("sex", "age_at_offence"),
        "nationalities",
        "roles",
    )
    inlines = (ChargeInline, SanctionInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Defendant]:
        """Load the brief, which the page shows."""
        return super().get_queryset(request).select_related("case")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Leave it out of the index."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Defendants are added on the page of the brief."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Defendant | None = None) -> bool:
        """What belongs to a published brief is shown, not edited."""
        return super().has_change_permission(request, obj) and (obj is None or drafts.can_be_edited(obj.case))

    def has_delete_permission(self, request: HttpRequest, obj: Defendant | None = None) -> bool:
        """Defendants are removed on the page of the brief."""
        return False

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action; charges come before the sanctions that may name them."""
        drafts.save_parts(
            case_id=form.instance.case_id,
            parts=[record_of(form), *changed],
            removed=removed,
            seen_at=form.cleaned_data["seen_at"],
            by=user_of(request),
            now=timezone.now(),
        )

    def response_post_save_change(self, request: HttpRequest, obj: Defendant) -> HttpResponseRedirect:
        """Return to the brief."""
        return redirect("admin:caselaw_case_change", obj.case_id)
