"""The buttons on the page of a brief: each calls one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caselaw.actions import cases
from caselaw.choices import CaseStatus, TitlePolicy
from caselaw.models import Case
from portal.core.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it says, who may press it, when it is there, what it does and what is said afterwards."""

    name: str
    label: str | Promise
    done: str | Promise
    permission: str
    is_offered: Callable[[Case], bool]
    action: Callable[..., Case]
    asks_reason: bool = False


def _waits_for_second_person(case: Case) -> bool:
    return case.title_proposed_by_id is not None and case.title_policy != TitlePolicy.OFFICIAL


STEPS = (
    Step(
        "clear",
        _("Confirm that no victim is named"),
        _("The brief is cleared."),
        "caselaw.clear_case",
        lambda case: CaseStatus.CLEARED in cases.STEPS[CaseStatus(case.status)],
        cases.clear,
    ),
    Step(
        "publish",
        _("Publish"),
        _("The brief is public."),
        "caselaw.publish_case",
        lambda case: case.status in (CaseStatus.DRAFT, CaseStatus.IN_REVIEW, CaseStatus.CLEARED),
        cases.publish,
    ),
    Step(
        "hide",
        _("Hide"),
        _("The brief is hidden. It must be checked again before it is public."),
        "caselaw.change_case",
        lambda case: case.status == CaseStatus.PUBLISHED,
        cases.hide,
    ),
    Step(
        "propose-official-title",
        _("Propose the official title although it names a victim"),
        _("Proposed. A second person decides."),
        "caselaw.change_case",
        lambda case: case.title_policy == TitlePolicy.INITIALS,
        cases.propose_official_title,
        asks_reason=True,
    ),
    Step(
        "confirm-official-title",
        _("Confirm the official title"),
        _("The official title is shown."),
        "caselaw.clear_case",
        _waits_for_second_person,
        cases.confirm_official_title,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def offered(case: Case, user: User) -> list[Step]:
    """Return the buttons for this person at this moment."""
    return [step for step in STEPS if step.is_offered(case) and user.has_perm(step.permission)]


def arguments(step: Step, posted: Any) -> dict[str, Any]:
    """Return what the form of the button adds."""
    return {"reason": posted.get("reason", "")} if step.asks_reason else {}
