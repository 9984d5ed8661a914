"""Limits on how often one address may do what costs us work."""

from collections.abc import Generator
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from pytest_django.fixtures import Settings
from redis.exceptions import ConnectionError as RedisConnectionError

from portal.core import ratelimit
from portal.core.ratelimit import client_address, rate_limited

LIMIT, SECONDS = 2, 30


@pytest.fixture(autouse=True)
def low_limits(settings: Settings) -> Generator[None]:
    """Allow two requests of each kind."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (LIMIT, SECONDS))
    cache.clear()
    yield
    cache.clear()


@rate_limited("search")
def view(request: HttpRequest) -> HttpResponse:
    """A page that costs work."""
    return HttpResponse("done")


@rate_limited("form", methods=("POST",))
def form(request: HttpRequest) -> HttpResponse:
    """A form."""
    return HttpResponse("done")


def statuses(client: Client, url: str, times: int, **extra: str) -> list[int]:
    """Return the status of each of several requests."""
    return [client.get(url, **extra).status_code for _ in range(times)]


@pytest.mark.django_db
def test_one_request_too_many_is_refused_and_told_when_to_come_back(client: Client) -> None:
    assert statuses(client, reverse("caselaw:case-list"), LIMIT) == [200, 200]

    refused = client.get(reverse("caselaw:case-list"))

    assert (refused.status_code, refused["Retry-After"]) == (429, str(SECONDS))
    assert "Please wait 30 seconds and try again." in refused.content.decode()


@pytest.mark.django_db
def test_the_refusal_is_in_the_language_of_the_page(client: Client) -> None:
    with override("ar"):
        url = reverse("caselaw:case-list")

    assert statuses(client, url, LIMIT + 1)[-1] == 429
    assert '<html lang="ar" dir="rtl">' in client.get(url).content.decode()


@pytest.mark.django_db
def test_another_address_is_counted_apart(client: Client) -> None:
    statuses(client, reverse("caselaw:case-list"), LIMIT + 1, REMOTE_ADDR="192.0.2.1")

    assert statuses(client, reverse("caselaw:case-list"), 1, REMOTE_ADDR="192.0.2.2") == [200]


def test_a_kind_is_counted_apart(rf: RequestFactory) -> None:
    for _ in range(LIMIT + 1):
        last = view(rf.get("/"))

    assert last.status_code == 429
    assert form(rf.post("/")).status_code == 200


def test_only_the_named_methods_are_counted(rf: RequestFactory) -> None:
    assert [form(rf.get("/")).status_code for _ in range(LIMIT + 2)] == [200] * (LIMIT + 2)
    assert [form(rf.post("/")).status_code for _ in range(LIMIT + 1)] == [200, 200, 429]


def test_the_count_begins_anew_after_the_period(rf: RequestFactory) -> None:
    with patch("time.time", return_value=1_000_000.0):
        assert [view(rf.get("/")).status_code for _ in range(LIMIT + 1)] == [200, 200, 429]
    with patch("time.time", return_value=1_000_000.0 + SECONDS - 1):
        assert view(rf.get("/")).status_code == 429
    with patch("time.time", return_value=1_000_000.0 + SECONDS + 1):
        assert view(rf.get("/")).status_code == 200


def test_the_address_is_not_kept(rf: RequestFactory) -> None:
    keys = []
    with patch.object(ratelimit.cache, "add", side_effect=lambda key, *_args, **_kwargs: keys.append(key)):
        view(rf.get("/", REMOTE_ADDR="192.0.2.77"))

    assert len(keys) == 1
    assert "192.0.2.77" not in keys[0]


@pytest.mark.parametrize("fault", [RedisConnectionError, OSError])
def test_a_cache_that_is_down_limits_nobody(rf: RequestFactory, fault: type[Exception]) -> None:
    with patch.object(ratelimit.cache, "add", side_effect=fault):
        assert [view(rf.get("/")).status_code for _ in range(LIMIT + 2)] == [200] * (LIMIT + 2)


@pytest.mark.django_db
def test_guessing_passwords_is_limited_and_looking_at_the_form_is_not(client: Client) -> None:
    guess = {"username": "person@portal.example", "password": "wrong"}

    assert [client.post(reverse("sign-in"), guess).status_code for _ in range(LIMIT + 1)] == [200, 200, 429]
    assert statuses(client, reverse("sign-in"), 5) == [200] * 5


@pytest.mark.parametrize(
    ("is_behind_proxy", "expected"), [(True, "198.51.100.7"), (False, "127.0.0.1")], ids=["proxy", "no proxy"]
)
def test_behind_a_proxy_the_address_that_it_put_last_counts(
    rf: RequestFactory, settings: Settings, *, is_behind_proxy: bool, expected: str
) -> None:
    settings.BEHIND_PROXY = is_behind_proxy
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9 , 198.51.100.7"})

    assert client_address(request) == expected
