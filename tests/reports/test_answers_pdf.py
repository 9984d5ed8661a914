"""The answers of a country as a PDF: all that the reader may see, and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from pypdfium2 import PdfDocument

from tests.factories.reports import AnswerFactory, LegalArticleFactory, SourceCitationFactory
from tests.reports.entries import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The round is open."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 4, 20, 10, tzinfo=UTC))


@pytest.fixture
def at(db: None) -> Desk:
    """An open round of a country."""
    return desk()


def read(response: Any) -> str:
    """Return the text of the document."""
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in PdfDocument(response.content)).split())


def test_the_document_says_what_the_form_says(at: Desk, client_for: Any) -> None:
    at.write_all({"1.1|total|2025": "1234", "1.1|f_adult|2025": "<5", "1.1|m_adult|2025": "conf"})
    victims = at.submission.assignment.round.questionnaire.sections.get(code="victims")
    AnswerFactory(submission=at.submission, question=victims.questions.get(code="1.4"), text="As in the code.")

    response = client_for(at.officer).get(f"{at.url}pdf/")

    text = read(response)
    assert response["Content-Type"] == "application/pdf"
    assert f"-{at.country.iso3}-v1.pdf" in response["Content-Disposition"]
    for told in (str(at.country), "1234", "<5", "Confidential", "As in the code.", "not answered", "Version 1"):
        assert told in text, told


def test_sources_and_articles_are_part_of_it(at: Desk, client_for: Any) -> None:
    questions = at.submission.assignment.round.questionnaire.sections.get(code="victims").questions
    source, law = questions.filter(kind="source").first(), questions.filter(kind="law").first()
    assert source is not None
    assert law is not None
    SourceCitationFactory(submission=at.submission, question=source, authority="Office of Numbers")
    LegalArticleFactory(submission=at.submission, question=law, act="Penal Code", articles="145")

    text = read(client_for(at.officer).get(f"{at.url}pdf/"))

    assert "Office of Numbers" in text
    assert "Penal Code, 145" in text


def test_a_colleague_gets_the_own_section_alone(at: Desk, client_for: Any) -> None:
    at.write_all({"1.1|total|2025": "1234"})

    text = read(client_for(at.colleague).get(f"{at.url}pdf/"))

    assert "2.1" in text
    assert "1.1" not in text
    assert "1234" not in text
