"""Keeps the portal's processes running: starts them, shows what they say, restarts those that die, stops all."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded import watchdog
from portal.embedded.processes import ServerError, tied_to_this_process

MOST_RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0
# Doubles with each death within the window.
RESTART_DELAY_SECONDS = 0.2
STOP_SECONDS = 15.0
_NAME_WIDTH = 8


def say(name: str, text: str) -> None:
    """Print one line of one process."""
    try:
        sys.stdout.write(f"{name:{_NAME_WIDTH}}| {text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output is gone (`make run | head`); that is no reason to stop.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dataclass
class Service:
    """One process to keep running. `launch` starts it; an embedded server is ready when it returns.

    `stop` ends a server in its own way; without it the process is asked by SIGTERM.
    """

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    died_at: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_RESTARTS))
    start_at: float = 0.0
    unfinished_line: bytes = b""


def program(command: Sequence[str | Path], *, cwd: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, its output on a pipe; the kernel stops it if we are killed."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env=env,
        bufsize=0,
        start_new_session=True,
        preexec_fn=tied_to_this_process(signal.SIGTERM),
    )


class Supervisor:
    """Runs services in the order in which they were added, in one thread, and stops them in reverse order."""

    def __init__(self, lock: int) -> None:
        """Start the watchdog; it holds the lock (a file descriptor) too, until what it watches is gone."""
        self.services: list[Service] = []
        self._stopping = False
        self.in_a_hurry = False
        self._lock = lock
        self._selector = selectors.DefaultSelector()
        self._watchdog = self._start_watchdog()

    def add(self, service: Service) -> None:
        """Start one more service and keep it running from now on."""
        self.services.append(service)
        self._start(service)

    def step(self, seconds: float) -> None:
        """Show output for at most that long, and restart what died. Raise ServerError when that does not help."""
        self._show_pending(seconds)
        if self._watchdog.poll() is not None:
            self._watchdog = self._start_watchdog()
        for service in self.services:
            if self._stopping:
                return
            if service.process and service.process.poll() is not None:
                self._note_death(service, service.process)
            if service.process is None and time.monotonic() >= service.start_at:
                self._start(service)

    def run(self, until: Callable[[], bool] = lambda: False, *, seconds: float | None = None) -> bool:
        """Step until the condition holds (True), or we are asked to stop or the time is over (False)."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self._stopping and (deadline is None or time.monotonic() < deadline):
            if until():
                return True
            self.step(0.3)
        return False

    def is_stopping(self) -> bool:
        """Say whether somebody asked to stop."""
        return self._stopping

    def ask_to_stop(self) -> None:
        """End `run` soon. Asked a second time, kill instead of waiting for what is under way."""
        self.in_a_hurry = self._stopping
        self._stopping = True

    def complete(self, name: str, command: Sequence[str | Path], *, cwd: Path, env: dict[str, str]) -> None:
        """Run a program to its end and show its output as ours. Raise ServerError when it fails."""
        service = Service("portal", lambda: program(command, cwd=cwd, env=env))
        self._start(service)
        while service.process and service.process.poll() is None and not self._stopping:
            self._show_pending(0.1)
        if self._stopping:
            self._stop(service)
        elif service.process:
            process = service.process
            self._forget(service, process)
            if process.returncode:
                raise ServerError(f"{name} {_reason(process.returncode)}.")

    def stop_all(self) -> None:
        """Stop every service, the last one first; show what they say meanwhile."""
        for service in reversed(self.services):
            self._stop(service)
        if self._watchdog.stdin:
            self._watchdog.stdin.close()
        self._watchdog.wait()

    def _start(self, service: Service) -> None:
        process = service.launch()
        service.process = process
        self._tell_watchdog("add", process.pid)
        if process.stdout:
            os.set_blocking(process.stdout.fileno(), False)
            self._selector.register(process.stdout, selectors.EVENT_READ, service)

    def _note_death(self, service: Service, process: subprocess.Popen[bytes]) -> None:
        self._forget(service, process)
        now = time.monotonic()
        often = len(service.died_at) == MOST_RESTARTS and now - service.died_at[0] < RESTART_WINDOW_SECONDS
        service.died_at.append(now)
        reason = _reason(process.returncode)
        if often:
            raise ServerError(f"{service.name} {reason} again, after {MOST_RESTARTS} restarts within a minute.")
        recent = sum(now - moment < RESTART_WINDOW_SECONDS for moment in service.died_at)
        delay = RESTART_DELAY_SECONDS * 2 ** (recent - 1)
        service.start_at = now + delay
        say("portal", f"{service.name} {reason}; starting it again in {delay:.1f} s")

    def _forget(self, service: Service, process: subprocess.Popen[bytes]) -> None:
        """Clean up after a dead process: its last words, its pipe, and children that outlived it."""
        watchdog.signal_group(process.pid, signal.SIGKILL)
        while self._show_output(service):
            pass
        if process.stdout:
            with contextlib.suppress(KeyError):
                self._selector.unregister(process.stdout)
            process.stdout.close()
        self._tell_watchdog("remove", process.pid)
        service.process = None

    def _stop(self, service: Service) -> None:
        process = service.process
        if process is None:
            return
        if service.stop:
            service.stop()
        else:
            process.terminate()
            deadline = time.monotonic() + STOP_SECONDS
            while process.poll() is None and time.monotonic() < deadline and not self.in_a_hurry:
                self._show_pending(0.1)
            if process.poll() is None:
                say("portal", f"{service.name} has not stopped yet and is killed")
            watchdog.signal_group(process.pid, signal.SIGKILL)
        process.wait()
        self._forget(service, process)

    def _show_pending(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            self._show_output(key.data)

    def _show_output(self, service: Service) -> bool:
        """Show a piece of output; say whether there may be more."""
        output = service.process.stdout if service.process else None
        if output is None or output.fileno() not in self._selector.get_map():
            return False
        chunk = output.read(65536)
        if chunk is None:
            return False
        *lines, service.unfinished_line = (service.unfinished_line + chunk).split(b"\n")
        for line in filter(bytes.strip, lines):
            say(service.name, line.decode(errors="replace"))
        if not chunk:
            # Closed by the process; a selector would report it for ever.
            self._selector.unregister(output)
        return bool(chunk)

    def _start_watchdog(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-I", Path(watchdog.__file__)],
            stdin=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            pass_fds=[self._lock],
        )
        self._watchdog = process
        for service in self.services:
            if service.process:
                self._tell_watchdog("add", service.process.pid)
        return process

    def _tell_watchdog(self, verb: str, group: int) -> None:
        # When it was killed, the next step starts another and tells it everything.
        with contextlib.suppress(BrokenPipeError):
            if self._watchdog.stdin:
                self._watchdog.stdin.write(f"{verb} {group}\n".encode())


def _reason(code: int) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
