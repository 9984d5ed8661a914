"""Which function does which kind of work, and how it tells its progress."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from portal.core.errors import DomainError
from portal.jobs.models import Job


class JobCancelledError(Exception):
    """The owner cancelled; raised inside the handler at its next step, so that its transaction rolls back."""


class LeaseLostError(Exception):
    """Another worker took the job over; raised inside the handler, so that nothing is done twice."""


class JobRefusedError(DomainError):
    """The work cannot be done, for reasons that the owner can mend; `findings` says which."""

    code = "job_refused"

    def __init__(self, message: str, findings: list[dict[str, Any]]) -> None:
        """Take the sentence for the owner and the findings."""
        super().__init__(message)
        self.findings = findings


@dataclass(slots=True)
class Progress:
    """What a handler tells while it works. It writes nothing itself: a second connection does, once a second."""

    done: int = 0
    total: int | None = None
    step: str = ""
    cancelled: Event = field(default_factory=Event)
    lease_lost: Event = field(default_factory=Event)

    def report(self, done: int, *, total: int | None = None, step: str | None = None) -> None:
        """Say how much is done; raise JobCancelledError or LeaseLostError when the work must stop."""
        self.done = done
        self.total = total if total is not None else self.total
        self.step = step if step is not None else self.step
        if self.lease_lost.is_set():
            raise LeaseLostError
        if self.cancelled.is_set():
            raise JobCancelledError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler returns: a small result for the page, and findings that did not stop it."""

    result: dict[str, Any]
    findings: list[dict[str, Any]] = field(default_factory=list)


Handler = Callable[[Job, Progress], Outcome]
_handlers: dict[str, Handler] = {}


def register(kind: str) -> Callable[[Handler], Handler]:
    """Decorate the function that does the work of a kind; it may run twice and must then have the same effect."""

    def keep(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return keep


def handler_for(kind: str) -> Handler:
    """Return the function for a kind; KeyError means that no app registered it."""
    return _handlers[kind]
