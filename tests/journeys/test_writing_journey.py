"""What a person who writes briefs does, in a real browser, with scripts and without."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from caselaw.models import Case, FormDraft
from portal.core.models import User
from tests.caselaw.writing import contributor
from tests.factories.core import PASSWORD
from tests.journeys.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = pytest.mark.journey


@pytest.fixture
def author(portal: str) -> User:
    """A contributor."""
    known = User.objects.filter(email="writer@portal.example").first()
    return known or contributor(email="writer@portal.example", full_name="Demo contributor")


def sign_in(visit: Visit, author: User, prefix: str = "") -> None:
    """Sign in as the contributor."""
    visit.open(f"{prefix}/account/")
    visit.page.locator('input[name="username"]').fill(author.email)
    visit.page.locator('input[name="password"]').fill(PASSWORD)
    visit.page.locator('main button[type="submit"]').click()
    visit.page.wait_for_url(f"**{prefix}/account/")


def begin(visit: Visit, title: str, prefix: str = "") -> Case:
    """Make a draft by the short start."""
    visit.open(f"{prefix}/desk/cases/new/")
    visit.page.locator("#id_official_title").fill(title)
    visit.page.locator("#id_jurisdiction").select_option(index=5)
    visit.page.locator("#id_decision_date").fill("2020-05-04")
    visit.page.locator('main form button[type="submit"]').click()
    visit.page.wait_for_url("**/write/")
    return Case.objects.get(official_title=title)


def save(page: Page) -> None:
    """Press the button and wait for the answer."""
    with page.expect_navigation():
        page.locator("#save-bar button[name='save']").click()


def picture(visit: Visit, name: str) -> None:
    """Keep pictures of a page where PICTURES says so, for looking at them."""
    if folder := os.environ.get("PICTURES"):
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=False)
            visit.page.screenshot(path=Path(folder) / f"{name}-{width}-full.png", full_page=True)


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ar", "/ar")])
def test_a_brief_is_begun_and_its_form_is_sound(visitor: Visitor, author: User, language: str, prefix: str) -> None:
    with visitor() as visit:
        sign_in(visit, author, prefix)
        visit.open(f"{prefix}/desk/cases/new/")
        visit.check_direction(language)
        visit.check()
        picture(visit, f"new-{language}")
        begin(visit, f"Republic v. {language}", prefix)
        page = visit.page
        for name in ("defendants", "sources", "victims"):
            page.locator(f'button[data-add="{name}"]').click()
            page.locator(f"#row-{name}-0").wait_for()
        page.locator('button[data-add="defendants-0-charges"]').click()
        page.locator("#row-defendants-0-charges-0").wait_for()
        visit.check_direction(language)
        visit.check()
        picture(visit, f"write-{language}")
        save(page)  # the rows are empty, so nothing is wrong and nothing changes
        visit.check_quiet()


def test_a_long_brief_of_the_sample_is_sound_and_its_errors_lead_to_fields(visitor: Visitor, author: User) -> None:
    case = Case.objects.filter(source_id__isnull=False).order_by("pk")[1]
    Case.objects.filter(pk=case.pk).update(
        status="draft", published_at=None, created_by=author, anonymisation_state="not_started", cleared_by=None
    )
    with visitor() as visit:
        sign_in(visit, author)
        visit.open(f"/desk/cases/{case.uuid}/write/")
        visit.check()
        picture(visit, "long")
        page = visit.page
        page.locator("#id_official_title").fill("")
        page.locator("#id_decision_date").fill("yesterday")
        with page.expect_navigation():
            page.locator("#save-bar button[name='save']").click()
        assert page.evaluate("document.activeElement.classList.contains('kp-summary')")
        page.locator(".kp-summary a").first.click()
        assert page.evaluate("document.activeElement.id") == "id_official_title"
        picture(visit, "errors")
        visit.complaints.clear()  # the browser's own line about the answer 422
        visit.check()


def test_entries_are_kept_while_typing_and_offered_again(visitor: Visitor, author: User) -> None:
    with visitor() as visit:
        sign_in(visit, author)
        case = begin(visit, "Republic v. Kept")
        page = visit.page
        page.locator("#id_inclusion_note").fill("Typed and not saved")
        page.locator("#kept", has_text="Saved on the server at").wait_for()
        assert FormDraft.objects.get(case=case).data["inclusion_note"] == ["Typed and not saved"]

        visit.open(f"/desk/cases/{case.uuid}/write/")
        visit.check()
        picture(visit, "resume")
        page.locator('a[href="?draft=1"]').click()
        assert page.locator("#id_inclusion_note").input_value() == "Typed and not saved"
        page.keyboard.press("Control+s")
        page.wait_for_url("**/write/")
        assert Case.objects.get(pk=case.pk).inclusion_note == "Typed and not saved"
        visit.check_quiet()


def test_offline_and_without_a_session_nothing_typed_is_lost(visitor: Visitor, author: User) -> None:
    with visitor() as visit:
        sign_in(visit, author)
        case = begin(visit, "Republic v. Offline")
        page, context = visit.page, visit.page.context
        context.set_offline(True)
        page.locator("#id_inclusion_note").fill("Typed offline")
        page.locator("#kept", has_text="offline").wait_for()
        context.set_offline(False)
        page.locator("#kept", has_text="Saved on the server at").wait_for()
        assert FormDraft.objects.get(case=case).data["inclusion_note"] == ["Typed offline"]

        context.clear_cookies(name="sessionid")
        page.locator("#id_inclusion_note").fill("Typed signed out")
        page.locator("#kept", has_text="session has ended").wait_for()
        assert page.locator("#id_inclusion_note").input_value() == "Typed signed out"


def test_a_term_and_a_country_are_chosen_by_keyboard_alone(visitor: Visitor, author: User) -> None:
    with visitor() as visit:
        sign_in(visit, author)
        case = begin(visit, "Republic v. Keys")
        page = visit.page
        page.locator('button[data-add="findings"]').press("Enter")
        page.locator("#row-findings-0").wait_for()
        term = page.locator("#id_findings-0-term")
        assert term.get_attribute("role") == "combobox"
        term.focus()
        page.keyboard.type("decep")
        page.locator("#id_findings-0-term-list li").first.wait_for()
        visit.check_access(WIDE)
        picture(visit, "combo")
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert term.input_value() == "Deception"
        page.locator("#id_findings-0-status").select_option("found_proved")
        country = page.locator("#id_countries_involved")
        country.focus()
        page.keyboard.type("Allemagne")
        page.locator("#id_countries_involved-list li").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator(".kp-combo__chosen button", has_text="Germany").wait_for()
        page.keyboard.press("Control+s")
        page.get_by_text("The brief is saved.").wait_for()
        assert case.findings.get().term.code == "deception"
        assert case.countries_involved.get().iso3 == "DEU"
        visit.check_quiet()


def test_a_text_and_the_whole_brief_are_previewed(visitor: Visitor, author: User) -> None:
    with visitor() as visit:
        sign_in(visit, author)
        begin(visit, "Republic v. Preview")
        page = visit.page
        page.locator("#id_texts-0-fact_summary").fill("They were **held** by debts.")
        page.locator("#section-texts button[data-script]").first.click()
        page.locator(".kp-write__shown strong", has_text="held").wait_for()
        with page.expect_navigation():
            page.locator("#save-bar button[name='preview']").click()
        assert page.locator(".kp-prose strong", has_text="held").is_visible()
        visit.check()
        picture(visit, "preview")


def test_without_scripts_a_brief_is_written_with_rows_and_text_beside(visitor: Visitor, author: User) -> None:
    with visitor(java_script_enabled=False) as visit:
        sign_in(visit, author)
        case = begin(visit, "Republic v. Plain")
        page = visit.page
        page.locator("#id_inclusion_note").fill("Stays")
        page.locator('button[name="add-defendants"]').click()
        page.locator("#id_defendants-0-display_name").fill("M.")
        page.locator('button[name="add-defendants-0-charges"]').click()
        page.locator("#id_defendants-0-charges-0-legislation_text").fill("Art. 145 bis")
        page.locator("#id_defendants-0-charges-0-verdict").select_option(index=2)
        page.locator("#id_countries_involved").select_option(label="Germany")
        page.locator(".kp-write__source summary").click()
        page.locator("#id_source-text").fill("The court held.")
        page.locator('button[name="read"]').click()
        assert page.locator(".kp-write__reading").inner_text() == "The court held."
        assert page.locator("#id_inclusion_note").input_value() == "Stays"
        save(page)

        assert case.defendants.get().charges.get().legislation_text == "Art. 145 bis"
        assert Case.objects.get(pk=case.pk).inclusion_note == "Stays"
        visit.check_quiet()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_second_to_save_merges(visitor: Visitor, author: User, *, has_scripts: bool) -> None:
    with visitor(java_script_enabled=has_scripts) as visit:
        sign_in(visit, author)
        case = begin(visit, f"Republic v. Two {has_scripts}")
        mine, other = visit.page, visit.page.context.new_page()
        other.goto(mine.url)
        other.locator("#id_official_title").fill("Theirs")
        other.locator("#id_inclusion_note").fill("Only theirs")
        save(other)
        mine.locator("#id_official_title").fill("Mine")
        save(mine)
        visit.complaints.clear()  # the browser's own line about the answer 409
        assert mine.locator("#theirs-title").is_visible()
        assert mine.locator("#id_inclusion_note").input_value() == "Only theirs"
        if has_scripts:
            visit.check()
            picture(visit, "merge")
        mine.locator('input[name="choice-official_title"][value="mine"]').check()
        save(mine)

        stored = Case.objects.get(pk=case.pk)
        assert (stored.official_title, stored.inclusion_note) == ("Mine", "Only theirs")
