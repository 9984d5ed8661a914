"""Two people take one step at the same moment, on a real database: one wins and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from portal.core.errors import ChangedMeanwhileError, DomainError, WrongStatusError
from portal.core.models import Notice, User
from reports.actions import desk, submissions
from reports.actions.steps import BY_NAME, STEPS
from reports.actions.submissions import Answers, mark_of
from reports.models import SignOff, Submission
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import ClarificationFactory
from tests.reports.test_steps import EXPECTED, LATER, submission_in

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED = {"hand_in", "answer_clarification", "accept", "validate", "validate_with_changes", "no_objection"}
BY_PEOPLE = sorted(set(EXPECTED) - {"no_objection"})


def at_once(*acts: Callable[[], object]) -> list[DomainError | None]:
    """Let the acts be done at the same moment; return what each was told, None for success."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> DomainError | None:
        try:
            barrier.wait()
            act()
        except DomainError as refusal:
            return refusal
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def two_people(step: str, submission: Submission) -> list[User]:
    """Return two who may take the step."""
    role = "focal_point" if "focal_point" in EXPECTED[step][1] else "staff"
    return [speaker_or_staff(role, submission) for _each in range(2)]


def speaker_or_staff(role: str, submission: Submission) -> User:
    """Return a person; the role and its country are written together, as the database wants it."""
    with transaction.atomic():
        return UserFactory(role=role, country=submission.assignment.country)


def taking(step: str, submission: Submission, by: User, seen: str = "") -> Callable[[], object]:
    """Return the step as an act."""
    answers = Answers(reason="A reason.", extended_to=date(2026, 5, 31), seen=seen)
    return lambda: desk.take(BY_NAME[step], submission_id=submission.pk, answers=answers, by=by, now=NOW)


@pytest.mark.parametrize("seen", ["with the state they saw", "without it"])
@pytest.mark.parametrize("step", BY_PEOPLE)
def test_of_two_who_take_the_same_step_at_once_one_wins_and_the_other_is_told(step: str, seen: str) -> None:
    submission = submission_in(sorted(EXPECTED[step][0])[0], "web")
    if step == "ask_for_clarification":
        ClarificationFactory(submission=submission)
    mark = mark_of(submission) if seen == "with the state they saw" else ""

    told = at_once(*(taking(step, submission, by, mark) for by in two_people(step, submission)))

    (refusal,) = [answer for answer in told if answer is not None]
    assert isinstance(refusal, ChangedMeanwhileError) if mark else isinstance(refusal, DomainError)
    assert SignOff.objects.count() == (1 if step in SIGNED else 0)
    assert Submission.objects.count() == (2 if step == "reopen" else 1)
    assert Submission.objects.filter(is_current=True).count() == 1


def test_of_validation_and_silence_at_the_same_moment_one_wins() -> None:
    submission = submission_in("sent_for_validation", "web")
    (speaker, _other) = two_people("validate", submission)

    told = at_once(
        taking("validate", submission, speaker),
        lambda: submissions.no_objection(submission_id=submission.pk, by=None, now=LATER),
    )

    (refusal,) = [answer for answer in told if answer is not None]
    assert isinstance(refusal, WrongStatusError)
    assert SignOff.objects.count() == 1


def test_acceptance_and_return_at_the_same_moment_end_in_one_state_and_one_message() -> None:
    submission = submission_in("under_review", "web")
    speaker = speaker_or_staff("focal_point", submission)
    first, second = UserFactory(role="staff"), UserFactory(role="staff")

    told = at_once(taking("accept", submission, first), taking("return", submission, second))

    assert len([answer for answer in told if answer is not None]) == 1
    submission.refresh_from_db()
    (notice,) = Notice.objects.filter(recipient=speaker)
    assert notice.kind == ("reports.country_accept" if submission.state == "accepted" else "reports.country_return")


def test_every_step_of_people_is_tried_here() -> None:
    assert {*BY_PEOPLE, "no_objection"} == {step.name for step in STEPS}
