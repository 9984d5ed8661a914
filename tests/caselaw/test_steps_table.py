"""Every role × every step × every state: who may do what, when. The expectations are written out, not computed."""

from itertools import product

import pytest
from django.db import transaction

from caselaw.actions import desk
from caselaw.actions.desk import Answers
from caselaw.actions.steps import BY_NAME, STEPS, offered
from caselaw.choices import TitlePolicy
from caselaw.models import Case
from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from portal.core.roles import ROLES
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

STATES = {
    "draft": {"complete": True},
    "in review": {"in_review": True},
    "accepted": {"accepted": True},
    "cleared": {"cleared": True},
    "published": {"published": True},
    "published, changes in work": {"published": True},
    "hidden": {"hidden": True},
    "hidden and checked": {"hidden": True},
    "on hold": {"on_hold": True},
    "withdrawn": {"withdrawn": True},
    "changes": {"successor": True},
    "title proposed": {"complete": True},
}
ROLE_CODES = ("nobody", "author", "reader", *(role.code for role in ROLES))

EDITORS = {"editor", "administrator"}
REVIEWERS = {"reviewer", "editor", "administrator"}
OFFICERS = {"data_protection_officer", "administrator"}
PUBLISHERS = {"publisher", "administrator"}
HOLDERS = {"editor", "reviewer", "publisher", "data_protection_officer", "administrator"}
HIDERS = {"editor", "publisher", "data_protection_officer", "administrator"}
WITHDRAWERS = {"publisher", "data_protection_officer", "administrator"}
OWN = {"author"}

# step: (states in which it may be taken, who may take it)
EXPECTED: dict[str, tuple[set[str], set[str]]] = {
    "submit": ({"draft", "changes", "title proposed"}, EDITORS | OWN),
    "take_back": ({"in review", "accepted"}, EDITORS | OWN),
    "accept": ({"in review"}, REVIEWERS),
    "return": ({"in review", "accepted", "cleared"}, REVIEWERS),
    "clear": ({"accepted", "hidden"}, OFFICERS),
    "publish": ({"cleared"}, PUBLISHERS),
    "show_again": ({"hidden and checked"}, PUBLISHERS),
    "revise": ({"published", "hidden", "hidden and checked"}, EDITORS),
    "hold": ({"draft", "in review", "accepted", "cleared", "changes", "title proposed"}, HOLDERS),
    "resume": ({"on hold"}, HOLDERS),
    "hide": ({"published", "published, changes in work"}, HIDERS),
    "withdraw": (
        {"published", "published, changes in work", "hidden", "hidden and checked"},
        WITHDRAWERS,
    ),
    "propose_official_title": (set(), EDITORS),
    "confirm_official_title": ({"title proposed"}, OFFICERS),
}
COMBINATIONS = list(product(ROLE_CODES, [step.name for step in STEPS], STATES))


def case_in(state: str, author: User) -> Case:
    """Return a complete brief in the state, begun by the author."""
    more: dict[str, object] = {}
    if state == "hidden and checked":
        checker = UserFactory()
        more = {
            "anonymisation_state": "cleared",
            "cleared_version": 1,
            "cleared_by": checker,
            "cleared_at": NOW,
        }
    if state == "title proposed":
        more = {
            "safe_title": "D. v. State",
            "title_policy": TitlePolicy.INITIALS,
            "title_proposed_by": UserFactory(),
            "title_reason": "It is cited so.",
        }
    case = CaseFactory(**STATES[state], created_by=author, **more)
    if state == "published, changes in work":
        CaseFactory(public_id=None, revises=case)
    return case


def person(role: str) -> User:
    """Return a person with the role; `author` is a contributor who began the brief, `reader` has no role."""
    if role == "nobody":
        return UserFactory(is_active=False)
    if role == "reader":
        return UserFactory()
    return UserFactory(role="contributor" if role == "author" else role)


def outcome(step: str, case: Case, by: User) -> str:
    """Try the step, undo it, and tell what came of it: done, not allowed, or wrong state."""
    with transaction.atomic():
        try:
            desk.take(BY_NAME[step], case_id=case.pk, answers=Answers(reason="A reason."), by=by, now=NOW)
        except NotAllowedError:
            found = "not allowed"
        except WrongStatusError:
            found = "wrong state"
        except DomainError as refusal:
            found = f"refused: {refusal}"
        else:
            found = "done"
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("state", STATES)
def test_each_role_takes_and_is_offered_exactly_the_steps_of_the_table(state: str) -> None:
    author = person("author")
    case = case_in(state, author)
    people = {role: author if role == "author" else person(role) for role in ROLE_CODES}

    found = {(role, step): outcome(step, case, people[role]) for role in ROLE_CODES for step in EXPECTED}

    expected = {}
    for role, (step, (states, who)) in product(ROLE_CODES, EXPECTED.items()):
        is_right_state = state in states
        expected[(role, step)] = ("done" if is_right_state else "wrong state") if role in who else "not allowed"
    assert found == expected
    for role, by in people.items():
        shown = {step.name for step in offered(case, by)}
        done = {step for step in EXPECTED if found[(role, step)] == "done"}
        # “Prepare changes” is offered although changes may be in work already: the refusal says so.
        assert shown - {"revise"} == done - {"revise"}, role


def test_the_table_covers_every_role_step_and_state() -> None:
    assert set(EXPECTED) == {step.name for step in STEPS}
    assert len(COMBINATIONS) == len(ROLE_CODES) * len(STEPS) * len(STATES)
    assert len(COMBINATIONS) >= 3_000


@pytest.mark.parametrize("step", ["accept", "clear"])
def test_nobody_checks_what_they_wrote_whatever_they_may_do_otherwise(step: str) -> None:
    administrator = UserFactory(role="administrator")
    case = CaseFactory(**({"in_review": True} if step == "accept" else {"accepted": True}), created_by=administrator)

    assert outcome(step, case, administrator) == "not allowed"
