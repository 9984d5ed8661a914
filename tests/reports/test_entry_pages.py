"""The pages on which a country's answers are filled: complete without scripts, nothing typed is lost."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports.choices import RoundState
from reports.models import Answer, LegalArticle, Round, SectionProgress, SourceCitation
from tests.factories.core import UserFactory, in_six_languages
from tests.factories.reports import AnswerFactory, ObservationFactory, RoundFactory, SubmissionFactory
from tests.factories.reports import ValidationRuleFactory as RuleFactory
from tests.reports.entries import Desk, desk, give

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


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def sent(**changes: str) -> dict[str, str]:
    """Return what a form sends: `cell:`, `text:` and so on, with the versions that were seen."""
    return {"save": "1"} | changes


# The section


def test_a_section_shows_its_cells_with_names_and_versions(at: Desk, officer: Client) -> None:
    at.write(CELL, "0")
    page = text_of(officer.get(at.section_url("victims")))

    assert f'name="cell:{CELL}" value="0"' in page
    assert 'aria-label="Total, 2025"' in page
    assert f'name="seen:{CELL}" value="1"' in page
    assert "Zero: there were none" in page
    assert "0 means: you know that there were none" in page


def test_what_the_country_said_last_time_stands_beside(at: Desk, officer: Client) -> None:
    now = at.submission.assignment.round
    former = SubmissionFactory(
        assignment__country=at.country,
        assignment__round=RoundFactory(
            opened=True, collection=now.collection, complete=True, first_year=2021, last_year=2023,
            opens_on=now.opens_on.replace(year=2024), due_on=now.due_on.replace(year=2024),
        ),
    )  # fmt: skip
    ObservationFactory(submission=former, row_code="f_child", year=2023, value=4711)
    ObservationFactory(submission=SubmissionFactory(assignment__round=now), row_code="f_child", year=2023, value=9999)

    page = text_of(officer.get(at.section_url("victims")))

    assert "Last round, 2023" in page
    assert page.count("4711") == 2  # in the column of last year, and in the cell of the same year
    assert "9999" not in page


def test_a_whole_form_is_saved_at_once(at: Desk, officer: Client) -> None:
    form = {f"cell:{CELL}": "1,234", f"seen:{CELL}": "0", "text:1.4": "As in the code.", "seen:1.4": "0"}

    response = officer.post(at.section_url("victims"), sent(**form))

    assert response.status_code == 302
    assert at.cell(CELL).value == 1234
    assert Answer.objects.get().text == "As in the code."


def test_what_is_no_count_is_kept_and_told(at: Desk, officer: Client) -> None:
    officer.post(at.section_url("victims"), sent(**{f"cell:{CELL}": "-5", f"seen:{CELL}": "0"}))

    page = text_of(officer.get(at.section_url("victims")))

    assert f'name="cell:{CELL}" value="-5"' in page
    assert page.count("A count cannot be below zero") == 2  # at the cell, and in the list on top


def test_a_total_that_differs_from_its_rows_is_told(at: Desk, officer: Client) -> None:
    at.write_all({"1.1|total|2025": "5", "1.1|f_adult|2025": "3", "1.1|m_adult|2025": "4"})

    page = text_of(officer.get(at.section_url("victims")))

    assert page.count("The rows add up to 7, more than this total of 5.") == 2


def test_rules_in_use_speak_while_the_form_is_filled_and_once_only(at: Desk, officer: Client) -> None:
    RuleFactory(
        collection=at.submission.assignment.round.collection,
        test="out_of_range",
        parameters={"maximum": 100},
        messages=in_six_languages("%(value)s is more than %(maximum)s."),
    )
    at.write_all({CELL: "101", "1.1|f_adult|2025": "60", "1.1|m_adult|2025": "60", "1.1|f_child|2025": "many"})

    page = text_of(officer.get(at.section_url("victims")))

    assert page.count("101 is more than 100.") == 2  # at the cell, and in the list on top
    assert "more than this total of 101" not in page
    assert page.count("This is no count.") == 2


def test_a_conflict_shows_both_entries_and_keeps_what_was_typed(at: Desk, officer: Client) -> None:
    other = UserFactory(role="focal_point", country=at.country, full_name="Ana Alvarez")
    at.write(CELL, "14", by=other)
    form = {f"cell:{CELL}": "12", f"seen:{CELL}": "0", "cell:1.1|f_adult|2025": "3", "seen:1.1|f_adult|2025": "0"}

    response = officer.post(at.section_url("victims"), sent(**form))

    page = text_of(response)
    assert response.status_code == 409
    assert "Ana Alvarez wrote meanwhile" in page
    assert f'name="cell:{CELL}" value="12"' in page
    assert f'name="now:{CELL}" value="1"' in page
    assert at.cell(CELL).value == 14
    assert at.cell("1.1|f_adult|2025").value == 3  # the rest is saved


@pytest.mark.parametrize(("whose", "value"), [("mine", 12), ("theirs", 14)])
def test_a_conflict_is_settled_by_a_choice(at: Desk, officer: Client, whose: str, value: int) -> None:
    at.write(CELL, "14")
    form = {f"cell:{CELL}": "12", f"seen:{CELL}": "0", f"now:{CELL}": "1", "keep": f"{whose}:{CELL}"}

    assert officer.post(at.section_url("victims"), form).status_code == 302
    assert at.cell(CELL).value == value


def test_a_choice_made_on_an_old_state_is_asked_again(at: Desk, officer: Client) -> None:
    at.write(CELL, "14")
    at.write(CELL, "15", seen=1)
    form = {f"cell:{CELL}": "12", f"seen:{CELL}": "0", f"now:{CELL}": "1", "keep": f"mine:{CELL}"}

    assert officer.post(at.section_url("victims"), form).status_code == 409
    assert at.cell(CELL).value == 15


def test_an_answer_in_words_can_be_in_conflict_too(at: Desk, officer: Client) -> None:
    AnswerFactory(submission=at.submission, question=at.submission.assignment.round.questionnaire.sections.get(code="victims").questions.get(code="1.4"), text="Theirs")  # fmt: skip

    response = officer.post(at.section_url("victims"), sent(**{"text:1.4": "Mine", "seen:1.4": "0"}))

    assert response.status_code == 409
    assert ">Mine</textarea>" in text_of(response)
    assert "Theirs" in text_of(response)
    form = {"text:1.4": "Mine", "seen:1.4": "0", "now:1.4": "1", "keep": "mine:1.4"}
    assert officer.post(at.section_url("victims"), form).status_code == 302
    assert Answer.objects.get().text == "Mine"


def test_a_locked_round_shows_what_was_typed(at: Desk, officer: Client) -> None:
    Round.objects.update(state=RoundState.ANALYSIS)
    form = {f"cell:{CELL}": "12", f"seen:{CELL}": "0", "text:1.4": "My words"}

    response = officer.post(at.section_url("victims"), sent(**form))

    page = text_of(response)
    assert response.status_code == 409
    assert "What you typed was not saved" in page
    assert "<bdi>12</bdi>" in page
    assert "My words" in page
    assert "<input" not in page.partition("<main")[2]
    assert not at.submission.observations.exists()


def test_an_answer_that_is_too_long_is_kept_on_the_page(at: Desk, officer: Client) -> None:
    words = "w" * 20_001

    response = officer.post(at.section_url("victims"), sent(**{"text:1.4": words, "seen:1.4": "0"}))

    assert response.status_code == 422
    assert words in text_of(response)


def test_a_section_is_marked_as_done_and_not_done(at: Desk, officer: Client) -> None:
    officer.post(at.section_url("victims"), {"done": "1", f"cell:{CELL}": "5", f"seen:{CELL}": "0"})
    assert SectionProgress.objects.get().done_by == at.officer
    assert "Not done yet" in text_of(officer.get(at.section_url("victims")))

    officer.post(at.section_url("victims"), {"not-done": "1"})
    assert not SectionProgress.objects.exists()


def test_sources_and_articles_are_added_and_removed(at: Desk, officer: Client) -> None:
    form = {"new-1_3-authority": "Police", "new-1_3-url": "police.example", "new-1_2-act": "Penal Code", "new-1_2-in_force_since": "2009-05-01"}  # fmt: skip
    officer.post(at.section_url("victims"), sent(**form))
    source, article = SourceCitation.objects.get(), LegalArticle.objects.get()
    assert (source.authority, source.url, str(article.in_force_since)) == (
        "Police",
        "https://police.example",
        "2009-05-01",
    )

    officer.post(at.section_url("victims"), sent(**{"drop-source": str(source.pk), "drop-article": str(article.pk)}))
    assert not SourceCitation.objects.exists()
    assert not LegalArticle.objects.exists()


def test_a_faulty_source_is_told_and_everything_else_is_saved(at: Desk, officer: Client) -> None:
    form = {"new-1_3-title": "Register", f"cell:{CELL}": "5", f"seen:{CELL}": "0"}

    response = officer.post(at.section_url("victims"), sent(**form))

    assert response.status_code == 422
    assert 'value="Register"' in text_of(response)
    assert "This field is required" in text_of(response)
    assert at.cell(CELL).value == 5


# Rows by country


@pytest.mark.parametrize("typed", ["nigeria", "NGA", "ng", "Нигерия", "نيجيريا", "尼日利亚", "Nigéria"])
def test_a_country_is_found_in_any_language_and_by_code(at: Desk, officer: Client, typed: str) -> None:
    answer = officer.get("/country-data/lookups/countries/", {"country:2.1": typed})

    assert 'value="2.1|NGA"' in text_of(answer)


@pytest.mark.parametrize(
    "typed", ["Central America", "3 nigériens et 1 tunisien", "145", "(specify the country)", "\x00", "x" * 500]
)
def test_what_is_no_country_makes_no_row(at: Desk, officer: Client, typed: str) -> None:
    page = text_of(officer.get("/country-data/lookups/countries/", {"country:2.1": typed}))

    assert "<button" not in page


def test_a_row_is_added_without_scripts_and_nothing_typed_is_lost(at: Desk, officer: Client) -> None:
    url = at.section_url("origin")
    found = officer.post(url, {"cell:2.1|total|2025": "9", "country:2.1": "niger", "find": "2.1"}, follow=True)
    assert 'value="2.1|NGA"' in text_of(found)
    assert at.cell("2.1|total|2025").value == 9

    added = officer.post(url, {"add-row": "2.1|NGA", "rows": "2.1|FRA"}, follow=True)

    page = text_of(added)
    assert 'name="cell:2.1|NGA|2025" value=""' in page
    assert 'name="cell:2.1|FRA|2025" value=""' in page
    assert "#row-2_1-NGA" in added.redirect_chain[0][0]
    officer.post(url, sent(**{"cell:2.1|NGA|2025": "4", "seen:2.1|NGA|2025": "0"}))
    assert 'name="cell:2.1|NGA|2025" value="4"' in text_of(officer.get(url))


def test_a_row_is_added_by_scripts(at: Desk, officer: Client) -> None:
    answer = officer.get(at.section_url("origin") + "row/", {"row": "2.1|NGA"})

    assert answer.content.strip().startswith(b"<tr")
    assert b'name="cell:2.1|NGA|2023"' in answer.content


# Saving while typing


def test_a_cell_is_saved_while_typing_and_its_surroundings_are_told(at: Desk, officer: Client) -> None:
    at.write_all({"1.1|total|2025": "5"})
    form = {"cell:1.1|f_adult|2025": "7", "seen:1.1|f_adult|2025": "0"}

    answer = officer.post(at.section_url("victims") + "save/", form)

    page = text_of(answer)
    assert answer.status_code == 200
    assert 'id="s-1_1-f_adult-2025" hx-swap-oob="true"' in page
    assert 'name="seen:1.1|f_adult|2025" value="1"' in page
    assert 'id="s-1_1-total-2025"' not in page  # its version is not touched: somebody may be typing there
    assert "more than this total of 5" in page
    assert 'id="entry-problems" hx-swap-oob="true"' in page


def test_a_conflict_while_typing_comes_with_two_buttons(at: Desk, officer: Client) -> None:
    at.write(CELL, "14")

    page = text_of(officer.post(at.section_url("victims") + "save/", {f"cell:{CELL}": "12", f"seen:{CELL}": "0"}))

    assert "data-conflict" in page
    assert 'data-theirs="14"' in page
    assert f'name="seen:{CELL}" value="0"' in page or f'name="now:{CELL}" value="1"' in page
    assert at.cell(CELL).value == 14


def test_saving_while_typing_is_refused_in_words(at: Desk, officer: Client, client_for: Any) -> None:
    url = at.section_url("victims") + "save/"
    form = {f"cell:{CELL}": "12", f"seen:{CELL}": "0"}
    assert Client().post(url, form).status_code == 401
    assert client_for(at.colleague).post(url, form).status_code == 403
    assert officer.post(url, {"cell:1.1|total|1999": "1"}).status_code == 422

    Round.objects.update(state=RoundState.PUBLISHED)
    answer = officer.post(url, form)
    assert (answer.status_code, "Published" in text_of(answer)) == (409, True)


@pytest.mark.parametrize("form", [{"cell:": "1"}, {"cell:x": "1"}, {"cell:1.1|total|now": "1"}, {"seen:1.1|total|2025": "1"}, {f"cell:{CELL}": "1", f"seen:{CELL}": "9" * 40}, {"cell:2.1|total|2025": "3"}])  # fmt: skip
def test_a_crafted_form_writes_nothing_elsewhere(at: Desk, officer: Client, form: dict[str, str]) -> None:
    answer = officer.post(at.section_url("victims") + "save/", form)

    assert answer.status_code in {200, 422}
    assert not at.submission.observations.exclude(question__code="1.1").exists()


# Reading alone


def test_a_reader_sees_the_section_and_why_it_cannot_be_filled(at: Desk, client_for: Any) -> None:
    reader = UserFactory(full_name="Rita Reader")
    give(at.submission, "victims", reader, by=at.officer, may_write=False)
    at.write(CELL, "12")

    page = text_of(client_for(reader).get(at.section_url("victims")))

    assert "You may read this section, but not fill it." in page
    assert '<bdi dir="ltr">12</bdi>' in page
    assert f'name="cell:{CELL}"' not in page
    assert "entry.js" not in page
    assert client_for(reader).post(at.section_url("victims"), sent(**{f"cell:{CELL}": "1"})).status_code == 409


def test_every_answer_stands_on_one_page_for_paper(at: Desk, officer: Client) -> None:
    at.write_all({CELL: "12", "1.1|f_adult|2025": "c", "2.1|NGA|2025": "4"})

    page = text_of(officer.get(f"{at.url}print/"))

    assert "Confidential" in page
    assert "Nigeria" in page
    assert "not answered" in page
    assert "<input" not in page.partition("<main")[2]


# Comments and sources


def test_comments_and_sources_of_a_row_are_kept(at: Desk, officer: Client) -> None:
    url = f"{at.section_url('victims')}rows/1.1/total/"
    form = {f"cell:{CELL}": "", f"word:{CELL}": "n/a", f"comment:{CELL}": "No register.", f"source:{CELL}": "Police", f"seen:{CELL}": "0"}  # fmt: skip

    assert officer.post(url, form).status_code == 302

    cell = at.cell(CELL)
    assert (cell.missing_reason, cell.comment, cell.source) == ("not_available", "No register.", "Police")
    assert "No register." in text_of(officer.get(url))
    assert "Notes</span>" in text_of(officer.get(at.section_url("victims")))
    assert "(2)" in text_of(officer.get(at.section_url("victims")))


def test_a_conflict_in_a_row_keeps_the_comment_that_was_typed(at: Desk, officer: Client) -> None:
    url = f"{at.section_url('victims')}rows/1.1/total/"
    at.write(CELL, "14")
    form = {f"cell:{CELL}": "12", f"comment:{CELL}": "Counted again.", f"seen:{CELL}": "0"}

    answer = officer.post(url, form)
    assert answer.status_code == 409
    assert "Counted again." in text_of(answer)

    assert officer.post(url, form | {f"now:{CELL}": "1", "keep": f"mine:{CELL}"}).status_code == 302
    assert (at.cell(CELL).value, at.cell(CELL).comment) == (12, "Counted again.")


# Cost


def test_the_pages_ask_the_database_as_often_for_one_cell_as_for_many(
    at: Desk, officer: Client, django_assert_max_num_queries: Any
) -> None:
    at.write(CELL, "1")
    counts = {}
    for path in ("", "sections/origin/", "print/"):
        with django_assert_max_num_queries(60) as asked:
            officer.get(at.url + path)
        counts[path] = len(asked)
    people = ("NGA", "FRA", "DEU", "BRA", "CHN", "EGY", "IND", "KEN", "MEX", "PER")
    at.write_all({f"2.1|{iso3}|{year}": "4" for iso3 in people for year in (2023, 2024, 2025)})
    for path, count in counts.items():
        with django_assert_max_num_queries(count):
            officer.get(at.url + path)
