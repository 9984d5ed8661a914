"""Signs of life of workers."""

from datetime import datetime, timedelta

from django.db import DatabaseError

from portal.jobs.models import WorkerSign

SEEN_WITHIN = timedelta(seconds=60)


def sign(*, now: datetime) -> None:
    """Note that a worker is at work."""
    WorkerSign.objects.update_or_create(id=1, defaults={"seen_at": now})


def was_seen_lately(now: datetime) -> bool:
    """Tell whether a worker was at work within the last minute."""
    try:
        return WorkerSign.objects.filter(seen_at__gte=now - SEEN_WITHIN).exists()
    except DatabaseError:
        return False
