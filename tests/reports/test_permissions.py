"""Who sees and fills what, and why answers are locked."""

from datetime import date, timedelta

import pytest

from reports.choices import Audience, RoundState, SubmissionState
from reports.models import Section
from reports.permissions import rights, why_locked
from tests.factories.core import CountryFactory, UserFactory
from tests.factories.reports import DUE, AssignmentFactory, RoundFactory, SubmissionFactory
from tests.reports.entries import Desk, desk, give

pytestmark = pytest.mark.django_db

TODAY = DUE - timedelta(days=1)


@pytest.fixture
def at(db: None) -> Desk:
    """An open round of a country."""
    return desk()


def section(at: Desk, code: str) -> int:
    questionnaire = at.submission.assignment.round.questionnaire
    return Section.objects.get(questionnaire=questionnaire, code=code).pk


def test_officers_and_focal_points_of_the_country_fill_everything(at: Desk) -> None:
    officer = rights(at.officer, at.submission)
    focal_point = rights(UserFactory(role="focal_point", country=at.country), at.submission)

    assert (officer.writes_all, officer.reads_all, officer.speaks_for_country) == (True, True, False)
    assert (focal_point.writes_all, focal_point.speaks_for_country, focal_point.checks) == (True, True, False)


def test_the_same_roles_for_another_country_open_nothing(at: Desk) -> None:
    held = rights(UserFactory(role="focal_point", country=CountryFactory()), at.submission)

    assert (held.writes_all, held.reads_all, held.speaks_for_country) == (False, False, False)


def test_a_colleague_sees_and_fills_the_own_section(at: Desk) -> None:
    held = rights(at.colleague, at.submission)

    assert (held.may_write(section(at, "origin")), held.may_read(section(at, "origin"))) == (True, True)
    assert (held.may_write(section(at, "victims")), held.may_read(section(at, "victims"))) == (False, False)


def test_a_colleague_may_be_let_in_to_read_alone(at: Desk) -> None:
    reader = UserFactory()
    give(at.submission, "origin", reader, by=at.officer, may_write=False)

    held = rights(reader, at.submission)

    assert (held.may_read(section(at, "origin")), held.may_write(section(at, "origin"))) == (True, False)


def test_a_contributor_reads_what_others_contributed(at: Desk) -> None:
    round_ = RoundFactory(opened=True, collection__audience=Audience.CONTRIBUTORS)
    mine, theirs = CountryFactory(), CountryFactory()
    SubmissionFactory(assignment=AssignmentFactory(round=round_, country=mine), accepted=True)
    shared = SubmissionFactory(assignment=AssignmentFactory(round=round_, country=theirs), accepted=True)
    held = rights(UserFactory(role="focal_point", country=mine), shared)

    assert (held.reads_all, held.writes_all) == (True, False)


def test_the_last_day_is_open_and_the_day_after_is_not(at: Desk) -> None:
    assert why_locked(at.submission, DUE) == ""
    assert "30 April 2026" in why_locked(at.submission, DUE + timedelta(days=1))


def test_an_extension_opens_also_when_the_round_is_closed_until_its_own_day(at: Desk) -> None:
    assignment = at.submission.assignment
    assignment.round.state = RoundState.CLOSED
    assert why_locked(at.submission, TODAY)

    assignment.extended_to = DUE + timedelta(days=10)
    assert why_locked(at.submission, DUE + timedelta(days=10)) == ""
    assert why_locked(at.submission, DUE + timedelta(days=11))


@pytest.mark.parametrize("state", list(RoundState))
def test_a_question_of_the_secretariat_opens_until_the_analysis_begins(at: Desk, state: RoundState) -> None:
    at.submission.state = SubmissionState.CLARIFICATION
    at.submission.assignment.round.state = state

    is_open = why_locked(at.submission, date(2027, 1, 1)) == ""

    assert is_open == (state in {RoundState.OPEN, RoundState.CLOSED})


def test_a_former_version_and_a_round_that_has_not_begun_say_so(at: Desk) -> None:
    at.submission.is_current = False
    assert "former version" in why_locked(at.submission, TODAY)

    at.submission.is_current = True
    at.submission.assignment.round.state = RoundState.DRAFT
    assert "1 February 2026" in why_locked(at.submission, TODAY)


def test_what_was_handed_in_names_its_state(at: Desk) -> None:
    at.submission.state = SubmissionState.UNDER_REVIEW

    assert "Under review" in why_locked(at.submission, TODAY)
