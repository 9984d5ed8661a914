"""manage.py search_index rebuild|verify."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from caselaw.search import documents, verification


class Command(BaseCommand):
    """Rebuild the search index or compare it with the published briefs."""

    help = (
        "rebuild: writes every search document anew. verify: names briefs whose document is missing, left over or old."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("step", choices=["rebuild", "verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; verify exits with 1 when something is wrong."""
        if options["step"] == "rebuild":
            self.stdout.write(f"{documents.rebuild()} search documents written.")
            return
        faults = verification.faults()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise SystemExit(1)
        self.stdout.write("The search index is as it should be.")
