"""Ends the runner's process groups when the runner is gone, even by kill -9.

The kernel tells only the runner's direct children that it died; the web server's workers and Celery's pool would
be left. This script's standard input is a pipe from the runner, which the kernel closes when the runner ends. Each
line on it is "add GROUP" or "remove GROUP". It runs as a plain file, so that it costs no import of the portal.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

GRACE_SECONDS = 5.0


def group_is_alive(group: int) -> bool:
    """Say whether a process of the group runs. Zombies are dead, though they keep the group's number."""
    if not Path("/proc/self/stat").exists():
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        return True
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, its_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                return True
    return False


def signal_group(group: int, number: signal.Signals) -> None:
    """Send the signal to every process of the group, if there is one."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def end_groups(groups: Iterable[int]) -> None:
    """Ask the groups to stop, and kill what is left after a grace period."""
    groups = list(groups)
    for group in groups:
        signal_group(group, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(group_is_alive(group) for group in groups):
        time.sleep(0.1)
    for group in groups:
        signal_group(group, signal.SIGKILL)


def watch(lines: Iterable[str]) -> None:
    """Keep the list of groups until the pipe closes, then end those on it."""
    groups: set[int] = set()
    for line in lines:
        verb, _, group = line.partition(" ")
        if verb == "add":
            groups.add(int(group))
        else:
            groups.discard(int(group))
    end_groups(groups)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    # readline, not iteration: a pipe's iterator would hold lines back.
    watch(iter(sys.stdin.readline, ""))
