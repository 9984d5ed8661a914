"""Pages of the whole site: home, about, account, health, robots, and what refusals look like."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError

from caselaw.choices import Scheme
from caselaw.models import Jurisdiction
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User
from portal.jobs.models import WorkerSign
from portal.pages import views
from tests.factories.caselaw import CaseFactory, ElementFindingFactory, index
from tests.factories.core import UserFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
MOST_HOME_QUERIES = 15


def page(client: Client, url: str, status: int = 200) -> str:
    """Return a page's text."""
    response = client.get(url)
    assert response.status_code == status
    return unescape(response.content.decode())


@pytest.fixture
def forgiving() -> Client:
    """A browser that gets the page of a fault instead of the exception."""
    return Client(raise_request_exception=False)


# Home and about


def test_an_empty_portal_has_a_home(client: Client) -> None:
    html = page(client, "/")

    assert "What courts decide on trafficking in persons" in html
    assert "No brief has been published yet." in html
    assert "<title>Trafficking in Persons Knowledge Portal</title>" in html


def test_home_shows_the_four_newest_published_decisions(client: Client) -> None:
    for year in (2016, 2018, 2017, 2020, 2019):
        CaseFactory(published=True, decision_date=f"{year}-01-01", official_title=f"Decision of {year}")
    CaseFactory(complete=True, decision_date="2025-01-01", official_title="Decision of 2025")

    html = page(client, "/")

    assert re.findall(r"<bdi>Decision of (\d+)</bdi>", html) == ["2020", "2019", "2018", "2017"]
    assert "All 5 briefs" in html
    assert "<bdi>2016–2020</bdi>" in html


def test_the_counts_of_home_are_what_their_links_give(client: Client) -> None:
    for jurisdiction, purpose in (("AR", "servitude"), ("ECHR", "servitude"), ("AR", "slavery")):
        case = CaseFactory(published=True, jurisdiction=Jurisdiction.objects.get(code=jurisdiction))
        ElementFindingFactory(case=case, term__scheme__code=Scheme.PURPOSE, term__code=purpose)
        index(case)
    html = page(client, "/")

    counts = re.findall(r'<a href="(/cases/\?purpose=\w+)">[^<]+</a> <span [^>]*>(\d+)</span>', html)

    assert len(counts) == 3  # slavery counts for its broader term too
    for url, count in counts:
        assert f"{count} decision" in page(client, url)
    assert re.findall(r'class="kp-stat__n">(\d+)<', html) == ["3", "1", "1"]


def test_every_link_of_home_and_about_leads_somewhere(client: Client) -> None:
    CaseFactory(published=True)

    for url in ("/", "/about/", "/ar/", "/ar/about/"):
        for link in set(re.findall(r'href="(/[^"#]*)"', page(client, url))):
            if not link.startswith("/static/"):
                assert client.get(link).status_code in {200, 302}, (url, link)


@pytest.mark.usefixtures("sample")
def test_home_takes_as_many_queries_for_all_briefs_as_for_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, "/")
        return len(captured)

    assert queries() <= MOST_HOME_QUERIES


def test_about_says_what_the_portal_is_not(client: Client) -> None:
    html = page(client, "/about/")

    assert "Victims are never named." in html
    assert "The collection is not a sample." in html
    assert "It is not a website of the United Nations" in html


@pytest.mark.parametrize("language", ["", "/fr", "/es", "/ru", "/ar", "/zh-hans"])
@pytest.mark.parametrize("url", ["/", "/about/", "/account/sign-in/"])
def test_a_page_names_its_language_and_its_translations(client: Client, language: str, url: str) -> None:
    html = page(client, language + url)
    code = language.strip("/") or "en"

    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html
    assert re.findall(r'rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)"', html) == [
        ("en", url),
        *((other, f"/{other}{url}") for other in ("fr", "es", "ru", "ar", "zh-hans")),
    ]
    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert sorted(set(ids)) == sorted(ids)


def test_the_page_in_arabic_has_the_style_sheet_of_its_direction(client: Client) -> None:
    assert "portal.rtl.css" in page(client, "/ar/")
    assert "portal.rtl.css" not in page(client, "/")
    assert "fonts-zh.css" in page(client, "/zh-hans/")


def test_a_browser_that_prefers_another_language_still_gets_the_address_it_asked_for(client: Client) -> None:
    response = client.get("/", headers={"accept-language": "ar"})

    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()


def test_sample_data_is_declared_as_such(client: Client, settings: object) -> None:
    words = "This portal shows sample data."

    assert words in page(client, "/")
    settings.SAMPLE_DATA = False
    assert words not in page(client, "/")


# Account


def test_an_account_is_for_its_person(client: Client, client_for: ClientFor) -> None:
    user = UserFactory(full_name="Anna <b>", email="anna@portal.example")
    user.groups.add(Group.objects.create(name="Readers of the north"))

    assert client.get("/account/").url == "/account/sign-in/?next=/account/"
    response = client_for(user).get("/account/")

    html = response.content.decode()
    assert "<h1>Anna &lt;b&gt;</h1>" in html
    assert "anna@portal.example" in html
    assert "Readers of the north" in html
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in html


def test_an_account_offers_only_what_the_person_may_do(
    editor: User, administrator: User, client_for: ClientFor
) -> None:
    offers = {"admin": 'href="/admin/"', "import": 'href="/desk/imports/"'}

    def offered(user: User) -> set[str]:
        html = page(client_for(user), "/account/")
        return {name for name, link in offers.items() if link in html}

    assert offered(UserFactory()) == set()
    assert offered(editor) == offered(administrator) == {"admin", "import"}
    assert offered(UserFactory(is_staff=True)) == {"admin"}


def test_an_account_lists_the_own_jobs_newest_first(client_for: ClientFor) -> None:
    user = UserFactory()
    for number in range(22):
        JobFactory(owner=user, title=f"Own {number}")
    JobFactory(title="Another’s")

    html = page(client_for(user), "/account/")

    assert re.findall(r"<bdi>Own (\d+)</bdi>", html) == [str(number) for number in range(21, 1, -1)]
    assert "Another’s" not in html
    assert "You have started none." in page(client_for(UserFactory()), "/account/")


# Health and robots


def test_a_process_says_that_it_answers_without_the_database(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_the_portal_is_ready_when_all_it_stands_on_is_there(client: Client) -> None:
    WorkerSign.objects.create(seen_at=timezone.now())

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": True, "migrations": True, "broker": True, "worker": True},
    }


def test_a_worker_not_seen_lately_makes_it_not_ready(client: Client) -> None:
    assert client.get("/readyz").json()["checks"]["worker"] is False
    WorkerSign.objects.create(seen_at=timezone.now() - timedelta(hours=1))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert [name for name, is_fine in response.json()["checks"].items() if not is_fine] == ["worker"]


@pytest.mark.parametrize(
    ("check", "broken", "fault"),
    [
        ("broker", "cache", RedisConnectionError("down")),
        ("broker", "cache", OSError("down")),
        ("database", "connection", DatabaseError("down")),
        ("migrations", "MigrationExecutor", DatabaseError("down")),
    ],
)
def test_what_is_down_is_named_and_does_no_more_harm(client: Client, check: str, broken: str, fault: Exception) -> None:
    with patch.object(views, broken, side_effect=fault) as stand_in:
        stand_in.get.side_effect = stand_in.cursor.side_effect = fault
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"][check] is False


def test_crawlers_are_kept_from_what_is_not_for_them(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Sitemap: http://localhost:8000/sitemap.xml",
    ]


def test_browsers_find_the_icon_where_they_look_for_it(client: Client) -> None:
    assert client.get("/favicon.ico").url == "/static/img/icon.svg"


@pytest.mark.parametrize("url", ["/", "/about/", "/account/", "/healthz", "/readyz", "/robots.txt", "/cases/"])
def test_pages_that_only_show_refuse_to_be_written_to(editor: User, client_for: ClientFor, url: str) -> None:
    assert client_for(editor).post(url).status_code == 405
    assert client_for(editor).head(url).status_code in {200, 503}


# Refusals


@pytest.mark.parametrize(("prefix", "direction"), [("", "ltr"), ("/ar", "rtl")])
class TestRefusals:
    """Each refusal is a page in the language of its address, with a way on."""

    def check(self, response: object, status: int, heading: str, direction: str) -> str:
        """See that it is a whole page that no search engine keeps."""
        html = unescape(response.content.decode())
        assert response.status_code == status
        assert f'dir="{direction}"' in html.split(">")[1]
        assert re.findall(r"<h1>([^<]*)</h1>", html) == [heading] or direction == "rtl"
        assert html.count("<h1>") == 1
        assert '<meta name="robots" content="noindex">' in html
        assert 'rel="alternate"' not in html
        return html

    def test_bad_request(self, forgiving: Client, prefix: str, direction: str) -> None:
        response = forgiving.get(f"{prefix}/", headers={"host": "elsewhere.example"})

        html = self.check(response, 400, "This request could not be read", direction)
        assert "elsewhere.example" not in html

    def test_forbidden(self, client_for: ClientFor, prefix: str, direction: str) -> None:
        response = client_for(UserFactory(full_name="Anna")).get(f"{prefix}/desk/imports/")

        html = self.check(response, 403, "You may not see this", direction)
        assert "Anna" in html

    def test_forbidden_by_a_rule(self, forgiving: Client, prefix: str, direction: str) -> None:
        with patch.object(views.coverage, "all_briefs", side_effect=NotAllowedError("Not for <you>.")):
            response = forgiving.get(f"{prefix}/about/")

        assert "Not for <you>." in self.check(response, 403, "You may not see this", direction)
        assert b"<you>" not in response.content

    def test_not_found(self, client: Client, prefix: str, direction: str) -> None:
        html = self.check(client.get(f"{prefix}/nowhere/"), 404, "This page does not exist", direction)

        assert f'action="{prefix}/cases/"' in html

    def test_wrong_status(self, forgiving: Client, prefix: str, direction: str) -> None:
        with patch.object(views.coverage, "all_briefs", side_effect=WrongStatusError("Already published.")):
            response = forgiving.get(f"{prefix}/about/")

        assert "Already published." in self.check(response, 409, "This cannot be done now", direction)

    def test_too_many_requests(self, client: Client, settings: object, prefix: str, direction: str) -> None:
        settings.RATE_LIMITS = {"search": (0, 45)}

        html = self.check(client.get(f"{prefix}/cases/"), 429, "Too many requests", direction)
        assert "45" in html

    def test_fault(self, forgiving: Client, prefix: str, direction: str) -> None:
        with patch.object(views.coverage, "all_briefs", side_effect=ValueError("a secret of the inside")):
            response = forgiving.get(f"{prefix}/about/")

        html = self.check(response, 500, "Something went wrong here", direction)
        assert "secret" not in html


def test_a_fault_is_shown_even_while_the_database_is_down(forgiving: Client) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("down")

    with connection.execute_wrapper(refuse):
        response = forgiving.get("/")

    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()


def test_links_between_languages_of_a_page_that_does_not_exist_lead_home(client: Client) -> None:
    assert 'href="/fr/" lang="fr"' in page(client, "/nowhere/", status=404)


@pytest.mark.parametrize(
    "url", ["/%00", "/cases/%00/", "/jurisdictions/%00/", "/cases/HT-%00/", "/jobs/x/", "/cases/?q=%00"]
)
def test_a_crooked_address_is_no_fault(client: Client, url: str) -> None:
    assert client.get(url).status_code in {200, 404}
