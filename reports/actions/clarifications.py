"""Questions to a country about a cell, a question or the whole, and what is written and attached to them."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import PrivateFile, User
from reports.actions import submission_notices as tell
from reports.actions.locking import locked
from reports.actions.steps import standing
from reports.cells import CellKey
from reports.choices import ClarificationState, SubmissionState
from reports.models import Clarification, ClarificationMessage, Question, Submission
from reports.permissions import rights

# Questions are asked while somebody checks the answers.
ASKED_IN = (SubmissionState.UNDER_REVIEW, SubmissionState.CLARIFICATION)
LONGEST_MESSAGE = 8000


@audited("clarification.asked")
def ask(
    *, submission_id: int, subject: str, text: str, by: User, now: datetime,
    question: str = "", cell: str = "", due_on: date | None = None, file: PrivateFile | None = None,
) -> Clarification:  # fmt: skip
    """Ask the country about the whole, a question or a cell of it.

    While the answers are under review the country is told by the step that opens them; afterwards at once. Raises
    NotAllowedError, WrongStatusError, or DomainError for a cell that is not there or a day that has passed.
    """
    submission = locked(submission_id)
    if not standing(by, submission).reviews:
        raise NotAllowedError(_("Only staff who check answers ask the country."))
    if not submission.is_current or submission.state not in ASKED_IN:
        raise WrongStatusError(_("Begin the review before you ask the country."))
    if due_on is not None and due_on < now.date():
        raise DomainError(_("The day for the answer has passed already."))
    if not subject.strip():
        raise DomainError(_("Say in a few words what the question is about."))
    asked = Clarification.objects.create(
        submission=submission,
        question=_question(submission, question, cell),
        cell=cell.strip(),
        subject=subject.strip()[:200],
        opened_by=by,
        opened_at=now,
        due_on=due_on,
    )
    _write(asked, text, file, by, now)
    if submission.state == SubmissionState.CLARIFICATION:
        tell.message(asked, is_from_staff=True, by=by, now=now)
    return asked


@audited("clarification.written")
def reply(
    *, clarification_id: int, text: str, by: User, now: datetime, file: PrivateFile | None = None
) -> ClarificationMessage:
    """Write in a thread: an answer of the country answers the question, a word of staff opens it again."""
    clarification = _locked(clarification_id)
    is_from_staff = _is_staff(clarification, by)
    if clarification.state == ClarificationState.CLOSED:
        raise WrongStatusError(_("This question is closed."))
    written = _write(clarification, text, file, by, now)
    clarification.state = ClarificationState.OPEN if is_from_staff else ClarificationState.ANSWERED
    clarification.save(update_fields=["state"])
    tell.message(clarification, is_from_staff=is_from_staff, by=by, now=now)
    return written


@audited("clarification.closed")
def close(*, clarification_id: int, by: User, now: datetime) -> Clarification:
    """Close a question, answered or not."""
    clarification = _locked(clarification_id)
    if not standing(by, clarification.submission).reviews:
        raise NotAllowedError(_("Only staff who check answers close a question."))
    if clarification.state == ClarificationState.CLOSED:
        raise WrongStatusError(_("This question is closed."))
    clarification.state = ClarificationState.CLOSED
    clarification.save(update_fields=["state"])
    return clarification


def may_reply(clarification: Clarification, user: User) -> bool:
    """Whether the person may write in the thread, whatever its state."""
    return standing(user, clarification.submission).reviews or _answers(clarification, user)


def _locked(clarification_id: int) -> Clarification:
    """Return the thread with its submission, both locked: answers are not handed back while somebody writes."""
    submission_id = Clarification.objects.values_list("submission", flat=True).get(pk=clarification_id)
    submission = locked(submission_id)
    clarification = Clarification.objects.select_for_update(of=("self",)).select_related(
        "question__section", "opened_by"
    )
    found = clarification.get(pk=clarification_id)
    found.submission = submission
    return found


def _is_staff(clarification: Clarification, by: User) -> bool:
    """Tell on which side a person writes. Raises NotAllowedError for whoever has no part in it."""
    if _answers(clarification, by):
        return False
    if standing(by, clarification.submission).reviews:
        return True
    raise NotAllowedError(_("You may not write here."))


def _answers(clarification: Clarification, user: User) -> bool:
    """Whether the person answers for the country: by a role, or as the colleague who has the section."""
    if standing(user, clarification.submission).is_of_country:
        return True
    question = clarification.question
    return question is not None and question.section_id in rights(user, clarification.submission).writes_sections


def _question(submission: Submission, code: str, cell: str) -> Question | None:
    if cell.strip():
        try:
            key = CellKey.parse(cell.strip())
        except ValueError as error:
            raise DomainError(_("There is no cell %(cell)s in this questionnaire.") % {"cell": cell}) from error
        code = key.question
        if key.year not in submission.assignment.round.years:
            raise DomainError(_("There is no cell %(cell)s in this questionnaire.") % {"cell": cell})
    if not code:
        return None
    questionnaire = submission.assignment.round.questionnaire_id
    found = Question.objects.filter(section__questionnaire=questionnaire, code=code).first()
    if found is None:
        raise DomainError(_("There is no question %(question)s in this questionnaire.") % {"question": code})
    return found


def _write(
    clarification: Clarification, text: str, file: PrivateFile | None, by: User, now: datetime
) -> ClarificationMessage:
    words = text.replace("\x00", "�").replace("\r\n", "\n").strip()
    if not words:
        raise DomainError(_("Write a message."))
    if len(words) > LONGEST_MESSAGE:
        raise DomainError(_("The message is too long: at most 8,000 characters."))
    return ClarificationMessage.objects.create(
        clarification=clarification, text=words, file=file, written_by=by, written_at=now
    )
