"""Public pages of briefs."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from caselaw.choices import CaseStatus, Robots
from caselaw.forms.search import CaseFilterSet
from caselaw.models import Case
from caselaw.presenters import results
from caselaw.presenters.brief import brief_of
from caselaw.search import coverage, engine
from caselaw.search.engine import MOST_RANKED, SearchResult
from caselaw.search.query import SearchQuery, Sort
from caselaw.views import withdrawn
from portal.core.ratelimit import rate_limited

PAGE_SIZE = 10


@require_safe
@rate_limited("search")
def case_list(request: HttpRequest) -> HttpResponse:
    """Search and filter published briefs; the address holds the whole state."""
    filterset = CaseFilterSet(request.GET, queryset=Case.objects.none())
    is_valid = filterset.form.is_valid()
    page_number = _page_number(request)
    query = filterset.search_query(offset=(page_number - 1) * PAGE_SIZE, limit=PAGE_SIZE) if is_valid else SearchQuery()
    result = engine.search(query) if is_valid else SearchResult(0, [], {})
    page = Paginator(range(result.total), PAGE_SIZE).get_page(page_number)
    if page.number != page_number and is_valid:  # beyond the last page: show the last one
        query = filterset.search_query(offset=(page.number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        result = engine.search(query)
    return render(request, "caselaw/case_list.html", _list_values(request, filterset, query, result, page))


def _list_values(
    request: HttpRequest, filterset: CaseFilterSet, query: SearchQuery, result: SearchResult, page: "Page[int]"
) -> dict[str, object]:
    cases = Case.objects.published().for_results().in_bulk(result.case_ids)
    boxes = results.facet_boxes(result, query)
    everything = coverage.all_briefs()
    return {
        "filterset": filterset,
        "query": query,
        "result": result,
        "rows": results.rows_for([cases[pk] for pk in result.case_ids if pk in cases], query, result.words),
        "boxes": boxes,
        "filters": results.active_filters(query, boxes, request.GET, request.path),
        "bars": results.histogram_bars(result.counts.get("year", {}), everything.by_year),
        "coverage": everything,
        "page": page,
        "sorts": Sort.choices,
        "most_ranked": MOST_RANKED,
        "unknown": _unknown(filterset, boxes),
        "api_query": _api_query(request),
        "hidden": [
            (name, value) for name, values in request.GET.lists() for value in values if name not in {"sort", "page"}
        ],
        "hidden_filters": [
            (name, value) for name, values in request.GET.lists() for value in values if name not in {"q", "page"}
        ],
    }


def _unknown(filterset: CaseFilterSet, boxes: list[results.FacetBox]) -> list[tuple[object, str]]:
    """Return (facet, value) of filters that do not exist, so that the empty result can say so."""
    if filterset.form.errors:
        return []
    label_of = {box.name: box.label for box in boxes}
    return [(label_of.get(name, name), value) for name, values in filterset.unknown_values.items() for value in values]


def _api_query(request: HttpRequest) -> str:
    """Return the same search for the API, which pages by cursor."""
    parameters = request.GET.copy()
    parameters.pop("page", None)
    return parameters.urlencode()


def _page_number(request: HttpRequest) -> int:
    """Return the page asked for; whatever is no page of at most four digits is the first."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) <= 4 and int(asked) >= 1 else 1


@require_safe
def case_detail(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show a brief. A former slug leads to the present address."""
    visible = Case.objects.visible_to(request.user)
    case = visible.for_brief().filter(public_id=public_id).first()
    if case is None:
        return withdrawn.gone_or_missing(request, public_id)
    if slug != case.slug:
        return redirect(case, permanent=case.status == "published")
    values = {"brief": brief_of(case, language=request.GET.get("text")), "case": case}
    response = render(request, "caselaw/case_detail.html", values)
    if case.robots == Robots.NOINDEX or case.status != CaseStatus.PUBLISHED:
        response["X-Robots-Tag"] = "noindex"
    if case.status != CaseStatus.PUBLISHED:
        add_never_cache_headers(response)
    return response
