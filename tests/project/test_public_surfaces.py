"""What is not public leaves no trace on any public surface; what is public can be seen by this very crawl.

Every address of the portal is either in `REGISTRY` (with the requests that show what it shows) or in `SIGNED_IN` (and
then refuses whoever is not signed in). The crawl answers each request before and after a brief is planted, with all
that the desk keeps of it: comments, versions, unsaved entries, names to suppress, imports. The answers must be the same
to the byte, headers and counts included. So an unknown brief and a secret one cannot be told apart. People with an
account who have no part in the brief, and programs with their tokens, must not see more: they crawl `AT_WORK` too.
"""

import re
import sys
from collections.abc import Callable
from urllib.parse import quote, unquote_plus

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from caselaw.actions import corrections
from caselaw.choices import CaseStatus
from caselaw.exports.snapshot import snapshot_of
from caselaw.models import Case, CorrectionRequest
from portal.core.actions import tokens
from portal.core.choices import TokenScope
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, CaseRelationFactory, index, public_id
from tests.factories.core import UserFactory
from tests.factories.jobs import JobFactory
from tests.planting import (
    SEARCHED,
    SHOWN,
    STAFF_ONLY,
    full_brief,
    keep_versions,
    settle,
    texts_without_a_word,
)
from tests.surfaces import AT_WORK, REGISTRY, SIGNED_IN, Planted, routes

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
CANARY = "zq"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
NEVER_PUBLIC = (CaseStatus.DRAFT, CaseStatus.IN_REVIEW, CaseStatus.CLEARED, CaseStatus.ON_HOLD)


TOMBSTONES = ("cases/feed.atom", "cases/withdrawn/", "api/v1/changes/")
# Surfaces without a word of any brief, or with numbers only.
WORDLESS = {
    "about/",
    "account/sign-in/",
    "account/sign-out/",
    "account/sign-up/",
    "account/inactive/",
    "account/email/sent/",
    r"account/^email/confirm/(?P<key>[-:\w]+)/$",
    "account/password/reset/",
    "account/password/reset/sent/",
    "account/password/reset/done/",
    r"account/^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "account/invitation/<str:link>/",
    "admin/login/",
    "api/v1/<path:rest>",
    "api/v1/changes/",
    "api/v1/docs/",
    "api/v1/code-lists/",
    "api/v1/indicators/",
    "api/v1/jurisdictions/",
    "api/v1/questionnaires/",
    "api/v1/questionnaires/<slug:code>/<int:version>/",
    "api/v1/rounds/",
    "api/v1/schema/",
    "api/v1/terms/",
    "cases/corrections/<str:token>/",
    "cases/withdrawn/",
    "country-data/delegations/<str:token>/",
    "favicon.ico",
    "healthz",
    "jurisdictions/",
    "readyz",
    "robots.txt",
    "sitemap.xml",
}


@pytest.fixture
def planted() -> Planted:
    """Identifiers of briefs that may come, and a published brief of Argentina, so that no list is empty."""
    other = CaseFactory(published=True)
    keep_versions(other, snapshot_of(other), snapshot_of(other))
    settle()
    return Planted(tuple(public_id(500_000 + n) for n in range(4)), "zqtitle-v-state", other)


def addresses(planted: Planted) -> list[tuple[str, str]]:
    """Return (route, address) of every request, in English."""
    return [(route, address) for route, asked in REGISTRY.items() for address in asked(planted)]


def answer(client: Client, address: str, method: str = "get") -> str:
    """Return all that an answer says: status, headers and body, without signs that are drawn anew for each answer."""
    cache.clear()
    response = getattr(client, method)(address)
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()) if name != "Expires")
    text = f"{response.status_code}\n{headers}\n\n{response.getvalue().decode()}"
    text = re.sub(r'name="(csrfmiddlewaretoken|stamp)" value="[^"]*"', "", text)
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)  # a token against forged requests, in a script
    return re.sub(r"Content-Length: \d+", "", text) if 'name="stamp"' in text else text


def without_echo(text: str, address: str) -> str:
    """Return a text in small letters without the words that the address itself brought along."""
    text, path = text.lower(), address.lower()
    asked = path.partition("?q=")[2]
    own = re.findall(r"zq[a-z*-]+", path)
    for echo in sorted(
        {path, quote(path), asked, unquote_plus(asked), quote(asked).lower(), *own} - {""}, key=len, reverse=True
    ):
        text = text.replace(echo, "")
    return text


Registry = dict[str, Callable[[Planted], list[str]]]
Answers = dict[tuple[str, str, str], str]


def snapshot(client: Client, planted: Planted, registry: Registry = REGISTRY) -> Answers:
    """Return every answer by route, method and address."""
    found = {}
    for route, asked in registry.items():
        for number, address in enumerate(asked(planted)):
            found[(route, "get", address)] = answer(client, address)
            if number == 0 or "public_id" in route:
                for method in ("head", "options"):
                    found[(route, method, address)] = answer(client, address, method)
    return found


def changed(before: Answers, after: Answers) -> set[tuple[str, str]]:
    """Return (route, address) of the answers that are not the same."""
    return {
        (route, address) for (route, method, address), text in after.items() if before[(route, method, address)] != text
    }


def traces(answers: Answers) -> list[tuple[str, str]]:
    """Return (address, place) for every canary word in the answers."""
    found = []
    for (_, _, address), text in answers.items():
        for match in re.finditer(CANARY, rest := without_echo(text, address)):
            found.append((address, rest[max(match.start() - 30, 0) : match.end() + 30]))
    return found


def in_every_language(client: Client, planted: Planted) -> list[tuple[str, str]]:
    """Return the traces on the pages in the other languages."""
    translated = {
        (route, code, f"/{code}{address}"): answer(client, f"/{code}{address}")
        for route, address in addresses(planted)
        if client.get(f"/ar{address}").status_code != 404 or "<" in route
        for code in LANGUAGES
        if not route.startswith("api/")
    }
    assert len(translated) > 50
    return traces(translated)


# The registry


def test_every_address_is_registered_or_refuses_whoever_is_not_signed_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = {*REGISTRY, *AT_WORK, *SIGNED_IN}
    found = set(routes())
    unknown = sorted(
        route for route in found - known if not route.startswith(("admin/", "jobs/")) or route == "admin/login/"
    )

    assert unknown == [], "Add these to REGISTRY (public) or SIGNED_IN."
    assert sorted(known - found) == [], "There are no such addresses any more."
    sample = Planted(tuple(public_id(n) for n in range(4)), "x", Case(public_id=public_id(9), slug="x"))
    public, work = (sum(len(asked(sample)) for asked in registry.values()) for registry in (REGISTRY, AT_WORK))
    behind = len(found - set(REGISTRY))
    with capsys.disabled():
        sys.stdout.write(
            f"\npublic surfaces: {len(REGISTRY)} routes, {public} requests; "
            f"behind sign-in: {behind} routes, of which {len(AT_WORK)} with {work} requests are crawled by people\n"
        )


def test_what_is_for_people_with_an_account_refuses_the_others(client: Client, planted: Planted) -> None:
    case = full_brief(CaseStatus.PUBLISHED, planted.ids[0])
    own = {route: asked(planted)[0] for route, asked in AT_WORK.items()}
    asked = own | {route: address(case) for route, address in SIGNED_IN.items()}

    for method in ("get", "post"):
        for route, address in asked.items():
            cache.clear()
            response = getattr(client, method)(address)

            assert response.status_code in (302, 401, 403, 405), (method, route)
            assert response.status_code != 302 or response.url.startswith("/account/sign-in/"), (method, route)
            assert CANARY not in without_echo(response.getvalue().decode(), address), (method, route)


def test_the_administration_and_the_jobs_refuse_whoever_is_not_signed_in(client: Client) -> None:
    job = JobFactory()
    behind = [route for route in routes() if route.startswith(("admin/", "jobs/")) and route != "admin/login/"]
    assert len(behind) > 50

    for route in behind:
        address = re.sub(r"<uuid:[^>]*>|<[^>]*public_id>", str(job.public_id), "/" + route)
        address = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "1", address).replace("$", "").replace("^", "").replace("\\", "")
        response = client.get(address)

        assert response.status_code in (302, 403, 404, 405), address
        if response.status_code == 302:
            assert "/sign-in/" in response.url or "/login/" in response.url or response.url.startswith("/admin/"), (
                address
            )


def test_a_planted_brief_has_a_canary_word_in_every_text_field() -> None:
    case = full_brief(CaseStatus.PUBLISHED, public_id(500_000))

    assert texts_without_a_word(case) == []


# What is not public


def _viewer(who: str, client_for: ClientFor) -> Client:
    people = {"signed in": lambda: UserFactory(), "contributor": lambda: UserFactory(role="contributor")}
    return client_for(people[who]()) if who in people else Client()


def _program() -> Client:
    """Return a program with every scope, in the name of a contributor."""
    made = tokens.create(
        name="Robot", scopes=list(TokenScope), days=30, by=UserFactory(role="contributor"), now=timezone.now()
    )
    return Client(headers={"Authorization": f"Bearer {made.text}"})


def _plant_what_was_never_public(planted: Planted) -> None:
    for key, status in zip(planted.ids, NEVER_PUBLIC, strict=False):
        CaseRelationFactory(from_case=planted.other, to_case=full_brief(status, key))
    changes = full_brief(CaseStatus.DRAFT, "changes", revises=planted.other)
    keep_versions(planted.other, snapshot_of(changes), is_withheld=True, note="Zqwithheld.")
    settle()
    index(planted.other)


@pytest.mark.parametrize("who", ["anonymous", "signed in", "contributor"])
def test_what_was_never_public_changes_no_answer(client_for: ClientFor, planted: Planted, who: str) -> None:
    client, registry = _viewer(who, client_for), REGISTRY if who == "anonymous" else REGISTRY | AT_WORK
    before = snapshot(client, planted, registry)

    _plant_what_was_never_public(planted)
    after = snapshot(client, planted, registry)

    assert changed(before, after) == set()
    assert traces(after) == []
    assert who != "anonymous" or in_every_language(client, planted) == []


def test_a_token_with_every_scope_opens_nothing_of_others(planted: Planted) -> None:
    program = _program()
    interface = {route: asked for route, asked in (REGISTRY | AT_WORK).items() if route.startswith("api/")}
    before = snapshot(program, planted, interface)

    _plant_what_was_never_public(planted)
    after = snapshot(program, planted, interface)

    assert program.get("/api/v1/account").status_code == 200
    assert changed(before, after) - {("api/v1/account", "/api/v1/account")} == set()
    assert traces(after) == []


@pytest.mark.parametrize("who", ["anonymous", "contributor"])
def test_what_was_hidden_is_like_unknown_but_for_its_tombstone(
    client_for: ClientFor, planted: Planted, who: str
) -> None:
    client, registry = _viewer(who, client_for), REGISTRY if who == "anonymous" else REGISTRY | AT_WORK
    before = snapshot(client, planted, registry)

    for key in planted.ids[:2]:
        full_brief(CaseStatus.ON_HOLD, key, was_public=True)
    settle()
    after = snapshot(client, planted, registry)

    assert {route for route, _ in changed(before, after)} == {"cases/feed.atom", "api/v1/changes/"}
    assert traces(after) == []
    assert who != "anonymous" or in_every_language(client, planted) == []


@pytest.mark.parametrize("who", ["anonymous", "contributor"])
def test_what_was_withdrawn_shows_its_tombstone_alone(client_for: ClientFor, planted: Planted, who: str) -> None:
    client = _viewer(who, client_for)
    before = snapshot(client, planted)

    full_brief(CaseStatus.WITHDRAWN, planted.ids[0], was_public=True)
    settle()
    after = snapshot(client, planted)

    elsewhere = {pair for pair in changed(before, after) if planted.ids[0] not in pair[1]}
    assert {route for route, _ in elsewhere} == set(TOMBSTONES)
    assert all("q=" not in address for _, address in changed(before, after))
    assert traces(after) == []
    for address in ("versions/", "versions/compare/", "versions/compare/?from=1&to=2"):
        assert client.get(f"/cases/{planted.ids[0]}/{address}").status_code in (404, 410), address
    for address in (f"/cases/{planted.ids[0]}/", f"/cases/{planted.ids[0]}/any/", f"/api/v1/cases/{planted.ids[0]}/"):
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store"), address
        assert "The judgment was set aside." in response.getvalue().decode()


def test_a_report_of_a_reader_is_shown_to_the_reporter_without_its_words(client: Client) -> None:
    case = full_brief(CaseStatus.PUBLISHED, public_id(500_000))
    report = case.correction_requests.get()

    text = answer(client, f"/cases/corrections/{corrections.token_of(report)}/").lower()

    assert CorrectionRequest.objects.count() == 1
    assert CANARY not in text


# What is public


def test_what_is_published_is_on_every_surface(client: Client, planted: Planted) -> None:
    before = snapshot(client, planted)

    case = full_brief(CaseStatus.PUBLISHED, planted.ids[0])
    CaseRelationFactory(from_case=planted.other, to_case=case)
    index(planted.other)
    settle()
    after = snapshot(client, planted)

    with_words = {route for (route, _, address), text in after.items() if CANARY in without_echo(text, address)}
    assert set(REGISTRY) - with_words == WORDLESS
    silent = {
        route
        for route, _ in addresses(planted)
        if route not in {changed_route for changed_route, _ in changed(before, after)}
    }
    assert silent == WORDLESS - {"api/v1/changes/", "api/v1/jurisdictions/", "jurisdictions/"}
    page = answer(client, case.get_absolute_url()).lower()
    assert [word for word in SHOWN if word not in page] == []
    for word in SEARCHED:
        found = client.get(f"/api/v1/cases/?q={word}").json()
        assert [row["id"] for row in found["results"]] == [case.public_id], word


def test_readers_compare_the_texts_of_public_versions_and_nothing_else(client: Client) -> None:
    case = full_brief(CaseStatus.PUBLISHED, public_id(500_000))
    address = f"/cases/{case.public_id}/versions/compare/"

    page = answer(client, address).lower()

    assert "zqfacts" in page
    assert [word for word in (*STAFF_ONLY, "zqwithheld", "zqdefendant", "zqremark") if word in page] == []
    assert client.get(f"{address}?from=1&to=3").status_code == 404


# Staff


@pytest.mark.parametrize("status", [CaseStatus.DRAFT, CaseStatus.WITHDRAWN])
def test_staff_see_the_page_of_a_brief_that_is_not_public_and_find_it_nowhere_else(
    client_for: ClientFor, planted: Planted, status: CaseStatus
) -> None:
    client = client_for(UserFactory(is_staff=True, permissions=("caselaw.view_case",)))
    before = snapshot(client, planted)

    case = full_brief(status, planted.ids[0])
    after = snapshot(client, planted)

    elsewhere = {route for route, address in changed(before, after) if case.public_id not in address}
    assert elsewhere == ({"cases/withdrawn/"} if status == CaseStatus.WITHDRAWN else set())
    page = answer(client, case.get_absolute_url()).lower()
    assert [word for word in SHOWN if word not in page] == []
    answered = client.get(f"/api/v1/cases/{case.public_id}/").status_code
    assert answered == (410 if status == CaseStatus.WITHDRAWN else 404)


def test_staff_without_the_permission_do_not_see_it(client_for: ClientFor) -> None:
    case = full_brief(CaseStatus.DRAFT, public_id(500_000))

    assert client_for(UserFactory(is_staff=True)).get(case.get_absolute_url()).status_code == 404


def test_an_account_that_was_closed_does_not_see_it() -> None:
    case = full_brief(CaseStatus.DRAFT, public_id(500_000))
    user = UserFactory(is_staff=True, permissions=("caselaw.view_case",), is_active=False)

    assert not Case.objects.visible_to(user).filter(pk=case.pk).exists()
