"""Lock a country's answers: everything that writes in them waits here for its turn."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.choices import Channel, SubmissionState
from reports.models import Question, SectionProgress, Submission
from reports.permissions import Rights, day_everywhere, rights, why_locked


def locked(submission_id: int) -> Submission:
    """Return the submission with its round, locked until the end of the transaction."""
    # Locked first and read then: what a locking query joins would be as it was before the wait.
    Submission.objects.select_for_update().get(pk=submission_id)
    return Submission.objects.with_context().get(pk=submission_id)


def locked_for_writing(submission_id: int, by: User, now: datetime) -> tuple[Submission, Rights]:
    """Return the locked submission and the person's rights. Raises WrongStatusError with the reason why it is closed."""
    submission = locked(submission_id)
    held = rights(by, submission)
    if not held.writes_all and not held.writes_sections:
        raise NotAllowedError(_("You may not write in these answers."))
    if reason := why_locked(submission, day_everywhere(now)):
        raise WrongStatusError(reason)
    return submission, held


def question_of(submission: Submission, code: str, held: Rights) -> Question:
    """Return a question of the submission's questionnaire.

    Raises DomainError when there is none of that number, NotAllowedError when its section is not the person's.
    """
    questions = Question.objects.select_related("section", "indicator").order_by("section__order", "pk")
    question = questions.filter(
        section__questionnaire=submission.assignment.round.questionnaire_id, code=code.replace("\x00", "")
    ).first()
    if question is None:
        raise DomainError(_("There is no question %(number)s in this questionnaire.") % {"number": code[:20]})
    if not held.may_write(question.section_id):
        raise NotAllowedError(_("This section was not handed over to you."))
    return question


def begin(submission: Submission, channel: Channel, now: datetime) -> None:
    """Note that work has begun, and how the answers come."""
    changed = []
    if submission.state == SubmissionState.NOT_STARTED:
        submission.state, submission.state_since = SubmissionState.IN_PROGRESS, now
        changed += ["state", "state_since"]
    # Who enters on behalf of a country, or what the secretariat found, does so in the form too.
    is_known = channel == Channel.WEB and submission.channel in (Channel.PROXY, Channel.FOUND)
    if submission.channel != channel and not is_known:
        submission.channel = channel
        changed.append("channel")
    if changed:
        submission.save(update_fields=changed)


def take_done_back(submission: Submission, sections: set[int]) -> None:
    """Take back that sections (by key) are done, since something in them changed."""
    SectionProgress.objects.filter(submission=submission, section__in=sections).delete()
