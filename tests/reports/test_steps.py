"""Every role x every step x every state x both ways in which answers come: who may do what, when.

The expectations are written out, not computed: 20 roles x 16 steps x 13 states x 2 channels = 8,320 combinations.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import transaction

from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from portal.core.roles import COUNTRY_ROLES, ROLES
from reports.actions import desk, submissions
from reports.actions.steps import BY_NAME, STEPS, offered
from reports.actions.submissions import Answers
from reports.choices import Channel, DelegationState, SubmissionState
from reports.models import Assignment, Submission
from tests.factories.core import NOW, CountryFactory, UserFactory
from tests.factories.reports import (
    AssignmentFactory,
    ClarificationFactory,
    SectionDelegationFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

FORMER = "former version"
STATES = (*SubmissionState.values, FORMER)
CHANNELS = ("web", "proxy")
OF_COUNTRY = ("focal_point", "statistics_officer", "colleague", "focal point of another country")
ROLE_CODES = ("clock", "nobody", "reader", *OF_COUNTRY, *(one.code for one in ROLES if one.code not in COUNTRY_ROLES))
LATER = datetime(2026, 6, 1, tzinfo=UTC)

STAFF = {"staff", "administrator"}
STATE = {"focal_point"}
# step: (states in which it may be taken, who may for answers of the country, who may for those entered by staff)
EXPECTED: dict[str, tuple[set[str], set[str], set[str]]] = {
    "hand_in": ({"in_progress"}, STATE, STATE | STAFF),
    "take_back": ({"submitted"}, STATE, STATE | STAFF),
    "begin_review": ({"submitted", "objected"}, STAFF, STAFF),
    "ask_for_clarification": ({"under_review"}, STAFF, STAFF),
    "answer_clarification": ({"clarification"}, STATE, STATE | STAFF),
    "accept": ({"under_review"}, STAFF, STAFF),
    "return": ({"submitted", "under_review"}, STAFF, STAFF),
    "send_for_validation": ({"accepted"}, STAFF, STAFF),
    "validate": ({"sent_for_validation"}, STATE, STATE),
    "validate_with_changes": ({"sent_for_validation"}, STATE, STATE),
    "object": ({"sent_for_validation"}, STATE, STATE),
    "no_objection": ({"sent_for_validation"}, {"clock"}, {"clock"}),
    "reopen": (
        {"accepted", "objected", "withdrawn", "validated", "validated_with_changes", "no_objection"},
        STAFF,
        STAFF,
    ),
    "withdraw": (
        {"not_started", "in_progress", "submitted", "under_review", "clarification", "accepted"},
        STATE,
        STATE | STAFF,
    ),
    "extend": (set(SubmissionState.values), STAFF, STAFF),
    "enter_on_behalf": ({"not_started", "in_progress"}, STAFF, STAFF),
}
# Answers that staff enter are not begun a second time.
NEVER = {("proxy", "enter_on_behalf")}
ANSWERS = Answers(reason="A reason.", on_behalf_of="Ms A. Officer", extended_to=date(2026, 5, 31))


def submission_in(state: str, channel: str, assignment: Assignment | None = None) -> Submission:
    """Return complete answers in the state."""
    handed_in = {} if state in ("not_started", "in_progress", "withdrawn") else {"handed_in": True}
    values: dict[str, object] = {"state": "accepted" if state == FORMER else state, "is_current": state != FORMER}
    if state == "sent_for_validation":
        values["objections_until"] = date(2026, 4, 1)
    if state in ("objected", "withdrawn"):
        values["state_reason"] = "A reason."
    return SubmissionFactory(
        assignment=assignment or AssignmentFactory(),
        channel=Channel.PROXY if channel == "proxy" else Channel.WEB,
        **handed_in,
        **values,
    )


def person(role: str, submission: Submission) -> User | None:
    """Return a person with the role; None is the clock."""
    country = submission.assignment.country
    if role == "clock":
        return None
    if role in ("nobody", "reader"):
        return UserFactory(is_active=role == "reader")
    if role == "focal point of another country":
        return UserFactory(role="focal_point", country=CountryFactory())
    if role == "colleague":
        section = submission.assignment.round.questionnaire.sections.get(code="victims")
        colleague = UserFactory()
        SectionDelegationFactory(
            assignment=submission.assignment, section=section, user=colleague, state=DelegationState.ACCEPTED
        )
        return colleague
    return UserFactory(role=role, country=country)


def outcome(step: str, submission: Submission, by: User | None) -> str:
    """Try the step with everything that it needs, undo it, and tell what came of it."""
    with transaction.atomic():
        if step == "ask_for_clarification":
            ClarificationFactory(submission=submission)
        try:
            if step == "no_objection":
                submissions.no_objection(submission_id=submission.pk, by=by, now=LATER)
            else:
                desk.take(BY_NAME[step], submission_id=submission.pk, answers=ANSWERS, by=by, now=NOW)
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


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("state", STATES)
def test_each_role_takes_and_is_offered_exactly_the_steps_of_the_table(state: str, channel: str) -> None:
    submission = submission_in(state, channel)
    people = {role: person(role, submission) for role in ROLE_CODES}

    found = {(role, step): outcome(step, submission, people[role]) for role in ROLE_CODES for step in EXPECTED}

    expected = {}
    for role, (step, (states, of_country, of_proxy)) in product(ROLE_CODES, EXPECTED.items()):
        who = of_country if channel == "web" else of_proxy
        is_possible = state in states and (channel, step) not in NEVER
        expected[(role, step)] = ("done" if is_possible else "wrong state") if role in who else "not allowed"
    assert found == expected
    for role, by in people.items():
        if by is not None:
            done = {step for step in EXPECTED if found[(role, step)] == "done"}
            assert {step.name for step in offered(submission, by)} == done, role


def test_the_table_covers_every_role_step_and_state() -> None:
    assert set(EXPECTED) == {step.name for step in STEPS}
    assert len(ROLE_CODES) * len(STEPS) * len(STATES) * len(CHANNELS) == 8_320


def test_whoever_handed_the_answers_in_does_not_accept_them() -> None:
    both = UserFactory(role="staff")
    submission = SubmissionFactory(under_review=True, channel=Channel.PROXY, submitted_by=both)

    assert outcome("accept", submission, both) == "not allowed"
    assert outcome("accept", submission, UserFactory(role="staff")) == "done"


@pytest.mark.parametrize(("hours", "expected"), [(11, "wrong state"), (12, "done")])
def test_silence_counts_only_once_the_last_day_is_over_in_every_time_zone(
    hours: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = submission_in("sent_for_validation", "web")
    midnight = datetime(2026, 4, 2, tzinfo=UTC)

    monkeypatch.setattr(f"{__name__}.LATER", midnight + timedelta(hours=hours))

    assert outcome("no_objection", submission, None) == expected
