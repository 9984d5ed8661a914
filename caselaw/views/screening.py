"""The check of one brief for names: hits, names to suppress, redaction."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from caselaw.actions import anonymisation, redaction
from caselaw.actions.redaction import FoundIn
from caselaw.forms.screening import AcceptHitForm, ConfirmedRedactionForm, RedactionForm, SuppressedNameForm
from caselaw.models import Case, SuppressedName
from caselaw.presenters.screening import groups_of
from portal.core.errors import DomainError, IncompleteError
from portal.core.models import User
from portal.core.numbers import whole_number
from portal.core.ratelimit import rate_limited


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("form", methods=("POST",))
def screening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show every hit of a brief; accept one with a reason, or open an accepted one again."""
    case, by = _case(request, uuid), cast("User", request.user)
    if request.method != "POST":
        return _page(request, case)
    if "take_back" in request.POST:
        anonymisation.take_back(case_id=case.pk, fingerprint=request.POST["take_back"].replace("\x00", ""), by=by)
        messages.success(request, _("The hit is open again."))
        return redirect("caselaw:desk-screening", uuid=uuid)
    form = AcceptHitForm(request.POST)
    if not form.is_valid():
        return _page(request, case, accepting=form, status=422)
    anonymisation.accept_hit(case_id=case.pk, by=by, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The hit is accepted."))
    return redirect("caselaw:desk-screening", uuid=uuid)


@login_required
@permission_required("caselaw.keep_suppressed_names", raise_exception=True)
@never_cache
@require_POST
@sensitive_post_parameters("name")
@rate_limited("form", methods=("POST",))
def suppress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a name on the list of the brief, or take one off."""
    case, by = _case(request, uuid), cast("User", request.user)
    if key := request.POST.get("remove", ""):
        if (name_id := whole_number(key)) is None:
            raise Http404
        anonymisation.remove_suppressed_name(case_id=case.pk, name_id=name_id, by=by)
        messages.success(request, _("The name is off the list."))
        return redirect("caselaw:desk-screening", uuid=uuid)
    form = SuppressedNameForm(request.POST)
    if not form.is_valid() or not _add(form, case, by):
        return _page(request, case, naming=form, status=422)
    messages.success(request, _("The name is on the list. The brief was searched for it."))
    return redirect("caselaw:desk-screening", uuid=uuid)


@login_required
@permission_required("caselaw.redact_case", raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("texts")
@rate_limited("form", methods=("POST",))
def redact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask what to take out, show where it stands, and take it out when that is confirmed."""
    case, by = _case(request, uuid), cast("User", request.user)
    if request.method != "POST":
        return _redaction_page(request, case, RedactionForm())
    is_confirmed = "confirm" in request.POST
    form = ConfirmedRedactionForm(request.POST) if is_confirmed else RedactionForm(request.POST)
    if is_confirmed and form.is_valid() and _redact(form, case, by):
        messages.success(request, _("The text is gone from everything that is stored."))
        return redirect("caselaw:desk-redaction", uuid=uuid)
    found = _preview(form, by)
    if found is not None and not is_confirmed:
        form = ConfirmedRedactionForm(initial={**form.cleaned_data, "texts": "\n".join(form.cleaned_data["texts"])})
    return _redaction_page(request, case, form, found=found, status=422 if form.is_bound else 200)


def _case(request: HttpRequest, uuid: UUID) -> Case:
    return get_object_or_404(Case.objects.at_desk_of(request.user), uuid=uuid)


def _page(
    request: HttpRequest,
    case: Case,
    *,
    accepting: AcceptHitForm | None = None,
    naming: SuppressedNameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = cast("User", request.user)
    groups = groups_of(case)
    values = {
        "case": case,
        "groups": groups,
        "open_count": sum(group.open_count for group in groups),
        "problems": anonymisation.defendant_name_problems(case),
        "may_accept": user.has_perm("caselaw.accept_hit") and case.created_by_id != user.pk,
        "may_redact": user.has_perm("caselaw.redact_case"),
        "may_keep_names": user.has_perm("caselaw.keep_suppressed_names"),
        "names": SuppressedName.objects.visible_to(user).filter(case=case).order_by("pk").select_related("added_by"),
        "accepting": accepting or AcceptHitForm(),
        "naming": naming or SuppressedNameForm(),
        "failed": naming if naming is not None else accepting,
    }
    return render(request, "caselaw/desk/screening.html", values, status=status)


def _add(form: SuppressedNameForm, case: Case, by: User) -> bool:
    try:
        anonymisation.add_suppressed_name(case_id=case.pk, by=by, now=timezone.now(), **form.cleaned_data)
    except DomainError as refusal:
        form.add_error("name", str(refusal))
    return form.is_valid()


def _redact(form: RedactionForm, case: Case, by: User) -> bool:
    chosen = {name: form.cleaned_data[name] for name in ("texts", "replacement", "reason")}
    try:
        redaction.redact(case_id=case.pk, by=by, now=timezone.now(), **chosen)
    except DomainError as refusal:
        _explain(form, refusal)
    return form.is_valid()


def _preview(form: RedactionForm, by: User) -> list[FoundIn] | None:
    """Return where the texts stand; None when they cannot be looked for."""
    if not form.is_valid() and "texts" not in form.cleaned_data:
        return None
    try:
        return redaction.preview(texts=form.cleaned_data["texts"], by=by)
    except DomainError as refusal:
        _explain(form, refusal)
        return None


def _explain(form: forms.Form, refusal: DomainError) -> None:
    for fault in refusal.missing if isinstance(refusal, IncompleteError) else [str(refusal)]:
        form.add_error("texts", fault)


def _redaction_page(
    request: HttpRequest, case: Case, form: RedactionForm, *, found: list[FoundIn] | None = None, status: int = 200
) -> HttpResponse:
    values = {
        "case": case,
        "form": form,
        "found": found,
        "is_confirming": isinstance(form, ConfirmedRedactionForm),
        "records": case.redactions.order_by("-redacted_at", "-pk").select_related("redacted_by")[:50],
    }
    return render(request, "caselaw/desk/redaction.html", values, status=status)
