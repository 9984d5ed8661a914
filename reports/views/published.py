"""Pages of data sets as published: list and upload, what is wrong with one, and the labels to be decided."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import ChangedMeanwhileError, DomainError
from portal.core.http import signed_in
from portal.core.models import User
from portal.core.ratelimit import rate_limited
from reports.actions import partner_labels, published
from reports.choices import DatasetState, DefectKind, LabelState
from reports.exports.quality import CONTENT_TYPE, Table, report
from reports.forms.published import UNDECIDED, LabelFilterForm, LabelForm, PublishedFileForm, too_large
from reports.importing.containers import MOST_BYTES
from reports.models import PartnerLabel, SourceDataset
from reports.presenters import published as presenters

ON_PAGE = 50
MAY_SEE = "reports.view_sourcedataset"
MAY_ADD = "reports.add_sourcedataset"
MAY_DECIDE = "reports.decide_partnerlabel"
# What the other fields and the borders of a form take at most.
_FORM_BYTES = 64 * 1024


@csrf_exempt  # only so that the size is looked at before the body is read; the view behind it is protected
@login_required
@permission_required(MAY_SEE, raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def published_list(request: HttpRequest) -> HttpResponse:
    """Refuse by its announced size what is too large, before a byte of it is read; else show the page."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MOST_BYTES + _FORM_BYTES:
        return _list_page(request, PublishedFileForm(), 413, too_large())
    return _published_list(request)


@csrf_protect
@rate_limited("form", methods=("POST",))
def _published_list(request: HttpRequest) -> HttpResponse:
    """List the data sets; take a file in."""
    if request.method != "POST":
        return _list_page(request, PublishedFileForm())
    user = signed_in(request).user
    if not user.has_perm(MAY_ADD):
        raise PermissionDenied
    form = PublishedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, form, 422)
    file = form.cleaned_data["file"]
    kind = file.content_type or "application/octet-stream"
    dataset = published.hand_in(content=file, content_type=kind, by=user, now=timezone.now())
    if dataset.state == DatasetState.READ:
        messages.info(request, _("This file is here already; nothing was changed."))
    elif dataset.job is not None and presenters.may_see_job(dataset, user):
        return redirect(dataset.job)
    return redirect("reports:published-detail", pk=dataset.pk)


def _list_page(request: HttpRequest, form: PublishedFileForm, status: int = 200, refusal: str = "") -> HttpResponse:
    user = signed_in(request).user
    datasets = SourceDataset.objects.visible_to(user).select_related("job", "imported_by")
    page = Paginator(datasets.order_by("-imported_at", "-pk"), ON_PAGE).get_page(request.GET.get("page"))
    values = {
        "form": form,
        "page": page,
        "rows": [(dataset, presenters.STATE_KINDS[dataset.state]) for dataset in page.object_list],
        "refusal": refusal,
        "may_add": user.has_perm(MAY_ADD),
        "may_decide": user.has_perm(MAY_DECIDE),
    }
    return render(request, "reports/published/list.html", values, status=status)


@login_required
@permission_required(MAY_SEE, raise_exception=True)
@never_cache
@require_safe
def published_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was counted in a data set, every kind of defect, and the rows of the kind asked for."""
    user = signed_in(request).user
    dataset = _dataset(user, pk)
    values: dict[str, Any] = {
        "dataset": dataset,
        "state_kind": presenters.STATE_KINDS[dataset.state],
        "facts": presenters.facts(dataset),
        "kinds": presenters.kinds(dataset),
        "may_see_job": presenters.may_see_job(dataset, user),
        "may_decide": user.has_perm(MAY_DECIDE),
        "is_read": dataset.state == DatasetState.READ,
    }
    if asked := request.GET.get("kind", ""):
        if asked not in DefectKind.values:
            raise Http404
        defects = dataset.defects.filter(kind=asked).order_by("row_number", "pk")
        page = Paginator(defects, ON_PAGE).get_page(request.GET.get("page"))
        rows = presenters.defect_rows(dataset, page.object_list)
        values |= {"kind": DefectKind(asked), "page": page, "rows": rows}
    return render(request, "reports/published/detail.html", values)


@login_required
@permission_required(MAY_SEE, raise_exception=True)
@never_cache
@require_safe
@rate_limited("download")
def published_quality(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the data-quality report as a workbook."""
    dataset = _dataset(signed_in(request).user, pk)
    if dataset.state != DatasetState.READ:
        raise Http404
    summary: list[tuple[str, str | int]] = [*presenters.facts(dataset)]
    summary += [(row.label, row.number) for row in presenters.kinds(dataset)]
    made = report(
        title=dataset.title,
        tables=[
            Table(_("Summary"), [_("What"), _("Number")], summary),
            Table(_("Defects"), presenters.report_heads(), presenters.report_rows(dataset)),
        ],
        created=timezone.now(),
        is_rtl=get_language() in settings.LANGUAGES_BIDI,
    )
    response = HttpResponse(made, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="data-quality-{dataset.pk}.xlsx"'
    return response


def _dataset(user: User, pk: int) -> SourceDataset:
    visible = SourceDataset.objects.visible_to(user)
    return get_object_or_404(visible.select_related("job", "imported_by"), pk=pk)


# --- Labels ---


@login_required
@permission_required(MAY_DECIDE, raise_exception=True)
@never_cache
@require_safe
def label_list(request: HttpRequest) -> HttpResponse:
    """List labels; at first those that wait for a decision."""
    form = LabelFilterForm(request.GET if "state" in request.GET else request.GET | {"state": UNDECIDED})
    labels = PartnerLabel.objects.select_related("country", "decided_by").order_by("normalised", "pk")
    asked = form.cleaned_data if form.is_valid() else {}
    if state := asked.get("state"):
        states = (LabelState.UNKNOWN, LabelState.PROPOSED) if state == UNDECIDED else (state,)
        labels = labels.filter(state__in=states)
    if text := asked.get("q"):
        labels = labels.filter(label__icontains=text)
    page = Paginator(labels, ON_PAGE).get_page(request.GET.get("page"))
    rows = [(label, presenters.LABEL_KINDS[label.state]) for label in page.object_list]
    values = {"form": form, "page": page, "rows": rows}
    return render(request, "reports/published/labels.html", values, status=422 if form.errors else 200)


@login_required
@permission_required(MAY_DECIDE, raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def label_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a label stands for."""
    label = _label(pk)
    first = {"kind": label.kind, "country": label.country, "was": label.version}
    if request.method != "POST":
        return _label_page(request, label, LabelForm(initial=first))
    form = LabelForm(request.POST)
    if not form.is_valid():
        return _label_page(request, label, form, 422)
    try:
        partner_labels.decide(label_id=label.pk, by=signed_in(request).user, now=timezone.now(), **form.cleaned_data)
    except ChangedMeanwhileError as refusal:
        label = _label(pk)
        kept = LabelForm(initial=form.cleaned_data | {"was": label.version})
        return _label_page(request, label, kept, 409, str(refusal))
    except DomainError as refusal:
        return _label_page(request, label, form, 409, str(refusal))
    messages.success(request, _("The decision is kept. It holds for every file that is read from now on."))
    return redirect("reports:label-list")


def _label(pk: int) -> PartnerLabel:
    return get_object_or_404(PartnerLabel.objects.select_related("country", "decided_by"), pk=pk)


def _label_page(
    request: HttpRequest, label: PartnerLabel, form: LabelForm, status: int = 200, refusal: str = ""
) -> HttpResponse:
    values = {
        "label": label,
        "form": form,
        "refusal": refusal,
        "rows": label.observations.count(),
        "is_decided": label.state == LabelState.DECIDED,
    }
    return render(request, "reports/published/label.html", values, status=status)
