"""Rows that point outside the brief: parts of a route with their places, and related cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caselaw.choices import PlacePrecision
from caselaw.forms.choices import PlainSelect
from caselaw.forms.fields import OfferedField
from caselaw.forms.formsets import OrderedPartFormSet, PartForm, rows_of
from caselaw.forms.rows import OrderedRowMixin
from caselaw.models import Case, CaseRelation, Place, RouteLeg
from portal.core.models import Country

_SIZES = [(PlacePrecision.CITY, PlacePrecision.CITY.label), (PlacePrecision.REGION, PlacePrecision.REGION.label)]


def _country(label: Any) -> OfferedField:
    field = OfferedField(kind="country", label=label)
    field.widget.attrs["data-lookup"] = "countries"
    return field


def _name(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=100, help_text=_("Nothing smaller than a city; empty: the country.")
    )


def _size(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_SIZES, widget=PlainSelect, initial=PlacePrecision.CITY)


class LegRow(OrderedRowMixin, PartForm):
    """A part of the route. Places are given by country and name; those that are new are made when the brief is saved."""

    from_country = _country(_("from: country"))
    from_name = _name(_("from: region or city"))
    from_size = _size(_("from: it is a"))
    to_country = _country(_("to: country"))
    to_name = _name(_("to: region or city"))
    to_size = _size(_("to: it is a"))

    def prepare(self) -> None:
        """Show the stored places."""
        for field in ("from_name", "to_name"):
            self.fields[field].widget.attrs.pop("maxlength", None)
        if not self.instance.pk:
            return
        for end in ("from", "to"):
            place: Place = getattr(self.instance, f"{end}_place")
            size = place.precision if place.name else PlacePrecision.CITY
            self.initial.update({f"{end}_country": place.country_id, f"{end}_name": place.name, f"{end}_size": size})

    def places(self) -> dict[str, Place]:
        """Return both places as they were entered, without a key: the brief's form looks for the stored ones."""
        return {f"{end}_place": self._place(end) for end in ("from", "to")}

    def _place(self, end: str) -> Place:
        country: Country = self.cleaned_data[f"{end}_country"]
        name = self.cleaned_data[f"{end}_name"]
        size = self.cleaned_data[f"{end}_size"] if name else PlacePrecision.COUNTRY
        return Place(country=country, name=name, precision=size)


class RelationRow(PartForm):
    """Another case, by its number in the portal."""

    to_number = forms.CharField(
        label=_("number of the other brief"),
        max_length=11,
        help_text=_("As it stands on its page: HT- and eight signs."),
    )

    def prepare(self) -> None:
        """Show the number of the stored case."""
        self.fields["to_number"].widget.attrs.pop("maxlength", None)
        if self.instance.pk:
            self.initial["to_number"] = self.instance.to_case.public_id

    def clean_to_number(self) -> str:
        """Look for a brief that the person may see."""
        number = str(self.cleaned_data["to_number"]).strip()
        other = Case.objects.visible_to(self.offers.user).filter(public_id__iexact=number).first()
        if other is None:
            raise forms.ValidationError(_("There is no brief with this number."))
        if self.offers.case is not None and other.pk == self.offers.case.pk:
            raise forms.ValidationError(_("A brief is not related to itself."))
        self.instance.to_case = other
        return number


LegRows = rows_of(RouteLeg, LegRow, ("seq", "purpose", "mode", "documents", "note"), formset=OrderedPartFormSet)
RelationRows = rows_of(CaseRelation, RelationRow, ("kind",), fk_name="from_case")
