"""Fields of the long form of a brief: they check against what the page has loaded and ask the database nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from caselaw.choices import DatePrecision
from caselaw.forms.choices import Offer, Offers, PlainSelect, options_markup, select_markup
from caselaw.models import Charge, Court, Jurisdiction, Proceeding, Source, VictimGroup
from portal.core.models import Country, Term, TermField

# Texts in Markdown, which have a preview.
NARRATIVES = frozenset({"fact_summary", "legal_reasoning", "commentary", "holding", "description"})
_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{1,2}))?$")
_COUNTED_FROM = 100  # characters; a shorter limit needs no counter
_PARTS = (Proceeding, VictimGroup, Source, Charge)


class OfferSelect(PlainSelect):
    """A list whose options were made once for the page."""

    offer: Offer | None = None

    def chosen_options(self, chosen: set[str]) -> SafeString:
        """Return the shared options."""
        return self.offer.options(chosen) if self.offer else options_markup(self.choices, chosen)


class OfferSelectMultiple(forms.SelectMultiple):
    """A list in which several options can be chosen, made once for the page."""

    offer: Offer | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the markup that Django would return, with the shared options."""
        chosen = {str(key) for key in value or []}
        options = self.offer.options(chosen) if self.offer else options_markup(self.choices, chosen)
        return select_markup(name, {**self.build_attrs(self.attrs, attrs), "multiple": True}, options)


class OfferedField(forms.Field):
    """One of the rows that the page offers."""

    widget: Any = OfferSelect
    default_error_messages = {"invalid_choice": _("Choose one of the entries of the list.")}

    def __init__(self, *, kind: Any, **kwargs: Any) -> None:
        """Take what is offered; see `Offers.of`."""
        super().__init__(**kwargs)
        self.kind = kind
        self.offer = Offer([], {})

    def take(self, offers: Offers) -> None:
        """Connect the field with what its page offers."""
        self.offer = offers.of(self.kind)
        self.widget.offer = self.offer

    def prepare_value(self, value: Any) -> Any:
        """Show the key of a row."""
        return value.pk if isinstance(value, models.Model) else value

    def to_python(self, value: Any) -> Any:
        """Return the row; None for no choice."""
        if value in self.empty_values:
            return None
        if str(value) not in self.offer.rows:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.offer.rows[str(value)]


class OfferedManyField(OfferedField):
    """Some of the rows that the page offers."""

    widget = OfferSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """Show the keys of rows."""
        return [super(OfferedManyField, self).prepare_value(row) for row in value or []]

    def to_python(self, value: Any) -> Any:
        """Return the rows."""
        return [super(OfferedManyField, self).to_python(key) for key in value or [] if key]


class LinesField(forms.CharField):
    """A text of several lines. Browsers send two characters at the end of each; one is kept."""

    def to_python(self, value: Any) -> str:
        """Return the text with plain ends of lines."""
        return super().to_python(str(value).replace("\r\n", "\n")) or "" if value else ""


class PartialDateField(forms.DateField):
    """A day, or only the month or year: “2020-05” and “2020” stand for their first day and say their precision."""

    widget = forms.DateInput(format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Enter a date as year-month-day, for example 2020-05-04.")}

    def to_python(self, value: Any) -> date | None:
        """Return the first day of what is known."""
        found = _PARTIAL.match(str(value).strip()) if value else None
        return super().to_python(f"{found[1]}-{found[2] or 1}-1" if found else value)


def precision_of(typed: str) -> str:
    """Return the precision that a typed date shows by itself; empty for a full day."""
    found = _PARTIAL.match(typed.strip())
    if not found:
        return ""
    return DatePrecision.MONTH if found[2] else DatePrecision.YEAR


def field_for(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column, in the way of this form."""
    offered = _kind_of(db_field)
    if offered is not None:
        many = isinstance(db_field, models.ManyToManyField)
        common = {"label": db_field.verbose_name, "required": not db_field.blank, "help_text": db_field.help_text}
        return _marked(OfferedManyField(kind=offered, **common) if many else OfferedField(kind=offered, **common))
    field: forms.Field | None = db_field.formfield(**_arguments(db_field), **kwargs)
    return _marked(field) if field else None


def _kind_of(db_field: Any) -> Any:
    if isinstance(db_field, TermField):
        return tuple(db_field.schemes)
    model: Any = getattr(db_field, "related_model", None)
    if model is Term:
        return (db_field.get_limit_choices_to()["scheme"],)
    named = {Country: "country", Jurisdiction: "jurisdiction", Court: "court"}
    return model if model in _PARTS else named.get(model)


def _arguments(db_field: Any) -> dict[str, Any]:
    if isinstance(db_field, models.DateField):
        if db_field.name == "decision_date":
            return {
                "form_class": PartialDateField,
                "help_text": _("2020-05-04; 2020-05 or 2020 if only that is known."),
            }
        return {"widget": _day(), "help_text": _("Year-month-day: 2020-05-04.")}
    if isinstance(db_field, models.URLField):
        return {"assume_scheme": "https"}
    if isinstance(db_field, models.TextField):
        rows = 8 if db_field.name in NARRATIVES else 3
        return {"form_class": LinesField, "widget": forms.Textarea(attrs={"rows": rows})}
    if isinstance(db_field, ArrayField):
        return {"help_text": _("Several are separated by commas.")}
    return {"widget": PlainSelect} if db_field.choices else {}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d")


def _marked(field: forms.Field) -> forms.Field:
    """Leave limits to the check, since a browser cuts pasted text silently; a script counts along instead."""
    most = field.widget.attrs.pop("maxlength", None) or getattr(field, "max_length", None)
    field.widget.attrs.pop("minlength", None)
    if most and int(most) >= _COUNTED_FROM and isinstance(field, forms.CharField):
        field.widget.attrs["data-most"] = str(most)
    if isinstance(field, OfferedField):
        _mark_lookup(field)
    return field


def _mark_lookup(field: OfferedField) -> None:
    if isinstance(field.kind, tuple):
        field.widget.attrs["data-lookup"] = "terms"
        field.widget.attrs["data-schemes"] = " ".join(field.kind)
    elif isinstance(field.kind, str):
        field.widget.attrs["data-lookup"] = {
            "country": "countries",
            "jurisdiction": "jurisdictions",
            "court": "courts",
        }[field.kind]
