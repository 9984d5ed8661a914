"""An officer fills the form of her country in a browser: with and without JavaScript, in two directions, at every width."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from portal.core.models import User
from reports.models import Observation, SectionProgress, Submission
from tests.factories.core import UserFactory
from tests.factories.reports import AssignmentFactory, RoundFactory, SubmissionFactory
from tests.journeys.conftest import Visitor
from tests.journeys.test_desk_journey import look, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Country:
    """A country's answers and an officer who may write them."""

    submission: Submission
    officer: User

    @property
    def url(self) -> str:
        """The address of the overview."""
        return f"/country-data/submissions/{self.submission.public_id}/"

    def value(self, row: str, year: int) -> int | None:
        """Return what is stored in a cell of the first table."""
        found = Observation.objects.filter(
            submission=self.submission, question__code="1.1", row_code=row, year=year
        ).first()
        return found.value if found else None


@pytest.fixture
def country(transactional_db: None) -> Country:
    """An open round that lasts, and one country of it."""
    round_ = RoundFactory(complete=True, opened=True, opens_on="2026-01-01", due_on="2099-01-01")
    submission = SubmissionFactory(assignment=AssignmentFactory(round=round_))
    with transaction.atomic():  # the country is given after the role, and looked for at the end
        officer = UserFactory(role="statistics_officer", country=submission.assignment.country)
    return Country(submission, officer)


@pytest.mark.parametrize("language", ["", "/ar"])
def test_figures_are_saved_as_they_are_typed(visitor: Visitor, country: Country, language: str) -> None:
    with visitor() as visit:
        sign_in(visit, country.officer)
        visit.open(f"{language}{country.url}")
        look(visit, f"form-overview{language.replace('/', '-')}")
        visit.open(f"{language}{country.url}sections/victims/")
        year = country.submission.assignment.round.last_year
        cell = visit.page.locator(f'input[name="cell:1.1|total|{year}"]')
        cell.fill("٤١٢")
        with visit.page.expect_response(lambda answer: answer.url.endswith("/save/")):
            cell.press("Enter")
        assert country.value("total", year) == 412
        other = visit.page.locator(f'input[name="cell:1.1|f_adult|{year}"]')
        other.fill("about ten")
        other.press("Tab")
        visit.page.wait_for_selector(f'input[name="cell:1.1|f_adult|{year}"][aria-invalid="true"]')
        look(visit, f"form-section{language.replace('/', '-')}")
        visit.open(f"{language}{country.url}sections/victims/")
        assert visit.page.locator(f'input[name="cell:1.1|f_adult|{year}"]').input_value() == "about ten"


def test_a_section_is_filled_and_marked_as_done_without_javascript(visitor: Visitor, country: Country) -> None:
    year = country.submission.assignment.round.last_year
    with visitor(java_script_enabled=False) as visit:
        sign_in(visit, country.officer)
        visit.open(f"{country.url}sections/victims/")
        visit.page.locator(f'input[name="cell:1.1|total|{year}"]').fill("1,757")
        visit.page.locator(f'input[name="cell:1.1|m_adult|{year}"]').fill("n/a")
        with visit.page.expect_navigation():
            visit.page.locator('button[name="done"]').click()
        assert country.value("total", year) == 1757
        assert SectionProgress.objects.filter(submission=country.submission, section__code="victims").exists()


def test_what_is_printed_and_the_list_of_ones_own_are_sound(visitor: Visitor, country: Country) -> None:
    with visitor() as visit:
        sign_in(visit, country.officer)
        for language in ("", "/ar"):
            for path in (
                "/country-data/mine/",
                f"{country.url}print/",
                f"{country.url}hand-in/",
                f"{country.url}workbook/",
            ):
                visit.open(f"{language}{path}")
                look(visit, f"country{language.replace('/', '-')}-{path.strip('/').rpartition('/')[2]}")
