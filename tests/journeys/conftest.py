"""A real browser, and a portal with its sample for it.

Chromium is Playwright's own, else the first of `CHROMIUMS` on the path. Without one the journeys are skipped; with
REQUIRE_BROWSER=1 they fail instead.
"""

import os
import re
import shutil
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, NARROW, NARROWEST = 1280, 390, 320
HEIGHT = 900
WAIT_MILLISECONDS = 15_000


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of a browser; None when there is none."""
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """One browser for the journeys of a module. It ends with them, since a worker may have other tests after it."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            message = "THE JOURNEYS WERE NOT MADE: there is no Chromium. Install one, or `playwright install chromium`."
            if os.environ.get("REQUIRE_BROWSER") == "1":
                pytest.fail(message)
            warnings.filterwarnings("always", message="THE JOURNEYS")
            warnings.warn(message, stacklevel=1)
            pytest.skip(message)
        # Playwright keeps an event loop in this thread, in which Django would refuse to ask its database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def portal(browser: Browser, sample_kept: None, django_db_blocker: DjangoDbBlocker) -> Generator[str]:
    """The address of a portal with the real sample, which all journeys of a module share."""
    with django_db_blocker.unblock():
        databases.restore(databases.SAMPLE)
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        yield server.url
        server.stop()
        server._live_server_modified_settings.disable()
        databases.restore(databases.BARE)


@pytest.fixture
def db(portal: str) -> None:
    """In place of pytest-django's: the database is open, and emptied only after the module."""


@pytest.fixture
def transactional_db(db: None) -> None:
    """In place of pytest-django's, likewise; asking for it puts the journeys after the tests that roll back."""


@dataclass(slots=True)
class Visit:
    """A page in a browser, and what went wrong while it was used."""

    page: Page
    portal: str
    complaints: list[str] = field(default_factory=list)
    requests: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Listen to the console and to every request."""
        self.page.set_default_timeout(WAIT_MILLISECONDS)
        self.page.on("console", lambda message: self._complain(message.type, message.text))
        self.page.on("pageerror", lambda error: self._complain("error", str(error)))
        self.page.on("request", lambda request: self.requests.add(request.url))

    def _complain(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind} on {self.page.url}: {text}")

    def open(self, path: str) -> None:
        """Go to an address of the portal."""
        self.page.goto(self.portal + path)

    @property
    def path(self) -> str:
        """The present address without its host."""
        return self.page.url.removeprefix(self.portal)

    @property
    def strangers(self) -> set[str]:
        """Return the hosts that were asked besides the portal itself."""
        hosts = {urlsplit(url).netloc for url in self.requests if not url.startswith("data:")}
        return hosts - {urlsplit(self.portal).netloc}

    def check(self) -> None:
        """See that the page is sound at every width, for everybody, and asks nobody else."""
        for width in (NARROWEST, NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            assert self._overflow() <= 0, f"{self.page.url} is too wide for {width} px"
            if width != NARROWEST:
                self.check_access(width)
        self.check_quiet()

    def check_access(self, width: int) -> None:
        """See that axe finds nothing. The content policy stays in force; so axe may not copy style sheets into it."""
        results = Axe().run(self.page, options={"resultTypes": ["violations"], "preload": False})
        assert results.violations_count == 0, f"{self.page.url} at {width} px\n{results.generate_report()}"

    def check_quiet(self) -> None:
        """See that nothing complained and no other host was asked."""
        assert self.complaints == []
        assert self.strangers == set()

    def _overflow(self) -> int:
        root = "document.documentElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def check_direction(self, language: str) -> None:
        """See that the page says its language and is laid out in its direction."""
        assert self.page.get_attribute("html", "lang") == language
        direction = "rtl" if language == "ar" else "ltr"
        assert self.page.get_attribute("html", "dir") == direction
        assert self.page.evaluate("getComputedStyle(document.body).direction") == direction

    def number_in(self, selector: str) -> int:
        """Return the first number in an element."""
        found = re.search(r"\d+", self.page.locator(selector).first.inner_text())
        assert found
        return int(found[0])


Visitor = Callable[..., Any]


@pytest.fixture
def visitor(browser: Browser, portal: str, transactional_db: None) -> Visitor:
    """Return a maker of visits, each with a browser's clean state; options are those of a Playwright context."""

    @contextmanager
    def visit(**options: Any) -> Generator[Visit]:
        context: BrowserContext = browser.new_context(
            viewport={"width": WIDE, "height": HEIGHT}, reduced_motion="reduce", service_workers="block", **options
        )
        try:
            yield Visit(context.new_page(), portal)
        finally:
            context.close()

    return visit
