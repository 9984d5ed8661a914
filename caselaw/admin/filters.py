"""Filters of lists that name their values without a query for each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from caselaw.models import Jurisdiction
from portal.core.models import Term


class TermFilter(admin.RelatedFieldListFilter):
    """Terms of the field's vocabulary."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Return the terms with their labels in two queries."""
        terms = Term.objects.complex_filter(field.get_limit_choices_to()).with_labels().in_display_order()
        return [(term.pk, str(term)) for term in terms]


class JurisdictionFilter(admin.RelatedFieldListFilter):
    """Jurisdictions that have briefs."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Return those with briefs, in the order of their codes."""
        used = Jurisdiction.objects.filter(cases__isnull=False).distinct().select_related("country").order_by("code")
        return [(jurisdiction.pk, str(jurisdiction)) for jurisdiction in used]
