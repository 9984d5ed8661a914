"""`make run`: the whole portal on this machine, in one process that owns all the others.

PORT chooses the port. With DATABASE_URL or REDIS_URL that server is used instead of the embedded one.
PORTAL_VAR moves the folder that holds everything the portal writes.
"""

import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from portal.embedded.postgres import EmbeddedPostgres
from portal.embedded.processes import ServerError, is_alive, wait_until
from portal.embedded.supervisor import Service, Supervisor, program, say
from portal.embedded.valkey import EmbeddedValkey

CHECKOUT = Path(__file__).resolve().parent.parent.parent
_WEB_SECONDS = 90.0
_LEFTOVER_SECONDS = 20.0
_GRANIAN = [
    *("--interface", "wsgi", "--host", "127.0.0.1", "--no-ws", "--log-level", "warning"),
    *("--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "1"),
    # Without it granian waits for ever for workers that were killed.
    *("--workers-kill-timeout", "5"),
]
# Root is told often enough elsewhere; here its worker serves one developer on loopback.
_CELERY = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "--quiet", "--app", "portal"]


def chosen_port() -> int:
    """Return PORT; raise ServerError when it is no port or another program has it."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ServerError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    # Browsers try both addresses of "localhost".
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        _check_is_free(family, address, port)
    return port


def _check_is_free(family: socket.AddressFamily, address: str, port: int) -> None:
    another = port + 1 if 1024 <= port < 65535 else 8001
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind((address, port))
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServerError(
                f"Port {port} is in use by another program. Choose another port: make run PORT={another}"
            ) from error
        if error.errno == errno.EACCES:
            raise ServerError(f"Port {port} is for root only. Choose another port: make run PORT={another}") from error
        if family == socket.AF_INET:
            raise


def claim(root: Path) -> int:
    """Return a lock that makes this the only runner of `root`; raise ServerError when another one runs.

    A killed runner's watchdog holds the lock until the processes it left are gone; that is waited for.
    """
    root.mkdir(parents=True, exist_ok=True)
    lock = os.open(root / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def is_claimed() -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(lock, 20, 0).decode()
            if owner.isdecimal() and is_alive(int(owner)):
                raise ServerError(
                    f"The portal of this checkout is running already (process {owner}). First stop that one by Ctrl-C."
                ) from None
            return False
        return True

    wait_until(is_claimed, seconds=_LEFTOVER_SECONDS, what="The processes of the previous run did not end")
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


class Portal:
    """The portal's services, in the order in which they need one another."""

    def __init__(self, root: Path, port: int, supervisor: Supervisor) -> None:
        self.root = root
        self.port = port
        self.supervisor = supervisor
        self.url = f"http://localhost:{port}/"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "PORTAL_VAR": str(root),
            "PORTAL_SITE_URL": os.environ.get("PORTAL_SITE_URL", self.url.rstrip("/")),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self) -> None:
        """Start everything, say where it is, and keep it running until somebody stops it."""
        started = time.monotonic()
        self._start_servers()
        self._prepare()
        if self.supervisor.is_stopping():
            return
        self._start_programs()
        if not self.supervisor.run(self._is_healthy, seconds=_WEB_SECONDS):
            if self.supervisor.is_stopping():
                return
            raise ServerError(f"The web server did not answer at {self.url}healthz within {_WEB_SECONDS:.0f} seconds.")
        for line in (self.root / "demo-accounts.txt").read_text().splitlines():
            say("portal", line)
        say("portal", f"ready after {time.monotonic() - started:.0f} s at {self.url} (Ctrl-C stops it)")
        self.supervisor.run()

    def _start_servers(self) -> None:
        if not os.environ.get("DATABASE_URL"):
            self._add_server("postgres", EmbeddedPostgres(self.root))
        if not os.environ.get("REDIS_URL"):
            self._add_server("valkey", EmbeddedValkey(self.root))

    def _add_server(self, name: str, server: EmbeddedPostgres | EmbeddedValkey) -> None:
        def launch() -> subprocess.Popen[bytes]:
            # One that a killed runner left would end at any moment.
            server.stop()
            server.start()
            if server.process is None:
                raise ServerError(f"Another process started {name} under {self.root} at the same moment.")
            return server.process

        say("portal", f"starting {name}")
        self.supervisor.add(Service(name, launch, stop=server.stop))

    def _prepare(self) -> None:
        say("portal", "preparing the database, the sample data and the static files")
        command = [sys.executable, "-m", "portal.embedded.prepare"]
        self.supervisor.complete("The preparation", command, cwd=CHECKOUT, env=self.env)

    def _start_programs(self) -> None:
        web = [sys.executable, "-m", "granian", *_GRANIAN, "--port", str(self.port), "portal.wsgi:application"]
        worker = [*_CELERY, "worker", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle"]
        beat = [*_CELERY, "beat", "-l", "WARNING", "--pidfile", "", "--schedule", str(self.root / "beat")]
        for name, command in {"web": web, "worker": worker, "beat": beat}.items():
            self._add_program(name, command)

    def _add_program(self, name: str, command: list[str]) -> None:
        self.supervisor.add(Service(name, lambda: program(command, cwd=CHECKOUT, env=self.env)))

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def main() -> int:
    """Run the portal; return the exit code."""
    root = Path(os.environ.get("PORTAL_VAR") or CHECKOUT / "var").resolve()
    try:
        lock = claim(root)
        port = chosen_port()
    except ServerError as error:
        say("portal", str(error))
        return 1
    except PermissionError as error:
        say("portal", f"{error.filename} belongs to another user. Run as that user, or remove {root} to begin anew.")
        return 1
    supervisor = Supervisor(lock)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.ask_to_stop())
    try:
        Portal(root, port, supervisor).run()
    except ServerError as error:
        say("portal", f"{error} Stopping everything.")
        return 1
    except PermissionError as error:
        say("portal", f"{error.filename} belongs to another user. Run as that user, or remove {root} to begin anew.")
        return 1
    finally:
        began = time.monotonic()
        supervisor.stop_all()
        say("portal", f"stopped in {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
