"""Turns refusals of the domain into pages, and leads people to the second factor that their role needs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from portal.core.errors import DomainError, NotAllowedError
from portal.core.second_factor import lacks_second_factor

Respond = Callable[[HttpRequest], HttpResponse]
# Parts of addresses that open something to whoever knows them.
_SECRETS = frozenset({"link", "token", "key", "uidb36"})
# What a person needs in order to set a second factor up, or to leave.
_STAYS_OPEN = frozenset(
    {
        "second-factor-required",
        "sign-out",
        "account_logout",
        "account_reauthenticate",
        "account_confirm_email",
        "account_email_verification_sent",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "healthz",
        "readyz",
        "robots-txt",
        "favicon",
    }
)


class RequestLog(RequestMiddleware):
    """Logs requests without what people search for, and without the secrets that stand in some addresses."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return method and path; the query is left out, and a secret is a sign that something stood there."""
        path = request.path
        for value in _secrets_of(request.path_info):
            path = path.replace(value, "…")
        return f"{request.method} {path}"


def _secrets_of(path: str) -> list[str]:
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):  # whatever language is active now
        try:
            found = resolve(path).kwargs
        except Resolver404:
            return []
    return [value for name, value in found.items() if name in _SECRETS and isinstance(value, str)]


def domain_errors(get_response: Respond) -> Respond:
    """Show a DomainError that no view handled as 403 or 409 with its own words, and a null character as 400."""

    class Middleware:
        """Django looks for `process_exception` on the middleware itself."""

        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
            # The filters of the administration hand what they are given to PostgreSQL, which takes no null character.
            if isinstance(exception, ValueError) and "%00" in request.META.get("QUERY_STRING", ""):
                return render(request, "400.html", status=400)
            if not isinstance(exception, DomainError):
                return None
            status = 403 if isinstance(exception, NotAllowedError) else 409
            return render(request, f"{status}.html", {"reason": str(exception)}, status=status)

    return Middleware()


def second_factor(get_response: Respond) -> Respond:
    """Lead a signed-in person who lacks a needed second factor to the page that says so; the API answers 403."""

    def check(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or _stays_open(request):
            return get_response(request)
        if not lacks_second_factor(user):
            return get_response(request)
        return _refusal() if request.path_info.startswith("/api/") else redirect("second-factor-required")

    return check


def _stays_open(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in _STAYS_OPEN
    except Resolver404:
        return False


def _refusal() -> JsonResponse:
    detail = _("Your role needs a second factor. Set one up on your account page first.")
    body = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": detail, "code": "no_second_factor"}
    return JsonResponse(body, status=403, content_type="application/problem+json")
