"""Turns refusals of the domain into pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.errors import DomainError, NotAllowedError


def domain_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show a DomainError that no view handled as 403 or 409 with its own words."""

    class Middleware:
        """Django looks for `process_exception` on the middleware itself."""

        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
            if not isinstance(exception, DomainError):
                return None
            status = 403 if isinstance(exception, NotAllowedError) else 409
            return render(request, f"{status}.html", {"reason": str(exception)}, status=status)

    return Middleware()
