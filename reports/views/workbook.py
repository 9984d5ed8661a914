"""Pages of a country's workbook: download it, hand it in, see what it would change, decide."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.choices import Language
from portal.core.errors import DomainError, InvalidFileError, NotAllowedError
from portal.core.models import User
from portal.core.ratelimit import rate_limited
from reports.actions import workbooks
from reports.choices.workbook import WorkbookState
from reports.forms.workbook import DecisionForm, LanguageForm, WorkbookForm
from reports.importing.workbook_opening import MOST_BYTES, too_large
from reports.models import Submission, WorkbookUpload
from reports.permissions import Rights, day_everywhere, rights, why_locked
from reports.presenters import workbook as presenters
from reports.rendering.workbook import CONTENT_TYPE, workbook
from reports.rendering.workbook_annotated import annotated

# What the other fields and the borders of a form take at most.
_FORM_BYTES = 64 * 1024


def _submission(request: HttpRequest, public_id: UUID) -> Submission:
    visible = Submission.objects.visible_to(request.user).with_context()
    return get_object_or_404(visible, public_id=public_id)


def _upload(request: HttpRequest, public_id: UUID, upload_id: UUID) -> WorkbookUpload:
    visible = WorkbookUpload.objects.visible_to(request.user).select_related("file", "uploaded_by")
    upload = get_object_or_404(visible, public_id=upload_id, submission__public_id=public_id)
    upload.submission = _submission(request, public_id)
    return upload


def _reads(held: Rights) -> bool:
    return held.reads_all or bool(held.reads_sections or held.writes_sections)


def _writes(held: Rights) -> bool:
    return held.writes_all or bool(held.writes_sections)


def _present_language() -> str:
    return (get_language() or "en").split("-")[0]


@csrf_exempt  # only so that the size is looked at before the body is read; the view behind it is protected
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Refuse by its announced size what is too large, before a byte of it is read; else show the page."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MOST_BYTES + _FORM_BYTES:
        submission = _submission(request, public_id)
        return _start_page(request, submission, WorkbookForm(), 413, refusal=str(too_large()))
    return _start(request, public_id)


@csrf_protect
@rate_limited("form", methods=("POST",))
def _start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = _submission(request, public_id)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _start_page(request, submission, WorkbookForm())
    if not form.is_valid():
        return _start_page(request, submission, form, 422)
    try:
        upload = workbooks.hand_in(
            submission=submission,
            content=form.cleaned_data["file"],
            by=cast("User", request.user),
            now=timezone.now(),
        )
    except InvalidFileError as refusal:
        form.add_error("file", str(refusal))
        return _start_page(request, submission, form, 422)
    except NotAllowedError:
        raise
    except DomainError as refusal:
        return _start_page(request, submission, WorkbookForm(), 409, refusal=str(refusal))
    return redirect(upload)


def _start_page(
    request: HttpRequest, submission: Submission, form: WorkbookForm, status: int = 200, refusal: str = ""
) -> HttpResponse:
    user = cast("User", request.user)
    held = rights(user, submission)
    values: dict[str, Any] = {
        "submission": submission,
        "form": form,
        "refusal": refusal,
        "language_form": LanguageForm(initial={"language": _present_language()}),
        "locked": why_locked(submission, day_everywhere(timezone.now())),
        "may_write": _writes(held),
        "may_read": _reads(held),
        "sections_only": not held.reads_all,
    }
    values |= presenters.upload_rows(submission.workbooks.all(), user, request.GET.get("page"))
    return render(request, "reports/workbook/start.html", values, status=status)


@login_required
@never_cache
@require_safe
@rate_limited("download")
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the workbook in the language that was chosen."""
    submission = _submission(request, public_id)
    held = rights(cast("User", request.user), submission)
    if not _reads(held):
        raise NotAllowedError(_("You may not read these answers."))
    asked = request.GET.get("language", "")
    language = asked if asked in Language.values else _present_language()
    now = timezone.now()
    content = workbook(
        submission=submission,
        rights=held,
        language=language,
        generated_at=now,
        address=request.build_absolute_uri(request.path.removesuffix("file/")),
        closed=why_locked(submission, day_everywhere(now)) if _writes(held) else _("You may read these answers only."),
    )
    assignment = submission.assignment
    name = f"{assignment.round.code}-{assignment.country.iso3}-{language}.xlsx"
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """Show what was found in a workbook and what it would change."""
    return _detail_page(request, _upload(request, public_id, upload_id))


def _detail_page(request: HttpRequest, upload: WorkbookUpload, status: int = 200, refusal: str = "") -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("show", "page")}
    values = presenters.upload_page(upload, workbooks.difference(upload), asked)
    values |= {
        "refusal": refusal,
        "is_own": upload.uploaded_by_id == cast("User", request.user).pk,
        "locked": why_locked(upload.submission, day_everywhere(timezone.now())),
    }
    return render(request, "reports/workbook/detail.html", values, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """Ask for a side for each conflict, and write."""
    upload = _upload(request, public_id, upload_id)
    found = workbooks.difference(upload)
    conflicts = presenters.conflicts(upload, found)
    if upload.state != WorkbookState.CHECKED or upload.uploaded_by_id != cast("User", request.user).pk:
        return _detail_page(request, upload, 409, _("This workbook does not wait for your decision."))
    if request.method != "POST":
        return _confirm_page(request, upload, DecisionForm(conflicts, initial={"digest": found.digest}))
    form = DecisionForm(conflicts, request.POST)
    if request.POST.get("digest") == found.digest and not form.is_valid():
        return _confirm_page(request, upload, form, 422)
    form.is_valid()
    try:
        done = workbooks.take_over(
            upload_id=upload.pk,
            digest=request.POST.get("digest", ""),
            sides=form.sides,
            by=cast("User", request.user),
            now=timezone.now(),
        )
    except NotAllowedError:
        raise
    except DomainError as refusal:
        return _detail_page(request, _upload(request, public_id, upload_id), 409, str(refusal))
    text = ngettext("%(number)d answer was taken over.", "%(number)d answers were taken over.", done.written)
    messages.success(request, text % {"number": done.written})
    return redirect(done)


def _confirm_page(request: HttpRequest, upload: WorkbookUpload, form: DecisionForm, status: int = 200) -> HttpResponse:
    found = workbooks.difference(upload)
    errors = sum(finding["level"] == "error" for finding in upload.staged.get("findings", []))
    values = {
        "upload": upload,
        "form": form,
        "difference": found,
        "errors": errors,
        "locked": why_locked(upload.submission, day_everywhere(timezone.now())),
    }
    return render(request, "reports/workbook/confirm.html", values, status=status)


@login_required
@require_POST
def discard(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """Remove a workbook of which nothing was written."""
    upload = _upload(request, public_id, upload_id)
    try:
        workbooks.discard(upload_id=upload.pk, by=cast("User", request.user))
    except DomainError as refusal:
        return _detail_page(request, upload, 409, str(refusal))
    messages.success(request, _("The workbook was removed. Nothing of it was written."))
    return redirect("reports:workbook", public_id=public_id)


@login_required
@never_cache
@require_safe
@rate_limited("download")
def annotated_copy(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """Return the workbook with its doubtful cells coloured and commented."""
    upload = _upload(request, public_id, upload_id)
    with upload.file.file.open("rb") as stream:
        content = annotated(cast("BinaryIO", stream), upload.file.size, upload.staged.get("findings", []))
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    name = f"{upload.submission.assignment.country.iso3}-{_('findings')}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
