"""manage.py load_country_data: the collection of the Global Report, indicators, the first questionnaire and the checks."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.actions import reference, rules


class Command(BaseCommand):
    """Load the instrument of the country data where it is missing."""

    # The portal starts with this command; its checks have just run with the migrations.
    requires_system_checks: list[str] = []
    help = "Loads collections, indicators, the first questionnaire and the checks. Run again at any time: nothing there is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything and say how much."""
        counts = {
            "collections": reference.load_collections(),
            "indicators": reference.load_indicators(),
            "questions": reference.load_questionnaire(),
            "checks": rules.load_rules(),
        }
        self.stdout.write("Country data: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
