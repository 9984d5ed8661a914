"""The invented round."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from portal.core.choices import Language
from portal.core.models import User
from reports.actions import sample
from reports.choices import MissingReason, SubmissionState
from reports.models import Observation, Round, Submission
from tests.factories.core import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load once for all tests that only look at it; each of them is a savepoint in this transaction."""
    with django_db_blocker.unblock(), override_settings(SAMPLE_DATA=True), transaction.atomic():
        sample.load(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
class TestLoaded:
    """What is there afterwards."""

    def test_both_rounds_say_in_every_language_that_they_are_invented(self) -> None:
        words = {
            "en": "Invented",
            "fr": "inventées",
            "es": "inventados",
            "ru": "Вымышленные",
            "ar": "مختلقة",
            "zh": "虚构",
        }

        for round_ in Round.objects.all():
            assert round_.is_invented
            assert all(words[language] in round_.names[language] for language in Language.values)

    def test_countries_stand_in_several_states(self) -> None:
        states = Counter(Submission.objects.filter(assignment__round__code="invented").values_list("state", flat=True))

        assert states == {"not_started": 3, "in_progress": 3, "submitted": 3, "accepted": 3}

    def test_the_demonstration_officers_find_their_country_begun(self) -> None:
        for email in ("statistics-officer@example.org", "focal-point@example.org"):
            own = Submission.objects.visible_to(User.objects.get(email=email)).filter(
                assignment__round__code="invented"
            )
            assert own.get().state == SubmissionState.IN_PROGRESS

    def test_the_earlier_round_gives_figures_to_compare_with(self) -> None:
        own = Observation.objects.filter(
            question__code="6.1", row_code="total", submission__assignment__country__iso3="FRA"
        )

        years = {one.submission.assignment.round.code: set() for one in own}
        for one in own:
            years[one.submission.assignment.round.code].add(one.year)
        assert len(years["invented"] & years["invented-earlier"]) == 2

    def test_there_is_something_for_checks_to_find(self) -> None:
        begun = Observation.objects.filter(submission__state=SubmissionState.IN_PROGRESS)

        assert set(begun.exclude(raw_text="").filter(value=None, low=None).values_list("raw_text", flat=True)) == {
            "about 4",
            "-",
        }
        assert begun.filter(low=0, high=4).exists()
        assert begun.filter(missing_reason=MissingReason.NOT_AVAILABLE).exists()

    def test_what_was_handed_in_holds_nothing_unreadable(self) -> None:
        handed_in = Observation.objects.exclude(submission__submitted_at=None)

        assert handed_in.exists()
        assert not handed_in.filter(value=None, low=None, missing_reason="").exists()

    def test_loading_again_changes_nothing(self) -> None:
        before = Observation.objects.count()

        assert not sample.load(now=NOW).is_new
        assert Observation.objects.count() == before > 1500


def test_a_real_portal_loads_no_invented_data(settings: Any) -> None:
    settings.SAMPLE_DATA = False

    with pytest.raises(CommandError):
        call_command("load_sample_round")
    assert not Round.objects.exists()


def test_the_file_says_what_it_is() -> None:
    assert json.loads(sample.SAMPLE.read_text())["about"].startswith("Invented figures")
