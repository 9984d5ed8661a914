"""The editorial desk: what waits for whom, the list of briefs, and the page of a brief with its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caselaw import permissions
from caselaw.actions import cases, desk, versions
from caselaw.actions.desk import Answers
from caselaw.actions.gaps import gaps
from caselaw.actions.steps import Step, check_person, offered
from caselaw.choices import CaseStatus
from caselaw.forms.desk import AssignForm, CommentForm, DeskFilterForm, StepForm
from caselaw.models import Case, CaseComment, CaseQuerySet, CaseVersion
from caselaw.presenters.queues import days_waiting, next_of, queues_of, title_of, waiting_for
from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.http import SignedInRequest, signed_in
from portal.core.models import User
from portal.core.tables import stream_csv

ON_PAGE = 25


def case_at_desk(request: HttpRequest, uuid: UUID) -> Case:
    """Return the brief for a person who works on it; others get 404, so that they do not learn that it exists."""
    briefs = Case.objects.at_desk_of(signed_in(request).user)
    return get_object_or_404(briefs.select_related("jurisdiction__country", "court", "revises"), uuid=uuid)


@login_required
@never_cache
@require_safe
def desk_home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, the longest waiting first."""
    user = _at_work(request)
    now = timezone.now()
    queues = queues_of(user)
    values = {
        "queues": [(queue, [(case, days_waiting(case, now)) for case in queue.briefs]) for queue in queues],
        "empty_queues": [queue for queue in queues if not queue.total],
        "may_write": permissions.may_write(user),
    }
    return render(request, "caselaw/desk/home.html", values)


@login_required
@never_cache
@require_safe
def desk_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """List every brief that the person may see, narrowed by a filter; also as CSV."""
    user = _at_work(request)
    form = DeskFilterForm(request.GET)
    queue = request.GET.get("queue", "")
    briefs = _filtered(user, form, queue).select_related("jurisdiction__country", "assigned_to")
    now = timezone.now()
    if request.GET.get("format") == "csv":
        return stream_csv("briefs.csv", _COLUMNS, (_row(case) for case in briefs.iterator(chunk_size=500)))
    page = Paginator(briefs, ON_PAGE).get_page(request.GET.get("page"))
    values = {
        "form": form,
        "page": page,
        "rows": [(case, days_waiting(case, now)) for case in page.object_list],
        "queue_title": title_of(queue) if queue else "",
    }
    return render(request, "caselaw/desk/list.html", values)


@login_required
@never_cache
@require_safe
def desk_case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the state of a brief: what is missing, what may be done, who said what, and its versions."""
    return render(request, "caselaw/desk/case.html", _case_values(request, case_at_desk(request, uuid)))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_step(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Take a step. A step with a reason, and a grave one, asks on a page of its own first."""
    case, step = case_at_desk(request, uuid), desk.step_named(name)
    if step is None:
        raise Http404
    check_person(step, case, signed_in(request).user)
    form = _step_form(request, step, case)
    if request.method == "POST" and form.is_valid():
        return _taken(request, case, step, form)
    status = 422 if form.is_bound else 200
    return render(request, "caselaw/desk/step.html", {"case": case, "step": step, "form": form}, status=status)


@login_required
@require_POST
def desk_comment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a comment."""
    case, form = case_at_desk(request, uuid), CommentForm(request.POST)
    if not form.is_valid():
        values = _case_values(request, case) | {"comment_form": form}
        return render(request, "caselaw/desk/case.html", values, status=422)
    cases.comment(case_id=case.pk, text=form.cleaned_data["text"], by=signed_in(request).user, now=timezone.now())
    return redirect(f"{case.get_desk_url()}#comments")


@login_required
@require_POST
def desk_assign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the brief to a person."""
    case = case_at_desk(request, uuid)
    form = AssignForm(request.POST, people=_people())
    if not form.is_valid():
        messages.error(request, _("This person has no part in the work on briefs."))
        return redirect(case.get_desk_url())
    given = form.cleaned_data["to"]
    cases.assign(case_id=case.pk, to=given, by=signed_in(request).user, now=timezone.now())
    messages.success(request, _("The brief is assigned.") if given else _("The brief is assigned to nobody."))
    return redirect(case.get_desk_url())


@login_required
@require_POST
def desk_withhold(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Take a former version out of public sight, or show it again."""
    case = case_at_desk(request, uuid)
    version = get_object_or_404(CaseVersion.objects.visible_to(signed_in(request).user), case=case, number=number)
    versions.withhold(
        version_id=version.pk, is_withheld="show" not in request.POST, by=signed_in(request).user, now=timezone.now()
    )
    return redirect(f"{case.get_desk_url()}#versions")


def _at_work(request: HttpRequest) -> User:
    user = signed_in(request).user
    if not permissions.works_at_the_desk(user):
        raise PermissionDenied
    return user


_COLUMNS = ("id", "title", "jurisdiction", "decision_date", "status", "since", "assigned_to")


def _row(case: Case) -> list[str]:
    since = case.status_since.date().isoformat() if case.status_since else ""
    decided = case.decision_date.isoformat() if case.decision_date else ""
    return [
        case.public_id or str(case.uuid),
        case.title,
        case.jurisdiction.code,
        decided,
        case.status,
        since,
        str(case.assigned_to or ""),
    ]


def _filtered(user: User, form: DeskFilterForm, queue: str) -> CaseQuerySet:
    briefs = waiting_for(user, queue) if queue else Case.objects.at_desk_of(user)
    if briefs is None:
        raise Http404
    if not form.is_valid():
        return briefs.none()
    values = form.cleaned_data
    if values["q"]:
        titles = Q(official_title__icontains=values["q"]) | Q(safe_title__icontains=values["q"])
        briefs = briefs.filter(titles | Q(public_id__iexact=values["q"]) | Q(identifiers__value__iexact=values["q"]))
    if values["status"] == "changes":
        briefs = briefs.filter(revises__isnull=False)
    elif values["status"]:
        briefs = briefs.filter(status=values["status"])
    if values["mine"]:
        briefs = briefs.written_by(user)
    return briefs.distinct().longest_waiting_first() if queue else briefs.distinct().order_by("-updated_at", "-pk")


def _case_values(request: HttpRequest, case: Case) -> dict[str, Any]:
    user = signed_in(request).user
    is_open = case.status not in (CaseStatus.PUBLISHED, CaseStatus.WITHDRAWN)
    successor = Case.objects.visible_to(user).filter(revises=case).first()
    may_assign = user.has_perm("caselaw.assign_case")
    return {
        "case": case,
        "steps": offered(case, user),
        "next": next_of(case),
        "gaps": gaps(case) if is_open else [],
        "may_edit": permissions.may_edit(user, case),
        "may_comment": cases.can_be_assigned(user),
        "may_withhold": user.has_perm("caselaw.hide_case"),
        "comments": CaseComment.objects.visible_to(user)
        .filter(case=case)
        .select_related("written_by")
        .order_by("-written_at", "-pk"),
        "comment_form": CommentForm(),
        "assign_form": AssignForm(initial={"to": case.assigned_to_id}, people=_people()) if may_assign else None,
        "authors": case.authors.select_related("user").order_by("pk"),
        "versions": CaseVersion.objects.visible_to(user).filter(case=case).defer("snapshot").order_by("-number"),
        "successor": successor,
        "days": days_waiting(case, timezone.now()),
    }


def _people() -> Any:
    """Return the active people with a part in the work on briefs."""
    rights = ("contribute_case", "change_case", "review_case", "clear_case", "publish_case")
    wanted = {"content_type__app_label": "caselaw", "codename__in": rights}
    holds = Q(**{f"groups__permissions__{key}": value for key, value in wanted.items()})
    holds |= Q(**{f"user_permissions__{key}": value for key, value in wanted.items()})
    return User.objects.filter(Q(is_superuser=True) | holds, is_active=True).distinct().order_by("full_name", "pk")


def _step_form(request: HttpRequest, step: Step, case: Case) -> StepForm:
    shown = {
        "publish": ("note",) if case.revises_id else (),
        "withdraw": ("reason", "replaced_by"),
        "hide": ("reason",),
    }.get(step.name, ("reason",) if step.asks_reason else ())
    return StepForm(
        request.POST if request.method == "POST" else None,
        shown=shown,
        is_reason_required=step.asks_reason,
        initial={"seen_version": case.content_version},
    )


def _taken(request: SignedInRequest | HttpRequest, case: Case, step: Step, form: StepForm) -> HttpResponse:
    values = form.cleaned_data
    answers = Answers(
        reason=values.get("reason", ""),
        note=values.get("note", ""),
        seen_version=values.get("seen_version"),
        replaced_by=values.get("replaced_by"),
    )
    try:
        shown = desk.take(step, case_id=case.pk, answers=answers, by=signed_in(request).user, now=timezone.now())
    except NotAllowedError:
        raise  # the page for 403 says it
    except DomainError as refusal:
        return _refused(request, step, form, case, refusal)
    messages.success(request, str(step.done))
    return redirect(shown.get_desk_url())


def _refused(request: HttpRequest, step: Step, form: StepForm, case: Case, refusal: DomainError) -> HttpResponse:
    """Say why the step is not possible now. What was typed stays on the page; without words, the brief is shown."""
    now = Case.objects.filter(pk=case.pk).select_related("jurisdiction__country", "court", "revises").first()
    if now is None:
        raise refusal  # the brief is gone; the page for 409 says it
    if any(form.cleaned_data.get(name) for name in ("reason", "note", "replaced_by")):
        form.add_error(None, in_words(refusal))
        return render(request, "caselaw/desk/step.html", {"case": now, "step": step, "form": form}, status=409)
    messages.error(request, in_words(refusal))
    return render(request, "caselaw/desk/case.html", _case_values(request, now), status=409)
