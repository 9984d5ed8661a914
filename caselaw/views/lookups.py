"""Suggestions for the fields of a brief: by any name in any of the six languages, shown in that of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caselaw.choices import Scheme
from caselaw.forms.choices import term_label
from caselaw.models import Court, Jurisdiction
from portal.core.models import Country, Term
from portal.core.names import normalised
from portal.core.numbers import whole_number
from portal.core.ratelimit import rate_limited

MOST = 20
Found = Iterable[tuple[int, str, str, Iterable[str]]]


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def courts(request: HttpRequest) -> JsonResponse:
    """Find courts by name in their own language or English; `jurisdiction` narrows."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = Court.objects.select_related("jurisdiction__country").order_by("name_original", "pk")
    for word in query.split()[:8]:
        found = found.filter(Q(name_original__icontains=word) | Q(name_en__icontains=word))
    jurisdiction = whole_number(request.GET.get("jurisdiction", ""))
    if jurisdiction is not None:
        found = found.filter(jurisdiction=jurisdiction)
    return _answer((court.pk, court.name_original, str(court.jurisdiction)) for court in found[:MOST])


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def terms(request: HttpRequest) -> JsonResponse:
    """Find terms by label or alias; `schemes` are vocabularies, separated by spaces."""
    schemes = [code for code in request.GET.get("schemes", "").split() if code in Scheme.values]
    rows = Term.objects.filter(scheme__in=schemes).select_related("scheme").active().in_display_order()
    rows = rows.prefetch_related("labels", "aliases")
    found = (
        (
            term.pk,
            term_label(term).removeprefix("– "),
            str(term.scheme) if len(schemes) > 1 else "",
            [term.code, *(label.text for label in term.labels.all()), *(alias.label for alias in term.aliases.all())],
        )
        for term in rows
    )
    return _matching(request, found)


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def countries(request: HttpRequest) -> JsonResponse:
    """Find countries by name, other name or code."""
    rows = Country.objects.prefetch_related("aliases")
    found = ((row.pk, str(row), row.iso3, _names(row)) for row in rows)
    return _matching(request, sorted(found, key=lambda item: item[1].casefold()))


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def jurisdictions(request: HttpRequest) -> JsonResponse:
    """Find jurisdictions by name or code, or by a name of their country."""
    rows = Jurisdiction.objects.visible_to(request.user).select_related("country").prefetch_related("country__aliases")
    found = (
        (row.pk, str(row), row.code, [row.code, *row.names.values(), *(_names(row.country) if row.country else [])])
        for row in rows
    )
    return _matching(request, sorted(found, key=lambda item: item[1].casefold()))


def _names(country: Country) -> list[str]:
    return [country.iso2, country.iso3, *country.names.values(), *(alias.name for alias in country.aliases.all())]


def _matching(request: HttpRequest, rows: Found) -> JsonResponse:
    """Return rows with a name that holds the query; those that begin with it come first."""
    query = normalised(request.GET.get("q", "")[:100])
    first: list[tuple[int, str, str]] = []
    others: list[tuple[int, str, str]] = []
    for key, label, note, names in rows:
        known = [normalised(name) for name in (label, *names)]
        if any(name.startswith(query) for name in known):
            first.append((key, label, note))
        elif any(query in name for name in known):
            others.append((key, label, note))
    return _answer((first + others)[:MOST])


def _answer(rows: Iterable[tuple[int, str, str]]) -> JsonResponse:
    return JsonResponse({"results": [{"value": str(key), "label": label, "note": note} for key, label, note in rows]})
