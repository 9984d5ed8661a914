"""Record readings that the audit trail must show."""

from datetime import datetime

from portal.core.audit import audited
from portal.core.models import SensitiveReading, User


@audited("log.exported")
def record_log_export(*, filters: str, by: User, now: datetime) -> None:
    """Record that a person took the audit log away, and with which filters."""
    _record("log.exported", filters, by, now)


@audited("suppressed_names.read")
def record_suppressed_names(*, about: str, by: User, now: datetime) -> None:
    """Record that a person opened the names to suppress of a brief; `about` is its public identifier."""
    _record("suppressed_names.read", about, by, now)


def _record(what: str, about: str, by: User, now: datetime) -> None:
    SensitiveReading.objects.create(what=what, about=about[:500], read_by=by, read_at=now)
