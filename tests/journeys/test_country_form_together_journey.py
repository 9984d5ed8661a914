"""Several people fill a country's form in the browser: conflicts, blocks from a spreadsheet, rows by country, keys."""

import pytest
from django.utils import timezone

from portal.core.models import User
from reports.actions.answers import write_cells
from reports.cells import CellEntry, CellKey
from reports.models import Observation, SectionProgress
from tests.factories.core import UserFactory
from tests.journeys.conftest import Visit, Visitor
from tests.journeys.test_country_form_journey import Country
from tests.journeys.test_country_form_journey import country as country
from tests.journeys.test_desk_journey import look, sign_in
from tests.reports.entries import give

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASTE = """([cell, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def cell(row: str, year: int, question: str = "1.1") -> str:
    """Return the selector of a cell."""
    return f'input[name="cell:{question}|{row}|{year}"]'


def paste(visit: Visit, selector: str, text: str) -> None:
    """Paste a text into a cell, and wait until it is saved."""
    visit.page.locator(selector).focus()
    with visit.page.expect_response(lambda answer: answer.url.endswith("/save/")):
        visit.page.evaluate(PASTE, [visit.page.query_selector(selector), text])


@pytest.mark.parametrize(("whose", "figure"), [("mine", 12), ("theirs", 14)])
def test_somebody_elses_figure_is_shown_and_one_is_chosen(
    visitor: Visitor, country: Country, whose: str, figure: int
) -> None:
    other = UserFactory(full_name="Ana Alvarez")
    give(country.submission, "victims", other, by=country.officer)
    with visitor() as visit:
        page = visit.page
        sign_in(visit, country.officer)
        visit.open(f"{country.url}sections/victims/")
        entry = CellEntry(CellKey("1.1", "total", 2025), text="14")
        write_cells(submission_id=country.submission.pk, entries=[entry], by=other, now=timezone.now())
        page.locator(cell("total", 2025)).fill("12")
        page.locator(cell("total", 2025)).press("Enter")
        page.locator("[data-conflict]", has_text="Ana Alvarez").wait_for()
        assert country.value("total", 2025) == 14
        look(visit, "form-conflict")

        with page.expect_response(lambda answer: answer.url.endswith("/save/")):
            page.locator(f'button[name="keep"][value^="{whose}:"]').click()
        page.locator("[data-conflict]").wait_for(state="detached")
        assert page.locator(cell("total", 2025)).input_value() == str(figure)
        assert country.value("total", 2025) == figure
        # The next change meets no conflict: the page knows the version that stands.
        page.locator(cell("total", 2025)).fill("20")
        with page.expect_response(lambda answer: answer.url.endswith("/save/")):
            page.locator(cell("total", 2025)).press("Enter")
        page.locator("#entry-status", has_text="Saved").wait_for()
        assert country.value("total", 2025) == 20


def test_a_block_from_a_spreadsheet_fills_what_fits_and_loses_nothing(visitor: Visitor, country: Country) -> None:
    with visitor() as visit:
        page = visit.page
        sign_in(visit, country.officer)
        visit.open(f"{country.url}sections/victims/")
        paste(visit, cell("total", 2023), "30\t40\t50\r\n10\t20\tn/a\r\n")
        page.locator("#entry-status", has_text="Saved").wait_for()
        assert [country.value("total", year) for year in (2023, 2024, 2025)] == [30, 40, 50]
        assert country.value("f_adult", 2024) == 20

        paste(visit, cell("m_child", 2025), "\n".join(str(number) for number in range(10_000)))
        note = page.locator("[data-pasted]").first
        assert "1 cells were filled from 10000 pasted lines" in note.inner_text()
        assert "9999 pasted values did not fit" in note.inner_text()
        assert len(page.locator("textarea[data-rest]").input_value().split("\n")) == 9999
        assert country.value("m_child", 2025) == 0
        look(visit, "form-pasted")


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_keys_move_as_in_a_spreadsheet(visitor: Visitor, country: Country, prefix: str) -> None:
    with visitor() as visit:
        page = visit.page
        sign_in(visit, country.officer)
        visit.open(f"{prefix}{country.url}sections/victims/")
        page.locator(cell("total", 2023)).focus()
        forward = "ArrowLeft" if prefix else "ArrowRight"
        for key, row, year in (
            (forward, "total", 2024),
            ("ArrowDown", "f_adult", 2024),
            ("Enter", "m_adult", 2024),
            ("Shift+Enter", "f_adult", 2024),
            ("ArrowUp", "total", 2024),
            ("Tab", "total", 2025),
        ):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.name") == f"cell:1.1|{row}|{year}"


def test_a_colleague_adds_a_country_and_finishes_the_section(visitor: Visitor, country: Country) -> None:
    colleague: User = UserFactory()
    give(country.submission, "origin", colleague, by=country.officer)
    with visitor() as visit:
        page = visit.page
        sign_in(visit, colleague)
        visit.open(f"{country.url}sections/origin/")
        page.locator('input[data-country="2.1"]').press_sequentially("نيجيريا")
        page.locator('button[value="2.1|NGA"]').click()
        page.locator(cell("NGA", 2025, "2.1")).fill("7")
        with page.expect_response(lambda answer: answer.url.endswith("/save/")):
            page.keyboard.press("Tab")
        page.locator("#entry-status", has_text="Saved").wait_for()
        assert Observation.objects.get(partner_country__iso3="NGA").value == 7
        with page.expect_response(lambda answer: answer.url.endswith("/save/")):
            page.locator('input[name="choice:2.2"]').first.check()
        look(visit, "form-origin")
        with page.expect_navigation():
            page.locator('button[name="done"]').click()
        assert SectionProgress.objects.get().done_by == colleague
        visit.check_quiet()


def test_what_cannot_be_sent_stays_and_is_sent_when_the_line_is_back(visitor: Visitor, country: Country) -> None:
    with visitor() as visit:
        page = visit.page
        sign_in(visit, country.officer)
        visit.open(f"{country.url}sections/victims/")
        page.context.set_offline(True)
        page.locator(cell("total", 2025)).fill("33")
        page.keyboard.press("Tab")
        page.locator("#entry-status", has_text="no connection").wait_for()
        page.context.set_offline(False)
        with page.expect_response(lambda answer: answer.url.endswith("/save/")):
            page.evaluate("dispatchEvent(new Event('online'))")
        page.locator("#entry-status", has_text="Saved").wait_for()
        assert country.value("total", 2025) == 33
