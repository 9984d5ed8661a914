"""The time line of a brief: who did what when, in plain words."""

from collections.abc import Iterator
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from pghistory.models import Context

from caselaw.models import Case
from caselaw.permissions import may_read_all
from caselaw.presenters.history import scope_of
from portal.core import log, trail
from portal.core.models import User
from portal.core.trail import Entry, Scope
from portal.core.trail_files import as_file

PAGE_SIZE = 20


@login_required
@never_cache
@require_safe
def timeline(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """Show the time line to those who read every brief, and without names to the author."""
    user = cast("User", request.user)
    case = get_object_or_404(Case.objects.at_desk_of(user).select_related("jurisdiction"), uuid=uuid)
    shows_names = may_read_all(user)
    scope = scope_of(case.pk, is_for_author=not shows_names)
    pages = Paginator(log.contexts(log.LogFilter(among=trail.context_ids(scope))), PAGE_SIZE)
    if kind := request.GET.get("format"):
        answer = as_file(f"timeline-{case.uuid}", kind, _all(pages, scope, shows_names=shows_names))
        if answer is None:
            raise Http404
        return answer
    page = pages.get_page(request.GET.get("page"))
    values = {"case": case, "page": page, "entries": _entries(list(page.object_list), scope, shows_names=shows_names)}
    response: HttpResponse = render(request, "caselaw/timeline.html", values)
    return response


def _entries(contexts: "list[Context]", scope: Scope, *, shows_names: bool) -> list[Entry]:
    listed = trail.entries(contexts, shows_names=shows_names)
    trail.add_rows(listed, scope, shows_names=shows_names)
    return listed


def _all(pages: "Paginator[Context]", scope: Scope, *, shows_names: bool) -> Iterator[Entry]:
    for page in pages:
        yield from _entries(list(page.object_list), scope, shows_names=shows_names)
