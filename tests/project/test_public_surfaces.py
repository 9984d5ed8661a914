"""What is not public leaves no trace on any public surface; what is public can be seen by this very crawl.

Every address of the portal is either in `REGISTRY` (with the requests that show what it shows) or in `SIGNED_IN` (and
then refuses whoever is not signed in). The crawl answers each request before and after a brief is planted, with all
that the desk keeps of it: comments, versions, unsaved entries, names to suppress, imports. The answers must be the same
to the byte, headers and counts included. So an unknown brief and a secret one cannot be told apart. People with an
account who have no part in the brief, and programs with their tokens, must not see more: they crawl `AT_WORK` too.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
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
    CODE,
    SEARCHED,
    SHOWN,
    STAFF_ONLY,
    YEAR,
    full_brief,
    keep_versions,
    settle,
    texts_without_a_word,
    uuid_of,
)

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
CANARY = "zq"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
NEVER_PUBLIC = (CaseStatus.DRAFT, CaseStatus.IN_REVIEW, CaseStatus.CLEARED, CaseStatus.ON_HOLD)


@dataclass(frozen=True)
class Planted:
    """Identifiers that are asked for, whether a brief bears them already or not."""

    ids: tuple[str, ...]
    slug: str
    other: Case


def _own(pattern: str) -> Callable[[Planted], list[str]]:
    return lambda planted: [pattern.format(id=key, slug=planted.slug) for key in planted.ids]


def _desk(pattern: str) -> Callable[[Planted], list[str]]:
    return lambda planted: [pattern.format(uuid=uuid_of(key)) for key in (*planted.ids, "changes")]


def _fixed(*addresses: str) -> Callable[[Planted], list[str]]:
    return lambda planted: list(addresses)


_SEARCHES = (
    "",
    "?sort=oldest",
    "?sort=added",
    "?sort=sentence",
    f"?jurisdiction={CODE}",
    "?purpose=organ_removal",
    f"?q={'+OR+'.join(SEARCHED)}",
    "?q=zq*",
)
# Route (without the language) to the requests that show all that it can show.
REGISTRY: dict[str, Callable[[Planted], list[str]]] = {
    "": _fixed("/"),
    "about/": _fixed("/about/"),
    "cases/": lambda planted: [
        *(f"/cases/{search}" for search in _SEARCHES),
        f"/cases/?year={YEAR}",
        f"/cases/?year_to={YEAR}",
        "/cases/?sector=aquaculture",
        "/cases/?means=zqmeans",
        *(f"/cases/?q={key}" for key in planted.ids),
    ],
    "cases/feed.atom": _fixed("/cases/feed.atom"),
    "cases/withdrawn/": _fixed("/cases/withdrawn/", "/cases/withdrawn/?format=csv", "/cases/withdrawn/?page=2"),
    "cases/corrections/<str:token>/": _fixed("/cases/corrections/zqtoken/"),
    "cases/<public_id:public_id>/": _own("/cases/{id}/"),
    "cases/<public_id:public_id>/<slug:slug>/": lambda planted: [
        *_own("/cases/{id}/{slug}/")(planted),
        *_own("/cases/{id}/another-slug/?text=fr")(planted),
        planted.other.get_absolute_url(),
    ],
    "cases/<public_id:public_id>/correction/": _own("/cases/{id}/correction/"),
    "cases/<public_id:public_id>/versions/": lambda planted: [
        *_own("/cases/{id}/versions/")(planted),
        f"/cases/{planted.other.public_id}/versions/",
    ],
    "cases/<public_id:public_id>/versions/compare/": lambda planted: [
        *_own("/cases/{id}/versions/compare/")(planted),
        *_own("/cases/{id}/versions/compare/?from=1&to=3")(planted),
        f"/cases/{planted.other.public_id}/versions/compare/",
        f"/cases/{planted.other.public_id}/versions/compare/?from=1&to=3",
    ],
    "jurisdictions/": _fixed("/jurisdictions/", "/jurisdictions/?format=csv"),
    "jurisdictions/<jurisdiction_code:code>/": _fixed(f"/jurisdictions/{CODE}/", "/jurisdictions/AR/"),
    "account/sign-in/": _fixed("/account/sign-in/"),
    "account/sign-out/": _fixed("/account/sign-out/"),
    "account/sign-up/": _fixed("/account/sign-up/"),
    "account/inactive/": _fixed("/account/inactive/"),
    "account/email/sent/": _fixed("/account/email/sent/"),
    r"account/^email/confirm/(?P<key>[-:\w]+)/$": _fixed("/account/email/confirm/zqkey/"),
    "account/password/reset/": _fixed("/account/password/reset/"),
    "account/password/reset/sent/": _fixed("/account/password/reset/sent/"),
    "account/password/reset/done/": _fixed("/account/password/reset/done/"),
    r"account/^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": _fixed("/account/password/reset/1-zqkey/"),
    "account/invitation/<str:link>/": _fixed("/account/invitation/zqtoken/"),
    "admin/login/": _fixed("/admin/login/"),
    "healthz": _fixed("/healthz"),
    "readyz": _fixed("/readyz"),
    "robots.txt": _fixed("/robots.txt"),
    "favicon.ico": _fixed("/favicon.ico"),
    "sitemap.xml": _fixed("/sitemap.xml"),
    "sitemap-<section>.xml": _fixed(
        "/sitemap-pages.xml", "/sitemap-briefs.xml", "/sitemap-jurisdictions.xml", "/sitemap-briefs.xml?p=2"
    ),
    "api/v1/cases/": lambda planted: [
        *(f"/api/v1/cases/{search}" for search in _SEARCHES if search != "?q=zq*"),
        "/api/v1/cases/?updated_since=2001-01-01",
        "/api/v1/cases/?limit=1",
        *(f"/api/v1/cases/?q={key}" for key in planted.ids),
    ],
    "api/v1/cases/<str:public_id>/": lambda planted: [
        *_own("/api/v1/cases/{id}/")(planted),
        *_own("/api/v1/cases/{id}/?fields=title")(planted),
        f"/api/v1/cases/{planted.other.public_id}/",
    ],
    "api/v1/changes/": _fixed("/api/v1/changes/", "/api/v1/changes/?since=2001-01-01", "/api/v1/changes/?cursor=0"),
    "api/v1/terms/": _fixed("/api/v1/terms/", "/api/v1/terms/?scheme=purpose"),
    "api/v1/jurisdictions/": _fixed("/api/v1/jurisdictions/", "/api/v1/jurisdictions/?language=ar"),
    "api/v1/schema/": _fixed("/api/v1/schema/"),
    "api/v1/docs/": _fixed("/api/v1/docs/", "/api/v1/docs/?script="),
    "api/v1/<path:rest>": _own("/api/v1/anything/{id}/"),
}
# What people with an account see of their own work; whoever has no part in a brief finds no trace of it there.
AT_WORK: dict[str, Callable[[Planted], list[str]]] = {
    "account/": _fixed("/account/"),
    "account/devices/": _fixed("/account/devices/"),
    "account/invitations/": _fixed("/account/invitations/"),
    "account/preferences/": _fixed("/account/preferences/"),
    "account/tokens/": _fixed("/account/tokens/"),
    "api/v1/account": _fixed("/api/v1/account"),
    "api/v1/jobs/<uuid:public_id>": _desk("/api/v1/jobs/{uuid}"),
    "api/v1/drafts/": _fixed("/api/v1/drafts/"),
    "api/v1/drafts/<uuid:uuid>/": _desk("/api/v1/drafts/{uuid}/"),
    "cases/import/": _fixed("/cases/import/"),
    "desk/": _fixed("/desk/"),
    "desk/cases/": _fixed(
        "/desk/cases/", "/desk/cases/?q=zqtitle", "/desk/cases/?status=changes", "/desk/cases/?format=csv"
    ),
    "desk/cases/<uuid:uuid>/": _desk("/desk/cases/{uuid}/"),
    "desk/cases/<uuid:uuid>/compare/": _desk("/desk/cases/{uuid}/compare/"),
    "desk/cases/<uuid:uuid>/redaction/": _desk("/desk/cases/{uuid}/redaction/"),
    "desk/cases/<uuid:uuid>/screening/": _desk("/desk/cases/{uuid}/screening/"),
    "desk/cases/<uuid:uuid>/screening/names/": _desk("/desk/cases/{uuid}/screening/names/"),
    "desk/cases/<uuid:uuid>/step/<slug:name>/": _desk("/desk/cases/{uuid}/step/submit/"),
    "desk/cases/<uuid:uuid>/timeline/": _desk("/desk/cases/{uuid}/timeline/"),
    "desk/cases/<uuid:uuid>/write/": _desk("/desk/cases/{uuid}/write/"),
    "desk/cases/<uuid:uuid>/row/": _desk("/desk/cases/{uuid}/row/"),
    "desk/cases/new/": _fixed("/desk/cases/new/"),
    "desk/corrections/": _fixed("/desk/corrections/"),
    "desk/imports/": _fixed("/desk/imports/"),
    "desk/log/": _fixed("/desk/log/", "/desk/log/?format=csv"),
}
# Answers to a POST alone.
_POSTED = ("assign", "autosave", "comment", "gate", "preview")
_OF_IMPORTS = ("", "progress/", "confirm/", "check/", "stop/", "undo/", "discard/", "findings.csv", "findings.xlsx")
_OF_FACTORS = ("", "required/", "app/", "app/remove/", "codes/", "codes/new/", "codes/download/", "keys/", "keys/add/")
_OF_ACCOUNTS = ("sign-in/code/", "sign-in/passkey/", "confirm/", "confirm/code/", "confirm/passkey/", "email/")
_OF_ACCOUNTS += ("password/", "password/set/", "invitations/new/", *(f"second-factor/{name}" for name in _OF_FACTORS))


def _import_of(case: Case) -> str:
    return f"/desk/imports/{case.import_items.get().batch.public_id}/"


# Route to an address, with what is planted: whoever is not signed in is led to the sign-in or refused.
SIGNED_IN: dict[str, Callable[[Case], str]] = {
    **{f"account/{name}": (lambda case, name=name: f"/account/{name}") for name in _OF_ACCOUNTS},
    **{
        f"desk/cases/<uuid:uuid>/{name}/": (lambda case, name=name: f"/desk/cases/{case.uuid}/{name}/")
        for name in _POSTED
    },
    **{
        f"desk/imports/<uuid:public_id>/{name}": (lambda case, name=name: f"{_import_of(case)}{name}")
        for name in _OF_IMPORTS
    },
    **{
        f"desk/lookups/{name}/": (lambda case, name=name: f"/desk/lookups/{name}/?q=zq")
        for name in ("countries", "courts", "jurisdictions", "terms")
    },
    "about/components/": lambda case: "/about/components/",
    "account/invitations/<int:pk>/send/": lambda case: "/account/invitations/1/send/",
    "account/invitations/<int:pk>/withdraw/": lambda case: "/account/invitations/1/withdraw/",
    "account/second-factor/keys/<int:pk>/": lambda case: "/account/second-factor/keys/1/",
    "account/second-factor/keys/<int:pk>/remove/": lambda case: "/account/second-factor/keys/1/remove/",
    "account/tokens/<int:pk>/revoke/": lambda case: "/account/tokens/1/revoke/",
    "desk/cases/<uuid:uuid>/versions/<int:number>/withhold/": lambda case: (
        f"/desk/cases/{case.uuid}/versions/1/withhold/"
    ),
    "desk/corrections/<uuid:uuid>/": lambda case: f"/desk/corrections/{case.correction_requests.get().uuid}/",
    "desk/imports/template.<template_ending:ending>": lambda case: "/desk/imports/template.xlsx",
    "desk/log/<uuid:context_id>/": lambda case: f"/desk/log/{case.events.latest('pgh_id').pgh_context_id}/",
    "desk/markdown/": lambda case: "/desk/markdown/",
}
# Where the number and date of what went, and the public reason, must be told.
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
    "api/v1/jurisdictions/",
    "api/v1/schema/",
    "api/v1/terms/",
    "cases/corrections/<str:token>/",
    "cases/withdrawn/",
    "favicon.ico",
    "healthz",
    "jurisdictions/",
    "readyz",
    "robots.txt",
    "sitemap.xml",
}


def routes(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterator[str]:
    """Yield the route of every address; those of the administration as they stand in regular expressions."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


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
