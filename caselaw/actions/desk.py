"""Take a step by its name, as the buttons of the desk and of the administration do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caselaw.actions import cases
from caselaw.actions.steps import BY_NAME, Step
from caselaw.models import Case
from portal.core.models import User


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person enters with a step; a step takes what it needs and ignores the rest."""

    reason: str = ""
    note: str = ""
    seen_version: int | None = None
    replaced_by: Case | None = None


_VERBS: dict[str, tuple[Callable[..., Case], tuple[str, ...]]] = {
    "submit": (cases.submit, ()),
    "take_back": (cases.take_back, ()),
    "accept": (cases.accept, ("seen_version",)),
    "return": (cases.return_for_changes, ("reason",)),
    "clear": (cases.clear, ("seen_version",)),
    "publish": (cases.publish, ("note", "seen_version")),
    "show_again": (cases.show_again, ()),
    "revise": (cases.revise, ()),
    "hold": (cases.hold, ("reason",)),
    "resume": (cases.resume, ()),
    "hide": (cases.hide, ("reason",)),
    "withdraw": (cases.withdraw, ("reason", "replaced_by")),
    "propose_official_title": (cases.propose_official_title, ("reason",)),
    "confirm_official_title": (cases.confirm_official_title, ()),
}


def take(step: Step, *, case_id: int, answers: Answers, by: User, now: datetime) -> Case:
    """Take a step and return the brief to go on with (the draft of changes, or the public brief). Raises as the verb."""
    verb, wanted = _VERBS[step.name]
    values: dict[str, Any] = {name: getattr(answers, name) for name in wanted}
    return verb(case_id=case_id, by=by, now=now, **values)


def step_named(name: str) -> Step | None:
    """Return the step of that name; hyphens stand for underscores in addresses."""
    return BY_NAME.get(name.replace("-", "_"))
