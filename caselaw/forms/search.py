"""What readers search and filter by. The page and the API share this one FilterSet, so they cannot disagree."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caselaw.models import Case, CaseQuerySet, Jurisdiction
from caselaw.search import facets
from caselaw.search.query import MOST_SIGNS, SearchQuery, Sort
from portal.core.models import Country, Term

FIRST_YEAR, LAST_YEAR = 1800, 2100
MOST_VALUES = 50


class CodesField(forms.MultipleChoiceField):
    """Any number of codes. Codes that do not exist are for `CaseFilterSet.unknown_values` to name, not an error here."""

    default_error_messages = {"too_many": gettext_lazy("At most %(most)s values can be chosen.")}

    def to_python(self, value: Any) -> list[str]:
        """Return the codes; an empty one is a parameter left empty, as forms send it."""
        return [code for code in super().to_python(value) if code]

    def valid_value(self, value: object) -> bool:
        """Accept any short text; null signs cannot reach PostgreSQL."""
        return len(str(value)) <= 60 and "\x00" not in str(value)

    def validate(self, value: Any) -> None:
        """Refuse more values than anyone would tick."""
        super().validate(value)
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_VALUES})


class CodesFilter(django_filters.MultipleChoiceFilter):
    """A facet: any of its chosen codes. The engine filters, so the QuerySet passes unchanged."""

    field_class = CodesField

    def filter(self, qs: CaseQuerySet, value: Any) -> CaseQuerySet:
        """Leave the work to the search engine."""
        return qs


class YearField(forms.IntegerField):
    """A whole year; a refusal names what was typed."""

    default_error_messages = {
        "invalid": gettext_lazy("“%(show_value)s” is not a year."),
        "min_value": gettext_lazy("“%(show_value)s” is before the year %(limit_value)s."),
        "max_value": gettext_lazy("“%(show_value)s” is after the year %(limit_value)s."),
    }

    def to_python(self, value: Any) -> int | None:
        """Return the year. Raises ValidationError for anything else."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            message = self.error_messages["invalid"]
            raise forms.ValidationError(message, code="invalid", params={"show_value": str(value)[:20]}) from None


class YearFilter(django_filters.NumberFilter):
    """A whole year."""

    field_class = YearField


def _unchanged(queryset: CaseQuerySet, name: str, value: Any) -> CaseQuerySet:
    return queryset


class CaseFilterSet(django_filters.FilterSet):
    """Words, facets, years and order of a search for briefs."""

    q = django_filters.CharFilter(
        method=_unchanged,
        label=gettext_lazy("Words, a case name, a docket number or an ECLI"),
        max_length=MOST_SIGNS,
    )
    means = CodesFilter(label=facets.MEANS.label)
    purpose = CodesFilter(label=facets.PURPOSE.label)
    act = CodesFilter(label=facets.ACT.label)
    sector = CodesFilter(label=facets.SECTOR.label)
    jurisdiction = CodesFilter(label=facets.JURISDICTION.label)
    court_level = CodesFilter(label=facets.COURT_LEVEL.label)
    verdict = CodesFilter(label=facets.VERDICT.label)
    form = CodesFilter(label=facets.FORM.label)
    victim_nationality = CodesFilter(label=facets.VICTIM_NATIONALITY.label)
    defendant_nationality = CodesFilter(label=facets.DEFENDANT_NATIONALITY.label)
    legal_system = CodesFilter(label=facets.LEGAL_SYSTEM.label)
    year = CodesFilter(label=facets.YEAR.label)
    year_from = YearFilter(
        method=_unchanged,
        label=gettext_lazy("From the year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    year_to = YearFilter(
        method=_unchanged,
        label=gettext_lazy("To the year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    sort = django_filters.ChoiceFilter(method=_unchanged, choices=Sort.choices, label=gettext_lazy("Sort by"))

    class Meta:
        model = Case
        fields: list[str] = []

    def search_query(self, *, offset: int, limit: int) -> SearchQuery:
        """Return the query for the engine; the form must be valid. Without words, relevance means newest first."""
        values = self.form.cleaned_data
        chosen = {facet.name: tuple(dict.fromkeys(values[facet.name])) for facet in facets.FACETS if values[facet.name]}
        text = values["q"] or ""
        sort = Sort(values["sort"] or Sort.RELEVANCE)
        return SearchQuery(
            text=text,
            filters=chosen,
            decided_from=date(int(values["year_from"]), 1, 1) if values["year_from"] else None,
            decided_to=date(int(values["year_to"]), 12, 31) if values["year_to"] else None,
            sort=Sort.NEWEST if sort == Sort.RELEVANCE and not text.strip() else sort,
            offset=offset,
            limit=limit,
        )

    @cached_property
    def unknown_values(self) -> dict[str, list[str]]:
        """Return for each facet the chosen codes that do not exist at all."""
        unknown: dict[str, list[str]] = {}
        for facet in facets.FACETS:
            chosen = self.form.cleaned_data.get(facet.name) or []
            if chosen and (missing := sorted(set(chosen) - existing_values(facet, chosen))):
                unknown[facet.name] = missing
        return unknown

    @property
    def problems(self) -> dict[str, str]:
        """Return what is wrong with each parameter: unknown names, malformed values, codes that do not exist."""
        problems = {name: _("There is no such parameter.") for name in self.unknown_names}
        for name, errors in self.form.errors.items():
            problems[name] = " ".join(str(error) for error in errors)
        if not self.form.errors:
            for name, values in self.unknown_values.items():
                problems[name] = _("There is no such value: %(values)s.") % {"values": ", ".join(values)}
        return problems

    @property
    def unknown_names(self) -> list[str]:
        """Return the parameters that nobody declared."""
        data = self.data or QueryDict()
        return sorted(set(data) - set(self.filters))


def existing_values(facet: facets.Facet, codes: list[str]) -> set[str]:
    """Return those of the codes that exist for the facet, used or not."""
    if facet.scheme:
        return set(Term.objects.filter(scheme=facet.scheme, code__in=codes).values_list("code", flat=True))
    if facet == facets.JURISDICTION:
        return set(Jurisdiction.objects.filter(code__in=codes).values_list("code", flat=True))
    if facet == facets.YEAR:
        return {code for code in codes if code.isdecimal() and FIRST_YEAR <= int(code) <= LAST_YEAR}
    return set(Country.objects.filter(iso2__in=codes).values_list("iso2", flat=True))
