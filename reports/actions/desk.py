"""Take a step by its name, as the buttons of the pages do."""

from collections.abc import Callable
from datetime import datetime

from portal.core.models import User
from reports.actions import submissions
from reports.actions.steps import BY_NAME, Step
from reports.actions.submissions import Answers
from reports.models import Submission

_VERBS: dict[str, Callable[..., Submission]] = {
    "hand_in": submissions.hand_in,
    "take_back": submissions.take_back,
    "begin_review": submissions.begin_review,
    "ask_for_clarification": submissions.ask_for_clarification,
    "answer_clarification": submissions.answer_clarification,
    "accept": submissions.accept,
    "return": submissions.return_for_changes,
    "send_for_validation": submissions.send_for_validation,
    "validate": submissions.validate,
    "validate_with_changes": submissions.validate_with_changes,
    "object": submissions.object_to,
    "reopen": submissions.reopen,
    "withdraw": submissions.withdraw,
    "extend": submissions.extend,
    "enter_on_behalf": submissions.enter_on_behalf,
}


def step_named(name: str) -> Step | None:
    """Return the step that people take under this name; the clock's own step has none."""
    return BY_NAME[name] if name in _VERBS else None


def take(step: Step, *, submission_id: int, answers: Answers, by: User, now: datetime) -> Submission:
    """Take the step; returns the version that counts afterwards."""
    return _VERBS[step.name](submission_id=submission_id, answers=answers, by=by, now=now)
