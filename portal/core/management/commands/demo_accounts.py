"""manage.py demo_accounts: with which accounts the portal can be tried."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.actions import demo
from portal.core.errors import NotAllowedError


class Command(BaseCommand):
    """Say which demo accounts there are."""

    help = "Prints the demo accounts, their password and what each may do. For development only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table with one line per account."""
        try:
            demo.refuse_without_sample_data()
        except NotAllowedError as refusal:
            raise CommandError(str(refusal)) from refusal
        width = max(len(account.email) for account in demo.ACCOUNTS)
        self.stdout.write(f"Demo accounts, all with the password {demo.PASSWORD}:")
        for account in demo.ACCOUNTS:
            self.stdout.write(f"  {account.email:<{width}}  {account.may}")
