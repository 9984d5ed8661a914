"""Public identifiers of briefs: `HT-` and eight signs without vowels, so that no word arises by chance."""

import secrets

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
PATTERN = r"^HT-[2-9b-df-hj-km-np-tv-z]{8}$"


def new_public_id() -> str:
    """Return a fresh identifier; 28^8 of them make a clash unlikely, and the database refuses one."""
    return "HT-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
