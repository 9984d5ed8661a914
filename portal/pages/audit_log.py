"""The audit log of the whole site, for those who may read it; nobody changes it."""

from typing import cast

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from pghistory.models import Context

from portal.core import log, trail
from portal.core.actions import readings
from portal.core.models import User
from portal.core.trail_files import as_file
from portal.pages.forms import LogForm

PAGE_SIZE = 50


@login_required
@permission_required("core.view_audit_log", raise_exception=True)
@never_cache
@require_safe
def log_list(request: HttpRequest) -> HttpResponseBase:
    """Show the log newest first, filtered, or hand it out as a file, which the log then shows."""
    form = LogForm(request.GET)
    if not form.is_valid():
        return render(request, "trail/log.html", {"form": form, "entries": []}, status=422)
    chosen = form.log_filter()
    if kind := request.GET.get("format"):
        return _file(request, kind, chosen)
    found, following = log.window(chosen, log.place_from(request.GET.get("before", "")), PAGE_SIZE)
    entries = trail.entries(found, shows_names=True)
    if entries:
        trail.add_counts(entries)
    return render(request, "trail/log.html", {"form": form, "entries": entries, "following": following})


@login_required
@permission_required("core.view_audit_log", raise_exception=True)
@never_cache
@require_safe
def log_entry(request: HttpRequest, context_id: str) -> HttpResponseBase:
    """Show one entry with the rows that it changed."""
    context = get_object_or_404(Context, pk=context_id)
    entries = trail.entries([context], shows_names=True)
    trail.add_rows(entries, trail.everything(), shows_names=True)
    return render(request, "trail/entry.html", {"entry": entries[0]})


def _file(request: HttpRequest, kind: str, chosen: log.LogFilter) -> HttpResponseBase:
    answer = as_file("audit-log", kind, log.all_entries(chosen))
    if answer is None:
        raise Http404
    if request.method == "GET":
        readings.record_log_export(filters=request.GET.urlencode(), by=cast("User", request.user), now=timezone.now())
    return answer
