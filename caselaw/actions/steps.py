"""The steps of the workflow as one table: from which state, to which, who may take it and what must hold.

Every interface reads it (pages, administration, API), and every action asks it before it writes. States and rules:
docs/editorial-workflow.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caselaw.actions.gaps import gaps, gaps_before_clearing, gaps_before_review
from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.models import Case
from caselaw.permissions import is_author
from portal.core.errors import DomainError, IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User

Check = Callable[[Case, User], None]
S = CaseStatus


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `to` is None where the state stays; `own` lets the author take it without the permission.

    `is_forward`: it brings the brief on, so pages show it first.
    """

    name: str
    label: str | Promise
    done: str | Promise
    permission: str
    sources: frozenset[CaseStatus]
    to: CaseStatus | None = None
    own: bool = False
    refuses_author: bool = False
    asks_reason: bool = False
    is_grave: bool = False
    is_forward: bool = False
    checks: tuple[Check, ...] = ()
    is_meant: Callable[[Case], bool] = field(default=lambda case: True)


def _is_new(case: Case) -> bool:
    return not case.was_public


def _was_public(case: Case) -> bool:
    return case.was_public


def _waits_for_review(case: Case) -> bool:
    return case.accepted_at is None


def _waits_for_check(case: Case) -> bool:
    is_unchecked = case.anonymisation_state != AnonymisationState.CLEARED
    return is_unchecked and (case.was_public or case.accepted_at is not None)


def _is_checked(case: Case) -> bool:
    return case.anonymisation_state == AnonymisationState.CLEARED


def _shows_initials(case: Case) -> bool:
    return case.title_policy == TitlePolicy.INITIALS and case.title_proposed_by_id is None


def _waits_for_second_person(case: Case) -> bool:
    return case.title_proposed_by_id is not None and case.title_policy != TitlePolicy.OFFICIAL


def _is_ready_for_review(case: Case, by: User) -> None:
    if missing := gaps_before_review(case):
        raise IncompleteError(_("The brief cannot be handed in yet."), [str(gap) for gap in missing])


def _is_complete(case: Case, by: User) -> None:
    if missing := gaps(case):
        raise IncompleteError(_("The brief cannot be published yet."), [str(gap) for gap in missing])


def _has_no_open_hits(case: Case, by: User) -> None:
    if missing := gaps_before_clearing(case):
        raise IncompleteError(_("The brief cannot be cleared yet."), [str(gap) for gap in missing])


def _has_no_successor(case: Case, by: User) -> None:
    if Case.objects.filter(revises=case).exists():
        raise WrongStatusError(_("Somebody is working on changes of this brief already."))


def _has_safe_title(case: Case, by: User) -> None:
    if not case.safe_title:
        raise IncompleteError(
            _("Give a title with initials first; text never uses the name."), [_("title with initials")]
        )


def _was_not_proposed_by(case: Case, by: User) -> None:
    if case.title_proposed_by_id == by.pk:
        raise NotAllowedError(_("A second person confirms the official title."))


STEPS = (
    Step(
        "submit",
        gettext_lazy("Hand in for review"),
        gettext_lazy("The brief waits for review."),
        "caselaw.change_case",
        frozenset({S.DRAFT}),
        S.IN_REVIEW,
        own=True,
        checks=(_is_ready_for_review,),
        is_forward=True,
    ),
    Step(
        "take_back",
        gettext_lazy("Take back"),
        gettext_lazy("The brief is a draft again."),
        "caselaw.change_case",
        frozenset({S.IN_REVIEW}),
        S.DRAFT,
        own=True,
    ),
    Step(
        "accept",
        gettext_lazy("Accept"),
        gettext_lazy("The brief waits for the check that no victim is named."),
        "caselaw.review_case",
        frozenset({S.IN_REVIEW}),
        refuses_author=True,
        is_meant=_waits_for_review,
        is_forward=True,
    ),
    Step(
        "return",
        gettext_lazy("Return with a comment"),
        gettext_lazy("The brief is a draft again; its author gets the comment."),
        "caselaw.review_case",
        frozenset({S.IN_REVIEW, S.CLEARED}),
        S.DRAFT,
        asks_reason=True,
    ),
    Step(
        "clear",
        gettext_lazy("Confirm that no victim is named"),
        gettext_lazy("The brief is cleared."),
        "caselaw.clear_case",
        frozenset({S.IN_REVIEW, S.ON_HOLD}),
        refuses_author=True,
        checks=(_has_no_open_hits,),
        is_meant=_waits_for_check,
        is_forward=True,
    ),
    Step(
        "publish",
        gettext_lazy("Publish"),
        gettext_lazy("The brief is public."),
        "caselaw.publish_case",
        frozenset({S.CLEARED}),
        S.PUBLISHED,
        checks=(_is_complete,),
        is_forward=True,
    ),
    Step(
        "show_again",
        gettext_lazy("Show again"),
        gettext_lazy("The brief is public again."),
        "caselaw.publish_case",
        frozenset({S.ON_HOLD}),
        S.PUBLISHED,
        checks=(_is_complete,),
        is_meant=lambda case: case.was_public and _is_checked(case),
        is_forward=True,
    ),
    Step(
        "revise",
        gettext_lazy("Prepare changes"),
        gettext_lazy(
            "This is the draft of the changes. The public brief stays as it is until the changes are published."
        ),
        "caselaw.change_case",
        frozenset({S.PUBLISHED, S.ON_HOLD}),
        checks=(_has_no_successor,),
        is_meant=_was_public,
        is_forward=True,
    ),
    Step(
        "hold",
        gettext_lazy("Put on hold"),
        gettext_lazy("The brief is on hold."),
        "caselaw.hold_case",
        frozenset({S.DRAFT, S.IN_REVIEW, S.CLEARED}),
        S.ON_HOLD,
        asks_reason=True,
    ),
    Step(
        "resume",
        gettext_lazy("Go on"),
        gettext_lazy("The brief is a draft again."),
        "caselaw.hold_case",
        frozenset({S.ON_HOLD}),
        S.DRAFT,
        is_meant=_is_new,
        is_forward=True,
    ),
    Step(
        "hide",
        gettext_lazy("Hide at once"),
        gettext_lazy("The brief is out of sight. It must be checked again before it is public."),
        "caselaw.hide_case",
        frozenset({S.PUBLISHED}),
        S.ON_HOLD,
        is_grave=True,
    ),
    Step(
        "withdraw",
        gettext_lazy("Withdraw for good"),
        gettext_lazy("The brief is withdrawn. Its address says so."),
        "caselaw.withdraw_case",
        frozenset({S.PUBLISHED, S.ON_HOLD}),
        S.WITHDRAWN,
        asks_reason=True,
        is_grave=True,
        is_meant=_was_public,
    ),
    Step(
        "propose_official_title",
        gettext_lazy("Propose the official title although it names a victim"),
        gettext_lazy("Proposed. A second person decides."),
        "caselaw.change_case",
        frozenset(set(S) - {S.WITHDRAWN}),
        asks_reason=True,
        checks=(_has_safe_title,),
        is_meant=_shows_initials,
    ),
    Step(
        "confirm_official_title",
        gettext_lazy("Confirm the official title"),
        gettext_lazy("The official title is shown."),
        "caselaw.clear_case",
        frozenset(set(S) - {S.WITHDRAWN}),
        checks=(_was_not_proposed_by,),
        is_meant=_waits_for_second_person,
        is_forward=True,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def offered(case: Case, user: User) -> list[Step]:
    """Return the steps that this person may take with the brief in its present state, whether or not it is complete."""
    return [step for step in STEPS if _follows(step, case) and _who_may(step, case, user) is None]


def check(name: str, case: Case, by: User) -> Step:
    """Return the step, or raise what speaks against it: NotAllowedError, WrongStatusError or IncompleteError.

    The brief must be locked, so that nothing changes between this check and the writing.
    """
    step = BY_NAME[name]
    check_person(step, case, by)
    if not _follows(step, case):
        raise WrongStatusError(
            _("“%(step)s” is not possible: the brief is “%(now)s”.")
            % {"step": step.label, "now": case.get_status_display()}
        )
    for needed in step.checks:
        needed(case, by)
    return step


def check_person(step: Step, case: Case, by: User) -> None:
    """Raise NotAllowedError when this person may not take the step with this brief, whatever its state."""
    if refusal := _who_may(step, case, by):
        raise refusal


def _follows(step: Step, case: Case) -> bool:
    return case.status in step.sources and step.is_meant(case)


def _who_may(step: Step, case: Case, user: User) -> DomainError | None:
    is_own = step.own and user.pk in (case.created_by_id, case.assigned_to_id)
    may_own = is_own and user.has_perm("caselaw.contribute_case")
    if not user.is_active or not (may_own or user.has_perm(step.permission)):
        return NotAllowedError(_("“%(step)s” is not among the things you may do.") % {"step": step.label})
    if step.refuses_author and is_author(user, case):
        return NotAllowedError(_("A second person does this, not one who has written in the brief."))
    return None
