"""Questions to a country: the secretariat asks, the country answers, each with files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.actions import uploads
from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.http import signed_in
from portal.core.models import PrivateFile, User
from portal.core.ratelimit import rate_limited
from portal.core.uploads import serve_privately
from reports.actions import clarifications
from reports.actions.steps import standing
from reports.choices import ClarificationState
from reports.forms.workflow import MessageForm, QuestionForm
from reports.models import Clarification, ClarificationMessage, Question, Submission
from reports.views.submissions import back_to, submission_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the questions that the person may read; a POST asks a new one."""
    submission = submission_of(request, public_id)
    if request.method != "POST":
        return _shown(request, submission)
    user = signed_in(request).user
    if not standing(user, submission).reviews:
        raise NotAllowedError(_("Only staff who check answers ask the country."))
    form = QuestionForm(request.POST, request.FILES, questions=_questions(submission))
    if not form.is_valid():
        return _shown(request, submission, ask=form, status=422)
    values = form.cleaned_data
    try:
        asked = clarifications.ask(
            submission_id=submission.pk,
            subject=values["subject"],
            text=values["text"],
            question=values["question"].code if values["question"] else "",
            cell=values["cell"],
            due_on=values["due_on"],
            file=_stored(form, user),
            by=user,
            now=timezone.now(),
        )
    except NotAllowedError:
        raise
    except DomainError as refusal:
        form.add_error(None, in_words(refusal))
        return _shown(request, submission, ask=form, status=409)
    messages.success(request, _("The question is written down."))
    return redirect(_address(asked))


@login_required
@never_cache
@require_POST
def thread_reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write in a thread."""
    thread = _thread(request, public_id)
    form = MessageForm(request.POST, request.FILES, prefix=str(thread.public_id))
    if not form.is_valid():
        return _shown(request, thread.submission, reply=(thread, form), status=422)
    user = signed_in(request).user
    if not clarifications.may_reply(thread, user):
        raise NotAllowedError(_("You may not write here."))
    try:
        clarifications.reply(
            clarification_id=thread.pk,
            text=form.cleaned_data["text"],
            file=_stored(form, user),
            by=user,
            now=timezone.now(),
        )
    except NotAllowedError:
        raise
    except DomainError as refusal:
        form.add_error(None, in_words(refusal))
        return _shown(request, thread.submission, reply=(thread, form), status=409)
    messages.success(request, _("Your message is written down. The other side is told."))
    return redirect(_address(thread))


@login_required
@never_cache
@require_POST
def thread_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close a question."""
    thread = _thread(request, public_id)
    clarifications.close(clarification_id=thread.pk, by=signed_in(request).user, now=timezone.now())
    messages.success(request, _("The question is closed."))
    return redirect(_address(thread))


@login_required
@never_cache
@require_safe
@rate_limited("download")
def message_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give out an attachment to those who may read its thread."""
    threads = Clarification.objects.visible_to(signed_in(request).user)
    rows = ClarificationMessage.objects.filter(clarification__in=threads, file__isnull=False)
    stored = get_object_or_404(rows.select_related("file"), pk=pk).file
    if stored is None:
        raise Http404
    return serve_privately(stored)


def _thread(request: HttpRequest, public_id: UUID) -> Clarification:
    rows = Clarification.objects.visible_to(signed_in(request).user).select_related("question")
    thread = get_object_or_404(rows.select_related("submission"), public_id=public_id)
    thread.submission = submission_of(request, thread.submission.public_id)
    return thread


def _stored(form: MessageForm, user: User) -> PrivateFile | None:
    given = form.cleaned_data["file"]
    if not given:
        return None
    return uploads.store(content=given, name=given.name, content_type=form.content_type, by=user)


def _questions(submission: Submission) -> Any:
    questionnaire = submission.assignment.round.questionnaire_id
    return Question.objects.filter(section__questionnaire=questionnaire).order_by("section__order", "order", "pk")


def _address(thread: Clarification) -> str:
    page = reverse("reports:submission-clarifications", kwargs={"public_id": thread.submission.public_id})
    return f"{page}#thread-{thread.public_id}"


def _shown(
    request: HttpRequest,
    submission: Submission,
    *,
    ask: QuestionForm | None = None,
    reply: tuple[Clarification, MessageForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request).user
    held = standing(user, submission)
    threads = list(
        Clarification.objects.visible_to(user)
        .filter(submission=submission)
        .select_related("question__section", "opened_by")
        .prefetch_related("messages__written_by", "messages__file")
        .order_by("-opened_at", "-pk")
    )
    may_ask = held.reviews and submission.is_current and submission.state in clarifications.ASKED_IN
    may_write = held.reviews or held.is_of_country or _has_section(threads, submission, user)
    values = {
        "submission": submission,
        "threads": [(one, _reply_form(one, reply) if may_write else None) for one in threads],
        "bound": ask or (reply[1] if reply else None),
        "ask": ask or (QuestionForm(questions=_questions(submission)) if may_ask else None),
        "may_close": held.reviews,
        "is_staff": user.has_perm("reports.view_submission"),
        "back": back_to(user, submission),
        "has_hand_in": held.is_of_country or user.has_perm("reports.view_submission"),
    }
    return render(request, "reports/clarifications/list.html", values, status=status)


def _has_section(threads: list[Clarification], submission: Submission, user: User) -> bool:
    for one in threads[:1]:
        one.submission = submission
        return clarifications.may_reply(one, user)
    return False


def _reply_form(thread: Clarification, reply: tuple[Clarification, MessageForm] | None) -> MessageForm | None:
    if reply is not None and reply[0].pk == thread.pk:
        return reply[1]
    return None if thread.state == ClarificationState.CLOSED else MessageForm(prefix=str(thread.public_id))
