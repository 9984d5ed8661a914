"""The workbook of a country: what stands in it, in which language, and what can be changed."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from portal.core.models import Country
from reports.cells import read_entry
from reports.choices import DelegationState
from reports.exports.workbook import COUNTRY_ROWS, FORMAT, REASON_WORDS
from reports.models import Section, Submission
from tests.factories.core import UserFactory
from tests.factories.reports import (
    AnswerFactory,
    LegalArticleFactory,
    ObservationFactory,
    QuestionnaireFactory,
    RoundFactory,
    SectionDelegationFactory,
    SourceCitationFactory,
    SubmissionFactory,
)
from tests.reports.workbook_files import Filled, desk

pytestmark = pytest.mark.django_db


def test_there_is_a_sheet_for_each_section_between_the_explanation_and_the_hidden_sheets() -> None:
    book = desk().file().book

    assert book.sheetnames == ["README", "1 Section victims", "2 Section origin", "_lists", "_meta", "_base"]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 3 + ["veryHidden"] * 3


def test_the_hidden_sheet_says_what_the_workbook_is() -> None:
    one = desk()
    submission = Submission.objects.with_context().get()
    round_ = submission.assignment.round

    meta = {row[0]: row[1] for row in one.file("fr").book["_meta"].iter_rows(values_only=True)}

    assert meta["format"] == FORMAT
    assert meta["collection"] == round_.collection.code
    assert meta["round"] == round_.code
    assert meta["questionnaire"] == f"{round_.questionnaire.code} 1"
    assert meta["country"] == submission.assignment.country.iso3
    assert (meta["submission"], meta["number"]) == (str(submission.public_id), "1")
    assert (meta["language"], meta["generated_at"][:4]) == ("fr", "2026")
    assert len(meta["checksum"]) == 64


def test_the_same_answers_at_the_same_moment_make_the_same_file() -> None:
    one = desk()

    assert one.made("ru") == one.made("ru")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_sheets_run_from_right_to_left_in_arabic_alone(language: str) -> None:
    book = desk().file(language).book

    directions = {bool(book[name].sheet_view.rightToLeft) for name in book.sheetnames[:3]}
    assert directions == {language == "ar"}
    assert book["1 Section victims"]["B1"].alignment.readingOrder == (2 if language == "ar" else 1)


def test_codes_of_rows_and_columns_are_hidden() -> None:
    filled = desk().file()
    sheet = filled.tag("#columns|1.1").parent

    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[filled.tag("#columns|1.1").row].hidden
    assert filled.tag("1.1|f_child").column == 1


def test_what_is_in_the_draft_is_filled_in() -> None:
    one = desk()
    one.write({"1.1|total|2025": "1757", "1.1|f_adult|2025": "<5", "1.1|m_adult|2025": "n/a", "2.1|FRA|2024": "3"})
    questions = {question.code: question for section in Section.objects.all() for question in section.questions.all()}
    AnswerFactory(submission=one.submission, question=questions["1.4"], text="=1+1 is text")
    AnswerFactory(submission=one.submission, question=questions["2.2"], text="", choice="yes")
    source = SourceCitationFactory(submission=one.submission, question=questions["1.3"], url="https://police.example/")
    law = LegalArticleFactory(
        submission=one.submission, question=questions["1.2"], in_force_since=date(2015, 6, 30), coverage="partial"
    )

    filled = one.file()

    assert filled.at("1.1", "total", "2025").value == 1757
    assert filled.at("1.1", "f_adult", "2025").value == "<5"
    assert filled.at("1.1", "m_adult", "2025").value == "n/a"
    assert filled.at("2.1", "FRA", "2024").value == 3
    assert filled.at("1.4", "answer", "text").value == "=1+1 is text"
    assert filled.at("1.4", "answer", "text").data_type == "s"
    assert filled.at("2.2", "answer", "choice").value == "Yes"
    assert filled.at("1.3", f"@{source.pk}", "url").value == "https://police.example/"
    assert filled.at("1.2", f"@{law.pk}", "since").value == "2015-06-30"
    assert filled.at("1.2", f"@{law.pk}", "coverage").value == "Some forms"


def test_only_cells_to_fill_in_can_be_changed() -> None:
    filled = desk().file()
    sheet = filled.at("1.1", "total", "2025").parent

    assert sheet.protection.sheet
    assert not filled.at("1.1", "total", "2025").protection.locked
    assert not filled.at("1.1", "total", "2025:comment").protection.locked
    assert filled.at("1.1", "total", "label").protection.locked
    assert filled.tag("1.1|total").protection.locked
    assert filled.tag("Sum of the rows, computed").offset(column=1).protection.locked


def test_a_closed_round_gives_a_workbook_in_which_nothing_can_be_changed() -> None:
    one = desk()
    one.submission.assignment.round.state = "closed"
    one.submission.assignment.round.save()

    filled = one.file()

    assert filled.at("1.1", "total", "2025").protection.locked
    assert any("The round is closed" in str(row[1]) for row in filled.book["README"].iter_rows(values_only=True))


def test_a_colleague_gets_the_sections_that_were_handed_over() -> None:
    one = desk()
    colleague = UserFactory()
    SectionDelegationFactory(
        assignment=one.submission.assignment,
        section=Section.objects.get(questionnaire=one.submission.assignment.round.questionnaire, code="origin"),
        user=colleague,
        email=colleague.email,
        state=DelegationState.ACCEPTED,
        invited_by=one.officer,
    )
    one.write({"1.1|total|2025": "41357"})

    content = one.made(by=colleague)

    assert Filled.of(content).book.sheetnames[1:2] == ["1 Section origin"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"41357" in archive.read(name) for name in archive.namelist())


def test_tables_by_country_have_empty_rows_and_a_list_of_countries_in_the_language() -> None:
    filled = desk().file("es")
    sheet = filled.at("2.1", "+1", "country").parent
    lists = filled.book["_lists"]

    offered = [row[2].value for row in lists.iter_rows() if row[2].value]
    assert filled.at("2.1", f"+{COUNTRY_ROWS}", "2025")
    assert len(offered) == Country.objects.count()
    assert "Alemania (DEU)" in offered
    ranges = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    first, last = (filled.at("2.1", row, "country").coordinate for row in ("+1", f"+{COUNTRY_ROWS}"))
    assert ranges["tip_countries"] == f"{first}:{last}"
    assert ranges["tip_choice_2_2"] == filled.at("2.2", "answer", "choice").coordinate


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_every_offered_reason_is_read_as_that_reason(language: str) -> None:
    assert {read_entry(words[language]).missing_reason: reason for reason, words in REASON_WORDS.items()} == {
        reason: reason for reason in REASON_WORDS
    }


def test_reasons_are_offered_beside_any_number() -> None:
    sheet = desk().file().at("1.1", "total", "2025").parent

    rules = [rule for rule in sheet.data_validations.dataValidation if rule.formula1 == "tip_reasons"]
    assert rules
    assert not any(rule.showErrorMessage for rule in rules)


def test_bad_counts_are_coloured() -> None:
    sheet = desk().file().at("1.1", "total", "2025").parent

    formulas = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert any("INT(" in formula and "<0" in formula for formula in formulas)


def test_sums_of_the_finest_rows_are_formulas_that_are_not_read() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "7", "1.1|m_child|2025": "5", "1.1|total|2025": "13"})
    content = one.made()

    filled = Filled.of(content)
    cell = filled.tag("Sum of the rows, computed").offset(column=3)

    first, last = filled.at("1.1", "f_adult", "2025"), filled.at("1.1", "m_child", "2025")
    assert cell.value == f"=SUM({first.coordinate}:{last.coordinate})"
    cached = load_workbook(io.BytesIO(content), data_only=True)[cell.parent.title][cell.coordinate]
    assert cached.value == 12
    assert cell.parent.cell(cell.row, 1).value == "#"


def test_the_last_round_stands_beside_and_is_not_read() -> None:
    questionnaire = QuestionnaireFactory(complete=True, frozen=True)
    old = RoundFactory(questionnaire=questionnaire, first_year=2020, last_year=2022, opens_on=date(2023, 1, 1))
    one = desk(collection=old.collection, questionnaire=questionnaire)
    former = SubmissionFactory(assignment__round=old, assignment__country=one.submission.assignment.country)
    ObservationFactory(submission=former, row_code="f_child", year=2022, value=345)
    ObservationFactory(
        submission=former,
        question_code="2.1",
        row_code="FRA",
        year=2021,
        value=6,
        partner_country=Country.objects.get(iso3="FRA"),
    )
    one.write({"2.1|FRA|2025": "2"})

    filled = one.file()

    assert filled.at("1.1", "f_child", "last:2022").value == 345
    assert filled.at("2.1", "FRA", "last:2021").value == 6
    assert filled.at("1.1", "f_child", "last:2022").protection.locked
    assert filled.at("1.1", "f_child", "2025").value is None


def test_the_explanation_tells_zero_from_nothing_in_large_type() -> None:
    sheet = desk().file().book["README"]

    signs = {row[0].value: row for row in sheet.iter_rows() if row[0].font.size and row[0].font.size >= 20}
    assert list(signs) == ["0", " ", "n/a", "n/app", "c", "<5"]
    assert signs["0"][1].font.size >= 16


def test_an_invented_round_says_so() -> None:
    sheet = desk(is_invented=True).file().book["README"]

    assert any("invented" in str(row[1]) for row in sheet.iter_rows(values_only=True))
