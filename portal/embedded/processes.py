"""Small tools for child processes: who is alive, who dies with whom, who may start, who waits for what."""

import ctypes
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PROC = Path("/proc")
# Loaded here because a freshly forked child should do as little as possible.
_libc = ctypes.CDLL(None)


class ServerError(Exception):
    """An embedded server cannot be used; the text says why and what to do."""


def is_alive(pid: int) -> bool:
    """Say whether the process runs. A zombie answers signal 0, but is dead."""
    try:
        status = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return not _PROC.is_dir() and _answers(pid)
    return status.rpartition(")")[2].split()[0] not in "ZX"


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def works_in(pid: int, folder: Path) -> bool:
    """Say whether the process's working directory is `folder`, as a server's is; true where that is not told."""
    try:
        return (_PROC / str(pid) / "cwd").readlink() == folder
    except PermissionError:
        return True
    except FileNotFoundError:
        return not _PROC.is_dir()


def working_in(folder: Path) -> list[int]:
    """Return our living processes whose working directory is `folder`: a server and its children."""
    found = []
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").readlink() == folder and is_alive(int(entry.name)):
                found.append(int(entry.name))
    return found


def tied_to_this_process(death_signal: signal.Signals) -> Callable[[], None]:
    """Return a preexec_fn: the kernel sends the child this signal when the thread that started it ends.

    Start such children from the main thread. Outside Linux it does nothing.
    """
    parent = os.getpid()

    def tie() -> None:
        if hasattr(_libc, "prctl"):
            _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    return tie


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Return as soon as the condition holds; raise ServerError after that many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise ServerError(f"{what} within {seconds:.0f} seconds.")
        time.sleep(0.02)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Let one process at a time through; the others wait."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_private(folder: Path, *, owner: int, group: int) -> None:
    """Make a folder that only its owner can enter; raise ServerError when somebody else's is already there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {owner, os.geteuid()}:
        raise ServerError(f"{folder} belongs to another user; remove it or work as that user.")
    if folder.stat().st_uid != owner:
        os.chown(folder, owner, group)
    folder.chmod(0o700)
