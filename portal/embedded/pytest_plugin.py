"""Starts PostgreSQL and Valkey for a test run, before pytest-django reads the settings.

Each run of this checkout takes the first free folder var/test-N, so that two runs at once never meet; the folder
stays for the next run, which then need not create a cluster. PORTAL_VAR points the settings to it. With DATABASE_URL
or REDIS_URL that server is used instead, under a database name of this run's own.
"""

import fcntl
import itertools
import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.embedded.postgres import EmbeddedPostgres
from portal.embedded.valkey import EmbeddedValkey

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def claim_folder(parent: Path, held: ExitStack) -> Path:
    """Return the first folder test-N under `parent` that no other run uses, and keep it until `held` closes."""
    for number in itertools.count():
        folder = parent / f"test-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        lock = held.enter_context((folder / "run.lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return folder
    raise AssertionError("count() ended")


def start_servers(held: ExitStack) -> None:
    """Start what the environment does not offer; tell the settings by PORTAL_VAR where it is."""
    folder = claim_folder(Path(os.environ.get("PORTAL_VAR") or CHECKOUT / "var"), held)
    os.environ["PORTAL_VAR"] = str(folder)
    if os.environ.get("DATABASE_URL"):
        os.environ["PORTAL_TEST_DB_SUFFIX"] = f"_{os.getpid()}"
    else:
        postgres = EmbeddedPostgres(folder, durable=False)
        # A killed run's server would end at any moment.
        postgres.stop()
        postgres.start()
        held.callback(postgres.stop)
    if not os.environ.get("REDIS_URL"):
        valkey = EmbeddedValkey(folder, durable=False)
        valkey.stop()
        valkey.start()
        held.callback(valkey.stop)


# A wrapper runs before every other plugin's plain hook, and so before pytest-django's, which loads the settings.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the servers in the controlling process; the workers of pytest-xdist inherit its environment."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        held = ExitStack()
        early_config.add_cleanup(held.close)
        start_servers(held)
    yield
