"""manage.py load_reference: countries, regions, vocabularies, jurisdictions, roles."""

from typing import Any

from django.core.management.base import BaseCommand

from caselaw.actions import reference as caselaw_reference
from portal.core.actions import reference, roles


class Command(BaseCommand):
    """Load or bring up to date the reference data that the portal stands on."""

    help = "Loads countries, regions, vocabularies, jurisdictions and roles. Run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything and say how much."""
        counts = {
            "countries": reference.load_countries(),
            "regions": reference.load_regions(),
            "terms": caselaw_reference.load_vocabularies(),
            "jurisdictions": caselaw_reference.load_jurisdictions(),
            "roles": roles.write_roles(),
        }
        self.stdout.write("Reference data: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
