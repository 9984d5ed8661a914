"""The embedded PostgreSQL keeps what was committed, whoever is killed, and runs for root as for everybody else."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from portal.embedded import addresses, postgres
from portal.embedded.layout import Layout
from portal.embedded.postgres import EmbeddedPostgres
from portal.embedded.processes import ServerError, is_alive, make_private, wait_until

AS_ROOT = os.geteuid() == 0
# Writes committed numbers to standard output for as long as it lives. It owns its server.
pytestmark = pytest.mark.kill

WRITER = """
import sys
from pathlib import Path
import psycopg2
from portal.embedded import addresses
from portal.embedded.postgres import EmbeddedPostgres

root = Path(sys.argv[1])
server = EmbeddedPostgres(root)
server.start()
connection = psycopg2.connect(addresses.database_url(root))
connection.autocommit = True
cursor = connection.cursor()
cursor.execute("create table if not exists kept (number serial)")
print("server", server.process.pid, flush=True)
while True:
    cursor.execute("insert into kept default values returning number")
    print(cursor.fetchone()[0], flush=True)
"""


@pytest.fixture
def server(open_folder: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(open_folder / "a folder", durable=False)
    yield server
    server.stop()


def ask(root: Path, query: str) -> object:
    connection = psycopg2.connect(addresses.database_url(root))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def kill_while_writing(root: Path, victims: Callable[[int, int], list[int]]) -> int:
    """Let a process start a server and commit rows, kill the victims, and return the last row that was confirmed."""
    command = [sys.executable, "-c", WRITER, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as writer:
        assert writer.stdout
        server = int(writer.stdout.readline().split()[1])
        confirmed = [int(writer.stdout.readline()) for _ in range(200)]
        for pid in victims(writer.pid, server):
            os.kill(pid, signal.SIGKILL)
        confirmed += [int(line) for line in writer.stdout if line.endswith("\n")]
    wait_until(lambda: not is_alive(server), seconds=10, what="The server did not end with its starter")
    return confirmed[-1]


def test_first_start_makes_a_database_with_the_builtin_locale(server: EmbeddedPostgres) -> None:
    assert server.start()
    provider = "select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()"
    assert ask(server.layout.root, provider) == "b C.UTF-8"
    assert ask(server.layout.root, "select current_database() || current_setting('listen_addresses')") == "portal"


def test_rows_are_there_after_stop_and_start(server: EmbeddedPostgres) -> None:
    server.start()
    ask(server.layout.root, "create table kept as select 7 as number")
    server.stop()
    assert server.start()
    assert ask(server.layout.root, "select number from kept") == 7


def test_second_starter_uses_the_running_server(server: EmbeddedPostgres) -> None:
    assert server.start()
    second = EmbeddedPostgres(server.layout.root, durable=False)
    assert not second.start()
    assert second.process is None
    assert ask(server.layout.root, "select 1") == 1


@pytest.mark.parametrize(
    "victims",
    [
        pytest.param(lambda _starter, server: [server], id="server"),
        pytest.param(lambda starter, _server: [starter], id="starter"),
        pytest.param(lambda starter, server: [starter, server], id="both"),
    ],
)
def test_committed_rows_survive_kill_of(open_folder: Path, victims: Callable[[int, int], list[int]]) -> None:
    last = kill_while_writing(open_folder, victims)
    again = EmbeddedPostgres(open_folder)
    assert again.start()
    assert ask(open_folder, f"select count(*) from kept where number <= {last}") == last
    again.stop()


def test_server_that_is_a_zombie_does_not_stop_the_next_start(server: EmbeddedPostgres) -> None:
    server.start()
    assert server.process
    # Nobody reaps it until this test's process object asks for its end.
    os.kill(server.process.pid, signal.SIGKILL)
    zombie = server.process
    wait_until(lambda: not is_alive(zombie.pid), seconds=5, what="It did not die")
    assert Path(f"/proc/{zombie.pid}").exists()
    again = EmbeddedPostgres(server.layout.root, durable=False)
    assert again.start()
    assert ask(server.layout.root, "select 1") == 1
    again.stop()
    zombie.wait()


def test_interrupted_initialisation_is_begun_anew(server: EmbeddedPostgres) -> None:
    draft = server.data.with_name("postgres.new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    assert server.start()


def test_data_of_another_version_is_refused_with_the_way_out(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerError, match=r"was made by PostgreSQL 15, but this is \d+\. Dump it"):
        EmbeddedPostgres(server.layout.root).start()


def test_long_path_gets_a_private_socket_folder_elsewhere(open_folder: Path) -> None:
    server = EmbeddedPostgres(open_folder / ("long" * 25), durable=False)
    try:
        server.start()
        assert server.socket.parent == Path("/tmp")
        assert server.socket.stat().st_mode & 0o077 == 0
        assert ask(server.layout.root, "select 1") == 1
    finally:
        server.stop()
        shutil.rmtree(server.socket, ignore_errors=True)


def test_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    if not AS_ROOT:
        pytest.skip("only root can make such a folder")
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(ServerError, match="belongs to another user"):
        make_private(folder, owner=65534, group=65534)


def test_environment_of_postgresql_tools_changes_nothing(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "/nowhere", "PGDATA": "/nowhere", "PGUSER": "somebody"}.items():
        monkeypatch.setenv(name, value)
    server.start()
    assert ask(server.layout.root, "select current_user::text") == addresses.USER


def test_copied_checkout_gets_a_database_of_its_own(tmp_path: Path) -> None:
    original = Layout.open(tmp_path / "original", postgres_data=tmp_path / "shared")
    shutil.copytree(tmp_path / "original", tmp_path / "copy")
    copy = Layout.open(tmp_path / "copy")
    assert (copy.instance, copy.postgres_data) != (original.instance, original.postgres_data)
    assert copy.postgres_data == tmp_path / "copy" / "postgres"


def test_moved_checkout_keeps_its_database(tmp_path: Path) -> None:
    original = Layout.open(tmp_path / "original")
    (tmp_path / "original").rename(tmp_path / "moved")
    moved = Layout.read(tmp_path / "moved")
    assert moved.instance == original.instance
    assert moved.postgres_data == tmp_path / "moved" / "postgres"


def test_without_any_postgresql_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter(()))
    with pytest.raises(ServerError, match="Set DATABASE_URL"):
        postgres.find_programs()


@pytest.mark.skipif(not AS_ROOT, reason="needs root to close a folder to the server's account")
def test_root_behind_a_closed_folder_keeps_it_closed_and_works(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "var", durable=False)
    shared = server.data.parent
    try:
        assert server.start()
        assert shared.parent == Path("/var/lib")
        assert (shared / "checkout").read_text() == f"{closed / 'var'}\n"
        assert ask(closed / "var", "select 1") == 1
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        shutil.rmtree(shared)


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become another user")
def test_ordinary_user_starts_and_stops_it(open_folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(open_folder, nobody.pw_uid, nobody.pw_gid)
    child = os.fork()
    if child == 0:
        _start_as(nobody, open_folder)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, (open_folder / "error").read_text()
    assert (open_folder / "var" / "postgres" / "PG_VERSION").stat().st_uid == nobody.pw_uid


def _start_as(user: pwd.struct_passwd, folder: Path) -> None:
    """End this forked process with code 0 when the user could start, ask and stop a server."""
    try:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        server = EmbeddedPostgres(folder / "var", durable=False)
        began = time.monotonic()
        server.start()
        ask(folder / "var", "select 1")
        server.stop()
        os._exit(0 if time.monotonic() - began < 30 else 2)
    except BaseException as error:  # noqa: BLE001  the forked process must not return into pytest
        (folder / "error").write_text(repr(error))
        os._exit(1)
