"""Where the embedded servers of a checkout can be reached, and Redis URLs in the forms Celery and Django want.

`root` is always the folder that holds the servers' files: <checkout>/var, or PORTAL_VAR.
"""

from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from portal.embedded.layout import Layout

DATABASE = "portal"
USER = "postgres"
PORT = "5432"


def database_settings(root: Path) -> dict[str, object]:
    """Return Django's settings of the embedded database, without the engine.

    The port only names the socket file. It is written down so that PGPORT in the environment cannot change it.
    """
    return {"NAME": DATABASE, "USER": USER, "HOST": str(Layout.read(root).postgres_socket), "PORT": PORT}


def database_url(root: Path) -> str:
    """Return the embedded database's address as libpq reads it, for psql and pg_dump."""
    host = quote(str(Layout.read(root).postgres_socket), safe="")
    return f"postgresql://{USER}@/{DATABASE}?host={host}&port={PORT}"


def redis_url(root: Path, database: int = 0) -> str:
    """Return the embedded Valkey's address as redis-py and REDIS_URL spell it."""
    return f"unix://{quote(str(Layout.read(root).valkey_socket))}?db={database}"


def celery_url(root: Path, database: int = 0) -> str:
    """Return the embedded Valkey's address as a Celery broker URL."""
    return as_celery_url(redis_url(root), database=database)


def cache_url(root: Path, database: int = 1) -> str:
    """Return the embedded Valkey's address as Django's Redis cache reads it."""
    return redis_url(root, database)


def as_celery_url(url: str, *, database: int) -> str:
    """Spell any Redis URL the way Celery reads it, with this database instead of its own."""
    return _with_database(url, database, socket_scheme="redis+socket", socket_parameter="virtual_host")


def as_cache_url(url: str, *, database: int) -> str:
    """Spell any Redis URL the way redis-py reads it, with this database instead of its own."""
    return _with_database(url, database, socket_scheme="unix", socket_parameter="db")


def _with_database(url: str, database: int, *, socket_scheme: str, socket_parameter: str) -> str:
    parts = urlsplit(url)
    others = [(key, value) for key, value in parse_qsl(parts.query) if key not in {"db", "virtual_host"}]
    if parts.scheme in {"unix", "redis+socket"}:
        query = urlencode([*others, (socket_parameter, str(database))])
        # urlunsplit would drop the empty host of a scheme it does not know.
        return f"{socket_scheme}://{parts.netloc}{quote(unquote(parts.path))}?{query}"
    return urlunsplit(parts._replace(path=f"/{database}", query=urlencode(others)))
