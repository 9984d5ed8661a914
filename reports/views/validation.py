"""The country reads its final figures and validates them, with or without changes, or objects."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.http import signed_in
from reports.actions import desk
from reports.actions.steps import BY_NAME, Standing, check_person
from reports.actions.submissions import mark_of
from reports.choices import SubmissionState
from reports.exports.content import content_hash
from reports.forms.workflow import ValidationForm
from reports.models import Submission
from reports.presenters.figures import sections_of
from reports.presenters.progress import next_for_country
from reports.views.submissions import answers_of, of_country_or_staff

S = SubmissionState
SHOWN_IN = frozenset({S.SENT_FOR_VALIDATION, S.VALIDATED, S.VALIDATED_WITH_CHANGES, S.NO_OBJECTION, S.OBJECTED})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submission_validation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the final figures, and take the State's decision."""
    submission, held = of_country_or_staff(request, public_id)
    if request.method != "POST":
        form = ValidationForm(initial={"seen": mark_of(submission)})
        return _shown(request, submission, held, form, 200)
    form = ValidationForm(request.POST)
    if not form.is_valid():
        return _shown(request, submission, held, form, 422)
    step = BY_NAME[form.cleaned_data["decision"]]
    user = signed_in(request).user
    check_person(step, submission, user)
    try:
        desk.take(step, submission_id=submission.pk, answers=answers_of(form.cleaned_data), by=user, now=timezone.now())
    except NotAllowedError:
        raise  # the page for 403 says it
    except DomainError as refusal:
        form.add_error(None, in_words(refusal))
        submission, held = of_country_or_staff(request, public_id)
        return _shown(request, submission, held, form, 409)
    messages.success(request, str(step.done))
    return redirect(request.path)


def _shown(
    request: HttpRequest, submission: Submission, held: Standing, form: ValidationForm, status: int
) -> HttpResponse:
    is_shown = submission.state in SHOWN_IN
    values = {
        "submission": submission,
        "form": form,
        "may_decide": held.speaks and submission.is_current and submission.state == S.SENT_FOR_VALIDATION,
        "is_shown": is_shown,
        "sections": sections_of(submission) if is_shown else [],
        "hash": content_hash(submission) if is_shown else "",
        "next": next_for_country(submission.state),
        "sign_offs": submission.sign_offs.select_related("user").order_by("signed_at", "pk"),
    }
    return render(request, "reports/submissions/validation.html", values, status=status)
