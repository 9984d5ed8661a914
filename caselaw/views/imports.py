"""Upload of a file of briefs."""

from typing import cast

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caselaw.actions import imports
from caselaw.forms.imports import ImportForm
from portal.core.models import User
from portal.core.ratelimit import rate_limited


@login_required
@permission_required("caselaw.add_importbatch", raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("form", methods=("POST",))
def import_create(request: HttpRequest) -> HttpResponse:
    """Take a file in and begin to import it; the page of the job shows the rest."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = imports.start(
            content=form.cleaned_data["file"],
            source_system=form.cleaned_data["source_system"],
            is_dry_run=form.cleaned_data["is_dry_run"],
            by=cast("User", request.user),
            now=timezone.now(),
        )
        return redirect(job)
    return render(request, "caselaw/import_form.html", {"form": form}, status=422 if form.is_bound else 200)
