"""What waits for a person in country data: for the secretariat, for a country, for a colleague with a section."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.models import CountryRole, User
from reports.choices import ClarificationState, DelegationState, RoundState, SubmissionState
from reports.models import Clarification, SectionDelegation, Submission, SubmissionQuerySet
from reports.permissions import FOCAL_POINT, day_everywhere

S = SubmissionState
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Queue:
    """Answers that wait for one kind of work; `first` are the longest waiting, `total` counts all."""

    name: str
    title: str | Promise
    hint: str | Promise
    first: list[Submission]
    total: int


_TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "to_fill": (_("To fill"), _("The answers of your country, until the last day.")),
    "to_answer": (_("Questions of the secretariat"), _("Answer them, correct figures, and hand the answers back.")),
    "to_validate": (_("To validate"), _("Read the final figures and validate them, or object.")),
    "sections": (_("Sections handed over to you"), _("Fill your section; the focal point hands everything in.")),
    "to_review": (_("To check"), _("Handed in, and nobody has begun.")),
    "mine": (_("You are checking"), _("Accept them, ask the country, or return them.")),
    "answered": (_("Questions answered"), _("Read the answers of the country and close the questions.")),
    "to_send": (_("To send for validation"), _("Accepted; the country now validates its figures.")),
    "objected": (_("Objections and changes"), _("Open a new version, or check the answers again.")),
    "overdue": (_("Overdue"), _("The last day has passed and nothing was handed in.")),
}


def queues_of(user: User, now: datetime) -> list[Queue]:
    """Return the person's queues in which something waits: one statement to count, one for each that is not empty."""
    found = []
    for name, total in counts_of(user, now).items():
        title, hint = _TITLES[name]
        rows = waiting_for(user, name, now)
        assert rows is not None
        found.append(Queue(name, title, hint, list(rows[:SHOWN]), total))
    return found


def counts_of(user: User, now: datetime) -> dict[str, int]:
    """Return how much waits in each queue of the person that is not empty."""
    conditions = _conditions(user, now)
    if not conditions:
        return {}
    counts = {name: Count("pk", filter=condition, distinct=True) for name, condition in conditions.items()}
    numbers = Submission.objects.in_hands_of(user).current().aggregate(**counts)
    return {name: number for name, number in numbers.items() if number}


def titled_counts(user: User, now: datetime) -> list[tuple[str, str | Promise, int]]:
    """Return (name, title, number) of the queues in which something waits."""
    return [(name, _TITLES[name][0], number) for name, number in counts_of(user, now).items()]


def title_of(name: str) -> str | Promise:
    """Return the heading of a queue."""
    return _TITLES[name][0]


def waiting_for(user: User, name: str, now: datetime) -> SubmissionQuerySet | None:
    """Return everything in one queue, the longest waiting first; None when the person has no such queue."""
    condition = _conditions(user, now).get(name)
    if condition is None:
        return None
    rows = Submission.objects.in_hands_of(user).current().filter(condition).with_context().select_related("reviewer")
    return rows.order_by("state_since", "pk")


def has_part(user: User) -> bool:
    """Whether the person works on country data at all."""
    if user.has_perm("reports.view_submission"):
        return True
    handed_over = SectionDelegation.objects.filter(user=user, state=DelegationState.ACCEPTED)
    return CountryRole.objects.held_by(user).exists() or handed_over.exists()


def _conditions(user: User, now: datetime) -> dict[str, Q]:
    return {**_of_country(user), **_of_staff(user, now)}


def _of_country(user: User) -> dict[str, Q]:
    held = list(CountryRole.objects.held_by(user).values_list("country", "role"))
    found: dict[str, Q] = {}
    if countries := {country for country, _role in held}:
        own = Q(assignment__country__in=countries)
        found["to_fill"] = own & Q(state__in=[S.NOT_STARTED, S.IN_PROGRESS], assignment__round__state=RoundState.OPEN)
        found["to_answer"] = own & Q(state=S.CLARIFICATION)
    if speaks_for := {country for country, role in held if role == FOCAL_POINT}:
        found["to_validate"] = Q(assignment__country__in=speaks_for, state=S.SENT_FOR_VALIDATION)
    handed_over = SectionDelegation.objects.filter(user=user, state=DelegationState.ACCEPTED)
    if not user.has_perm("reports.view_submission"):
        writable = [S.NOT_STARTED, S.IN_PROGRESS, S.CLARIFICATION]
        found["sections"] = Q(assignment__in=handed_over.values("assignment"), state__in=writable)
    return found


def _of_staff(user: User, now: datetime) -> dict[str, Q]:
    if not user.has_perm("reports.review_submission"):
        return {}
    answered = Clarification.objects.filter(submission=OuterRef("pk"), state=ClarificationState.ANSWERED)
    overdue = Submission.objects.current().overdue(day_everywhere(now))
    return {
        "to_review": Q(state=S.SUBMITTED),
        "mine": Q(state=S.UNDER_REVIEW, reviewer=user),
        "answered": Q(Exists(answered), state__in=[S.UNDER_REVIEW, S.CLARIFICATION]),
        "to_send": Q(state=S.ACCEPTED),
        "objected": Q(state__in=[S.OBJECTED, S.VALIDATED_WITH_CHANGES]),
        "overdue": Q(pk__in=overdue.values("pk")),
    }
