"""manage.py load_sample: demo accounts and the landmark cases, for development."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from caselaw.actions import sample
from portal.core.errors import NotAllowedError


class Command(BaseCommand):
    """Load or bring up to date the sample."""

    # The portal starts with this command; its checks have just run with the migrations.
    requires_system_checks: list[str] = []
    help = "Makes the demo accounts and publishes the sample of landmark cases. Run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything and say how much, in one line."""
        started = time.monotonic()
        try:
            loaded = sample.load(now=timezone.now())
        except NotAllowedError as refusal:
            raise CommandError(str(refusal)) from refusal
        summary = loaded.summary
        if summary.is_refused:
            first = next(iter(summary.findings))
            raise CommandError(f"The sample was not loaded. {first.path}: {first.why} {first.remedy}")
        self.stdout.write(
            f"Sample data: {summary.read} cases read, {summary.created} created, {summary.updated} updated, "
            f"{summary.unchanged} unchanged, {loaded.published} published, in {time.monotonic() - started:.1f} seconds."
        )
