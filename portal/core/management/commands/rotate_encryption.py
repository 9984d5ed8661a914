"""manage.py rotate_encryption: encrypt every encrypted text by the first key of FIELD_ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.actions import encryption
from portal.core.encryption import UnknownKeyError


class Command(BaseCommand):
    """Change the key of encrypted texts."""

    help = "Encrypts every encrypted text anew by the first of FIELD_ENCRYPTION_KEYS. The old key can go afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many texts each field held."""
        try:
            counts = encryption.rotate()
        except UnknownKeyError as error:
            raise CommandError(f"{error} Put the key that made it back into the ring.") from error
        for field, count in counts.items():
            self.stdout.write(f"{field}: {count}")
