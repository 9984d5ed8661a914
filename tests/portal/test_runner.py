"""The runner behind `make run`, in a checkout small enough to start in two seconds."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

import portal.embedded
from portal.embedded import addresses, supervisor
from portal.embedded.processes import ServerError, is_alive
from portal.embedded.supervisor import Service, Supervisor, program

pytestmark = pytest.mark.kill

_COMMAND = """
    import os
    from pathlib import Path
    from django.core.management import BaseCommand, CommandError

    class Command(BaseCommand):
        def handle(self, **options):
            name = Path(__file__).stem
            with (Path(os.environ["PORTAL_VAR"]) / "commands").open("a") as log:
                log.write(name + "\\n")
            if name == os.environ.get("FAILING_COMMAND"):
                raise CommandError("the command's own words")
            self.stdout.write("what " + name + " says")
    """
_FILES = {
    "requirements.txt": "",
    "portal/__init__.py": "",
    "portal/settings/base.py": "",
    "portal/settings/development.py": """
        import os
        from pathlib import Path
        from portal.embedded import addresses

        VAR = Path(os.environ["PORTAL_VAR"])
        SECRET_KEY = "for tests"
        INSTALLED_APPS = ["portal", "django.contrib.staticfiles"]
        DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **addresses.database_settings(VAR)}}
        STATIC_URL, STATIC_ROOT = "static/", VAR / "static"
        """,
    "portal/wsgi.py": """
        def application(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"fine"]
        """,
    "portal/celery.py": """
        import os
        from pathlib import Path
        from celery import Celery
        from portal.embedded import addresses

        var = Path(os.environ["PORTAL_VAR"])
        app = Celery("portal", broker=addresses.celery_url(var))
        app.conf.broker_connection_retry_on_startup = True
        app.conf.beat_schedule = {"tick": {"task": "portal.celery.tick", "schedule": 0.5}}
        app.conf.beat_max_loop_interval = 0.5

        @app.task
        def tick():
            (var / "ticked").touch()
        """,
    "portal/static/page.css": "",
    "portal/management/commands/load_reference.py": _COMMAND,
    "portal/management/commands/load_country_data.py": _COMMAND,
    "portal/management/commands/load_sample.py": _COMMAND,
    "portal/management/commands/load_sample_round.py": _COMMAND,
    "portal/management/commands/demo_accounts.py": _COMMAND,
}
SERVICES = {
    "postgres": "/bin/postgres",
    "valkey": "valkey-server",
    "web": "granian",
    "worker": "worker",
    "beat": "beat",
}


def make_small_checkout(folder: Path) -> Path:
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    shutil.copytree(Path(portal.embedded.__file__).parent, folder / "portal" / "embedded")
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


class Run:
    """One `make run` of a checkout; PORTAL_VAR is its folder var, unless another is given."""

    def __init__(self, checkout: Path, port: int, var: Path | None = None, **environment: str) -> None:
        self.checkout, self.port, self.var = checkout, port, var or checkout / "var"
        self.var.mkdir(exist_ok=True)
        self.output = self.var.parent / f"output-{time.monotonic_ns()}"
        hidden = {"DATABASE_URL", "REDIS_URL", "PORTAL_VAR", "PYTHONPATH"}
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.embedded.runner"],
                cwd=checkout,
                env={**kept, "PORT": str(port), "PORTAL_VAR": str(self.var), **environment},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def says(self, text: str, seconds: float = 30) -> bool:
        return eventually(lambda: text in self.output.read_text() or self.process.poll() is not None, seconds) and (
            text in self.output.read_text()
        )

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def pid_of(self, service: str) -> int | None:
        for pid in _processes():
            words = _command(pid).decode().replace(str(self.checkout), "")
            if _parent(pid) == self.process.pid and SERVICES[service] in words:
                return pid
        return None

    def is_usable(self) -> bool:
        """Say whether the page, the database, and the path from beat over Valkey to the worker work."""
        (self.var / "ticked").unlink(missing_ok=True)
        return eventually(self._answers) and eventually((self.var / "ticked").exists, 15)

    def _answers(self) -> bool:
        try:
            psycopg2.connect(addresses.database_url(self.var)).close()
            return self.status_of("/healthz") == 200
        except (OSError, psycopg2.OperationalError):
            return False

    def status_of(self, path: str) -> int:
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=20)) as page:
            page.request("GET", path)
            return page.getresponse().status


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if is_alive(int(path.name))]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return b""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _folder(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""


def remains_of(checkout: Path) -> list[bytes]:
    """Return the command lines of living processes that have to do with the checkout."""
    place = str(checkout)
    return [_command(pid) for pid in _processes() if place.encode() in _command(pid) or _folder(pid).startswith(place)]


@pytest.fixture
def checkout(open_folder: Path) -> Path:
    return make_small_checkout(open_folder / "a checkout")


@pytest.fixture(scope="module")
def running(make_open_folder: Callable[[], Path]) -> Iterator[Run]:
    run = Run(make_small_checkout(make_open_folder() / "a checkout"), free_port())
    assert run.says("ready after"), run.output.read_text()
    yield run
    assert run.stop() == 0, run.output.read_text()


def test_run_prepares_the_portal_and_says_where_it_is(running: Run) -> None:
    assert running.is_usable()
    assert f"http://localhost:{running.port}/" in running.output.read_text()
    assert "what demo_accounts says" in running.output.read_text()
    assert (running.var / "commands").read_text().split() == [
        "load_reference", "load_country_data", "load_sample", "load_sample_round", "demo_accounts",
    ]  # fmt: skip
    assert (running.var / "static" / "page.css").exists()


def test_second_run_of_a_checkout_is_refused(running: Run) -> None:
    second = Run(running.checkout, free_port())
    assert second.process.wait(20) == 1
    assert f"running already (process {running.process.pid})" in second.output.read_text()
    assert running.is_usable()


@pytest.mark.parametrize("service", SERVICES)
def test_portal_is_usable_again_after_kill_of(running: Run, service: str) -> None:
    old = running.pid_of(service)
    assert old is not None
    os.kill(old, signal.SIGKILL)
    assert running.says(f"{service} was killed by SIGKILL")
    assert eventually(lambda: running.pid_of(service) not in {None, old})
    assert running.is_usable(), running.output.read_text()


def test_run_on_a_taken_port_says_so_and_starts_nothing(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = Run(checkout, taken.getsockname()[1])
        assert run.process.wait(20) == 1
        assert f"Port {run.port} is in use by another program." in run.output.read_text()
        assert f"make run PORT={run.port + 1}" in run.output.read_text()
    assert not (checkout / "var" / "postgres").exists()


def test_run_with_a_port_that_is_none_says_so(checkout: Path) -> None:
    run = Run(checkout, 8000, PORT="http")
    assert run.process.wait(20) == 1
    assert "PORT must be a number" in run.output.read_text()


def test_failing_command_stops_everything_and_is_shown(checkout: Path) -> None:
    run = Run(checkout, free_port(), FAILING_COMMAND="load_sample")
    assert run.process.wait(30) == 1
    assert "the command's own words" in run.output.read_text()
    assert "The preparation ended with code 1. Stopping everything." in run.output.read_text()
    assert (checkout / "var" / "commands").read_text().split() == ["load_reference", "load_country_data", "load_sample"]
    assert eventually(lambda: not remains_of(checkout)), remains_of(checkout)


def test_killed_runner_leaves_nothing_behind_and_a_new_one_starts(checkout: Path) -> None:
    port = free_port()
    first = Run(checkout, port)
    assert first.says("ready after"), first.output.read_text()
    first.process.kill()
    first.process.wait()
    second = Run(checkout, port)
    assert second.says("ready after", 40), second.output.read_text()
    assert second.stop() == 0
    assert eventually(lambda: not remains_of(checkout)), remains_of(checkout)


def test_servers_end_with_the_runner_even_when_its_watchdog_was_killed_too(checkout: Path) -> None:
    run = Run(checkout, free_port())
    assert run.says("preparing"), run.output.read_text()
    run.process.send_signal(signal.SIGSTOP)
    watchdogs = [pid for pid in _processes() if _parent(pid) == run.process.pid and b"watchdog" in _command(pid)]
    assert len(watchdogs) == 1
    os.kill(watchdogs[0], signal.SIGKILL)
    run.process.kill()
    run.process.wait()
    assert eventually(lambda: not remains_of(checkout)), remains_of(checkout)


def test_service_that_dies_again_and_again_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "RESTART_DELAY_SECONDS", 0.001)
    starts = []

    def launch() -> subprocess.Popen[bytes]:
        starts.append(time.monotonic())
        return program(["sh", "-c", "exit 3"], cwd=tmp_path, env={})

    with (tmp_path / "lock").open("w") as lock:
        supervised = Supervisor(lock.fileno())
        supervised.add(Service("web", launch))
        with pytest.raises(ServerError, match="web ended with code 3 again, after 5 restarts within a minute"):
            supervised.run(seconds=20)
        supervised.stop_all()
    assert len(starts) == 1 + supervisor.MOST_RESTARTS


def test_child_that_outlives_its_dead_parent_is_killed(tmp_path: Path) -> None:
    children = tmp_path / "children"
    children.touch()
    command = ["sh", "-c", "sleep 300 & echo $! >> children; exit 1"]
    with (tmp_path / "lock").open("w") as lock:
        supervised = Supervisor(lock.fileno())
        supervised.add(Service("web", lambda: program(command, cwd=tmp_path, env=dict(os.environ))))
        assert supervised.run(lambda: len(children.read_text().split()) > 1, seconds=10)
        supervised.stop_all()
    pids = [int(pid) for pid in children.read_text().split()]
    assert eventually(lambda: not any(is_alive(pid) for pid in pids))


def test_grandchildren_that_ignore_their_parent_s_end_go_with_a_killed_runner(tmp_path: Path) -> None:
    """The kernel's signal reaches direct children only; this is what the watchdog is for."""
    runner = textwrap.dedent(
        """
        import os
        from pathlib import Path
        from portal.embedded.supervisor import Service, Supervisor, program

        stubborn = "trap '' TERM; (trap '' TERM; echo $$ >> children; sleep 300) & echo $! >> children; wait"
        supervised = Supervisor(os.open("lock", os.O_CREAT | os.O_RDWR))
        supervised.add(Service("web", lambda: program(["sh", "-c", stubborn], cwd=Path.cwd(), env=dict(os.environ))))
        supervised.run()
        """
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen([sys.executable, "-c", runner], cwd=tmp_path, env=environment)
    children = tmp_path / "children"
    assert eventually(lambda: children.exists() and len(children.read_text().split()) == 2)
    pids = [int(pid) for pid in children.read_text().split()]
    process.kill()
    process.wait()
    assert eventually(lambda: not any(is_alive(pid) for pid in pids), 15)


@pytest.mark.system
def test_complete_portal_starts_with_its_sample_and_serves_a_second_shell(open_folder: Path) -> None:
    checkout = Path(__file__).resolve().parents[2]
    run = Run(checkout, free_port(), open_folder / "var")
    try:
        assert run.says("ready after", 180), run.output.read_text()
        assert (run.status_of("/"), run.status_of("/cases/")) == (200, 200)
        assert eventually(lambda: run.status_of("/readyz") == 200), "No worker was seen."
        shell = subprocess.run(
            [
                sys.executable,
                "manage.py",
                "shell",
                "-v0",
                "-c",
                "from caselaw.models import Case; print(Case.objects.count())",
            ],
            cwd=checkout,
            env={**os.environ, "PORTAL_VAR": str(run.var), "DJANGO_SETTINGS_MODULE": "portal.settings.development"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert int(shell.stdout) > 0
    finally:
        assert run.stop() == 0, run.output.read_text()
