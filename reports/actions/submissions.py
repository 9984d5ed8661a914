"""Move a country's answers from state to state: hand in, check, ask, accept, validate, object, open again, withdraw."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, DomainError, IncompleteError
from portal.core.models import User
from reports.actions import submission_notices as tell
from reports.actions.locking import locked
from reports.actions.steps import BY_NAME, ON_BEHALF, check, check_person
from reports.choices import Channel, FindingState, SignOffRole, SubmissionState
from reports.exports.content import content_hash
from reports.models import (
    Answer,
    Assignment,
    Finding,
    LegalArticle,
    Observation,
    SignOff,
    SourceCitation,
    Submission,
)
from reports.permissions import day_everywhere

S = SubmissionState
LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person enters with a step; a step takes what it needs. `seen` is the mark of the state that was shown."""

    reason: str = ""
    on_behalf_of: str = ""
    extended_to: date | None = None
    channel: Channel = Channel.PROXY
    seen: str = ""


def mark_of(submission: Submission) -> str:
    """Return a mark that changes with every step, for pages to send back."""
    moment = int(submission.state_since.timestamp() * 1_000_000)
    parts = (submission.number, submission.is_current, submission.state, moment, submission.channel)
    return ".".join(str(part) for part in (*parts, submission.assignment.due_on))


@audited("submission.handed_in")
def hand_in(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Hand the answers in, in the name of the authorised officer if one is named.

    Raises IncompleteError with every gap. Who hands in for the country without being its focal point names the officer.
    """
    submission = _allowed("hand_in", submission_id, answers, by, now)
    officer = answers.on_behalf_of.strip()[:200]
    is_proxy = submission.channel in ON_BEHALF
    if is_proxy and not officer:
        raise IncompleteError(
            _("Name the officer in whose name the answers are handed in."), [_("the authorised officer")]
        )
    submission.submitted_by, submission.submitted_at, submission.on_behalf_of = by, now, officer
    _move(submission, S.SUBMITTED, now, changed=["submitted_by", "submitted_at", "on_behalf_of"])
    role = SignOffRole.RESPONDENT if is_proxy else SignOffRole.FOCAL_POINT
    signed = _sign(submission, role, by, now, on_behalf_of=officer)
    tell.stepped("hand_in", submission, by=by, now=now)
    tell.receipt(submission, by=by, now=now, content_hash=signed.content_hash)
    return submission


@audited("submission.taken_back")
def take_back(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Take handed-in answers back before anybody checks them."""
    submission = _allowed("take_back", submission_id, answers, by, now)
    return _stepped("take_back", submission, S.IN_PROGRESS, by, now)


@audited("submission.review_begun")
def begin_review(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Begin to check the answers; whoever begins is told of everything that follows."""
    submission = _allowed("begin_review", submission_id, answers, by, now)
    submission.reviewer = by
    return _stepped("begin_review", submission, S.UNDER_REVIEW, by, now, changed=["reviewer"])


@audited("submission.clarification_requested")
def ask_for_clarification(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Open the answers to the country again, until its open questions are answered."""
    submission = _allowed("ask_for_clarification", submission_id, answers, by, now)
    return _stepped("ask_for_clarification", submission, S.CLARIFICATION, by, now)


@audited("submission.clarification_answered")
def answer_clarification(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Hand the answers back once every question is answered; the clarified content is signed anew."""
    submission = _allowed("answer_clarification", submission_id, answers, by, now)
    submission.submitted_by, submission.submitted_at = by, now
    _move(submission, S.UNDER_REVIEW, now, changed=["submitted_by", "submitted_at"])
    role = SignOffRole.RESPONDENT if submission.channel in ON_BEHALF else SignOffRole.FOCAL_POINT
    signed = _sign(submission, role, by, now, on_behalf_of=submission.on_behalf_of)
    tell.stepped("answer_clarification", submission, by=by, now=now)
    tell.receipt(submission, by=by, now=now, content_hash=signed.content_hash)
    return submission


@audited("submission.accepted")
def accept(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Accept the answers and sign their content."""
    submission = _allowed("accept", submission_id, answers, by, now)
    _sign(submission, SignOffRole.EDITOR, by, now)
    return _stepped("accept", submission, S.ACCEPTED, by, now)


@audited("submission.returned")
def return_for_changes(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Give the answers back to the country, with a reason."""
    submission = _allowed("return", submission_id, answers, by, now)
    return _stepped("return", submission, S.IN_PROGRESS, by, now, reason=answers.reason)


@audited("submission.sent_for_validation")
def send_for_validation(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Ask the country to validate its figures; silence counts as no objection after the days of the round."""
    submission = _allowed("send_for_validation", submission_id, answers, by, now)
    days = submission.assignment.round.no_objection_days
    submission.objections_until = now.date() + timedelta(days=days)
    return _stepped("send_for_validation", submission, S.SENT_FOR_VALIDATION, by, now, changed=["objections_until"])


@audited("submission.validated")
def validate(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Validate the figures in the name of the State, and sign them."""
    submission = _allowed("validate", submission_id, answers, by, now)
    _sign(submission, SignOffRole.MEMBER_STATE, by, now, on_behalf_of=answers.on_behalf_of)
    return _stepped("validate", submission, S.VALIDATED, by, now)


@audited("submission.validated_with_changes")
def validate_with_changes(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Validate the figures but for the changes that the reason names; staff enter them in a new version."""
    submission = _allowed("validate_with_changes", submission_id, answers, by, now)
    _sign(submission, SignOffRole.MEMBER_STATE, by, now, on_behalf_of=answers.on_behalf_of)
    return _stepped("validate_with_changes", submission, S.VALIDATED_WITH_CHANGES, by, now, reason=answers.reason)


@audited("submission.objected")
def object_to(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Object to the figures in the name of the State, with a reason."""
    submission = _allowed("object", submission_id, answers, by, now)
    return _stepped("object", submission, S.OBJECTED, by, now, reason=answers.reason)


@audited("submission.not_objected")
def no_objection(*, submission_id: int, by: None, now: datetime) -> Submission:
    """Count silence as consent once the last day for objections is over everywhere; signed without a person."""
    submission = _allowed("no_objection", submission_id, Answers(), by, now)
    _sign(submission, SignOffRole.MEMBER_STATE, None, now)
    return _stepped("no_objection", submission, S.NO_OBJECTION, by, now)


@audited("submission.withdrawn")
def withdraw(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Withdraw the answers, with a reason. Nothing is deleted."""
    submission = _allowed("withdraw", submission_id, answers, by, now)
    return _stepped("withdraw", submission, S.WITHDRAWN, by, now, reason=answers.reason)


@audited("submission.reopened")
def reopen(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Open a new version that holds everything of the former one, which stays as it was signed."""
    former = _allowed("reopen", submission_id, answers, by, now)
    former.is_current = False
    former.save(update_fields=["is_current"])
    opened = Submission.objects.create(
        assignment=former.assignment,
        number=former.number + 1,
        state=S.IN_PROGRESS,
        state_since=now,
        channel=former.channel,
        reviewer=former.reviewer,
        state_reason=_reason(answers.reason),
    )
    for model in (Observation, Answer, SourceCitation, LegalArticle, Finding):
        _copy(model, former, opened)
    tell.stepped("reopen", opened, by=by, now=now, reason=opened.state_reason)
    return opened


@audited("submission.extended")
def extend(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Give the country more time, with a reason."""
    submission = _allowed("extend", submission_id, answers, by, now)
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("round").get(pk=submission.assignment_id)
    )
    until = answers.extended_to
    if until is None or until <= assignment.due_on or until < day_everywhere(now):
        raise DomainError(_("The new date must be later than the present one, and not in the past."))
    assignment.extended_to, assignment.extension_reason = until, _reason(answers.reason)
    assignment.extended_by = by
    assignment.save(update_fields=["extended_to", "extension_reason", "extended_by"])
    submission.assignment.extended_to = until
    tell.stepped("extend", submission, by=by, now=now, reason=assignment.extension_reason, day=until.isoformat())
    return submission


@audited("submission.entered_on_behalf")
def enter_on_behalf(*, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Say that the answers are entered by staff: sent in another way, or found by the secretariat."""
    submission = _allowed("enter_on_behalf", submission_id, answers, by, now)
    if answers.channel not in ON_BEHALF:
        raise DomainError(_("Say whether the country sent the answers or the secretariat found them."))
    submission.channel = answers.channel
    return _stepped("enter_on_behalf", submission, S.IN_PROGRESS, by, now, reason=answers.reason, changed=["channel"])


def _allowed(name: str, submission_id: int, answers: Answers, by: User | None, now: datetime) -> Submission:
    """Return the locked submission when the step may be taken. Raises ChangedMeanwhileError when the page is stale."""
    submission = locked(submission_id)
    step = BY_NAME[name]
    check_person(step, submission, by)
    if answers.seen and answers.seen != mark_of(submission):
        state = submission.get_state_display()
        raise ChangedMeanwhileError(
            _("Somebody else was faster. The state of the answers is now: %(state)s. Look again before you go on.")
            % {"state": state}
        )
    check(name, submission, by, now)
    if step.asks_reason:
        _reason(answers.reason)
    return submission


def _reason(text: str) -> str:
    """Return the reason. Raises DomainError when it is empty or too long."""
    reason = text.replace("\x00", "�").strip()
    if not reason:
        raise DomainError(_("Give a reason."))
    if len(reason) > LONGEST_REASON:
        raise DomainError(_("The reason is too long: at most 4,000 characters."))
    return reason


def _stepped(
    name: str,
    submission: Submission,
    to: SubmissionState,
    by: User | None,
    now: datetime,
    *,
    reason: str = "",
    changed: list[str] | None = None,
) -> Submission:
    """Write the new state and tell everybody concerned."""
    _move(submission, to, now, reason=_reason(reason) if reason else "", changed=changed or [])
    values: dict[str, Any] = {"reason": submission.state_reason}
    if submission.objections_until:
        values["day"] = submission.objections_until.isoformat()
    tell.stepped(name, submission, by=by, now=now, **values)
    return submission


def _move(submission: Submission, to: SubmissionState, now: datetime, *, changed: list[str], reason: str = "") -> None:
    submission.state, submission.state_since, submission.state_reason = to, now, reason
    submission.save(update_fields=["state", "state_since", "state_reason", *changed])


def _sign(
    submission: Submission, role: SignOffRole, by: User | None, now: datetime, *, on_behalf_of: str = ""
) -> SignOff:
    return SignOff.objects.create(
        submission=submission,
        role=role,
        user=by,
        on_behalf_of=on_behalf_of.strip()[:200],
        signed_at=now,
        content_hash=content_hash(submission),
        is_deemed=by is None,
    )


def _copy(model: type[models.Model], former: Submission, opened: Submission) -> None:
    """Copy the rows of a former version; of findings, those that were explained or waived."""
    rows = model._default_manager.filter(submission=former).order_by("pk")
    if model is Finding:
        rows = rows.filter(state__in=[FindingState.EXPLAINED, FindingState.WAIVED])
    copies = list(rows)
    for row in copies:
        row.pk = None
        row._state.adding = True
        row.submission = opened  # type: ignore[attr-defined]  # each of these models has it
    model._default_manager.bulk_create(copies, batch_size=500)
