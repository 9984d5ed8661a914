"""manage.py load_sample_round: the invented round of country data, for development."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.core.errors import NotAllowedError
from reports.actions import sample


class Command(BaseCommand):
    """Load the invented round unless it is there."""

    # The portal starts with this command; its checks have just run with the migrations.
    requires_system_checks: list[str] = []
    help = "Loads a round of invented country data in several states. Run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it and say how much, in one line."""
        started = time.monotonic()
        try:
            loaded = sample.load(now=timezone.now())
        except NotAllowedError as refusal:
            raise CommandError(str(refusal)) from refusal
        if not loaded.is_new:
            self.stdout.write("Invented round: already there.")
            return
        self.stdout.write(
            f"Invented round: {loaded.countries} countries, {loaded.figures} figures,"
            f" in {time.monotonic() - started:.1f} seconds."
        )
