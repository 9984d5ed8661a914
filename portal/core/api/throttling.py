"""Limits on how often one address, or one token, may call the API."""

from typing import Any

import structlog
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from portal.core.choices import TokenScope
from portal.core.models import ApiToken
from portal.core.ratelimit import client_address

log = structlog.get_logger(__name__)


def _token_of(request: Request) -> ApiToken | None:
    """Return the token whose own, higher limit counts."""
    token = request.auth
    return token if isinstance(token, ApiToken) and TokenScope.READ in token.scopes else None


class _Throttle(SimpleRateThrottle):
    """A cache that is down limits nobody."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Tell whether this request is within the limit."""
        try:
            return bool(super().allow_request(request, view))
        except (RedisError, OSError):
            log.warning("throttle_unavailable")
            return True


class AddressThrottle(_Throttle):
    """Counts by address, unless a token's own limit counts."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Return the key under which this caller is counted."""
        return None if _token_of(request) else f"throttle:address:{client_address(request._request)}"


class TokenThrottle(_Throttle):
    """Counts by token."""

    scope = "token"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Return the key under which this caller is counted."""
        token = _token_of(request)
        return f"throttle:token:{token.prefix}" if token else None
