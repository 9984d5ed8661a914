"""Who calls the API: a person with a session, or a program with a token of a person."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from portal.core.actions import tokens
from portal.core.choices import TokenScope
from portal.core.models import ApiToken, User
from portal.core.second_factor import lacks_second_factor

KEYWORD = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer tip_<prefix>_<secret>`. What is not a valid token is refused, never treated as nobody."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the token's owner and the token; None when the caller sends none."""
        keyword, _blank, text = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        now = timezone.now()
        token = tokens.find(text.strip(), now=now)
        if token is None:
            raise exceptions.AuthenticationFailed("The token is unknown, expired or revoked.")
        if settings.SECOND_FACTOR_REQUIRED and lacks_second_factor(token.user):
            raise exceptions.PermissionDenied(
                "The role of the token's owner needs a second factor, and none is set up."
            )
        tokens.note_use(token, now=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a refused caller is told to send."""
        return f'{KEYWORD} realm="api"'


class HasScope(BasePermission):
    """Lets a session in, and a token with the scope that the view names; it gives nobody more than they have."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the caller may go on."""
        scope = getattr(view, "scope", None)
        return scope is None or opens(request, scope)


def opens(request: Request, scope: TokenScope) -> bool:
    """Tell whether the caller acts with this scope: a signed-in person has all, a token those it was made with."""
    if isinstance(request.auth, ApiToken):
        return scope in request.auth.scopes
    return bool(request.user and request.user.is_authenticated)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular has no types
    """How the schema describes tokens."""

    target_class = "portal.core.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the description of OpenAPI."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made on the account page: `tip_<prefix>_<secret>`. Scopes: "
            + "; ".join(f"`{scope.value}` ({scope.label})" for scope in TokenScope),
        }
