"""A country's answers on both sides: the secretariat's page with all steps, the country's page to hand in, a step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core import log, trail
from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.http import signed_in
from portal.core.models import User
from reports.actions import checks, desk
from reports.actions.hand_in_gate import gaps
from reports.actions.steps import Standing, Step, check_person, missing_for, offered, standing
from reports.actions.submissions import Answers, mark_of
from reports.choices import Channel, ClarificationState, SubmissionState
from reports.forms.workflow import StepForm
from reports.models import Clarification, SectionProgress, SignOff, Submission
from reports.permissions import day_everywhere, why_locked
from reports.presenters.history import workflow_scope
from reports.presenters.progress import next_for_country, next_for_staff

ENTRIES = 20
OPEN_STATES = (SubmissionState.IN_PROGRESS, SubmissionState.NOT_STARTED, SubmissionState.CLARIFICATION)
# Steps that need more than a reason.
_FIELDS = {
    "extend": ("extended_to", "reason"),
    "enter_on_behalf": ("channel", "reason"),
    "hand_in": ("on_behalf_of",),
    "validate": ("on_behalf_of",),
    "validate_with_changes": ("reason", "on_behalf_of"),
}
# Steps before which the checks run.
_CHECKED_FIRST = frozenset({"hand_in", "answer_clarification"})


def submission_of(request: HttpRequest, public_id: UUID) -> Submission:
    """Return answers that the person has a part in; others get 404, so that they do not learn of them."""
    rows = Submission.objects.in_hands_of(signed_in(request).user).with_context().select_related("reviewer")
    return get_object_or_404(rows, public_id=public_id)


def of_country_or_staff(request: HttpRequest, public_id: UUID) -> tuple[Submission, Standing]:
    """Return answers and the person's standing. Raises Http404 for colleagues, who have a section and nothing else."""
    user = signed_in(request).user
    submission = submission_of(request, public_id)
    held = standing(user, submission)
    if not held.is_of_country and not user.has_perm("reports.view_submission"):
        raise Http404
    return submission, held


@login_required
@never_cache
@require_safe
def submission_desk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the secretariat where a country stands: steps with what is missing, questions, signatures, history."""
    user = signed_in(request).user
    submission = submission_of(request, public_id)
    if not user.has_perm("reports.view_submission"):
        raise PermissionDenied
    return render(request, "reports/submissions/desk.html", _desk_values(request, submission, user))


@login_required
@never_cache
@require_safe
def hand_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the country what is missing, and let its focal point hand in, take back or withdraw."""
    submission, held = of_country_or_staff(request, public_id)
    return render(request, "reports/submissions/hand_in.html", _hand_in_values(request, submission, held))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submission_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """Take a step. A step that asks for words has a page of its own."""
    submission, step = submission_of(request, public_id), desk.step_named(name)
    if step is None:
        raise Http404
    user = signed_in(request).user
    check_person(step, submission, user)
    form = _form(request, step, submission)
    if request.method == "POST" and form.is_valid():
        return _taken(request, submission, step, form)
    values = {"submission": submission, "step": step, "form": form, "back": back_to(user, submission)}
    return render(request, "reports/submissions/step.html", values, status=422 if form.is_bound else 200)


def back_to(user: User, submission: Submission) -> str:
    """Return the page from which the person takes steps."""
    name = "submission-desk" if user.has_perm("reports.view_submission") else "submission-hand-in"
    return reverse(f"reports:{name}", kwargs={"public_id": submission.public_id})


def answers_of(values: dict[str, Any]) -> Answers:
    """Return what a form of a step holds."""
    return Answers(
        reason=values.get("reason", ""),
        on_behalf_of=values.get("on_behalf_of", ""),
        extended_to=values.get("extended_to"),
        channel=Channel(values.get("channel") or Channel.PROXY),
        seen=values.get("seen", ""),
    )


def _form(request: HttpRequest, step: Step, submission: Submission) -> StepForm:
    shown = _FIELDS.get(step.name, ("reason",) if step.asks_reason else ())
    return StepForm(
        request.POST if request.method == "POST" else None, shown=shown, initial={"seen": mark_of(submission)}
    )


def _taken(request: HttpRequest, submission: Submission, step: Step, form: StepForm) -> HttpResponse:
    user = signed_in(request).user
    try:
        if step.name in _CHECKED_FIRST:
            # By itself, so that what is found stays and can be explained when the step is refused.
            checks.run(submission_id=submission.pk, by=user, now=timezone.now())
        now_counts = desk.take(
            step, submission_id=submission.pk, answers=answers_of(form.cleaned_data), by=user, now=timezone.now()
        )
    except NotAllowedError:
        raise  # the page for 403 says it
    except DomainError as refusal:
        form.add_error(None, in_words(refusal))
        fresh = submission_of(request, submission.public_id)
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        form.data["seen"] = mark_of(fresh)  # type: ignore[index]  # likewise
        values = {"submission": fresh, "step": step, "form": form, "back": back_to(user, fresh)}
        return render(request, "reports/submissions/step.html", values, status=409)
    messages.success(request, str(step.done))
    return redirect(back_to(user, now_counts))


def _desk_values(request: HttpRequest, submission: Submission, user: User) -> dict[str, Any]:
    now = timezone.now()
    scope = workflow_scope(submission)
    page = Paginator(log.contexts(log.LogFilter(among=trail.context_ids(scope))), ENTRIES).get_page(
        request.GET.get("page")
    )
    threads = Clarification.objects.visible_to(user).filter(submission=submission).select_related("question")
    steps = [(step, missing_for(step, submission, user, now)) for step in offered(submission, user)]
    return {
        "submission": submission,
        "steps": steps,
        "mark": mark_of(submission),
        "asks_words": frozenset(_FIELDS) - {"validate"},
        "next": next_for_staff(submission.state),
        "threads": threads.order_by("-opened_at", "-pk"),
        "versions": Submission.objects.filter(assignment=submission.assignment).order_by("-number"),
        "sign_offs": SignOff.objects.filter(submission__assignment=submission.assignment)
        .select_related("user", "submission")
        .order_by("-signed_at", "-pk"),
        "page": page,
        "entries": trail.entries(list(page.object_list), shows_names=True),
    }


def _hand_in_values(request: HttpRequest, submission: Submission, held: Standing) -> dict[str, Any]:
    user = signed_in(request).user
    steps = {step.name: step for step in offered(submission, user)}
    forward = steps.get("hand_in") or steps.get("answer_clarification")
    form = _form(request, forward, submission) if forward else None
    waiting = Clarification.objects.visible_to(user).filter(submission=submission, state=ClarificationState.OPEN)
    done = SectionProgress.objects.filter(submission=submission).values_list("section", flat=True)
    return {
        "submission": submission,
        "held": held,
        "gaps": gaps(submission) if submission.state in OPEN_STATES else [],
        "waiting": waiting.order_by("pk"),
        "locked": why_locked(submission, day_everywhere(timezone.now())),
        "forward": forward,
        "form": form,
        "others": [steps[name] for name in ("take_back", "withdraw") if name in steps],
        "mark": mark_of(submission),
        "next": next_for_country(submission.state),
        "sections": submission.assignment.round.questionnaire.sections.order_by("order", "pk"),
        "done": frozenset(done),
        "is_open": submission.state in OPEN_STATES,
        "sign_offs": SignOff.objects.filter(submission=submission).select_related("user").order_by("signed_at", "pk"),
    }
