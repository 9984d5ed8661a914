"""Tell people by e-mail what happened to a brief; the texts are written in caselaw.tasks."""

from datetime import datetime

from caselaw.models import Case
from portal.core.actions import notices
from portal.core.models import User

ASSIGNED, RETURNED, PUBLISHED = "caselaw.brief_assigned", "caselaw.brief_returned", "caselaw.brief_published"


def assigned(case: Case, *, to: User, now: datetime) -> None:
    """Tell a person that a brief waits for them."""
    _record(ASSIGNED, case, to, now)


def returned(case: Case, *, now: datetime) -> None:
    """Tell the author, and whoever it is assigned to, that the brief came back with a comment."""
    for person in {case.created_by, case.assigned_to} - {None}:
        assert person is not None
        _record(RETURNED, case, person, now)


def published(case: Case, *, by: User, now: datetime, public: Case | None = None) -> None:
    """Tell the author that the brief, or the draft of changes, is public."""
    if case.created_by_id != by.pk:
        _record(PUBLISHED, public or case, case.created_by, now)


def _record(kind: str, case: Case, to: User, now: datetime) -> None:
    """Record one event: the key holds its moment, since a brief may be returned more than once."""
    notices.record(
        kind=kind,
        subject_key=f"{case.uuid}:{now.isoformat()}",
        to=to,
        context={"title": case.title, "uuid": str(case.uuid)},
    )
