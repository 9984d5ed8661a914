"""Brings the database, the sample data and the static files up to date, for the runner.

One process for all the commands: Django's start takes longer than most of them.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from portal.embedded.freshness import Stamp

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Run the commands; return the exit code. What `demo_accounts` says is kept for the runner to show at the end."""
    django.setup()
    root = Path(os.environ["PORTAL_VAR"])
    static = Stamp(root / "static.stamp", CHECKOUT)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_reference")
        call_command("load_country_data")
        call_command("load_sample")
        call_command("load_sample_round")
        if not static.is_current():
            call_command("collectstatic", verbosity=0, interactive=False)
            static.renew()
        with (root / "demo-accounts.txt").open("w") as accounts:
            call_command("demo_accounts", stdout=accounts)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
