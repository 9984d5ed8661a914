"""Findings of a submission: the list with its filters and downloads, explanations and waivers."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import DomainError
from portal.core.http import SignedInRequest, signed_in
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv
from reports.actions import checks
from reports.forms.checks import FindingFilterForm, ReasonForm
from reports.models import Finding, Submission
from reports.permissions import Rights, day_everywhere, rights, why_locked
from reports.presenters.checks import Places, columns, in_sections, table_rows
from reports.rendering.tables import XLSX, workbook_of

PAGE_SIZE = 50


@login_required
@never_cache
@require_safe
def finding_list(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """List the findings by section, or hand them out as a file."""
    submission, held = _visible(request, public_id)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _download(request, public_id)
    return _page(request, submission, held)


@rate_limited("download")
def _download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    submission, held = _visible(request, public_id)
    rows = table_rows(_filtered(submission, held, FindingFilterForm(request.GET)))
    name = f"findings-{submission.assignment.country.iso3}-{submission.assignment.round.code}"
    if request.GET["format"] == "csv":
        return stream_csv(f"{name}.csv", columns(), rows)
    response = HttpResponse(workbook_of(_("Findings"), columns(), rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _page(
    request: HttpRequest,
    submission: Submission,
    held: Rights,
    *,
    bound: tuple[int, str, ReasonForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    form = FindingFilterForm(request.GET)
    page = Paginator(_filtered(submission, held, form), PAGE_SIZE).get_page(request.GET.get("page"))
    locked_because = why_locked(submission, day_everywhere(timezone.now()))
    values = {
        "submission": submission,
        "page": page,
        "groups": in_sections(page.object_list, Places(submission)),
        "form": form,
        "open_errors": checks.open_errors(checks.visible_findings(submission, held)),
        "held": held,
        "may_run": held.writes_all or bool(held.writes_sections) or held.checks,
        "may_explain": not locked_because,
        "locked_because": locked_because,
        "may_waive": signed_in(request).user.has_perm("reports.waive_finding"),
        "reason_form": ReasonForm(auto_id=False),
        "bound_pk": bound[0] if bound else None,
        "bound_step": bound[1] if bound else "",
        "bound_form": bound[2] if bound else None,
    }
    return render(request, "reports/checks/finding_list.html", values, status=status)


@login_required
@never_cache
@require_POST
def submission_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Run the checks now."""
    submission, held = _visible(request, public_id)
    try:
        summary = checks.run(submission_id=submission.pk, by=signed_in(request).user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _page(request, submission, held, status=409)
    text = _("The checks have run. Findings: %(found)s. New: %(opened)s. Open again: %(reopened)s. Mended: %(fixed)s.")
    names = {name: getattr(summary, name) for name in ("found", "opened", "reopened", "fixed")}
    messages.success(request, text % names)
    return redirect("reports:submission-findings", public_id=public_id)


@login_required
@never_cache
@require_POST
def finding_explain(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Take an explanation in."""

    def step(request: SignedInRequest, finding: Finding, form: ReasonForm) -> None:
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        checks.explain(finding_id=finding.pk, text=text, seen=seen, by=request.user, now=timezone.now())

    return _take(request, public_id, pk, "explain", step)


@login_required
@never_cache
@require_POST
def finding_waive(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Take a waiver in."""

    def step(request: SignedInRequest, finding: Finding, form: ReasonForm) -> None:
        checks.waive(finding_id=finding.pk, reason=form.cleaned_data["text"], by=request.user, now=timezone.now())

    return _take(request, public_id, pk, "waive", step)


@login_required
@never_cache
@require_POST
def finding_reopen(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Open a finding again."""
    submission, held = _visible(request, public_id)
    finding = _finding(submission, held, pk)
    try:
        checks.reopen(finding_id=finding.pk, by=signed_in(request).user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _page(request, submission, held, status=409)
    messages.success(request, _("Saved."))
    return redirect(_address(request, submission, finding))


def _take(
    request: HttpRequest,
    public_id: UUID,
    pk: int,
    name: str,
    step: Callable[[SignedInRequest, Finding, ReasonForm], None],
) -> HttpResponse:
    submission, held = _visible(request, public_id)
    finding = _finding(submission, held, pk)
    form = ReasonForm(request.POST, is_waiver=name == "waive", auto_id=f"id_{name}_{pk}_%s")
    status = 422
    if form.is_valid():
        try:
            step(signed_in(request), finding, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(_address(request, submission, finding))
    return _page(request, submission, held, bound=(pk, name, form), status=status)


def _address(request: HttpRequest, submission: Submission, finding: Finding) -> str:
    """Return the list with the filter that the person had, at the finding."""
    query = request.GET.urlencode()
    path = request.path.split("/findings/")[0]
    return f"{path}/findings/{'?' if query else ''}{query}#finding-{finding.pk}"


def _visible(request: HttpRequest, public_id: UUID) -> tuple[Submission, Rights]:
    user = signed_in(request).user
    visible = Submission.objects.visible_to(user).with_context()
    submission = get_object_or_404(visible, public_id=public_id)
    held = rights(user, submission)
    # What the checks found in another country's answers is between that country and the secretariat.
    if not (held.writes_all or held.reads_sections or user.has_perm("reports.view_submission")):
        raise Http404
    return submission, held


def _finding(submission: Submission, held: Rights, pk: int) -> Finding:
    return get_object_or_404(checks.visible_findings(submission, held), pk=pk)


def _filtered(submission: Submission, held: Rights, form: FindingFilterForm) -> QuerySet[Finding]:
    findings = checks.visible_findings(submission, held)
    if not form.is_valid():
        return findings.none()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return findings.filter(**chosen)
