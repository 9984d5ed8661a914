"""Readers of environment variables that stop the start-up when a value is missing or wrong."""

import base64
import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from portal.embedded import addresses

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def required(name: str) -> str:
    """Return the variable's value; raise ImproperlyConfigured when it is unset or empty."""
    if value := os.environ.get(name, ""):
        return value
    raise ImproperlyConfigured(f"Set the environment variable {name} (see .env.example).")


def text(name: str, default: str) -> str:
    """Return the variable's value, or the default when it is unset."""
    return os.environ.get(name, default)


def encryption_keys(name: str, default: str = "") -> list[str]:
    """Read a comma-separated ring of Fernet keys; raise ImproperlyConfigured when it is empty or one is no key."""
    keys = words(name, default) or [required(name)]
    for key in keys:
        if not _is_fernet_key(key):
            raise ImproperlyConfigured(f"{name} holds something that is no key (see .env.example).")
    return keys


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable; raise ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def integer(name: str, default: int) -> int:
    """Read a whole number; raise ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(root: Path | None) -> dict[str, Any]:
    """Return the settings of the database at DATABASE_URL.

    Without DATABASE_URL the PostgreSQL embedded under `root` is meant; `root` None (production)
    makes the variable required.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url and root is not None:
        return {"ENGINE": "django.db.backends.postgresql", **addresses.database_settings(root)}
    parsed: dict[str, Any] = environ.Env.db_url_config(url or required("DATABASE_URL"))
    parsed["ENGINE"] = "django.db.backends.postgresql"
    return parsed


def broker_url(root: Path | None) -> str:
    """Return Celery's broker URL: database 0 of the server at REDIS_URL, or of the embedded one."""
    url = os.environ.get("REDIS_URL", "")
    if not url and root is not None:
        return addresses.celery_url(root, database=0)
    return addresses.as_celery_url(url or required("REDIS_URL"), database=0)


def cache_url(root: Path | None) -> str:
    """Return the cache's URL: database 1 of the same server as the broker."""
    url = os.environ.get("REDIS_URL", "")
    if not url and root is not None:
        return addresses.cache_url(root, database=1)
    return addresses.as_cache_url(url or required("REDIS_URL"), database=1)
