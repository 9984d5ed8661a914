"""Suggestions while somebody types: countries by any name in six languages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.ratelimit import rate_limited
from reports.presenters.countries import find_countries


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def countries(request: HttpRequest) -> HttpResponse:
    """Answer with buttons that add a row to a table: the countries whose name begins with, or holds, what was typed."""
    code, typed = next(
        ((name.removeprefix("country:"), request.GET[name]) for name in request.GET if name.startswith("country:")),
        ("", ""),
    )
    context = {"code": code[:10], "typed": typed.strip()[:100], "found": find_countries(typed)}
    return render(request, "reports/entry/_found.html", context)
