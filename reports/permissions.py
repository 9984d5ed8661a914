"""Who may write in a country's answers, hand them in and check them, and why they are locked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.models import CountryRole, User
from reports.choices import DelegationState, RoundState, SubmissionState
from reports.models import SectionDelegation, Submission
from reports.models.submission import WRITABLE

FOCAL_POINT, OFFICER = "focal_point", "statistics_officer"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with a submission, apart from what its state allows."""

    speaks_for_country: bool
    writes_all: bool
    # Keys of sections; what a colleague was given.
    writes_sections: frozenset[int]
    reads_sections: frozenset[int]
    reads_all: bool
    checks: bool

    def may_write(self, section_id: int) -> bool:
        """Whether the person fills this section."""
        return self.writes_all or section_id in self.writes_sections

    def may_read(self, section_id: int) -> bool:
        """Whether the person sees this section."""
        return self.reads_all or section_id in self.reads_sections or section_id in self.writes_sections


def rights(user: User, submission: Submission) -> Rights:
    """Return a person's rights, read from roles, the country of the submission and handed-over sections."""
    country = submission.assignment.country_id
    held = set(CountryRole.objects.held_by(user).filter(country=country).values_list("role", flat=True))
    given = SectionDelegation.objects.filter(
        assignment=submission.assignment_id, user=user, state=DelegationState.ACCEPTED
    )
    sections = dict(given.values_list("section_id", "may_write"))
    enters = user.has_perm("reports.enter_submission")
    is_shared = Submission.objects.visible_to(user).filter(pk=submission.pk).exists() and not sections
    return Rights(
        speaks_for_country=FOCAL_POINT in held or enters,
        writes_all=bool(held) or enters,
        writes_sections=frozenset(section for section, may_write in sections.items() if may_write),
        reads_sections=frozenset(sections),
        reads_all=bool(held) or user.has_perm("reports.view_submission") or is_shared,
        checks=user.has_perm("reports.review_submission"),
    )


def day_everywhere(now: datetime) -> date:
    """Return the day that it still is somewhere on earth: a last day ends when it has ended in every time zone."""
    return (now - timedelta(hours=12)).date()


def why_locked(submission: Submission, today: date) -> str:
    """Return in words why nobody may write now; an empty text when it is open.

    An extension, or a question of the secretariat, opens a country's answers beyond the end of the round, but not once
    its data are being analysed.
    """
    round_ = submission.assignment.round
    if not submission.is_current:
        return _("This is a former version. The present one can be edited.")
    if round_.state == RoundState.DRAFT:
        return _("The round opens on %(day)s.") % {"day": date_format(round_.opens_on)}
    if submission.state not in WRITABLE:
        state = SubmissionState(submission.state).label
        return _("The answers are locked, since their state is: %(state)s.") % {"state": state}
    return _why_closed(submission, today)


def _why_closed(submission: Submission, today: date) -> str:
    assignment = submission.assignment
    state = RoundState(assignment.round.state)
    is_asked_back = submission.state == SubmissionState.CLARIFICATION
    is_late_but_let_in = state == RoundState.CLOSED and (is_asked_back or assignment.extended_to is not None)
    if state != RoundState.OPEN and not is_late_but_let_in:
        return _("The round is closed: its state is %(state)s.") % {"state": state.label}
    if today > assignment.due_on and not is_asked_back:
        day = date_format(assignment.due_on)
        return _("The last day was %(day)s. Ask the secretariat for an extension.") % {"day": day}
    return ""
