"""Sections handed over to colleagues: the focal point's list, and the page behind the link that a colleague gets."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.actions import accounts
from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.http import signed_in
from portal.core.ratelimit import rate_limited
from reports.actions import delegations
from reports.actions.steps import Standing
from reports.choices import DelegationState
from reports.forms.workflow import DelegationForm, NewColleagueForm
from reports.models import SectionDelegation, SectionProgress, Submission
from reports.views.submissions import of_country_or_staff


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who has which section; a POST hands another one over."""
    submission, held = of_country_or_staff(request, public_id)
    if request.method != "POST":
        return _shown(request, submission, held)
    if not held.speaks:
        raise NotAllowedError(_("Only the focal point hands sections over."))
    form = DelegationForm(request.POST, sections=_sections(submission))
    if not form.is_valid():
        return _shown(request, submission, held, form=form, status=422)
    values = form.cleaned_data
    try:
        delegations.invite(
            submission_id=submission.pk,
            section=values["section"].code,
            email=values["email"],
            may_write=values["may_write"],
            language=get_language() or settings.LANGUAGE_CODE,
            by=signed_in(request).user,
            now=timezone.now(),
        )
    except NotAllowedError:
        raise
    except DomainError as refusal:
        form.add_error(None, in_words(refusal))
        return _shown(request, submission, held, form=form, status=409)
    messages.success(request, _("Your colleague gets an e-mail with a link."))
    return redirect(request.path)


@login_required
@require_POST
def delegation_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link again."""
    given = _given(request, pk)
    delegations.send_again(
        delegation_id=given.pk,
        language=get_language() or settings.LANGUAGE_CODE,
        by=signed_in(request).user,
        now=timezone.now(),
    )
    messages.success(request, _("A new link was sent; the former one no longer works."))
    return redirect(_list_of(given))


@login_required
@require_POST
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a section back."""
    given = _given(request, pk)
    delegations.revoke(delegation_id=given.pk, by=signed_in(request).user, now=timezone.now())
    messages.success(request, _("The section is yours again. What your colleague entered is kept."))
    return redirect(_list_of(given))


@rate_limited("invitation")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Let a colleague take a section over, with an account or without one; 410 when the link is spent."""
    found = delegations.find(token, now=timezone.now())
    if found is None:
        return render(request, "reports/delegations/spent.html", status=410)
    if request.user.is_authenticated:
        return _by_account(request, token, found)
    if accounts.is_taken(found.email):
        return render(request, "reports/delegations/accept.html", {"delegation": found, "must_sign_in": True})
    return _by_newcomer(request, token, found)


def _by_account(request: HttpRequest, token: str, found: SectionDelegation) -> HttpResponse:
    user = signed_in(request).user
    is_right = user.email.lower() == found.email
    if request.method == "POST":
        delegations.accept(token=token, by=user, now=timezone.now())
        messages.success(request, _("The section is yours to fill."))
        return redirect("reports:round-list")
    values = {"delegation": found, "is_right": is_right, "is_other": not is_right}
    return render(request, "reports/delegations/accept.html", values)


def _by_newcomer(request: HttpRequest, token: str, found: SectionDelegation) -> HttpResponse:
    form = NewColleagueForm(request.POST or None, delegation=found)
    if request.method == "POST" and form.is_valid():
        try:
            delegations.accept_with_new_account(
                token=token,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password1"],
                language=get_language() or settings.LANGUAGE_CODE,
                now=timezone.now(),
            )
        except DomainError:
            return render(request, "reports/delegations/spent.html", status=410)
        messages.success(request, _("Your account is ready. Sign in with your e-mail address and your new password."))
        return redirect(f"{reverse('sign-in')}?next={reverse('reports:round-list')}")
    values = {"delegation": found, "form": form}
    return render(request, "reports/delegations/accept.html", values, status=422 if form.errors else 200)


def _given(request: HttpRequest, pk: int) -> SectionDelegation:
    rows = SectionDelegation.objects.visible_to(signed_in(request).user)
    return get_object_or_404(rows.select_related("assignment"), pk=pk)


def _list_of(given: SectionDelegation) -> str:
    current = Submission.objects.current().get(assignment=given.assignment)
    return reverse("reports:submission-delegations", kwargs={"public_id": current.public_id})


def _sections(submission: Submission) -> Any:
    return submission.assignment.round.questionnaire.sections.order_by("order", "pk")


def _shown(
    request: HttpRequest,
    submission: Submission,
    held: Standing,
    *,
    form: DelegationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    given = (
        SectionDelegation.objects.visible_to(signed_in(request).user)
        .filter(assignment=submission.assignment)
        .exclude(state=DelegationState.REVOKED)
        .select_related("section", "user")
        .order_by("section__order", "section_id", "email")
    )
    done = SectionProgress.objects.filter(submission=submission).values_list("section", flat=True)
    values = {
        "submission": submission,
        "given": given,
        "done": frozenset(done),
        "form": form or (DelegationForm(sections=_sections(submission)) if held.speaks else None),
        "may_hand_over": held.speaks,
        "is_staff": signed_in(request).user.has_perm("reports.view_submission"),
    }
    return render(request, "reports/delegations/list.html", values, status=status)
