"""What waits for a person at the desk, by what the person may do, the longest waiting first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.models import Case, CaseQuerySet
from portal.core.models import User

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Queue:
    """Briefs that wait for one kind of work; `briefs` are the first ones, `total` counts all."""

    name: str
    title: str | Promise
    hint: str | Promise
    briefs: list[Case]
    total: int


_TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "assigned": (_("Assigned to you"), _("Somebody asked you to look at these.")),
    "own": (_("Your drafts"), _("Go on writing, or hand them in.")),
    "review": (_("To review"), _("Read the words and codes against the sources; accept or return.")),
    "clear": (_("To check for names"), _("Confirm for this very version that no victim can be recognised.")),
    "publish": (_("To publish"), _("Checked, and ready for the public.")),
    "hold": (_("On hold"), _("Waiting for something; go on when it is there.")),
}


def queues_of(user: User) -> list[Queue]:
    """Return the person's queues, also the empty ones, so that it is clear what would wait where."""
    return [_queue(name, briefs) for name, briefs in _waiting(user)]


def title_of(name: str) -> str | Promise:
    """Return the heading of a queue."""
    return _TITLES[name][0]


def waiting_for(user: User, name: str) -> CaseQuerySet | None:
    """Return all briefs of one queue; None when the person has no such queue."""
    return dict(_waiting(user)).get(name)


def days_waiting(case: Case, now: datetime) -> int:
    """Return for how many whole days the brief has been in its state."""
    return (now - (case.status_since or case.updated_at)).days


def counts_of(user: User) -> list[tuple[str, str | Promise, int]]:
    """Return (name, title, number) of the person's queues in which something waits."""
    counted = [(name, _TITLES[name][0], briefs.count()) for name, briefs in _waiting(user)]
    return [row for row in counted if row[2]]


def next_of(case: Case) -> str | Promise:
    """Return in one sentence what has to happen with the brief next, and by whom."""
    if case.is_hidden:
        is_checked = case.anonymisation_state == AnonymisationState.CLEARED
        return _HIDDEN_AND_CHECKED if is_checked else _HIDDEN
    if case.status == CaseStatus.IN_REVIEW and case.accepted_at is not None:
        return _ACCEPTED
    return _NEXT[CaseStatus(case.status)]


_ACCEPTED = _("A data-protection officer who has not written in it now confirms that it names no victim.")
_HIDDEN = _("Readers do not see it. It must be checked for names again, or mended by changes, before it is shown.")
_HIDDEN_AND_CHECKED = _("Readers do not see it. It was checked again; a publisher may show it.")
_NEXT: dict[CaseStatus, str | Promise] = {
    CaseStatus.DRAFT: _("Its author writes it and hands it in for review."),
    CaseStatus.IN_REVIEW: _("A reviewer now reads it against the sources, and accepts it or returns it."),
    CaseStatus.CLEARED: _("It was accepted and checked for names. A publisher now makes it public."),
    CaseStatus.PUBLISHED: _("Readers see it. To change it, prepare changes; they take the same way."),
    CaseStatus.ON_HOLD: _("It waits until somebody lets it go on."),
    CaseStatus.WITHDRAWN: _("It was withdrawn for good. Readers find the reason at its address."),
}


def _waiting(user: User) -> list[tuple[str, CaseQuerySet]]:
    visible = Case.objects.visible_to(user)
    open_states = (CaseStatus.DRAFT, CaseStatus.IN_REVIEW, CaseStatus.CLEARED, CaseStatus.ON_HOLD)
    found = [("assigned", visible.filter(assigned_to=user, status__in=open_states))]
    if user.has_perm("caselaw.contribute_case") or user.has_perm("caselaw.add_case"):
        found.append(("own", visible.filter(created_by=user, status=CaseStatus.DRAFT)))
    if user.has_perm("caselaw.review_case"):
        found.append(("review", visible.to_review().not_written_by(user)))
    if user.has_perm("caselaw.clear_case"):
        found.append(("clear", visible.to_clear().not_written_by(user)))
    if user.has_perm("caselaw.publish_case"):
        found.append(("publish", visible.to_publish()))
    if user.has_perm("caselaw.hold_case"):
        found.append(("hold", visible.filter(status=CaseStatus.ON_HOLD)))
    return found


def _queue(name: str, briefs: CaseQuerySet) -> Queue:
    title, hint = _TITLES[name]
    first = briefs.longest_waiting_first().select_related("jurisdiction__country", "created_by", "revises")
    return Queue(name, title, hint, list(first[:SHOWN]), briefs.count())
