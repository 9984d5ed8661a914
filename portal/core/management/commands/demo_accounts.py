"""manage.py demo_accounts: with which accounts the portal can be tried."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.actions import demo
from portal.core.errors import NotAllowedError


class Command(BaseCommand):
    """Say which demo accounts there are."""

    help = "Prints the demo accounts, their password and what each may do. For development only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per account."""
        try:
            demo.refuse_without_sample_data()
        except NotAllowedError as refusal:
            raise CommandError(str(refusal)) from refusal
        for account in demo.ACCOUNTS:
            self.stdout.write(f"{account.email}  {demo.PASSWORD}  {account.full_name}: {account.may}")
