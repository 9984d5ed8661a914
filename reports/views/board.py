"""What waits for a person in country data, the rounds, and the status board of a round."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.http import signed_in
from portal.core.models import CountryRole, User
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv
from reports.choices import RoundState, SubmissionState
from reports.exports.board import workbook
from reports.forms.workflow_board import BoardFilterForm
from reports.models import Round, Submission
from reports.models.submission import CONTRIBUTED
from reports.presenters.board import cells, countries_of, counts_by_state, heads, region_choices, rows_of
from reports.presenters.queues import has_part, queues_of, title_of, waiting_for

ON_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_HANDED_IN = (SubmissionState.NOT_STARTED, SubmissionState.IN_PROGRESS, SubmissionState.WITHDRAWN)


@login_required
@never_cache
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person; to staff the rounds, to a country its answers."""
    user, now = signed_in(request).user, timezone.now()
    if name := request.GET.get("queue", ""):
        return _queue(request, user, name, now)
    is_staff = user.has_perm("reports.view_submission")
    values = {
        "is_staff": is_staff,
        "has_part": has_part(user),
        "queues": queues_of(user, now),
        "rounds": _page(request, _rounds(user)) if is_staff else None,
        "own": None if is_staff else _page(request, _own(user)),
        "held": _held(user),
    }
    return render(request, "reports/board/home.html", values)


@login_required
@never_cache
@require_safe
@rate_limited("download")
def round_board(request: HttpRequest, collection: str, code: str) -> HttpResponseBase:
    """Show where every country of a round stands; also as CSV and as a workbook."""
    user = signed_in(request).user
    if not user.has_perm("reports.view_submission"):
        raise PermissionDenied
    rounds = Round.objects.visible_to(user).select_related("collection", "questionnaire")
    round_ = get_object_or_404(rounds, collection__code=collection, code=code)
    now = timezone.now()
    form = BoardFilterForm(request.GET, round_=round_, regions=region_choices())
    countries = countries_of(round_, form.cleaned_data, now) if form.is_valid() else Submission.objects.none()
    if kind := request.GET.get("format"):
        return _file(round_, countries, kind, now)
    page = Paginator(countries, ON_PAGE).get_page(request.GET.get("page"))
    values = {
        "round": round_,
        "form": form,
        "page": page,
        "rows": list(rows_of(round_, page.object_list, now)),  # type: ignore[arg-type]  # a slice of the QuerySet
        "states": counts_by_state(round_),
        "chosen": request.GET.get("state", ""),
    }
    return render(request, "reports/board/round.html", values)


def _queue(request: HttpRequest, user: User, name: str, now: datetime) -> HttpResponse:
    rows = waiting_for(user, name, now)
    if rows is None:
        raise Http404
    values = {"title": title_of(name), "page": _page(request, rows), "held": _held(user)}
    return render(request, "reports/board/queue.html", values)


def _held(user: User) -> frozenset[int]:
    """Return the countries for which the person holds a role."""
    return frozenset(CountryRole.objects.held_by(user).values_list("country", flat=True))


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))


def _rounds(user: User) -> Any:
    current = Q(assignments__submissions__is_current=True)
    handed_in = current & ~Q(assignments__submissions__state__in=_NOT_HANDED_IN)
    done = current & Q(assignments__submissions__state__in=CONTRIBUTED)
    return (
        Round.objects.visible_to(user)
        .newest_first()
        .annotate(
            countries=Count("assignments", distinct=True),
            handed_in=Count("assignments__submissions", filter=handed_in, distinct=True),
            accepted=Count("assignments__submissions", filter=done, distinct=True),
        )
    )


def _own(user: User) -> Any:
    rows = Submission.objects.in_hands_of(user).current().with_context()
    return rows.exclude(assignment__round__state=RoundState.DRAFT).order_by("-assignment__round__opens_on", "pk")


def _file(round_: Round, countries: Any, kind: str, now: datetime) -> HttpResponseBase:
    name = f"{round_.collection.code}-{round_.code}"
    rows = (cells(row) for row in rows_of(round_, countries, now))
    if kind == "csv":
        texts = (["" if cell is None else str(cell) for cell in row] for row in rows)
        return stream_csv(f"{name}.csv", heads(), texts)
    if kind != "xlsx":
        raise Http404
    made = workbook(title=name, heads=heads(), rows=rows, created=now, is_rtl=get_language() in settings.LANGUAGES_BIDI)
    response = HttpResponse(made, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
