"""What browsers are told, and what production insists on."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.urls import get_resolver

from portal.core.middleware import RequestLog
from portal.core.models import User
from portal.core.uploads import serve_privately
from tests.factories.caselaw import CaseFactory
from tests.factories.core import PASSWORD, PrivateFileFactory
from tests.factories.jobs import JobFactory

ClientFor = Callable[[User], Client]

CHECKOUT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "made-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "FIELD_ENCRYPTION_KEYS": "bGludC1rZXktbm90LXNlY3JldC0wMTIzNDU2Nzg5YWI=",
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_SITE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "REDIS_URL": "redis://localhost",
}
PUBLIC = [
    "/",
    "/ar/",
    "/about/",
    "/cases/",
    "/cases/?q=farm&means=nothing",
    "/jurisdictions/",
    "/jurisdictions/AR/",
    "/account/sign-in/",
    "/nowhere/",
    "/healthz",
    "/robots.txt",
    "/api/v1/cases/",
    "/api/v1/schema/",
]
SIGNED_IN = ["/account/", "/desk/imports/", "/about/components/", "/admin/", "/admin/caselaw/case/"]
DOCS = "/api/v1/docs/"


def policy(response: object) -> dict[str, list[str]]:
    """Return the content policy by directive."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def check_headers(response: object) -> None:
    """See that an answer is strict: no inline code, no other host, no frame."""
    directives = policy(response)
    assert directives["default-src"] == directives["script-src"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["object-src"] == ["'none'"]
    assert directives["base-uri"] == directives["form-action"] == directives["connect-src"] == ["'self'"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'self'", "'none'", "data:"}
    assert [name for name, sources in directives.items() if "data:" in sources] == ["img-src"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def check_markup(html: str) -> None:
    """See that the page keeps the policy itself."""
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", html) == []
    assert re.findall(r"<style\b", html) == []
    assert re.findall(r"<[a-z][^>]*\sstyle=", html) == []
    assert re.findall(r"<[a-z][^>]*\son[a-z]+=", html) == []
    loaded = re.findall(r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]+)"', html)
    loaded += re.findall(r'<link[^>]*\srel="(?:stylesheet|icon|preload)"[^>]*\shref="([^"]+)"', html)
    assert [address for address in loaded if not address.startswith(("/static/", "data:"))] == []


# Logs


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("/cases/?q=Rosa+Vargas", "GET /cases/"),
        ("/fr/account/invitation/WzEsMV0:abc/", "GET /fr/account/invitation/…/"),
        ("/cases/corrections/0f:abc/?q=x", "GET /cases/corrections/…/"),
        ("/account/password/reset/3-abc/", "GET /account/password/reset/…-…/"),
        ("/account/email/confirm/MTc:abc/", "GET /account/email/confirm/…/"),
        ("/nowhere/?q=Rosa+Vargas", "GET /nowhere/"),
    ],
)
def test_the_log_holds_neither_search_terms_nor_secrets_of_addresses(url: str, written: str) -> None:
    assert RequestLog.format_request(RequestFactory().get(url)) == written


@pytest.mark.django_db
def test_a_refused_request_is_logged_without_them(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/api/v1/cases/?q=Rosa+Vargas&nonsense=1")
    client.get("/account/invitation/WzEsMV0:abc/")

    assert "GET /account/invitation/…/" in caplog.text
    assert "Vargas" not in caplog.text
    assert "WzEsMV0" not in caplog.text


# Headers


@pytest.mark.django_db
@pytest.mark.parametrize("url", PUBLIC)
def test_every_public_answer_is_strict(client: Client, url: str) -> None:
    CaseFactory(published=True)
    response = client.get(url)

    check_headers(response)
    if response["Content-Type"].startswith("text/html"):
        check_markup(response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("url", SIGNED_IN)
def test_every_page_of_staff_is_strict(administrator: User, client_for: ClientFor, url: str) -> None:
    CaseFactory(published=True)
    response = client_for(administrator).get(url)

    assert response.status_code == 200
    check_headers(response)
    if not url.startswith("/admin/"):  # Django's own templates, which keep the policy in the browser: see the journeys
        check_markup(response.content.decode())


@pytest.mark.django_db
def test_a_brief_a_job_and_a_form_in_the_admin_are_strict(administrator: User, client_for: ClientFor) -> None:
    case, job = CaseFactory(published=True), JobFactory()

    for url in (case.get_absolute_url(), f"/jobs/{job.public_id}/", f"/admin/caselaw/case/{case.pk}/change/"):
        response = client_for(administrator).get(url)
        assert response.status_code == 200
        check_headers(response)


@pytest.mark.django_db
def test_only_the_documentation_of_the_api_allows_styles_from_its_script(client: Client) -> None:
    directives = policy(client.get(DOCS))

    assert directives["style-src"] == ["'self'", "'unsafe-inline'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'none'"]


@pytest.mark.django_db
def test_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere(editor: User, client: Client) -> None:
    client.post("/account/sign-in/", {"username": editor.email, "password": PASSWORD})

    session = client.cookies[settings.SESSION_COOKIE_NAME]

    assert session["httponly"]
    assert session["samesite"] == "Lax"


@pytest.mark.django_db
def test_a_reader_gets_no_cookie(client: Client) -> None:
    CaseFactory(published=True)
    for url in ("/", "/ar/", "/cases/?q=farm", "/jurisdictions/AR/", "/api/v1/cases/"):
        client.get(url)

    assert dict(client.cookies) == {}


# Private files


@pytest.mark.django_db
def test_a_private_file_has_no_address() -> None:
    stored = PrivateFileFactory(file=ContentFile(b"secret", "secret.pdf"))

    with pytest.raises(ValueError, match="A private file has no URL"):
        str(stored.file.url)
    assert "secret" not in stored.file.name


@pytest.mark.django_db
def test_no_address_leads_to_the_folder_of_files(client: Client) -> None:
    stored = PrivateFileFactory(file=ContentFile(b"secret", "secret.pdf"))

    assert Path(stored.file.path).is_file()
    for url in (f"/{stored.file.name}", f"/media/{stored.file.name}", f"/static/{stored.file.name}"):
        assert client.get(url).status_code == 404
    assert not finders.find(stored.file.name, find_all=True)
    served = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    assert not [pattern for pattern in served if "media" in pattern or "files" in pattern]


@pytest.mark.django_db
def test_the_folder_of_files_is_no_part_of_what_is_served() -> None:
    files, served = Path(settings.MEDIA_ROOT).resolve(), [Path(settings.STATIC_ROOT), *settings.STATICFILES_DIRS]

    assert not [folder for folder in served if files.is_relative_to(Path(folder).resolve())]


@pytest.mark.django_db
def test_only_the_portal_may_read_a_stored_file() -> None:
    path = Path(PrivateFileFactory(file=ContentFile(b"secret", "secret.pdf")).file.path)

    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["report.pdf", 'a"b\r\nX-Evil: 1.pdf', "تقرير.pdf"])
def test_a_private_file_is_served_as_a_closed_download(name: str) -> None:
    response = serve_privately(PrivateFileFactory(name=name, file=ContentFile(b"secret", "x")))

    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response.getvalue() == b"secret"
    response.close()


# Production


def manage(*arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an installation would, with these variables and nothing of the test run's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    wanted = {name: value for name, value in {**PRODUCTION, **environment}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**kept, **wanted},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_passes_every_check_for_deployment() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_closes_what_development_leaves_open() -> None:
    names = [
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "DEBUG",
        "SAMPLE_DATA",
        "CSRF_TRUSTED_ORIGINS",
    ]
    done = manage(
        "shell",
        "--no-imports",
        "-c",
        f"from django.conf import settings as s\nfor n in {names}: print(n, getattr(s, n))",
    )

    assert dict(line.split(" ", 1) for line in done.stdout.splitlines()) == {
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": "True",
        "SECURE_SSL_REDIRECT": "True",
        "SESSION_COOKIE_SECURE": "True",
        "CSRF_COOKIE_SECURE": "True",
        "DEBUG": "False",
        "SAMPLE_DATA": "False",
        "CSRF_TRUSTED_ORIGINS": "['https://portal.example']",
    }, done.stderr


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "PORTAL_SITE_URL"]
)
@pytest.mark.parametrize("value", [None, ""])
def test_production_does_not_start_without_what_belongs_to_it(name: str, value: str | None) -> None:
    done = manage("check", **{name: value})

    assert done.returncode != 0
    assert f"Set the environment variable {name}" in done.stderr


def test_a_weak_secret_is_noticed() -> None:
    assert manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY="short").returncode != 0
