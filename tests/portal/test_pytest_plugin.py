"""The plugin that gives every test run servers of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.embedded import pytest_plugin
from portal.embedded.processes import is_alive, wait_until
from portal.embedded.pytest_plugin import claim_folder, start_servers

pytestmark = pytest.mark.kill

_TESTS = """
import os
from pathlib import Path
import psycopg2
from portal.embedded import addresses

VAR = Path(os.environ["PORTAL_VAR"])

def test_server_answers():
    psycopg2.connect(addresses.database_url(VAR)).close()
    with (VAR.parent / "seen").open("a") as seen:
        seen.write(VAR.name + " " + (VAR / "postgres" / "postmaster.pid").read_text().split()[0] + "\\n")

def test_wait():
    if (VAR.parent / "wait").exists():
        import time
        (VAR.parent / "waiting").touch()
        time.sleep(60)
"""


@pytest.fixture
def run(open_folder: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Return a starter of test runs, each in a process of its own."""
    (open_folder / "test_it.py").write_text(_TESTS)
    hidden = {"DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    checkout = str(Path(__file__).resolve().parents[2])

    def start(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", ".", "-p", "no:django", *options]
        return subprocess.Popen(
            [*command, "-p", "no:cacheprovider", "-p", "portal.embedded.pytest_plugin", "-q", "test_it.py"],
            cwd=open_folder,
            env={**kept, "PORTAL_VAR": str(open_folder), "PYTHONPATH": checkout},
            stdout=subprocess.DEVNULL,
        )

    return start


def seen(folder: Path) -> list[tuple[str, int]]:
    """Return the folder and the server's process id of each run, as its test saw them."""
    path = folder / "seen"
    lines = path.read_text().splitlines() if path.exists() else []
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def test_run_has_servers_that_end_with_it(run: Callable[..., subprocess.Popen[bytes]], open_folder: Path) -> None:
    assert run().wait(60) == 0
    [(name, server)] = seen(open_folder)
    assert name == "test-0"
    assert not is_alive(server)


def test_worker_of_a_parallel_run_starts_nothing(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    monkeypatch.setattr(pytest_plugin, "start_servers", lambda _held: pytest.fail("It started servers."))
    list(pytest_plugin.pytest_load_initial_conftests(pytestconfig))


def test_runs_at_the_same_time_never_meet(run: Callable[..., subprocess.Popen[bytes]], open_folder: Path) -> None:
    (open_folder / "wait").touch()
    first = run()
    wait_until((open_folder / "waiting").exists, seconds=30, what="The first run's test did not run")
    (open_folder / "wait").unlink()
    assert run().wait(60) == 0
    assert [name for name, _ in seen(open_folder)] == ["test-0", "test-1"]
    server = seen(open_folder)[0][1]
    assert is_alive(server)
    first.send_signal(signal.SIGKILL)
    first.wait()
    wait_until(lambda: not is_alive(server), seconds=10, what="The killed run's server did not end")
    assert run().wait(60) == 0
    assert seen(open_folder)[-1][0] == "test-0"


def test_folder_is_free_again_when_its_run_ends(tmp_path: Path) -> None:
    with ExitStack() as first:
        assert claim_folder(tmp_path, first).name == "test-0"
        with ExitStack() as second:
            assert claim_folder(tmp_path, second).name == "test-1"
    with ExitStack() as third:
        assert claim_folder(tmp_path, third).name == "test-0"


def test_foreign_servers_are_used_under_a_database_name_of_this_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    monkeypatch.setenv("PORTAL_TEST_DB_SUFFIX", "")
    with ExitStack() as held:
        start_servers(held)
        assert os.environ["PORTAL_TEST_DB_SUFFIX"] == f"_{os.getpid()}"
        assert os.environ["PORTAL_VAR"] == str(tmp_path / "test-0")
        assert not (tmp_path / "test-0" / "postgres").exists()
