"""Errors of the API are problem details, whatever goes wrong."""

import json

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from rest_framework import exceptions
from rest_framework.response import Response

from portal.core.api.errors import BadParametersError, problem_details
from portal.core.api.throttling import AddressThrottle
from portal.core.errors import DomainError, NotAllowedError

ADDRESSES = ["/api/v1/cases/", "/api/v1/cases/HT-22222222/", "/api/v1/terms/", "/api/v1/jurisdictions/"]


def answer(error: Exception) -> Response:
    """Return the answer to an error."""
    response = problem_details(error, {})
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("error", "status", "title", "code"),
    [
        (DomainError("Too late."), 409, "Conflict", DomainError.code),
        (NotAllowedError("Not you."), 403, "Forbidden", NotAllowedError.code),
        (Http404("secret"), 404, "Not Found", "not_found"),
        (PermissionDenied("secret"), 403, "Forbidden", "permission_denied"),
        (exceptions.MethodNotAllowed("POST"), 405, "Method Not Allowed", "method_not_allowed"),
        (exceptions.Throttled(wait=7), 429, "Too Many Requests", "throttled"),
        (BadParametersError({"b": "No.", "a": "No."}), 400, "Bad Request", "bad_parameters"),
        (exceptions.ValidationError({"name": ["Too long."]}), 400, "Bad Request", "invalid"),
    ],
)
def test_an_error_says_status_title_and_code(error: Exception, status: int, title: str, code: str) -> None:
    response = answer(error)

    body = response.data
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert (body["type"], body["title"], body["status"], body["code"]) == ("about:blank", title, status, code)
    assert isinstance(body["detail"], str) and body["detail"]
    assert "secret" not in json.dumps(body, default=str)


def test_the_text_of_a_domain_error_reaches_the_reader() -> None:
    assert answer(NotAllowedError("Only the author.")).data["detail"] == "Only the author."


def test_bad_parameters_are_listed_by_name() -> None:
    response = answer(BadParametersError({"b": "Not b.", "a": "Not a."}))

    assert response.data["detail"] == "Unknown or malformed parameters: a, b."
    assert response.data["errors"] == [
        {"parameter": "a", "detail": "Not a."},
        {"parameter": "b", "detail": "Not b."},
    ]


def test_an_unexpected_error_stays_a_bug() -> None:
    assert problem_details(ZeroDivisionError(), {}) is None


def test_who_is_throttled_learns_when_to_come_back() -> None:
    assert answer(exceptions.Throttled(wait=7))["Retry-After"] == "7"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_other_methods_are_refused(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(address)

    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD"
    assert response.json()["status"] == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [("language=de", "language"), ("language=", "language"), ("format=xml", "format"), ("x=1", "x")],
)
def test_parameters_of_every_endpoint_are_checked(client: Client, address: str, query: str, parameter: str) -> None:
    response = client.get(f"{address}?{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.django_db
def test_a_format_that_is_not_offered_is_refused(client: Client) -> None:
    response = client.get("/api/v1/terms/", headers={"accept": "text/html"})

    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.django_db
def test_errors_may_be_read_from_any_page(client: Client) -> None:
    assert client.get("/api/v1/cases/?x=1")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_errors_are_not_for_caches_to_keep(client: Client) -> None:
    response = client.get("/api/v1/cases/?x=1")

    assert "ETag" not in response and "Cache-Control" not in response


@pytest.fixture
def one_request_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each caller ask once."""
    cache.clear()
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"anonymous": "1/min"})


@pytest.mark.django_db
@pytest.mark.usefixtures("one_request_a_minute")
def test_one_address_is_limited(client: Client) -> None:
    client.get("/api/v1/jurisdictions/")

    response = client.get("/api/v1/jurisdictions/")

    assert (response.status_code, response["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(response["Retry-After"]) <= 60
    assert client.get("/api/v1/jurisdictions/", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.django_db
def test_a_cache_that_is_down_limits_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(AddressThrottle, "cache", type("Broken", (), {"get": broken, "set": broken})())

    assert client.get("/api/v1/jurisdictions/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_without_an_endpoint_is_a_problem_too(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/nothing/at/all/")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
