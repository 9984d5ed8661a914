"""What a reader does, in a real browser: in two directions of writing, by keyboard, and without scripts."""

import pytest

from tests.journeys.conftest import NARROW, Visit, Visitor

pytestmark = pytest.mark.journey

LANGUAGES = {"en": "", "ar": "/ar"}
ROWS = 10
MOST_TABS = 150


def read(visit: Visit, language: str, other: str, check: object) -> None:
    """Go the way of a reader from the home page to the jurisdictions; `check` looks at every page."""
    page, prefix = visit.page, LANGUAGES[language]
    visit.open(f"{prefix}/")
    check()

    page.locator(f'.kp-nav a[href="{prefix}/cases/"]').click()
    check()
    everything = visit.number_in("#results")

    option = page.locator('.kp-facets li:has(input[name="purpose"])').first
    value, promised = option.locator("input").get_attribute("value"), int(option.locator(".kp-count").text_content())
    assert 2 * ROWS < promised < everything
    if not option.is_visible():
        page.locator(".kp-fold > summary").click()
    option.locator("input").check()
    page.locator('.kp-facets button[type="submit"]').click()
    assert f"purpose={value}" in visit.path
    assert visit.number_in("#results") == promised
    assert page.locator(".kp-result").count() == ROWS
    check()

    seen = set(page.locator(".kp-result h3").all_inner_texts())
    page.locator('a[rel="next"]').click()
    assert "page=2" in visit.path
    assert visit.number_in("#results") == promised
    assert seen.isdisjoint(page.locator(".kp-result h3").all_inner_texts())
    check()

    link = page.locator(".kp-result h3 a").first
    title = link.inner_text()
    link.click()
    assert page.locator("h1").inner_text() == title
    check()

    path = visit.path
    page.locator(f'.kp-header__util a[hreflang="{other}"]').click()
    assert visit.path == path.replace(f"{prefix}/", f"{LANGUAGES[other]}/", 1)
    assert page.locator("h1").inner_text() == title
    visit.check_direction(other)
    page.go_back()

    page.locator(f'.kp-nav a[href="{prefix}/jurisdictions/"]').click()
    check()
    row = page.locator("#national ~ div tbody tr").first
    briefs = int(row.locator("td").first.inner_text())
    row.locator("a").click()
    assert page.locator(".kp-result").count() == briefs
    check()


@pytest.mark.parametrize(("language", "other"), [("en", "ar"), ("ar", "en")])
def test_a_reader_finds_a_brief(visitor: Visitor, language: str, other: str) -> None:
    with visitor() as visit:

        def check() -> None:
            visit.check_direction(language)
            visit.check()

        read(visit, language, other, check)


@pytest.mark.parametrize(("language", "other"), [("en", "ar"), ("ar", "en")])
def test_a_reader_without_scripts_finds_a_brief_on_a_phone(visitor: Visitor, language: str, other: str) -> None:
    with visitor(java_script_enabled=False) as visit:
        visit.page.set_viewport_size({"width": NARROW, "height": 844})

        read(visit, language, other, visit.check_quiet)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_pages_are_sound_in_light_and_dark(visitor: Visitor, language: str, scheme: str) -> None:
    with visitor(color_scheme=scheme) as visit:
        for path in ("/about/", "/account/sign-in/", "/cases/?q=zzzz", "/cases/?year_from=x", "/cases/?q=passport"):
            visit.open(LANGUAGES[language] + path)
            visit.check_direction(language)
            visit.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_does_not_exist_is_sound(visitor: Visitor, language: str) -> None:
    with visitor() as visit:
        visit.open(f"{LANGUAGES[language]}/nowhere/")

        # The browser itself notes the status on its console, and nothing else is there.
        assert [complaint for complaint in visit.complaints if "404" not in complaint] == []
        visit.complaints.clear()
        visit.check_direction(language)
        visit.check()


def focused(visit: Visit) -> str:
    """Return what has the focus: its id, else its address, else its tag."""
    return str(
        visit.page.evaluate(
            "(() => { const e = document.activeElement; return e.id || e.getAttribute('href') || e.tagName; })()"
        )
    )


def press_tab_until(visit: Visit, wanted: str) -> int:
    """Press Tab until an element has the focus and is in sight with a ring; return how often."""
    for presses in range(1, MOST_TABS):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("(selector) => document.activeElement.matches(selector)", wanted):
            ring = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none"
            assert visit.page.locator(":focus").is_visible()
            return presses
    raise AssertionError(f"{wanted} is not reached with {MOST_TABS} presses of Tab; last was {focused(visit)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_needs_no_mouse(visitor: Visitor, language: str) -> None:
    with visitor() as visit:
        page, prefix = visit.page, LANGUAGES[language]
        visit.open(f"{prefix}/cases/")

        assert press_tab_until(visit, ".kp-skip") == 1
        page.keyboard.press("Enter")
        assert focused(visit) == "main"
        assert press_tab_until(visit, 'input[type="search"]') < 5
        page.keyboard.type("passport")
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/?q=passport*")

        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        press_tab_until(visit, ".kp-facets input")
        page.keyboard.press("Space")
        press_tab_until(visit, '.kp-facets button[type="submit"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/?q=passport&*")
        assert page.locator(".kp-chip--filter").count() == 1

        press_tab_until(visit, ".kp-result h3 a")
        title = page.locator(".kp-result h3 a").first.inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/HT-*/**")
        assert page.locator("h1").inner_text() == title
        visit.check_quiet()


def test_a_choice_of_order_by_keyboard_waits_for_its_button(visitor: Visitor) -> None:
    with visitor() as visit:
        visit.open("/cases/")
        visit.page.locator("#sort").focus()
        visit.page.keyboard.press("ArrowDown")
        visit.page.wait_for_timeout(300)
        assert visit.path == "/cases/"

        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/cases/?sort=oldest*")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visitor: Visitor) -> None:
    with visitor() as visit:
        visit.open("/cases/?year_from=x")
        summary = "document.activeElement.classList.contains('kp-summary')"
        assert visit.page.evaluate(summary)

        visit.page.locator(".kp-summary a").click()

        assert focused(visit) == "id_year_from"


def test_a_citation_can_be_copied(visitor: Visitor) -> None:
    with visitor(permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.open("/cases/")
        visit.page.locator(".kp-result h3 a").first.click()
        visit.page.locator("button[data-copy]").click()

        visit.page.locator('[role="status"]', has_text="Copied").wait_for()
        copied = visit.page.evaluate("navigator.clipboard.readText()")
        assert copied == " ".join(visit.page.locator("#citation").inner_text().split())


def test_a_brief_on_paper_has_no_navigation_and_its_identifier(visitor: Visitor) -> None:
    with visitor() as visit:
        visit.open("/cases/")
        visit.page.locator(".kp-result h3 a").first.click()
        visit.page.emulate_media(media="print")

        for hidden in (".kp-header", ".kp-crumbs", ".kp-toc", ".kp-actions"):
            assert not visit.page.locator(hidden).first.is_visible(), hidden
        assert visit.page.locator(".kp-printonly").is_visible()
        assert visit.page.locator("#citation").is_visible()
