"""Limits on how often one address may do what costs us work. Limits and periods are in settings.RATE_LIMITS."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from redis.exceptions import RedisError

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

log = structlog.get_logger(__name__)


def rate_limited(kind: str, *, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """Answer 429 with Retry-After when one address calls the view more often than its kind allows."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods and not _within(kind, request):
                _, seconds = settings.RATE_LIMITS[kind]
                response = render(request, "429.html", {"retry_after_seconds": seconds}, status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return cast("View", limited)

    return decorate


def _within(kind: str, request: HttpRequest) -> bool:
    """Count this request and tell whether it is still within the limit; a cache that is down limits nobody."""
    limit, seconds = settings.RATE_LIMITS[kind]
    # The address is kept as a hash only, and no longer than the period.
    address = hashlib.sha256(client_address(request).encode()).hexdigest()[:24]
    key = f"rate:{kind}:{address}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) <= limit
    except ValueError:  # the period ended between the two calls
        return True
    except (RedisError, OSError):
        log.warning("rate_limit_unavailable", kind=kind)
        return True


def client_address(request: HttpRequest) -> str:
    """Return the caller's address: behind the proxy, the one that the proxy itself put last."""
    if settings.BEHIND_PROXY and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        return str(forwarded).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
