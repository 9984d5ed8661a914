"""Limits on how often one address may call the API."""

from typing import Any

import structlog
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from portal.core.ratelimit import client_address

log = structlog.get_logger(__name__)


class AddressThrottle(SimpleRateThrottle):
    """Counts by address. A cache that is down limits nobody."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """Return the key under which this caller is counted."""
        return f"throttle:address:{client_address(request._request)}"

    def allow_request(self, request: Request, view: Any) -> bool:
        """Tell whether this request is within the limit."""
        try:
            return bool(super().allow_request(request, view))
        except (RedisError, OSError):
            log.warning("throttle_unavailable")
            return True
