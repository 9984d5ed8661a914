"""Errors of the API as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from portal.core.errors import DomainError, NotAllowedError

CONTENT_TYPE = "application/problem+json"


class BadParametersError(exceptions.APIException):
    """One or more query parameters are unknown or malformed; `problems` maps each to what is wrong with it."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_parameters"

    def __init__(self, problems: dict[str, str]) -> None:
        """Take what is wrong with each parameter."""
        names = ", ".join(sorted(problems))
        super().__init__(f"Unknown or malformed parameters: {names}.")
        self.problems = problems


def problem_details(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal or error as problem details; anything unexpected stays a bug and a 500."""
    if isinstance(exc, DomainError):
        set_rollback()
        refused = status.HTTP_403_FORBIDDEN if isinstance(exc, NotAllowedError) else status.HTTP_409_CONFLICT
        return problem(refused, str(exc), {"code": exc.code})
    if isinstance(exc, Http404):
        exc = exceptions.NotFound("There is no such resource, or it is not public.")
    if isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    response = exception_handler(exc, context)
    if response is None or not isinstance(exc, exceptions.APIException):
        return response
    answer = problem(response.status_code, str(exc.detail), _extra(exc))
    for header in ("Retry-After", "WWW-Authenticate", "Allow"):
        if header in response:
            answer[header] = response[header]
    return answer


def _extra(exc: exceptions.APIException) -> dict[str, Any]:
    extra: dict[str, Any] = {"code": exc.default_code}
    if isinstance(exc, BadParametersError):
        extra["errors"] = [{"parameter": name, "detail": text} for name, text in sorted(exc.problems.items())]
    elif isinstance(exc, exceptions.ValidationError):
        extra["errors"] = exc.get_full_details()
    return extra


def problem(status_code: int, detail: str, extra: dict[str, Any]) -> Response:
    """Return an error as problem details; `extra` holds further members."""
    title = HTTPStatus(status_code).phrase
    body = {"type": "about:blank", "title": title, "status": status_code, "detail": detail, **extra}
    return Response(body, status=status_code, content_type=CONTENT_TYPE)
