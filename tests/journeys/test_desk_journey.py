"""A brief from its first word to its withdrawal, each person in a browser of their own."""

import os
from dataclasses import dataclass, field
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


@dataclass
class Story:
    """One brief on its way, with the people who work on it, each in the same browser in turn."""

    visit: Visit
    language: str
    has_scripts: bool
    author: User = field(default_factory=lambda: UserFactory(role="contributor"))
    reviewer: User = field(default_factory=lambda: UserFactory(role="reviewer"))
    officer: User = field(default_factory=lambda: UserFactory(role="data_protection_officer"))
    publisher: User = field(default_factory=lambda: UserFactory(role="publisher"))

    def __post_init__(self) -> None:
        """Name the brief so that no other visit finds it."""
        self.page, self.name = self.visit.page, f"{self.language}-{self.has_scripts}"
        self.prefix = "" if self.language == "en" else f"/{self.language}"
        self.title = f"Republic v. Cedar {self.language} {self.has_scripts}"

    def see(self, picture: str) -> None:
        """Look at the page; once is enough, with scripts."""
        if self.has_scripts:
            look(self.visit, f"{self.name}-{picture}")

    def at_brief(self, person: User, case: Case) -> None:
        """Let the person open the page of the brief."""
        sign_in(self.visit, person)
        self.visit.open(f"{self.prefix}/desk/cases/{case.uuid}/")

    def is_begun_and_handed_in(self) -> Case:
        """The author begins, writes, and hands in."""
        sign_in(self.visit, self.author)
        self.visit.open(f"{self.prefix}/desk/")
        self.see("home-empty")
        self.visit.open(f"{self.prefix}/desk/cases/new/")
        write(self.page, self.title, has_scripts=self.has_scripts)
        case = Case.objects.get(official_title=self.title)
        self.at_brief(self.author, case)
        self.see("draft")
        press(self.page, "submit")
        return case

    def is_returned_mended_and_accepted(self, case: Case) -> None:
        """The reviewer returns it; the author mends it."""
        self.at_brief(self.reviewer, case)
        self.visit.check_direction(self.language)
        self.see("in-review")
        ask(self.page, "return")
        self.page.locator("#id_reason").fill("Please name the court.")
        self.see("return")
        send(self.page)
        self.at_brief(self.author, case)
        assert self.page.get_by_text("Please name the court.").is_visible()
        self.see("returned")
        press(self.page, "submit")
        self.at_brief(self.reviewer, case)
        press(self.page, "accept")

    def is_cleared_once_the_name_is_gone_and_published(self, case: Case) -> None:
        """The officer finds a name: it must go before the brief is cleared."""
        self.at_brief(self.officer, case)
        self.see("accepted")
        press(self.page, "clear")
        assert Case.objects.get(pk=case.pk).cleared_at is None
        self.visit.complaints.clear()  # the browser's own line about the answer 409
        case.texts.update(fact_summary=FACTS)
        self.at_brief(self.officer, case)
        press(self.page, "clear")
        self.at_brief(self.publisher, case)
        self.see("cleared")
        press(self.page, "publish")

    def is_found_by_a_reader(self) -> None:
        """A reader finds it."""
        self.page.context.clear_cookies()
        self.visit.open(f"{self.prefix}/cases/?q=cedar+debts")
        self.page.locator("main a", has_text=self.title).first.click()
        assert self.page.locator("h1").inner_text().strip() == self.title

    def is_changed(self, case: Case) -> None:
        """An editor prepares changes; they take the same way."""
        editor = UserFactory(role="editor")
        self.at_brief(editor, case)
        press(self.page, "revise")
        changes = Case.objects.get(revises=case)
        changes.texts.update(fact_summary=FACTS.replace("farm", "ship"))
        self.at_brief(editor, changes)
        self.see("changes")
        self.visit.open(f"{self.prefix}/desk/cases/{changes.uuid}/compare/")
        self.see("changes-compared")
        self.at_brief(editor, changes)
        press(self.page, "submit")
        for person, step in ((self.reviewer, "accept"), (self.officer, "clear")):
            self.at_brief(person, changes)
            press(self.page, step)
        self.at_brief(self.publisher, changes)
        ask(self.page, "publish")
        self.page.locator("#id_note").fill("It was a ship.")
        self.see("publish-changes")
        send(self.page)
        self.see("published")
        self.visit.open(f"{self.prefix}/desk/cases/{case.uuid}/compare/")
        self.see("desk-compare")

    def is_compared_by_readers(self, case: Case) -> None:
        """Readers compare what was public."""
        self.page.context.clear_cookies()
        self.visit.open(f"{self.prefix}/cases/{case.public_id}/versions/")
        self.see("versions")
        self.visit.open(f"{self.prefix}/cases/{case.public_id}/versions/compare/")
        shown = [self.page.locator(sign).first.inner_text().strip(" .") for sign in ("del", "ins")]
        assert shown == ["farm", "ship"]
        self.see("compare")

    def is_withdrawn(self, case: Case) -> None:
        """A publisher withdraws; the reader and the programs are told."""
        self.at_brief(self.publisher, case)
        ask(self.page, "withdraw")
        self.page.locator("#id_reason").fill("The judgment was set aside.")
        self.see("withdraw")
        send(self.page)
        self.see("withdrawn")
        self.page.context.clear_cookies()
        answer = self.page.goto(f"{self.visit.portal}{self.prefix}/cases/{case.public_id}/")
        assert answer is not None
        assert answer.status == 410
        assert self.page.get_by_text("The judgment was set aside.").is_visible()
        self.visit.complaints.clear()  # the browser's own line about the answer 410
        gone = self.page.request.get(f"{self.visit.portal}/api/v1/cases/{case.public_id}/")
        assert gone.status == 410
        assert (case.public_id, "withdrawn") in told_to_mirrors(self.visit)


@pytest.mark.parametrize(("language", "has_scripts"), [("en", True), ("ar", True), ("en", False)])
def test_a_brief_from_its_first_word_to_its_withdrawal(visitor: Visitor, language: str, *, has_scripts: bool) -> None:
    with visitor(java_script_enabled=has_scripts) as visit:
        story = Story(visit, language, has_scripts)
        case = story.is_begun_and_handed_in()
        story.is_returned_mended_and_accepted(case)
        story.is_cleared_once_the_name_is_gone_and_published(case)
        story.is_found_by_a_reader()
        story.is_changed(case)
        story.is_compared_by_readers(case)
        story.is_withdrawn(case)


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
