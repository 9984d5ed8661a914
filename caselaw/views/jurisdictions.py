"""Public pages of jurisdictions: what is covered, and what is not."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from caselaw.models import Case, Jurisdiction
from caselaw.presenters import results
from caselaw.presenters.jurisdictions import courts_of, rows_for, sorted_by_name
from caselaw.search.query import SearchQuery
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv

BRIEFS_ON_PAGE = 20


@require_safe
def jurisdiction_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """List the jurisdictions with briefs, and say how many have none."""
    everything = list(Jurisdiction.objects.visible_to(request.user).with_coverage().select_related("country"))
    if request.GET.get("format") == "csv":
        columns, rows = rows_for(sorted_by_name(everything))
        return stream_csv("jurisdictions.csv", columns, rows)
    covered = [jurisdiction for jurisdiction in everything if jurisdiction.briefs]
    values = {
        "national": sorted_by_name([item for item in covered if item.is_national]),
        "international": sorted_by_name([item for item in covered if not item.is_national]),
        "without": sorted_by_name([item for item in everything if not item.briefs]),
        "briefs": sum(item.briefs for item in covered),
    }
    return render(request, "caselaw/jurisdiction_list.html", values)


@require_safe
@rate_limited("search")
def jurisdiction_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the portal has of one jurisdiction."""
    covered = Jurisdiction.objects.visible_to(request.user).with_coverage().select_related("country", "legal_system")
    jurisdiction = get_object_or_404(covered, code=code.upper())
    if code != jurisdiction.code:
        return redirect(jurisdiction, permanent=True)
    briefs = Case.objects.published().filter(jurisdiction=jurisdiction).newest_first()
    page = Paginator(briefs.for_results(), BRIEFS_ON_PAGE).get_page(request.GET.get("page"))
    values = {
        "jurisdiction": jurisdiction,
        "page": page,
        "rows": results.rows_for(page.object_list, SearchQuery(), frozenset()),
        "courts": courts_of(jurisdiction),
    }
    return render(request, "caselaw/jurisdiction_detail.html", values)
