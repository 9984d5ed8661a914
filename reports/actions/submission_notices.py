"""Tell people by e-mail what happened to a country's answers; the texts are in reports.presenters.mails."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.core.actions import notices
from portal.core.models import User
from reports.choices import DelegationState
from reports.models import Assignment, Clarification, SectionDelegation, Submission
from reports.permissions import FOCAL_POINT

RECEIPT = "reports.receipt"
MESSAGE_TO_COUNTRY = "reports.message_to_country"
MESSAGE_TO_STAFF = "reports.message_to_staff"
DELEGATED = "reports.section_handed_over"
DELEGATION_ACCEPTED = "reports.section_taken_over"
DELEGATION_REVOKED = "reports.section_taken_back"
# Steps of which the secretariat is told, and those of which the country is.
TELLS_STAFF = frozenset(
    {
        "hand_in",
        "take_back",
        "answer_clarification",
        "validate",
        "validate_with_changes",
        "object",
        "no_objection",
        "withdraw",
    }
)
TELLS_COUNTRY = frozenset(
    {
        "begin_review",
        "ask_for_clarification",
        "accept",
        "return",
        "send_for_validation",
        "no_objection",
        "reopen",
        "extend",
        "enter_on_behalf",
    }
)


def kind_for_staff(step: str) -> str:
    """Return the kind of the message about a step to the secretariat."""
    return f"reports.staff_{step}"


def kind_for_country(step: str) -> str:
    """Return the kind of the message about a step to the country."""
    return f"reports.country_{step}"


def stepped(step: str, submission: Submission, *, by: User | None, now: datetime, **values: Any) -> None:
    """Tell everybody concerned that a step was taken; nobody is told of what they did themselves."""
    key = f"{submission.public_id}:{step}:{now.isoformat()}"
    if step in TELLS_STAFF:
        _record(kind_for_staff(step), key, staff_of(submission), submission, by, values)
    if step in TELLS_COUNTRY:
        _record(kind_for_country(step), key, focal_points(submission.assignment), submission, by, values)


def receipt(submission: Submission, *, by: User, now: datetime, content_hash: str) -> None:
    """Give every focal point a receipt of what was handed in, also the one who did it."""
    key = f"{submission.public_id}:{now.isoformat()}"
    people = {*focal_points(submission.assignment), by}
    _record(RECEIPT, key, people, submission, None, {"hash": content_hash, "by": str(by)})


def message(clarification: Clarification, *, is_from_staff: bool, by: User, now: datetime) -> None:
    """Tell the other side that something was written in a thread."""
    submission = clarification.submission
    people = respondents_of(clarification) if is_from_staff else {clarification.opened_by, *_reviewer_of(submission)}
    kind = MESSAGE_TO_COUNTRY if is_from_staff else MESSAGE_TO_STAFF
    key = f"{clarification.public_id}:{now.isoformat()}"
    _record(kind, key, people, submission, by, {"subject": clarification.subject})


def delegated(delegation: SectionDelegation, *, link: str, to: User | None, language: str, by: User) -> None:
    """Send the link to the colleague; `to` is the account with this address, if there is one.

    The link is in the values only until the message is sent.
    """
    key = f"{delegation.pk}:{delegation.invited_at.isoformat()}"
    values = {
        **context_of(delegation.assignment),
        "section": delegation.section.titles,
        "link": link,
        "by": str(by),
    }
    if to is not None:
        notices.record(kind=DELEGATED, subject_key=key, to=to, context=values)
    else:
        notices.record_to_address(
            kind=DELEGATED, subject_key=key, address=delegation.email, language=language, context=values
        )


def about_delegation(kind: str, delegation: SectionDelegation, *, to: User, now: datetime) -> None:
    """Tell a person that a section was taken over or taken back."""
    values = {
        **context_of(delegation.assignment),
        "section": delegation.section.titles,
        "by": str(delegation.user or delegation.email),
    }
    notices.record(kind=kind, subject_key=f"{delegation.pk}:{now.isoformat()}", to=to, context=values)


def context_of(assignment: Assignment) -> dict[str, Any]:
    """Return what every message names, in all languages."""
    return {"country": assignment.country.names, "round": assignment.round.names}


def focal_points(assignment: Assignment) -> QuerySet[User]:
    """Return who speaks for the country."""
    return User.objects.filter(
        is_active=True, country_roles__role=FOCAL_POINT, country_roles__country=assignment.country_id
    ).order_by("pk")


def respondents(assignment: Assignment) -> QuerySet[User]:
    """Return who holds a role for the country."""
    return User.objects.filter(is_active=True, country_roles__country=assignment.country_id).distinct().order_by("pk")


def respondents_of(clarification: Clarification) -> set[User]:
    """Return who may answer a question: the country's people, and colleagues who have the section."""
    assignment = clarification.submission.assignment
    people = set(respondents(assignment))
    if clarification.question_id is not None:
        handed_over = SectionDelegation.objects.filter(
            assignment=assignment,
            state=DelegationState.ACCEPTED,
            may_write=True,
            section__questions=clarification.question_id,
        )
        people |= set(User.objects.filter(is_active=True, pk__in=handed_over.values("user")))
    return people


def reviewers() -> QuerySet[User]:
    """Return who may check answers."""
    right = {"content_type__app_label": "reports", "codename": "review_submission"}
    holds = Q(**{f"groups__permissions__{key}": value for key, value in right.items()})
    holds |= Q(**{f"user_permissions__{key}": value for key, value in right.items()})
    return User.objects.filter(holds, is_active=True).distinct().order_by("pk")


def staff_of(submission: Submission) -> set[User]:
    """Return who checks these answers; everybody who may, as long as nobody has begun."""
    return _reviewer_of(submission) or set(reviewers())


def _reviewer_of(submission: Submission) -> set[User]:
    reviewer = submission.reviewer
    return {reviewer} if reviewer is not None and reviewer.is_active else set()


def _record(
    kind: str, key: str, people: Iterable[User], submission: Submission, by: User | None, values: dict[str, Any]
) -> None:
    context = {
        **context_of(submission.assignment),
        "submission": str(submission.public_id),
        "by": str(by or ""),
        **values,
    }
    for person in sorted(set(people), key=lambda one: one.pk):
        if by is None or person.pk != by.pk:
            notices.record(kind=kind, subject_key=key, to=person, context=context)
