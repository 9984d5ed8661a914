"""What the public learns of withdrawn briefs."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caselaw.models import withdrawn_briefs
from caselaw.presenters.tombstones import tombstone_of, tombstones
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv

PAGE_SIZE = 50
_CHUNK = 500


def gone_or_missing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer 410 for a brief that was public and was withdrawn. Raises Http404 for any other."""
    tombstone = tombstone_of(public_id)
    if tombstone is None:
        raise Http404
    response = render(request, "caselaw/withdrawn.html", {"tombstone": tombstone}, status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@rate_limited("search")
def withdrawn_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """List what was withdrawn: number, date, reason, replacement; no titles."""
    briefs = withdrawn_briefs().order_by("-withdrawn_at", "-pk")
    if request.GET.get("format") == "csv":
        columns = [_("Identifier"), _("Withdrawn"), _("Reason"), _("Replaced by")]
        return stream_csv("withdrawn.csv", columns, _rows(Paginator(briefs, _CHUNK)))
    page = Paginator(briefs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "caselaw/withdrawn_list.html", {"page": page, "rows": tombstones(list(page.object_list))})


def _rows(pages: "Paginator[object]") -> Iterator[list[str]]:
    for page in pages:
        for row in tombstones(list(page.object_list)):  # type: ignore[arg-type]
            replacement = (row.replacement.public_id if row.replacement else None) or ""
            yield [row.public_id, row.withdrawn_at.date().isoformat(), row.reason, replacement]
