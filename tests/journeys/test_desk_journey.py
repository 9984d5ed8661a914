"""A brief from its first word to its withdrawal, each person in a browser of their own."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from caselaw.models import Case
from portal.core.models import User
from tests.factories.caselaw import CaseFactory
from tests.factories.core import UserFactory
from tests.journeys.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = pytest.mark.journey

FACTS = (
    "The workers were promised wages that they never saw. Their papers were taken from them, and they were held by debts "
    "on a cedar farm."
)
NAMED = " Ms. Zed Example was among them."


def sign_in(visit: Visit, user: User) -> None:
    """Sign in without the page, whose journey is another one."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = visit.page.context
    context.clear_cookies()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": visit.portal}])


def look(visit: Visit, name: str, *, is_checked: bool = True) -> None:
    """See that the page is sound; keep pictures of it where PICTURES names a folder."""
    if is_checked:
        visit.check()
    if folder := os.environ.get("PICTURES"):
        for width in (NARROW, WIDE):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def press(page: Page, name: str) -> None:
    """Press the button of a step and wait for the answer."""
    with page.expect_navigation():
        page.locator(f'form[action$="/step/{name}/"] button').click()


def ask(page: Page, name: str) -> None:
    """Open the page on which a step asks for words."""
    with page.expect_navigation():
        page.locator(f'a[href$="/step/{name}/"]').click()


def send(page: Page) -> None:
    """Send the form of a step."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def told_to_mirrors(visit: Visit) -> list[tuple[str, str]]:
    """Return (identifier, change) of everything that the list of changes tells, page by page."""
    found, address = [], f"{visit.portal}/api/v1/changes/?since=2001-01-01&limit=100"
    while address:
        answer = visit.page.request.get(address).json()
        found += [(row["id"], row["change"]) for row in answer["results"]]
        address = answer["next"] if answer["results"] else ""
    return found


def write(page: Page, title: str, *, has_scripts: bool) -> None:
    """Fill the writing form with what a brief needs, save it, and go to its page."""
    page.locator("#id_official_title").fill(title)
    page.locator("#id_jurisdiction").select_option(index=5)
    page.locator("#id_decision_date").fill("2020-05-04")
    send(page)
    page.locator("#id_texts-0-headline").fill("Debts on a cedar farm.")
    page.locator("#id_texts-0-fact_summary").fill(FACTS + NAMED)
    page.locator("#id_inclusion_note").fill("The court found forced labour.")
    page.locator('button[name="add-sources"]' if not has_scripts else 'button[data-add="sources"]').click()
    page.locator("#id_sources-0-citation").fill("Judgment of 4 May 2020")
    with page.expect_navigation():
        page.locator("#save-bar button[name='save']").click()


@pytest.mark.parametrize(("language", "has_scripts"), [("en", True), ("ar", True), ("en", False)])
def test_a_brief_from_its_first_word_to_its_withdrawal(visitor: Visitor, language: str, *, has_scripts: bool) -> None:
    prefix, title = "" if language == "en" else f"/{language}", f"Republic v. Cedar {language} {has_scripts}"
    author, reviewer = UserFactory(role="contributor"), UserFactory(role="reviewer")
    officer, publisher = UserFactory(role="data_protection_officer"), UserFactory(role="publisher")
    name = f"{language}-{has_scripts}"
    with visitor(java_script_enabled=has_scripts) as visit:
        page = visit.page

        def see(picture: str) -> None:
            if has_scripts:
                look(visit, f"{name}-{picture}")

        def at_brief(person: User, case: Case) -> None:
            sign_in(visit, person)
            visit.open(f"{prefix}/desk/cases/{case.uuid}/")

        # The author begins, writes, and hands in.
        sign_in(visit, author)
        visit.open(f"{prefix}/desk/")
        see("home-empty")
        visit.open(f"{prefix}/desk/cases/new/")
        write(page, title, has_scripts=has_scripts)
        case = Case.objects.get(official_title=title)
        at_brief(author, case)
        see("draft")
        press(page, "submit")

        # The reviewer returns it; the author mends it.
        at_brief(reviewer, case)
        visit.check_direction(language)
        see("in-review")
        ask(page, "return")
        page.locator("#id_reason").fill("Please name the court.")
        see("return")
        send(page)
        at_brief(author, case)
        assert page.get_by_text("Please name the court.").is_visible()
        see("returned")
        press(page, "submit")
        at_brief(reviewer, case)
        press(page, "accept")

        # The officer finds a name: it must go before the brief is cleared.
        at_brief(officer, case)
        see("accepted")
        press(page, "clear")
        assert Case.objects.get(pk=case.pk).cleared_at is None
        visit.complaints.clear()  # the browser's own line about the answer 409
        case.texts.update(fact_summary=FACTS)
        at_brief(officer, case)
        press(page, "clear")
        at_brief(publisher, case)
        see("cleared")
        press(page, "publish")

        # A reader finds it.
        page.context.clear_cookies()
        visit.open(f"{prefix}/cases/?q=cedar+debts")
        page.locator("main a", has_text=title).first.click()
        assert page.locator("h1").inner_text().strip() == title

        # An editor prepares changes; they take the same way.
        editor = UserFactory(role="editor")
        at_brief(editor, case)
        press(page, "revise")
        changes = Case.objects.get(revises=case)
        changes.texts.update(fact_summary=FACTS.replace("farm", "ship"))
        at_brief(editor, changes)
        see("changes")
        visit.open(f"{prefix}/desk/cases/{changes.uuid}/compare/")
        see("changes-compared")
        at_brief(editor, changes)
        press(page, "submit")
        for person, step in ((reviewer, "accept"), (officer, "clear")):
            at_brief(person, changes)
            press(page, step)
        at_brief(publisher, changes)
        ask(page, "publish")
        page.locator("#id_note").fill("It was a ship.")
        see("publish-changes")
        send(page)
        see("published")
        visit.open(f"{prefix}/desk/cases/{case.uuid}/compare/")
        see("desk-compare")

        # Readers compare what was public.
        page.context.clear_cookies()
        visit.open(f"{prefix}/cases/{case.public_id}/versions/")
        see("versions")
        visit.open(f"{prefix}/cases/{case.public_id}/versions/compare/")
        assert [page.locator(sign).first.inner_text().strip(" .") for sign in ("del", "ins")] == ["farm", "ship"]
        see("compare")

        # A publisher withdraws; the reader and the programs are told.
        at_brief(publisher, case)
        ask(page, "withdraw")
        page.locator("#id_reason").fill("The judgment was set aside.")
        see("withdraw")
        send(page)
        see("withdrawn")
        page.context.clear_cookies()
        answer = page.goto(f"{visit.portal}{prefix}/cases/{case.public_id}/")
        assert answer is not None
        assert answer.status == 410
        assert page.get_by_text("The judgment was set aside.").is_visible()
        visit.complaints.clear()  # the browser's own line about the answer 410
        gone = page.request.get(f"{visit.portal}/api/v1/cases/{case.public_id}/")
        assert gone.status == 410
        assert (case.public_id, "withdrawn") in told_to_mirrors(visit)


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ar", "/ar")])
def test_the_queues_and_the_list_are_sound_when_they_are_long(visitor: Visitor, language: str, prefix: str) -> None:
    long = "Prosecutor of the Autonomous Region v. " + "Unpronounceably-Long-Surname and Others " * 4
    CaseFactory.create_batch(12, in_review=True)
    CaseFactory(accepted=True, official_title=long)
    CaseFactory(hidden=True)
    CaseFactory(cleared=True)
    with visitor() as visit:
        sign_in(visit, UserFactory(administrator=True))
        for address, name in (("/desk/", "home"), ("/desk/cases/", "list"), ("/desk/cases/?queue=review", "queue")):
            visit.open(f"{prefix}{address}")
            visit.check_direction(language)
            look(visit, f"{language}-{name}")
        visit.open(f"{prefix}/desk/cases/{Case.objects.filter(official_title=long).latest('pk').uuid}/")
        look(visit, f"{language}-long")
        visit.open(f"{prefix}/account/")
        look(visit, f"{language}-account")
