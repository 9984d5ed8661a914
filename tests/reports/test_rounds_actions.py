"""Rounds: prepared, opened for chosen countries, closed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import Country, Region, User
from reports.actions import rounds
from reports.choices import RoundState, SubmissionState
from reports.models import Assignment, Round, Submission
from tests.factories.core import NOW, CountryFactory, UserFactory, in_six_languages
from tests.factories.reports import (
    AssignmentFactory,
    CollectionFactory,
    ProviderFactory,
    QuestionFactory,
    QuestionnaireFactory,
    RoundFactory,
    SectionFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

OPEN = rounds.BY_NAME["open"]


def ready(**values: object) -> Round:
    """Return a round in preparation that asks one country."""
    round_ = RoundFactory(**values)
    AssignmentFactory(round=round_)
    return round_


class TestOpening:
    """From preparation to the respondents."""

    def test_each_country_gets_answers_to_fill(self, secretariat: User) -> None:
        round_ = ready()
        AssignmentFactory(round=round_)

        rounds.take(OPEN, round_id=round_.pk, by=secretariat, now=NOW)

        made = Submission.objects.filter(assignment__round=round_)
        assert made.count() == 2
        assert {(one.state, one.number, one.is_current, one.state_since) for one in made} == {
            (SubmissionState.NOT_STARTED, 1, True, NOW)
        }

    def test_the_questionnaire_freezes(self, secretariat: User) -> None:
        round_ = ready()

        rounds.take(OPEN, round_id=round_.pk, by=secretariat, now=NOW)

        round_.questionnaire.refresh_from_db()
        assert round_.questionnaire.frozen_at == NOW

    def test_a_round_without_countries_stays_closed(self, secretariat: User) -> None:
        with pytest.raises(IncompleteError) as refusal:
            rounds.take(OPEN, round_id=RoundFactory().pk, by=secretariat, now=NOW)

        assert refusal.value.missing == ["countries"]

    def test_a_round_without_questions_stays_closed(self, secretariat: User) -> None:
        round_ = ready(questionnaire=QuestionnaireFactory())

        with pytest.raises(IncompleteError) as refusal:
            rounds.take(OPEN, round_id=round_.pk, by=secretariat, now=NOW)

        assert refusal.value.missing == ["questions"]

    def test_a_questionnaire_with_a_number_twice_is_not_opened(self, secretariat: User) -> None:
        round_ = ready()
        for _section in range(2):
            QuestionFactory(section=SectionFactory(questionnaire=round_.questionnaire), code="7.7")

        with pytest.raises(IncompleteError) as refusal:
            rounds.take(OPEN, round_id=round_.pk, by=secretariat, now=NOW)

        assert refusal.value.missing == ["one question 7.7, not several"]
        round_.questionnaire.refresh_from_db()
        assert round_.questionnaire.frozen_at is None

    @pytest.mark.parametrize("role", ["focal_point", "statistics_officer", "editor", "auditor"])
    def test_nobody_else_opens_a_round(self, role: str) -> None:
        with pytest.raises(NotAllowedError):
            rounds.take(OPEN, round_id=ready().pk, by=UserFactory(role=role), now=NOW)

    def test_opening_again_after_closing_makes_no_second_answers(self, secretariat: User) -> None:
        round_ = ready()

        for name in ("open", "close", "reopen"):
            rounds.take(rounds.BY_NAME[name], round_id=round_.pk, by=secretariat, now=NOW)

        assert Submission.objects.filter(assignment__round=round_).count() == 1


class TestSteps:
    """The table of steps."""

    def test_the_whole_way_can_be_gone(self, secretariat: User) -> None:
        round_ = ready()

        for name in ("open", "close", "analyse", "validate", "publish", "archive"):
            rounds.take(rounds.BY_NAME[name], round_id=round_.pk, by=secretariat, now=NOW)

        round_.refresh_from_db()
        assert round_.state == RoundState.ARCHIVED

    @pytest.mark.parametrize("step", rounds.STEPS, ids=lambda step: step.name)
    @pytest.mark.parametrize("state", RoundState)
    def test_only_the_steps_of_a_state_are_taken(self, secretariat: User, step: rounds.Step, state: RoundState) -> None:
        round_ = ready(questionnaire=QuestionnaireFactory(small=True, frozen=True), state=state)

        if state in step.sources:
            assert rounds.take(step, round_id=round_.pk, by=secretariat, now=NOW).state == step.to
            return
        with pytest.raises(WrongStatusError):
            rounds.take(step, round_id=round_.pk, by=secretariat, now=NOW)

    def test_every_step_is_in_the_trail(self, secretariat: User) -> None:
        round_ = ready()

        rounds.take(OPEN, round_id=round_.pk, by=secretariat, now=NOW)

        context = round_.events.get(pgh_label="update").pgh_context.metadata  # type: ignore[attr-defined]
        assert (context["action"], context["user"]) == ("round.stepped", secretariat.pk)


class TestCountries:
    """Which countries a round asks."""

    def test_all_countries_of_a_region_can_be_asked(self, secretariat: User) -> None:
        round_ = RoundFactory()
        region = Region.objects.get(scheme__code="m49", names__en="Africa")

        found = rounds.countries_of(region)
        count = rounds.assign(round_id=round_.pk, countries=list(found), by=secretariat, now=NOW)

        assert count == found.count() > 50
        assert {"KEN", "MAR", "ZAF"} < set(round_.assignments.values_list("country__iso3", flat=True))
        assert not round_.assignments.filter(country__iso3="FRA").exists()

    def test_a_country_that_is_asked_already_keeps_its_provider(self, secretariat: User) -> None:
        assignment = AssignmentFactory(round=RoundFactory(), provider=ProviderFactory())

        count = rounds.assign(
            round_id=assignment.round_id, countries=[assignment.country, CountryFactory()], by=secretariat, now=NOW
        )

        assignment.refresh_from_db()
        assert (count, assignment.provider is None) == (1, False)

    def test_a_country_that_joins_an_open_round_gets_answers(self, secretariat: User) -> None:
        round_ = RoundFactory(opened=True)

        rounds.assign(round_id=round_.pk, countries=[CountryFactory()], by=secretariat, now=NOW)

        assert Submission.objects.filter(assignment__round=round_).count() == 1

    def test_no_country_joins_a_closed_round(self, secretariat: User) -> None:
        round_ = RoundFactory(closed=True)

        with pytest.raises(WrongStatusError):
            rounds.assign(round_id=round_.pk, countries=[CountryFactory()], by=secretariat, now=NOW)

    def test_a_country_leaves_while_nobody_has_begun(self, secretariat: User) -> None:
        submission = SubmissionFactory()

        rounds.unassign(assignment_id=submission.assignment_id, by=secretariat)

        assert not Assignment.objects.filter(pk=submission.assignment_id).exists()

    def test_a_country_stays_once_somebody_has_begun(self, secretariat: User) -> None:
        submission = SubmissionFactory(in_progress=True)

        with pytest.raises(WrongStatusError, match="has begun"):
            rounds.unassign(assignment_id=submission.assignment_id, by=secretariat)


class TestEditing:
    """What may change, and when."""

    def test_a_new_round_is_in_preparation(self, secretariat: User) -> None:
        round_ = RoundFactory.build(
            collection=CollectionFactory(), questionnaire=QuestionnaireFactory(), state=RoundState.OPEN
        )

        assert rounds.create(round_=round_, by=secretariat).state == RoundState.DRAFT

    def test_a_round_in_preparation_can_ask_for_other_years(self, secretariat: User) -> None:
        round_ = RoundFactory()
        round_.first_year = 2022

        rounds.change(round_=round_, by=secretariat)

        assert Round.objects.get(pk=round_.pk).first_year == 2022

    def test_the_last_day_of_an_open_round_can_be_moved(self, secretariat: User) -> None:
        round_ = RoundFactory(opened=True)
        round_.due_on = date(2026, 6, 30)

        rounds.change(round_=round_, by=secretariat)

        assert Round.objects.get(pk=round_.pk).due_on == date(2026, 6, 30)

    @pytest.mark.parametrize(("field", "value"), [("first_year", 2022), ("is_invented", True), ("code", "other")])
    def test_the_rest_of_an_open_round_stays(self, secretariat: User, field: str, value: object) -> None:
        round_ = RoundFactory(opened=True)
        setattr(round_, field, value)

        with pytest.raises(WrongStatusError, match="no longer changes"):
            rounds.change(round_=round_, by=secretariat)

    def test_a_change_does_not_move_the_state(self, secretariat: User) -> None:
        round_ = RoundFactory()
        round_.state, round_.names = RoundState.PUBLISHED, in_six_languages("Another name")

        rounds.change(round_=round_, by=secretariat)

        assert Round.objects.get(pk=round_.pk).state == RoundState.DRAFT

    @pytest.mark.parametrize("changes", [{"first_year": 2022}, {"last_year": 2026}, {"state": "draft"}])
    def test_the_database_keeps_what_an_open_round_asks(self, changes: dict[str, object]) -> None:
        round_ = RoundFactory(opened=True)

        with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**changes)

    def test_the_database_keeps_the_questionnaire_of_an_open_round(self) -> None:
        round_ = RoundFactory(opened=True)

        with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(questionnaire=QuestionnaireFactory(frozen=True))


def test_a_round_that_was_opened_is_not_deleted(administrator: User) -> None:
    with pytest.raises(WrongStatusError):
        rounds.delete(round_id=RoundFactory(closed=True).pk, by=administrator)


def test_a_round_in_preparation_is_deleted_with_its_countries(administrator: User) -> None:
    round_ = ready()

    rounds.delete(round_id=round_.pk, by=administrator)

    assert not Round.objects.filter(pk=round_.pk).exists()
    assert Country.objects.exists()
