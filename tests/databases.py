"""The test database. Migrations make it once; each worker, and each later run of the same code, gets a copy.

Without that every run, also of a single test, would spend most of its time in migrations. The template lies in the
embedded cluster of the run's folder. A foreign server (DATABASE_URL) is left as it was found, so there is no template.
"""

import hashlib
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.embedded.processes import exclusive

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("portal", "caselaw", "reports", "trustfund")
TEMPLATE = "test_template"
# What neither migrations nor the loading of reference data run, though they may import it.
_UNUSED = {
    "urls", "api_urls", "views", "api", "admin", "feeds", "sitemaps", "schedule", "tasks", "templatetags", "presenters",
    "forms", "building", "checking", "importing", "rendering", "exports", "search", "anonymisation", "embedded",
}  # fmt: skip
_USED_ACTIONS = {"reference", "roles", "rules"}
# What every test finds, and beside it the sample for those that ask for it.
BARE, SAMPLE = "kept_bare", "kept_sample"
_KEEP = """
DROP SCHEMA IF EXISTS {kept} CASCADE;
CREATE SCHEMA {kept};
DO $$
DECLARE
    name text;
    is_filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('CREATE TABLE {kept}.%1$I AS TABLE public.%1$I', name);
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION {kept}.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
    is_same boolean;
BEGIN
    -- No triggers: what comes back was checked when it was first written, and the trail is emptied with the rest.
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF to_regclass(format('{kept}.%I', name)) IS NULL THEN
            EXECUTE format('DELETE FROM public.%I', name);
            CONTINUE;
        END IF;
        EXECUTE format('
            SELECT NOT EXISTS (TABLE public.%1$I EXCEPT ALL TABLE {kept}.%1$I)
            AND NOT EXISTS (TABLE {kept}.%1$I EXCEPT ALL TABLE public.%1$I)', name) INTO is_same;
        IF NOT is_same THEN
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%1$I TABLE {kept}.%1$I', name);
        END IF;
    END LOOP;
    PERFORM set_config('session_replication_role', 'origin', true);
END $$;
"""
_SHAPELESS = {".html", ".txt", ".css", ".js", ".pyc"}


def make(load: Callable[[], None], *, anew: bool = False) -> None:
    """Make the test database of this process, with what `load` puts into it; from migrations when told `anew`."""
    if os.environ.get("PORTAL_TEST_DB_SUFFIX"):
        _migrate(load)
        return
    wanted = fingerprint(_sources())
    # One worker makes the template, the other waits and copies it.
    with exclusive(settings.VAR / "template.lock"):
        if anew or _described() != wanted:
            _run(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
            _migrate(load)
            connection.close()
            _copy(_name(), TEMPLATE)
            # Last, so that a half-made template is never taken for a whole one.
            _run(f"COMMENT ON DATABASE \"{TEMPLATE}\" IS '{wanted}'")
        else:
            _copy(TEMPLATE, _name())
            connection.close()
            settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = _name()


def remove(former: str) -> None:
    """Drop the test database and go back to the one named `former`."""
    name = connection.settings_dict["NAME"]
    connection.close()
    # By force: the server of a journey may still hold a connection of its own.
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = former


def keep(kept: str) -> None:
    """Remember under this name what is in every table now."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.replace("{kept}", kept))


def restore(kept: str) -> None:
    """Bring every table back to what was kept, keys included."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {kept}.restore()")


def fingerprint(sources: Iterator[Path]) -> str:
    """Return a hash of the files' names and content, and of the Python that reads them."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sources:
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Yield whatever decides what is in the database: migrations, models, data, settings, commands, packages."""
    yield ROOT / "requirements-dev.txt"
    yield ROOT / "tests" / "conftest.py"
    yield Path(__file__)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and path.suffix not in _SHAPELESS and _is_used(path):
                yield path


def _is_used(path: Path) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return not _UNUSED.intersection(parts) and ("actions" not in parts or path.stem in _USED_ACTIONS)


def _name() -> str:
    return str(connection.creation._get_test_db_name())


def _migrate(load: Callable[[], None]) -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    load()


def _copy(source: str, target: str) -> None:
    _run(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
    _run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _run(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)


def _described() -> str | None:
    """Return the template's fingerprint; None when there is no whole template."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE])
        row = cursor.fetchone()
    return row[0] if row else None
