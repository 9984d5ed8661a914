"""Pages of imports: hand a file in, see what it would change, confirm, undo."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caselaw.actions import import_batches
from caselaw.choices import ImportFormat
from caselaw.forms.imports import ImportForm, too_large
from caselaw.importing import templates
from caselaw.models import ImportBatch
from caselaw.presenters import imports as presenters
from portal.core.errors import DomainError, IncompleteError
from portal.core.models import User
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv
from portal.core.uploads import serve_privately

ON_PAGE = 25
# What the other fields and the borders of a form take at most.
_FORM_BYTES = 64 * 1024


@csrf_exempt  # only so that the size is looked at before the body is read; the view behind it is protected
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Refuse by its announced size what is too large, before a byte of it is read; else show the page."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > settings.CASE_IMPORT_MAX_BYTES + _FORM_BYTES:
        form = ImportForm()
        return render(request, "caselaw/import_list.html", _list_values(request, form, too_large()), status=413)
    return _import_list(request)


@csrf_protect
@rate_limited("form", methods=("POST",))
def _import_list(request: HttpRequest) -> HttpResponse:
    """List the imports that the person may see; take a file in."""
    user = cast("User", request.user)
    may_add = user.has_perm("caselaw.add_importbatch")
    form = ImportForm(request.POST or None, request.FILES or None)
    if not may_add and (request.method == "POST" or not user.has_perm("caselaw.view_importbatch")):
        raise PermissionDenied
    if request.method == "POST":
        return _hand_in(request, form)
    return render(request, "caselaw/import_list.html", _list_values(request, form))


def _hand_in(request: HttpRequest, form: ImportForm) -> HttpResponse:
    if not form.is_valid():
        return render(request, "caselaw/import_list.html", _list_values(request, form), status=422)
    batch = import_batches.hand_in(
        content=form.cleaned_data["file"],
        kind=form.kind,
        source_system=form.cleaned_data["source_system"],
        by=cast("User", request.user),
        now=timezone.now(),
    )
    return redirect(batch)


def _list_values(request: HttpRequest, form: ImportForm, refusal: str = "") -> dict[str, Any]:
    user = cast("User", request.user)
    page = Paginator(ImportBatch.objects.visible_to(user).newest_first(), ON_PAGE).get_page(request.GET.get("page"))
    may_add = user.has_perm("caselaw.add_importbatch")
    rows = presenters.list_rows(list(page.object_list))
    return {"form": form, "page": page, "rows": rows, "may_add": may_add, "refusal": refusal}


@login_required
@require_safe
def import_moved(request: HttpRequest) -> HttpResponse:
    """Lead from the former address to the page of imports."""
    return redirect("caselaw:import-list", permanent=True)


def _batch(request: HttpRequest, public_id: UUID) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(cast("User", request.user))
    return get_object_or_404(
        visible.select_related("imported_by", "job", "annotated", "undone_by"), public_id=public_id
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("show", "page")}


@login_required
@never_cache
@require_safe
def import_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show progress, findings, what would change, and what may be decided."""
    return _page(request, _batch(request, public_id))


def _page(request: HttpRequest, batch: ImportBatch, status: int = 200, **further: Any) -> HttpResponse:
    values = presenters.detail(batch, cast("User", request.user), _asked(request))
    return render(request, "caselaw/import_detail.html", values | further, status=status)


@login_required
@never_cache
@require_safe
def import_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the progress; once the work has ended, tell htmx to load the page anew."""
    batch = _batch(request, public_id)
    is_working = presenters.is_working(batch)
    may_stop = presenters.may_stop(batch, cast("User", request.user))
    kind = presenters.KINDS[batch.standing]
    values = {"batch": batch, "is_working": is_working, "kind": kind, "may_stop": may_stop}
    response = render(request, "caselaw/_import_progress.html", values)
    if not is_working:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def import_stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the check or the writing to end."""
    return _step(
        request, public_id, lambda batch, by: import_batches.stop(batch_id=batch.pk, by=by, now=timezone.now())
    )


@login_required
@require_POST
def import_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin to write what was checked."""
    return _step(
        request, public_id, lambda batch, by: import_batches.confirm(batch_id=batch.pk, by=by, now=timezone.now())
    )


@login_required
@require_POST
def import_recheck(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check the same file again."""
    return _step(
        request, public_id, lambda batch, by: import_batches.check_again(batch_id=batch.pk, by=by, now=timezone.now())
    )


@login_required
@require_POST
def import_undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin to take an import back."""
    return _step(
        request, public_id, lambda batch, by: import_batches.start_undo(batch_id=batch.pk, by=by, now=timezone.now())
    )


@login_required
@require_POST
def import_discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remove an import of which nothing was written."""
    answer = _step(request, public_id, lambda batch, by: import_batches.discard(batch_id=batch.pk, by=by))
    if answer.status_code == 302:
        messages.success(request, _("The import and its file were removed."))
        return redirect("caselaw:import-list")
    return answer


def _step(request: HttpRequest, public_id: UUID, act: Callable[[ImportBatch, User], object]) -> HttpResponse:
    """Take one step, or show the page again with the reason why not."""
    batch = _batch(request, public_id)
    try:
        act(batch, cast("User", request.user))
    except DomainError as refusal:
        missing = refusal.missing if isinstance(refusal, IncompleteError) else []
        return _page(request, _batch(request, public_id), 409, refusal=str(refusal), refusal_names=missing)
    return redirect(batch)


@login_required
@never_cache
@require_safe
@rate_limited("download")
def import_findings_csv(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Return the findings as CSV."""
    batch = _batch(request, public_id)
    return stream_csv(f"findings-{batch.public_id}.csv", presenters.FINDING_COLUMNS, presenters.findings_rows(batch))


@login_required
@require_safe
@rate_limited("download")
def import_findings_xlsx(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Return the workbook with its faulty cells coloured."""
    batch = _batch(request, public_id)
    if batch.annotated is None:
        raise Http404
    return serve_privately(batch.annotated)


@login_required
@permission_required("caselaw.add_importbatch", raise_exception=True)
@require_safe
@rate_limited("download")
def import_template(request: HttpRequest, ending: str) -> HttpResponse:
    """Return the workbook to fill in, or the same tables as CSV files."""
    is_workbook = ending == "xlsx"
    content = templates.workbook() if is_workbook else templates.csv_archive()
    kind = import_batches.CONTENT_TYPES[ImportFormat.XLSX if is_workbook else ImportFormat.CSV]
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="case-briefs.{ending}"'
    return response
