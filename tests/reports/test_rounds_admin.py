"""Staff run rounds, and find what countries answered, in the administration."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import Region, User
from reports.choices import RoundState
from reports.models import Assignment, Exclusion, Round, Submission, ValidationRule
from tests.admin_forms import filled_in
from tests.factories.core import CountryFactory, UserFactory
from tests.factories.reports import (
    AssignmentFactory,
    ClarificationFactory,
    ClarificationMessageFactory,
    CollectionFactory,
    FindingFactory,
    IndicatorFactory,
    ObservationFactory,
    ProviderFactory,
    QuestionnaireFactory,
    RoundFactory,
    SignOffFactory,
    SubmissionFactory,
    ValidationRuleFactory,
)
from tests.reports.test_instrument_admin import address, boxes

pytestmark = pytest.mark.django_db

NOUNS = sorted(model._meta.model_name for model in admin.site._registry if model._meta.app_label == "reports")


class TestRounds:
    """A round from its entry to its end."""

    def test_a_round_is_entered_in_preparation(self, at_secretariat: Client) -> None:
        data = filled_in(
            at_secretariat,
            address("round_add"),
            code="2026",
            collection=CollectionFactory().pk,
            questionnaire=QuestionnaireFactory(small=True).pk,
            first_year="2023",
            last_year="2025",
            opens_on="2026-02-01",
            due_on="2026-04-30",
        )

        response = at_secretariat.post(address("round_add"), data | boxes("names", "Round 2026"))

        assert response.status_code == 302, response.context["errors"]
        round_ = Round.objects.get(code="2026")
        assert round_.state == RoundState.DRAFT
        assert round_.events.get().pgh_context.metadata["action"] == "round.created"  # type: ignore[attr-defined]

    def test_countries_of_a_region_are_added_at_once(self, at_secretariat: Client) -> None:
        round_ = RoundFactory()
        region = Region.objects.get(scheme__code="m49", names__en="Oceania")

        response = at_secretariat.post(address("round_countries", round_.pk), {"region": region.pk})

        assert response.status_code == 302
        assert round_.assignments.filter(country__iso3="FJI").exists()

    def test_chosen_countries_are_added_with_their_provider(self, at_secretariat: Client) -> None:
        round_, country, provider = RoundFactory(), CountryFactory(), ProviderFactory()
        data = {"countries": [country.pk], "provider": provider.pk}

        at_secretariat.post(address("round_countries", round_.pk), data)

        assert round_.assignments.get().provider == provider

    def test_no_choice_is_said_in_words(self, at_secretariat: Client) -> None:
        response = at_secretariat.post(address("round_countries", RoundFactory().pk), {})

        assert response.status_code == 422
        assert "Choose a region or at least one country." in response.content.decode()

    def test_a_button_opens_the_round(self, at_secretariat: Client) -> None:
        round_ = AssignmentFactory(round=RoundFactory()).round
        assert "Open the round" in at_secretariat.get(address("round_change", round_.pk)).content.decode()

        at_secretariat.post(address("round_step", round_.pk, "open"))

        round_.refresh_from_db()
        assert round_.state == RoundState.OPEN
        assert Submission.objects.filter(assignment__round=round_).count() == 1

    def test_a_step_that_is_refused_says_why(self, at_secretariat: Client) -> None:
        response = at_secretariat.post(address("round_step", RoundFactory().pk, "open"), follow=True)

        assert "The round cannot be opened yet. Missing: countries." in response.content.decode()

    def test_a_step_needs_the_permission(self, client_for: Callable[[User], Client]) -> None:
        round_ = AssignmentFactory(round=RoundFactory()).round
        reader = UserFactory(is_staff=True, permissions=["reports.view_round", "reports.change_round"])

        assert client_for(reader).post(address("round_step", round_.pk, "open")).status_code == 403

    def test_an_open_round_takes_another_last_day_and_nothing_else(self, at_secretariat: Client) -> None:
        round_ = RoundFactory(opened=True)
        page = address("round_change", round_.pk)

        at_secretariat.post(page, filled_in(at_secretariat, page, due_on="2026-06-30", first_year="2020"))

        round_.refresh_from_db()
        assert (str(round_.due_on), round_.first_year) == ("2026-06-30", 2023)


class TestCountries:
    """Countries of rounds."""

    def test_a_country_is_added_to_an_open_round_with_its_answers(self, at_secretariat: Client) -> None:
        round_, country = RoundFactory(opened=True), CountryFactory()
        data = filled_in(at_secretariat, address("assignment_add"), round=round_.pk, country=country.pk)

        response = at_secretariat.post(address("assignment_add"), data)

        assert response.status_code == 302, response.context["errors"]
        assert Submission.objects.get(assignment__round=round_).assignment.country == country

    def test_who_sends_the_data_can_be_changed(self, at_secretariat: Client) -> None:
        assignment, provider = AssignmentFactory(), ProviderFactory()
        page = address("assignment_change", assignment.pk)

        at_secretariat.post(page, filled_in(at_secretariat, page, provider=provider.pk))

        assert Assignment.objects.get(pk=assignment.pk).provider == provider

    def test_a_country_leaves_while_nobody_has_begun(self, at_secretariat: Client) -> None:
        assignment = SubmissionFactory().assignment

        response = at_secretariat.post(address("assignment_delete", assignment.pk), {"post": "yes"})

        assert response.status_code == 302
        assert not Assignment.objects.filter(pk=assignment.pk).exists()

    def test_a_country_that_has_begun_stays(self, at_secretariat: Client) -> None:
        assignment = SubmissionFactory(in_progress=True).assignment

        response = at_secretariat.post(address("assignment_delete", assignment.pk), {"post": "yes"})

        assert response.status_code == 409
        assert "has begun" in response.content.decode()


class TestAnswers:
    """What countries wrote is read here and written on the form."""

    @pytest.mark.parametrize("what", ["submission", "observation", "finding", "clarification", "signoff"])
    def test_rows_of_the_workflow_are_shown_and_not_changed(self, at_secretariat: Client, what: str) -> None:
        message = ClarificationMessageFactory()
        submission = message.clarification.submission
        rows = {
            "submission": submission,
            "observation": ObservationFactory(submission=submission),
            "finding": FindingFactory(submission=submission),
            "clarification": message.clarification,
            "signoff": SignOffFactory(),
        }
        page = address(f"{what}_change", rows[what].pk)

        assert at_secretariat.get(page).status_code == 200
        assert at_secretariat.post(page, {}).status_code == 403
        assert at_secretariat.get(address(f"{what}_history", rows[what].pk)).status_code == 200
        assert at_secretariat.get(address(f"{what}_add")).status_code == 403

    def test_a_figure_leads_to_the_form(self, at_secretariat: Client) -> None:
        observation = ObservationFactory()

        page = at_secretariat.get(address("observation_change", observation.pk)).content.decode()

        assert "Open the form" in page
        assert f"/{observation.submission_id}/" in page

    def test_messages_stand_on_the_page_of_their_clarification(self, at_secretariat: Client) -> None:
        message = ClarificationMessageFactory(text="Are these all girls?")

        page = at_secretariat.get(address("clarification_change", message.clarification_id)).content.decode()

        assert "Are these all girls?" in page

    def test_a_country_is_found_by_its_arabic_name(self, at_secretariat: Client) -> None:
        submission = SubmissionFactory(assignment__country=CountryFactory(iso3="JOR"))
        SubmissionFactory()

        found = at_secretariat.get(address("submission_changelist"), {"q": "الأردن"}).context["cl"].queryset

        assert list(found) == [submission]


class TestChecksAndExclusions:
    """Checks as data, and what is left out."""

    def test_a_check_in_use_is_not_edited(self, at_secretariat: Client) -> None:
        rule = ValidationRuleFactory()

        assert at_secretariat.post(address("validationrule_change", rule.pk), {"severity": "info"}).status_code == 403

    def test_a_check_in_preparation_is_edited(self, at_secretariat: Client) -> None:
        rule = ValidationRuleFactory(is_live=False)
        page = address("validationrule_change", rule.pk)

        response = at_secretariat.post(page, filled_in(at_secretariat, page, severity="error", parameters="{}"))

        assert response.status_code == 302, response.context["errors"]
        assert ValidationRule.objects.get(pk=rule.pk).severity == "error"

    def test_an_exclusion_bears_the_name_of_the_person_who_decided(
        self, at_secretariat: Client, secretariat: User
    ) -> None:
        data = filled_in(
            at_secretariat,
            address("exclusion_add"),
            collection=CollectionFactory().pk,
            country=CountryFactory().pk,
            indicator=IndicatorFactory(code="victims").pk,
            first_year="2020",
            last_year="2020",
            reason="The definition changed.",
        )

        response = at_secretariat.post(address("exclusion_add"), data)

        assert response.status_code == 302, response.context["errors"]
        exclusion = Exclusion.objects.get()
        assert exclusion.decided_by == secretariat
        assert exclusion.events.get().pgh_context.metadata["action"] == "exclusion.decided"  # type: ignore[attr-defined]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_can_be_looked_for_by_staff(at_secretariat: Client, noun: str) -> None:
    response = at_secretariat.get(reverse(f"admin:reports_{noun}_changelist"), {"q": "zq"})

    assert response.status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_people_without_a_role_find_nothing_here(client_for: Callable[[User], Client], noun: str) -> None:
    response = client_for(UserFactory(is_staff=True)).get(reverse(f"admin:reports_{noun}_changelist"))

    assert response.status_code == 403


@pytest.mark.parametrize("noun", ["submission", "observation", "finding", "clarification", "assignment", "round"])
def test_lists_ask_the_same_number_of_questions_for_one_row_and_for_ten(at_secretariat: Client, noun: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            at_secretariat.get(address(f"{noun}_changelist"))
        return len(captured)

    def plant() -> None:
        submission = SubmissionFactory(in_progress=True)
        ObservationFactory(submission=submission)
        FindingFactory(submission=submission)
        ClarificationFactory(submission=submission)

    plant()
    queries()  # content types and permissions are remembered from here on
    one = queries()
    for _number in range(9):
        plant()

    assert queries() == one
