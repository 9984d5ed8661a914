"""The embedded Valkey keeps what was queued, and is found by Celery and the cache under any path."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from kombu import Connection

from portal.embedded import addresses, valkey
from portal.embedded.processes import ServerError, is_alive, wait_until
from portal.embedded.valkey import EmbeddedValkey

pytestmark = pytest.mark.kill


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(tmp_path / "100% a folder")
    yield server
    server.stop()


def client(server: EmbeddedValkey) -> redis.Redis:
    return redis.Redis.from_url(addresses.redis_url(server.layout.root))


def kill(server: EmbeddedValkey) -> None:
    process = server.process
    assert process
    process.kill()
    process.wait()


def test_start_returns_when_it_answers(server: EmbeddedValkey) -> None:
    assert server.start()
    assert client(server).ping()


def test_second_starter_uses_the_running_server(server: EmbeddedValkey) -> None:
    server.start()
    second = EmbeddedValkey(server.layout.root)
    assert not second.start()
    assert second.process is None


def test_queue_survives_kill_and_the_socket_left_behind_does_no_harm(server: EmbeddedValkey) -> None:
    server.start()
    client(server).rpush("queue", *range(50))
    kill(server)
    assert server.socket.exists()
    assert not server.is_ready()
    assert server.start()
    assert client(server).llen("queue") == 50


def test_process_that_got_the_old_number_is_not_taken_for_the_server(server: EmbeddedValkey) -> None:
    server.start()
    server.stop()
    (server.folder / "valkey.pid").write_text(str(os.getpid()))
    assert server.start()


def test_server_ends_with_its_starter(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path)
    child = os.fork()
    if child == 0:
        try:
            server.start()
            signal.pause()
        finally:
            os._exit(1)
    wait_until(server.is_ready, seconds=10, what="It did not start")
    pid = int((server.folder / "valkey.pid").read_text())
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    wait_until(lambda: not is_alive(pid), seconds=10, what="The server did not end with its starter")


def test_nobody_else_can_reach_it(server: EmbeddedValkey) -> None:
    server.start()
    assert server.folder.stat().st_mode & 0o077 == 0
    assert "0" in str(client(server).config_get("port"))


def test_long_path_gets_a_private_socket_folder_elsewhere(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / ("long" * 25))
    try:
        server.start()
        assert server.socket.parent.parent == Path("/tmp")
        assert server.socket.parent.stat().st_mode & 0o077 == 0
        assert client(server).ping()
    finally:
        server.stop()
        shutil.rmtree(server.socket.parent)


def test_celery_and_the_cache_reach_their_own_databases(server: EmbeddedValkey) -> None:
    server.start()
    root = server.layout.root
    with Connection(addresses.celery_url(root, database=0)) as broker, broker.SimpleQueue("mail") as queue:
        queue.put({"to": "worker"})
    redis.Redis.from_url(addresses.cache_url(root, database=1)).set("page", "cached")
    assert client(server).llen("mail") == 1
    assert client(server).get("page") is None


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://valkey:6379", "redis://valkey:6379/0", "redis://valkey:6379/1"),
        ("redis://:p%40ss@valkey:6379/5", "redis://:p%40ss@valkey:6379/0", "redis://:p%40ss@valkey:6379/1"),
        ("rediss://h?ssl_cert_reqs=none", "rediss://h/0?ssl_cert_reqs=none", "rediss://h/1?ssl_cert_reqs=none"),
        ("unix:///a%20b/s?db=7", "redis+socket:///a%20b/s?virtual_host=0", "unix:///a%20b/s?db=1"),
        ("redis+socket:///a b/s?virtual_host=7", "redis+socket:///a%20b/s?virtual_host=0", "unix:///a%20b/s?db=1"),
    ],
)
def test_any_redis_url_is_spelt_for_celery_and_for_the_cache(url: str, broker: str, cache: str) -> None:
    assert addresses.as_celery_url(url, database=0) == broker
    assert addresses.as_cache_url(url, database=1) == cache


def test_server_on_the_path_is_used_without_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match="Set REDIS_URL"):
        valkey.find_program()
    program = tmp_path / "redis-server"
    program.touch(mode=0o755)
    assert valkey.find_program() == program


def test_socket_that_accepts_but_says_nothing_is_not_ready(server: EmbeddedValkey, tmp_path: Path) -> None:
    silent = tmp_path / "silent"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(silent))
        server.socket = silent
        assert not server.is_ready()
