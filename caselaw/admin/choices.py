"""What the form fields of a brief offer: terms of the right vocabulary, and parts of the same brief."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import models
from django.http import HttpRequest

from caselaw.forms.choices import NO_CHOICE, Choices, PlainSelect, grouped_terms
from caselaw.models import Charge, Defendant, Proceeding, Source, VictimGroup
from portal.core.models import Term, TermField

# How to get from a part that a field offers to its brief.
_CASE_OF: dict[type[models.Model], str] = {
    Proceeding: "case_id",
    VictimGroup: "case_id",
    Source: "case_id",
    Charge: "defendant__case_id",
}


def term_choices(request: HttpRequest, schemes: tuple[str, ...]) -> Choices:
    """Return the terms of the vocabularies, grouped when there are several; asked for once per request."""
    known: dict[tuple[str, ...], Choices] = request.__dict__.setdefault("_term_choices", {})
    if schemes not in known:
        terms = Term.objects.filter(scheme__in=schemes).select_related("scheme").with_labels().in_display_order()
        known[schemes] = grouped_terms(terms, has_groups=len(schemes) > 1)
    return known[schemes]


def _limit(field: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", field.get_limit_choices_to())


def case_id_of(request: HttpRequest, parent: type[models.Model]) -> int | None:
    """Return the brief whose page, or whose defendant's page, is open; None for a new one."""
    key = (request.resolver_match.kwargs.get("object_id", "") if request.resolver_match else "") or ""
    if not key.isdigit():
        return None
    if parent is Defendant:
        return Defendant.objects.filter(pk=key).values_list("case_id", flat=True).first()
    return int(key)


class CodingMixin:
    """For an admin or inline: terms as lists, parts of the open brief only, and what `__str__` shows loaded at once."""

    shown_with: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Load with the rows what they show."""
        rows: models.QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # a mixin
        return rows.prefetch_related(*self.shown_with)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the links that add or change a term: vocabularies are edited on their own pages."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        if db_field.related_model is Term and field is not None:
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the terms of the field's vocabularies, or the parts of the open brief."""
        if isinstance(db_field, TermField) or db_field.related_model in _CASE_OF:
            kwargs["widget"] = PlainSelect
        if db_field.related_model in _CASE_OF:
            kwargs["queryset"] = self._parts_of_open_case(db_field.related_model, request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        if isinstance(db_field, TermField):
            offered = term_choices(request, tuple(_limit(db_field)["scheme__in"]))
            field.choices = [NO_CHOICE, *offered]
        elif db_field.related_model in _CASE_OF:
            # Asked for once here, and not once in every row of the formset.
            field.choices = [NO_CHOICE, *((part.pk, str(part)) for part in kwargs["queryset"])]
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer terms as boxes to tick."""
        if db_field.related_model is not Term:
            return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        field = super().formfield_for_manytomany(  # type: ignore[misc]  # a mixin
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )
        field.help_text = ""
        field.choices = term_choices(request, (_limit(db_field)["scheme"],))
        return field

    def _parts_of_open_case(self, model: type[models.Model], request: HttpRequest) -> models.QuerySet[Any]:
        parent: type[models.Model] = getattr(self, "parent_model", None) or self.model  # type: ignore[attr-defined]
        case_id = case_id_of(request, parent)
        parts = (
            model._default_manager.filter(**{_CASE_OF[model]: case_id}) if case_id else model._default_manager.none()
        )
        if model is Proceeding:
            return parts.select_related("court").order_by("seq")
        return parts.order_by("pk")
