"""What happens by itself when days pass: reminders, silence that counts as no objection, escalations."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from portal.core.actions import notices
from portal.core.errors import WrongStatusError
from portal.core.models import User
from reports.actions import submission_notices as tell
from reports.actions import submissions
from reports.choices import DelegationState, RoundState, SubmissionState
from reports.models import Clarification, Round, SectionDelegation, Submission
from reports.permissions import day_everywhere

S = SubmissionState
DUE, OVERDUE = "reports.reminder_due", "reports.reminder_overdue"
CLARIFICATION_DUE = "reports.reminder_clarification"
VALIDATION_DUE = "reports.reminder_validation"
OVERDUE_COUNTRIES = "reports.escalation_overdue"
UNREVIEWED = "reports.escalation_unreviewed"
UNANSWERED = "reports.escalation_unanswered"
# Days before the last one; the day after it is the last reminder.
DAYS_BEFORE = (14, 7, 1)
ESCALATED_AFTER = timedelta(days=7)
_TO_FILL = (S.NOT_STARTED, S.IN_PROGRESS)


def remind(*, now: datetime) -> None:
    """Remind everybody whose day comes near; each event once per person, also when a day's run was missed."""
    today = day_everywhere(now)
    _remind_to_fill(today)
    _remind_to_answer(today)
    _remind_to_validate(today)


def deem_no_objection(*, now: datetime) -> int:
    """Count silence as no objection where the last day is over in every time zone; return how many countries."""
    due = Submission.objects.current().filter(state=S.SENT_FOR_VALIDATION, objections_until__lt=day_everywhere(now))
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    counted = 0
    for key in keys:
        try:
            submissions.no_objection(submission_id=key, by=None, now=now)
        except WrongStatusError:
            continue  # the country has spoken in this very moment
        counted += 1
    return counted


def escalate(*, now: datetime) -> None:
    """Tell the secretariat what waits too long: countries overdue, answers unchecked, questions unanswered."""
    today = day_everywhere(now)
    people = list(tell.reviewers())
    open_rounds = Round.objects.filter(state__in=[RoundState.OPEN, RoundState.CLOSED])
    for round_ in open_rounds.select_related("collection").order_by("pk"):
        _escalate_round(round_, today, now, people)
    late = Clarification.objects.unanswered().filter(
        submission__is_current=True, submission__state=S.CLARIFICATION, due_on__lt=today - ESCALATED_AFTER
    )
    for one in late.select_related("opened_by", "submission__assignment__country", "submission__assignment__round"):
        context = _context(one.submission, one.due_on) | {"subject": one.subject}
        notices.record(kind=UNANSWERED, subject_key=f"{one.public_id}:{one.due_on}", to=one.opened_by, context=context)


def reached(day: date, today: date) -> str:
    """Return which reminder is due: "14", "7", "1", "over", or an empty text when it is too early."""
    left = (day - today).days
    if left < 0:
        return "over"
    return next((str(days) for days in sorted(DAYS_BEFORE) if left <= days), "")


def _remind_to_fill(today: date) -> None:
    rows = (
        Submission.objects.current()
        .with_context()
        .filter(state__in=_TO_FILL, assignment__round__state__in=[RoundState.OPEN, RoundState.CLOSED])
    )
    for submission in rows.order_by("pk"):
        assignment = submission.assignment
        if assignment.round.state == RoundState.CLOSED and assignment.extended_to is None:
            continue
        if name := reached(assignment.due_on, today):
            kind = OVERDUE if name == "over" else DUE
            key = f"{submission.public_id}:{assignment.due_on}:{name}"
            _record(kind, key, _who_fills(submission), _context(submission, assignment.due_on))


def _remind_to_answer(today: date) -> None:
    rows = Clarification.objects.unanswered().filter(
        submission__is_current=True, submission__state=S.CLARIFICATION, due_on__isnull=False
    )
    rows = rows.select_related("submission__assignment__country", "submission__assignment__round")
    for one in rows.order_by("pk"):
        if one.due_on is not None and (name := reached(one.due_on, today)):
            context = _context(one.submission, one.due_on) | {"subject": one.subject}
            key = f"{one.public_id}:{one.due_on}:{name}"
            _record(CLARIFICATION_DUE, key, tell.respondents_of(one), context)


def _remind_to_validate(today: date) -> None:
    rows = Submission.objects.current().with_context().filter(state=S.SENT_FOR_VALIDATION)
    for submission in rows.order_by("pk"):
        until = submission.objections_until
        if until is not None and (name := reached(until, today)) and name != "over":
            key = f"{submission.public_id}:{until}:{name}"
            _record(VALIDATION_DUE, key, tell.focal_points(submission.assignment), _context(submission, until))


def _escalate_round(round_: Round, today: date, now: datetime, people: list[User]) -> None:
    rows = Submission.objects.current().filter(assignment__round=round_)
    if today > round_.due_on + ESCALATED_AFTER:
        late = rows.filter(state__in=_TO_FILL, assignment__extended_to__isnull=True).count()
        if late:
            _record(OVERDUE_COUNTRIES, f"round:{round_.pk}:{round_.due_on}", people, _of_round(round_, late))
    waiting = rows.filter(state=S.SUBMITTED, state_since__lt=now - 2 * ESCALATED_AFTER).count()
    if waiting:
        year, week, _day = today.isocalendar()
        _record(UNREVIEWED, f"round:{round_.pk}:{year}-{week}", people, _of_round(round_, waiting))


def _who_fills(submission: Submission) -> set[User]:
    handed_over = SectionDelegation.objects.filter(
        assignment=submission.assignment_id, state=DelegationState.ACCEPTED, may_write=True
    )
    colleagues = User.objects.filter(is_active=True, pk__in=handed_over.values("user"))
    return {*tell.respondents(submission.assignment), *colleagues}


def _context(submission: Submission, day: date | None) -> dict[str, Any]:
    return {
        **tell.context_of(submission.assignment),
        "submission": str(submission.public_id),
        "day": day.isoformat() if day else "",
    }


def _of_round(round_: Round, count: int) -> dict[str, Any]:
    return {"round": round_.names, "collection": round_.collection.code, "code": round_.code, "count": count}


def _record(kind: str, key: str, people: Iterable[User], context: dict[str, Any]) -> None:
    for person in people:
        notices.record(kind=kind, subject_key=key, to=person, context=context)
