"""API tokens: made once, never read again, opening no more than their owner and their scopes."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from portal.core.actions import tokens
from portal.core.api.throttling import AddressThrottle, TokenThrottle
from portal.core.choices import TokenScope
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import ApiToken, Notice, User
from tests.factories.core import NOW, ApiTokenFactory, CountryRoleFactory, UserFactory
from tests.factories.jobs import JobFactory
from tests.faults import constraints_of, refused_by
from tests.portal.account_pages import confirm, sent, sign_in

pytestmark = pytest.mark.django_db

ALL = tuple(TokenScope)


def _same_prefix() -> None:
    for _turn in range(2):
        ApiTokenFactory(prefix="aaaaaaaa")


FAULTS: dict[str, Callable[[], object]] = {
    "core_apitoken_prefix_form": lambda: ApiTokenFactory(prefix="short"),
    "core_apitoken_hashed": lambda: ApiTokenFactory(secret_sha256="plain"),
    "core_apitoken_known_scopes": lambda: ApiTokenFactory(scopes=["write"]),
    "core_apitoken_expires_within_a_year": lambda: ApiTokenFactory(expires_at=NOW + timedelta(days=366)),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(ApiToken)


def test_a_token_opens_something() -> None:
    with refused_by("core_apitoken_known_scopes"):
        ApiTokenFactory(scopes=[])


def make(owner: User, *scopes: TokenScope, now: datetime | None = None) -> tokens.NewToken:
    """Make a token for a month."""
    return tokens.create(name="Laptop", scopes=scopes or ALL, days=30, by=owner, now=now or timezone.now())


def get(client: Client, path: str, text: str, scheme: str = "Bearer") -> object:
    """Ask the API with a token."""
    return client.get(f"/api/v1/{path}", headers={"Authorization": f"{scheme} {text}"})


def test_only_the_hash_of_the_secret_is_kept() -> None:
    new = make(UserFactory())

    mark, prefix, secret = new.text.split("_", 2)
    assert (mark, prefix) == ("tip", new.token.prefix)
    assert new.token.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert "secret_sha256" not in {field.name for field in apps.get_model("core", "ApiTokenEvent")._meta.fields}


def test_the_page_shows_the_text_once_and_says_so_by_mail(client: Client) -> None:
    sign_in(client, UserFactory())
    confirm(client)

    made = client.post("/account/tokens/", {"name": "Laptop", "scopes": ["read", "jobs"], "days": "90"})

    text = made.context["new"].text
    assert text in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert text not in client.get("/account/tokens/").content.decode()
    (message,) = sent()
    assert "Laptop" in message.body
    assert text not in message.body


def test_a_form_that_does_not_fit_makes_no_token(client: Client) -> None:
    sign_in(client, UserFactory())
    confirm(client)

    for wrong in ({"days": "3650"}, {"scopes": []}, {"scopes": ["write"]}, {"name": ""}):
        form = {"name": "Laptop", "scopes": ["read"], "days": "90", **wrong}
        assert client.post("/account/tokens/", form).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_page_asks_for_the_password_of_whoever_left_the_browser_open(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get("/account/tokens/").url.startswith("/account/confirm/")


def test_a_token_tells_who_it_is_and_what_it_opens(client: Client) -> None:
    scope = CountryRoleFactory()
    new = make(scope.user, TokenScope.READ, TokenScope.JOBS)

    response = get(client, "account", new.text)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    answer = response.json()
    assert set(answer) == {"email", "full_name", "roles", "scopes", "token"}
    assert answer["roles"] == [{"code": "focal_point", "label": "Focal point", "countries": [scope.country.iso3]}]
    assert (answer["scopes"], answer["token"]["prefix"]) == (["read", "jobs"], new.token.prefix)


def test_a_session_tells_the_same_without_a_token(client: Client) -> None:
    client.force_login(UserFactory(email="ana@portal.example"))

    answer = client.get("/api/v1/account").json()

    assert (answer["email"], answer["token"], answer["scopes"]) == ("ana@portal.example", None, list(TokenScope.values))


def test_a_stranger_is_asked_for_a_token(client: Client) -> None:
    for path in ("account", f"jobs/{JobFactory().public_id}"):
        response = client.get(f"/api/v1/{path}")
        assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "spoil", ["revoked", "expired", "inactive", "other secret", "other prefix", "no secret", "empty", "mark"]
)
@pytest.mark.parametrize("path", ["account", "cases/"])
def test_what_is_no_valid_token_is_refused_and_not_told_why(client: Client, spoil: str, path: str) -> None:
    now = timezone.now()
    new = make(UserFactory(), now=now - timedelta(days=30) if spoil == "expired" else now)
    mark, prefix, secret = new.text.split("_", 2)
    text = {
        "other secret": f"{mark}_{prefix}_{secret[:-1]}",
        "other prefix": f"{mark}_aaaaaaaa_{secret}",
        "no secret": f"{mark}_{prefix}_",
        "empty": "",
        "mark": f"tap_{prefix}_{secret}",
    }.get(spoil, new.text)
    if spoil == "revoked":
        tokens.revoke(token_id=new.token.pk, by=new.token.user, now=now)
    if spoil == "inactive":
        User.objects.filter(pk=new.token.user_id).update(is_active=False)

    response = get(client, path, text)

    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "The token is unknown, expired or revoked."


def test_a_token_never_shows_more_than_its_owner_may_see(client: Client) -> None:
    other = JobFactory()
    new = make(UserFactory(role="auditor"))

    assert get(client, f"jobs/{other.public_id}", new.text).status_code == 404
    assert get(client, f"jobs/{other.public_id}", make(other.owner).text).status_code == 200


def test_a_token_without_the_scope_is_refused(client: Client) -> None:
    job = JobFactory()
    new = make(job.owner, TokenScope.READ, TokenScope.DRAFTS)

    assert get(client, f"jobs/{job.public_id}", new.text).status_code == 403


def test_a_job_is_shown_as_on_its_page(client: Client) -> None:
    job = JobFactory(running=True, done=3, total=10, findings=[{"path": "x", "why": "y"}])

    answer = get(client, f"jobs/{job.public_id}", make(job.owner).text).json()

    assert (answer["id"], answer["state"], answer["done"], answer["total"]) == (str(job.public_id), "running", 3, 10)
    assert answer["findings"] == job.findings
    assert answer["url"].endswith(job.get_absolute_url())
    assert set(answer) == {
        *("id", "kind", "title", "state", "step", "done", "total", "attempts", "created_at", "started_at"),
        *("finished_at", "is_cancel_requested", "result", "findings", "error", "files", "url"),
    }


def test_a_token_opens_no_page_and_no_administration(client: Client) -> None:
    new = make(UserFactory(administrator=True))

    for path in ("/account/", "/admin/"):
        assert client.get(path, headers={"Authorization": f"Bearer {new.text}"}).status_code == 302


def test_a_token_of_a_person_who_lacks_a_needed_second_factor_is_refused(client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    assert get(client, "account", make(UserFactory(role="reviewer")).text).status_code == 403
    assert get(client, "account", make(UserFactory(role="contributor")).text).status_code == 200


def test_use_is_noted_at_most_once_a_minute() -> None:
    token = ApiTokenFactory()
    for seconds, noted in ((0, 0), (59, 0), (60, 60)):
        tokens.note_use(ApiToken.objects.get(pk=token.pk), now=NOW + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == NOW + timedelta(seconds=noted)


@pytest.mark.parametrize(("scopes", "own"), [((TokenScope.READ,), True), ((TokenScope.JOBS,), False)])
def test_a_token_to_read_has_a_limit_of_its_own(
    client: Client, monkeypatch: pytest.MonkeyPatch, scopes: tuple[TokenScope, ...], *, own: bool
) -> None:
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"anonymous": "1/min", "token": "3/min"})
    monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", {"anonymous": "1/min", "token": "3/min"})
    text = make(UserFactory(), *scopes).text
    address = {"REMOTE_ADDR": f"192.0.2.{1 + own}"}

    statuses = [
        client.get("/api/v1/account", headers={"Authorization": f"Bearer {text}"}, **address).status_code
        for _turn in range(4)
    ]

    assert statuses == ([200, 200, 200, 429] if own else [200, 429, 429, 429])


def test_only_the_owner_and_administrators_revoke_a_token(client: Client) -> None:
    token = ApiTokenFactory()
    client.force_login(UserFactory())

    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    with pytest.raises(NotAllowedError):
        tokens.revoke(token_id=token.pk, by=UserFactory(role="staff"), now=NOW)
    tokens.revoke(token_id=token.pk, by=UserFactory(administrator=True), now=NOW)

    token.refresh_from_db()
    assert token.revoked_at == NOW


def test_nobody_keeps_more_tokens_than_anyone_needs() -> None:
    owner = UserFactory()
    for _turn in range(tokens.MOST_VALID_TOKENS):
        ApiTokenFactory(user=owner)

    with pytest.raises(WrongStatusError):
        make(owner, now=NOW)


def test_a_week_before_it_expires_its_owner_is_told_once() -> None:
    token = ApiTokenFactory(expires_at=NOW + timedelta(days=10))
    for days in (2, 3, 4, 11):
        tokens.warn_of_expiry(now=NOW + timedelta(days=days))
        assert Notice.objects.count() == (0 if days == 2 else 1)

    assert "2026-03-12" in sent()[0].body
    assert Notice.objects.get().recipient == token.user


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_takes_the_same_number_of_queries(
    client: Client, django_assert_max_num_queries: Callable[..., object], count: int
) -> None:
    owner = UserFactory()
    for _row in range(count):
        ApiTokenFactory(user=owner, expires_at=timezone.now() + timedelta(days=9), created_at=timezone.now())
    sign_in(client, owner)
    confirm(client)

    with django_assert_max_num_queries(10):
        response = client.get("/account/tokens/")
    assert response.content.decode().count("Revoke<") == count


def test_the_schema_describes_tokens(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()

    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert {"token": []} in schema["paths"]["/api/v1/account"]["get"]["security"]
