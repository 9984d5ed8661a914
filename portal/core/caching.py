"""The cache. Losing it loses nothing: when it is down, limits let everything through and codes are checked without it."""

from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
_FAULTS = (RedisError, OSError)


class ForgivingCache(RedisCache):
    """Redis, whose absence is no error. `answers` tells whether it is there."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Say that the key is new when nobody can know."""
        try:
            return bool(super().add(*args, **kwargs))
        except _FAULTS:
            self._absent()
            return True

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the default when nobody can know."""
        try:
            return super().get(key, default, version)
        except _FAULTS:
            self._absent()
            return default

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep a value, if possible."""
        try:
            super().set(*args, **kwargs)
        except _FAULTS:
            self._absent()

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Forget a value, if possible."""
        try:
            return bool(super().delete(*args, **kwargs))
        except _FAULTS:
            self._absent()
            return False

    def incr(self, *args: Any, **kwargs: Any) -> int:
        """Count; ValueError, as for a key that is gone, when nobody can."""
        try:
            return int(super().incr(*args, **kwargs))
        except _FAULTS as fault:
            self._absent()
            raise ValueError("The cache is down.") from fault

    def answers(self) -> bool:
        """Tell whether the server is there."""
        try:
            super().get("readyz")
        except _FAULTS:
            return False
        return True

    def _absent(self) -> None:
        log.warning("cache_unavailable")
