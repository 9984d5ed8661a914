"""The steps of a country's answers as one table: from which state, to which, who may take it and what must hold.

Every interface reads it, and every action asks it before it writes. States and rules: docs/running-a-round.md.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import DomainError, IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import CountryRole, User
from reports.actions.hand_in_gate import gaps
from reports.choices import Channel, ClarificationState, RoundState, SubmissionState
from reports.models import Clarification, Submission
from reports.permissions import FOCAL_POINT, day_everywhere, why_locked

Check = Callable[[Submission, User | None, datetime], None]
S = SubmissionState
# Answers that somebody else than the country typed.
ON_BEHALF = (Channel.PROXY, Channel.FOUND)
DECIDED = frozenset({S.VALIDATED, S.VALIDATED_WITH_CHANGES, S.NO_OBJECTION})


class Who(StrEnum):
    """Who may take a step."""

    # The focal point; and staff, for answers that were entered on behalf of the country.
    SPEAKER = "speaker"
    # The focal point alone: nobody agrees in a State's name but the State.
    STATE = "state"
    REVIEWER = "reviewer"
    ENTERER = "enterer"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is to a country's answers; read once for all steps."""

    speaks: bool = False
    writes: bool = False
    reviews: bool = False
    enters: bool = False
    is_clock: bool = False

    @property
    def is_of_country(self) -> bool:
        """Whether the person holds a role for the country."""
        return self.speaks or self.writes

    def may_take(self, who: Who, submission: Submission) -> bool:
        """Whether this standing is the one that a step asks for."""
        return {
            Who.SPEAKER: self.speaks or (self.enters and submission.channel in ON_BEHALF),
            Who.STATE: self.speaks,
            Who.REVIEWER: self.reviews,
            Who.ENTERER: self.enters,
            Who.CLOCK: self.is_clock,
        }[who]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `to` is None where the state stays. `is_forward`: it brings the answers on, so pages show it first.

    `refuses_signer`: who handed the answers in may not take it.
    """

    name: str
    label: str | Promise
    done: str | Promise
    who: Who
    sources: frozenset[SubmissionState]
    to: SubmissionState | None = None
    asks_reason: bool = False
    refuses_signer: bool = False
    is_forward: bool = False
    is_grave: bool = False
    checks: tuple[Check, ...] = ()
    is_meant: Callable[[Submission], bool] = field(default=lambda submission: True)


def _may_be_written(submission: Submission, by: User | None, now: datetime) -> None:
    """Refuse when the country could not write in a draft: it would be stuck."""
    draft = copy(submission)
    draft.state = S.IN_PROGRESS
    if reason := why_locked(draft, day_everywhere(now)):
        raise WrongStatusError(reason)


def _is_complete(submission: Submission, by: User | None, now: datetime) -> None:
    if missing := gaps(submission):
        raise IncompleteError(_("The answers are not complete yet."), [str(gap) for gap in missing])


def _asks_something(submission: Submission, by: User | None, now: datetime) -> None:
    if not Clarification.objects.unanswered().filter(submission=submission).exists():
        raise IncompleteError(_("Write your question first."), [_("an open question to the country")])


def _is_answered(submission: Submission, by: User | None, now: datetime) -> None:
    waiting = Clarification.objects.unanswered().filter(submission=submission).order_by("pk")
    if subjects := [one.subject for one in waiting]:
        raise IncompleteError(_("Some questions of the secretariat are not answered yet."), subjects)


def _asks_nothing(submission: Submission, by: User | None, now: datetime) -> None:
    waiting = Clarification.objects.filter(submission=submission).exclude(state=ClarificationState.CLOSED)
    if subjects := list(waiting.order_by("pk").values_list("subject", flat=True)):
        raise IncompleteError(_("Some questions to the country are not closed yet."), subjects)


def _is_past_objections(submission: Submission, by: User | None, now: datetime) -> None:
    if submission.objections_until is None or day_everywhere(now) <= submission.objections_until:
        raise WrongStatusError(_("The country may still object."))


def _takes_extensions(submission: Submission, by: User | None, now: datetime) -> None:
    if submission.assignment.round.state not in (RoundState.OPEN, RoundState.CLOSED):
        raise WrongStatusError(_("The round takes no more answers, so more time would open nothing."))


def _came_from_country(submission: Submission) -> bool:
    return submission.channel not in ON_BEHALF


STEPS = (
    Step(
        "hand_in",
        gettext_lazy("Hand in"),
        gettext_lazy("The answers are handed in. The secretariat was told."),
        Who.SPEAKER,
        frozenset({S.IN_PROGRESS}),
        S.SUBMITTED,
        is_forward=True,
        checks=(_may_be_written, _is_complete),
    ),
    Step(
        "take_back",
        gettext_lazy("Take back"),
        gettext_lazy("The answers are yours again. Hand them in when they are ready."),
        Who.SPEAKER,
        frozenset({S.SUBMITTED}),
        S.IN_PROGRESS,
        checks=(_may_be_written,),
    ),
    Step(
        "begin_review",
        gettext_lazy("Begin the review"),
        gettext_lazy("You check these answers now. The country was told."),
        Who.REVIEWER,
        frozenset({S.SUBMITTED, S.OBJECTED}),
        S.UNDER_REVIEW,
        is_forward=True,
    ),
    Step(
        "ask_for_clarification",
        gettext_lazy("Ask the country for clarification"),
        gettext_lazy("The country was asked. Its answers are open to it until it hands them back."),
        Who.REVIEWER,
        frozenset({S.UNDER_REVIEW}),
        S.CLARIFICATION,
        checks=(_asks_something,),
    ),
    Step(
        "answer_clarification",
        gettext_lazy("Hand the clarified answers back"),
        gettext_lazy("The secretariat has your answers back."),
        Who.SPEAKER,
        frozenset({S.CLARIFICATION}),
        S.UNDER_REVIEW,
        is_forward=True,
        checks=(_is_answered, _is_complete),
    ),
    Step(
        "accept",
        gettext_lazy("Accept"),
        gettext_lazy("The answers are accepted. The country was told."),
        Who.REVIEWER,
        frozenset({S.UNDER_REVIEW}),
        S.ACCEPTED,
        refuses_signer=True,
        is_forward=True,
        checks=(_asks_nothing, _is_complete),
    ),
    Step(
        "return",
        gettext_lazy("Return for changes"),
        gettext_lazy("The country has its answers back, with your reason."),
        Who.REVIEWER,
        frozenset({S.SUBMITTED, S.UNDER_REVIEW}),
        S.IN_PROGRESS,
        asks_reason=True,
        checks=(_may_be_written,),
    ),
    Step(
        "send_for_validation",
        gettext_lazy("Send to the country for validation"),
        gettext_lazy("The country was asked to validate its figures."),
        Who.REVIEWER,
        frozenset({S.ACCEPTED}),
        S.SENT_FOR_VALIDATION,
        is_forward=True,
    ),
    Step(
        "validate",
        gettext_lazy("Validate the figures"),
        gettext_lazy("You have validated the figures of your country."),
        Who.STATE,
        frozenset({S.SENT_FOR_VALIDATION}),
        S.VALIDATED,
        is_forward=True,
    ),
    Step(
        "validate_with_changes",
        gettext_lazy("Validate with changes"),
        gettext_lazy("You have validated the figures with changes. The secretariat was told which."),
        Who.STATE,
        frozenset({S.SENT_FOR_VALIDATION}),
        S.VALIDATED_WITH_CHANGES,
        asks_reason=True,
    ),
    Step(
        "object",
        gettext_lazy("Object"),
        gettext_lazy("Your objection is recorded. The secretariat was told."),
        Who.STATE,
        frozenset({S.SENT_FOR_VALIDATION}),
        S.OBJECTED,
        asks_reason=True,
        is_grave=True,
    ),
    Step(
        "no_objection",
        gettext_lazy("Count silence as no objection"),
        gettext_lazy("The time for objections has passed."),
        Who.CLOCK,
        frozenset({S.SENT_FOR_VALIDATION}),
        S.NO_OBJECTION,
        checks=(_is_past_objections,),
    ),
    Step(
        "reopen",
        gettext_lazy("Open a new version"),
        gettext_lazy("A new version is open, with everything that the former one held."),
        Who.REVIEWER,
        frozenset({S.ACCEPTED, S.OBJECTED, S.WITHDRAWN, *DECIDED}),
        S.IN_PROGRESS,
        asks_reason=True,
        checks=(_may_be_written,),
    ),
    Step(
        "withdraw",
        gettext_lazy("Withdraw"),
        gettext_lazy("The answers are withdrawn. The secretariat was told."),
        Who.SPEAKER,
        frozenset({S.NOT_STARTED, S.IN_PROGRESS, S.SUBMITTED, S.UNDER_REVIEW, S.CLARIFICATION, S.ACCEPTED}),
        S.WITHDRAWN,
        asks_reason=True,
        is_grave=True,
    ),
    Step(
        "extend",
        gettext_lazy("Give more time"),
        gettext_lazy("The country has more time. It was told."),
        Who.REVIEWER,
        frozenset(S),
        asks_reason=True,
        checks=(_takes_extensions,),
    ),
    Step(
        "enter_on_behalf",
        gettext_lazy("Enter answers on behalf of the country"),
        gettext_lazy("You enter the answers on behalf of the country now. The country was told."),
        Who.ENTERER,
        frozenset({S.NOT_STARTED, S.IN_PROGRESS}),
        S.IN_PROGRESS,
        asks_reason=True,
        checks=(_may_be_written,),
        is_meant=_came_from_country,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def standing(user: User | None, submission: Submission) -> Standing:
    """Return what a person is to the answers; None is the clock, which takes the step that nobody else may."""
    if user is None:
        return Standing(is_clock=True)
    country = submission.assignment.country_id
    held = set(CountryRole.objects.held_by(user).filter(country=country).values_list("role", flat=True))
    return Standing(
        speaks=FOCAL_POINT in held,
        writes=bool(held),
        reviews=user.has_perm("reports.review_submission"),
        enters=user.has_perm("reports.enter_submission"),
    )


def offered(submission: Submission, user: User) -> list[Step]:
    """Return the steps that this person may take in the present state, whether or not everything needed is there."""
    held = standing(user, submission)
    return [step for step in STEPS if _follows(step, submission) and not _why_not(step, submission, user, held)]


def missing_for(step: Step, submission: Submission, by: User, now: datetime) -> list[str]:
    """Return in words what must be there before the step can be taken; nothing when it can be."""
    found: list[str] = []
    for needed in step.checks:
        try:
            needed(submission, by, now)
        except IncompleteError as refusal:
            found += refusal.missing
        except DomainError as refusal:
            found.append(str(refusal))
    return found


def check(name: str, submission: Submission, by: User | None, now: datetime) -> Step:
    """Return the step, or raise what speaks against it: NotAllowedError, WrongStatusError or IncompleteError.

    The submission must be locked, so that nothing changes between this check and the writing.
    """
    step = BY_NAME[name]
    check_person(step, submission, by)
    if not _follows(step, submission):
        raise WrongStatusError(
            _("“%(step)s” is not possible: the state of the answers is “%(now)s”.")
            % {"step": step.label, "now": submission.get_state_display()}
        )
    for needed in step.checks:
        needed(submission, by, now)
    return step


def check_person(step: Step, submission: Submission, by: User | None) -> None:
    """Raise NotAllowedError when this person may not take the step with these answers, whatever their state."""
    if refusal := _why_not(step, submission, by, standing(by, submission)):
        raise NotAllowedError(refusal)


def _follows(step: Step, submission: Submission) -> bool:
    return submission.is_current and submission.state in step.sources and step.is_meant(submission)


def _why_not(step: Step, submission: Submission, user: User | None, held: Standing) -> str:
    """Return why the person may not take the step; an empty text when they may."""
    if not held.may_take(step.who, submission):
        return _("“%(step)s” is not among the things you may do.") % {"step": step.label}
    if step.refuses_signer and user is not None and submission.submitted_by_id == user.pk:
        return _("A second person does this, not the one who handed the answers in.")
    return ""
