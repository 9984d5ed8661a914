"""The overview of a country's answers, and the list of one's own: how far they are, who fills what, who sees them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.core.models import User
from reports.choices import RoundState
from reports.models import Round
from tests.factories.core import CountryFactory, UserFactory
from tests.factories.reports import AnswerFactory, SubmissionFactory
from tests.reports.entries import Desk, desk
from tests.reports.test_entry_pages import text_of

pytestmark = pytest.mark.django_db

CELL = "1.1|total|2025"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The round is open."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 4, 20, 10, tzinfo=UTC))


@pytest.fixture
def at(db: None) -> Desk:
    """An open round of a country."""
    return desk()


@pytest.fixture
def officer(at: Desk, client_for: Any) -> Client:
    """The officer's browser."""
    browser: Client = client_for(at.officer)
    return browser


def test_the_overview_says_how_far_each_section_is(at: Desk, officer: Client) -> None:
    at.write_all({CELL: "3", "1.1|f_adult|2025": "n/a", "1.1|m_adult|2025": "some", "2.1|NGA|2025": "2"})
    AnswerFactory(submission=at.submission, question=at.submission.assignment.round.questionnaire.sections.get(code="victims").questions.get(code="1.4"))  # fmt: skip

    page = text_of(officer.get(at.url))

    assert "2 of 15" in page  # what is no count does not count
    assert "1 of 15" in page  # four fixed rows and the one for Nigeria
    assert "1 of 3" in page
    assert "10 days left" in page
    assert "Carl Colleague" in page


def test_the_overview_says_why_the_answers_are_locked(at: Desk, officer: Client) -> None:
    Round.objects.update(state=RoundState.CLOSED)

    page = text_of(officer.get(at.url))

    assert "The round is closed" in page
    assert "days left" not in page


def test_a_colleague_sees_the_own_section_alone(at: Desk, client_for: Any) -> None:
    browser = client_for(at.colleague)

    page = text_of(browser.get(at.url))

    assert at.section_url("origin") in page
    assert at.section_url("victims") not in page
    assert browser.get(at.section_url("victims")).status_code == 403
    assert browser.get(at.section_url("origin")).status_code == 200
    assert "1.1" not in text_of(browser.get(f"{at.url}print/"))


@pytest.mark.parametrize("path", ["", "sections/victims/", "print/", "pdf/", "sections/victims/rows/1.1/total/", "sections/victims/row/?row=2.1|NGA"])  # fmt: skip
def test_nobody_else_finds_a_trace(at: Desk, client_for: Any, path: str) -> None:
    stranger: User = UserFactory(role="focal_point", country=CountryFactory())

    assert client_for(stranger).get(at.url + path).status_code == 404
    assert Client().get(at.url + path).status_code == 302


@pytest.mark.parametrize("path", ["sections/nowhere/", "sections/victims/rows/1.1/nobody/", "sections/victims/rows/9.9/total/", "sections/victims/row/?row=x"])  # fmt: skip
def test_what_is_not_there_is_not_found(officer: Client, at: Desk, path: str) -> None:
    assert officer.get(at.url + path).status_code == 404


def test_the_list_holds_ones_own_answers_of_every_round(at: Desk, officer: Client, client_for: Any) -> None:
    other = SubmissionFactory()

    page = text_of(officer.get("/country-data/mine/"))

    assert at.url in page
    assert str(other.public_id) not in page
    assert at.url in text_of(client_for(at.colleague).get("/country-data/mine/"))
    assert "Nothing is asked of you" in text_of(client_for(UserFactory()).get("/country-data/mine/"))


def test_the_overview_leads_the_country_to_whatever_comes_next(at: Desk, officer: Client, client_for: Any) -> None:
    page = text_of(officer.get(at.url))
    for name in ("hand-in", "clarifications", "delegations", "validation", "findings", "workbook", "print", "pdf"):
        assert f'href="{at.url}{name}/"' in page
        assert officer.get(f"{at.url}{name}/").status_code == 200

    theirs = text_of(client_for(at.colleague).get(at.url))
    assert "hand-in/" not in theirs
    for name in ("findings", "workbook", "print", "pdf"):
        assert f'href="{at.url}{name}/"' in theirs
        assert client_for(at.colleague).get(f"{at.url}{name}/").status_code == 200


def test_sections_are_counted_as_the_questionnaire_does(at: Desk, client_for: Any) -> None:
    assert "Section 2 of 2" in text_of(client_for(at.colleague).get(at.section_url("origin")))
