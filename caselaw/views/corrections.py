"""Reports of readers: the public form, the page on which a reporter follows the report, and the desk's list."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caselaw.actions import corrections
from caselaw.actions.corrections import Report, ReportedAlreadyError
from caselaw.forms.corrections import AnswerForm, CorrectionFilterForm, CorrectionForm, new_stamp, nonce_of
from caselaw.models import Case, CorrectionRequest, once_public_briefs, withdrawn_briefs
from caselaw.models.corrections import CorrectionRequestQuerySet
from portal.core.errors import DomainError
from portal.core.models import User
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv

PAGE_SIZE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("correction", methods=("POST",))
def correction_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a report in; the reporter is led to the page on which to follow it."""
    case = _reportable(request, public_id)
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, public_id=public_id, initial={"stamp": new_stamp(public_id)}
    )
    if request.method == "POST" and form.is_valid() and (kept := _kept(form)):
        return redirect("caselaw:correction-status", token=corrections.token_of(kept))
    if "stamp" in form.errors and nonce_of(request.POST.get("stamp", ""), public_id, timedelta(hours=24)) is None:
        # A fresh one, so that sending again is enough.
        form.data = {**request.POST.dict(), "stamp": new_stamp(public_id)}
    values = {"form": form, "case": case, "public_id": public_id}
    return render(request, "caselaw/correction_form.html", values, status=422 if form.is_bound else 200)


def _reportable(request: HttpRequest, public_id: str) -> Case | None:
    """Return the brief when it is on show, None when only its number may be shown. Raises Http404 for any other.

    A reader who opened the form in time may send it although the brief was hidden meanwhile: the stamp proves it.
    """
    case = Case.objects.published().filter(public_id=public_id).first()
    if case is not None or withdrawn_briefs().filter(public_id=public_id).exists():
        return case
    was_open = request.method == "POST" and nonce_of(request.POST.get("stamp", ""), public_id) is not None
    if was_open and once_public_briefs().filter(public_id=public_id).exists():
        return None
    raise Http404


def _kept(form: CorrectionForm) -> CorrectionRequest | None:
    values = form.cleaned_data
    report = Report(
        kind=values["kind"],
        text=values["text"],
        nonce=values["stamp"],
        name=values["reporter_name"],
        email=values["reporter_email"],
        language=get_language() or "en",
    )
    try:
        return corrections.report(public_id=form.public_id, report=report, now=timezone.now())
    except ReportedAlreadyError as refusal:
        form.add_error(None, str(refusal))
        return None


@never_cache
@require_safe
@rate_limited("search")
def correction_status(request: HttpRequest, token: str) -> HttpResponse:
    """Show a reporter where the report stands, without repeating what was written."""
    uuid = corrections.uuid_of(token)
    if uuid is None:
        raise Http404
    report = get_object_or_404(CorrectionRequest.objects.select_related("case"), uuid=uuid)
    response = render(request, "caselaw/correction_status.html", {"report": report})
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@never_cache
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """List the reports, the most urgent first."""
    visible = _visible_or_refused(request)
    form = CorrectionFilterForm(request.GET)
    rows = _filtered(visible, form).most_urgent_first().select_related("case", "handled_by")
    if request.GET.get("format") == "csv":
        columns = [
            _("Report"),
            _("Brief"),
            _("What it is about"),
            pgettext("of a job", "State"),
            _("Reported"),
            _("Closed"),
        ]
        return stream_csv("corrections.csv", columns, _csv_rows(rows))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    values = {"page": page, "form": form, "waiting": visible.waiting().count()}
    return render(request, "caselaw/desk_correction_list.html", values)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """Show a report with its answer, or the form to answer it."""
    report = get_object_or_404(_visible_or_refused(request).select_related("case", "handled_by"), uuid=uuid)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        step = _STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        if step is _take or form.is_valid():
            refusal = _done(request, report, step, form)
            if refusal is None:
                return redirect("caselaw:desk-correction-detail", uuid=report.uuid)
            form.add_error(None, refusal)
            return render(request, "caselaw/desk_correction_detail.html", {"report": report, "form": form}, status=409)
    values = {"report": report, "form": form}
    return render(request, "caselaw/desk_correction_detail.html", values, status=422 if form.is_bound else 200)


def _visible_or_refused(request: HttpRequest) -> CorrectionRequestQuerySet:
    user = cast("User", request.user)
    if not (user.has_perm("caselaw.answer_correctionrequest") or user.has_perm("caselaw.view_correctionrequest")):
        raise PermissionDenied
    return CorrectionRequest.objects.visible_to(user)


def _filtered(rows: CorrectionRequestQuerySet, form: CorrectionFilterForm) -> CorrectionRequestQuerySet:
    if not form.is_valid():
        return rows.none()
    values = form.cleaned_data
    if values["state"]:
        rows = rows.filter(state=values["state"])
    if values["kind"]:
        rows = rows.filter(kind=values["kind"])
    if values["older_than"]:
        rows = rows.waiting().filter(reported_at__lt=timezone.now() - timedelta(days=values["older_than"]))
    return rows


def _csv_rows(rows: CorrectionRequestQuerySet) -> Iterator[list[str]]:
    for row in rows.iterator(chunk_size=500):
        closed = row.closed_at.isoformat() if row.closed_at else ""
        state = row.get_state_display()
        yield [
            str(row.uuid),
            row.case.public_id or "",
            row.get_kind_display(),
            state,
            row.reported_at.isoformat(),
            closed,
        ]


def _done(request: HttpRequest, report: CorrectionRequest, step: "Step", form: AnswerForm) -> str | None:
    """Take the step; return the refusal in words, None when it was taken."""
    try:
        step(report.pk, form.cleaned_data.get("answer", "") if form.is_valid() else "", cast("User", request.user))
    except DomainError as refusal:
        return str(refusal)
    messages.success(request, _("Saved."))
    return None


def _take(pk: int, text: str, by: User) -> None:
    corrections.take(correction_id=pk, by=by, now=timezone.now())


def _answer(pk: int, text: str, by: User) -> None:
    corrections.answer(correction_id=pk, text=text, by=by, now=timezone.now())


def _reject(pk: int, text: str, by: User) -> None:
    corrections.reject(correction_id=pk, reason=text, by=by, now=timezone.now())


Step = Callable[[int, str, User], None]
_STEPS: dict[str, Step] = {"take": _take, "answer": _answer, "reject": _reject}
