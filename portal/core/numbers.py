"""Whole numbers that strangers send in addresses and forms."""

# The largest key that PostgreSQL holds.
LARGEST = 2**63 - 1
_MOST_DIGITS = 19


def whole_number(text: str, *, most: int = LARGEST) -> int | None:
    """Return the number, None for anything else. Python reads no number of thousands of digits, the database none."""
    if not text.isdecimal() or len(text) > _MOST_DIGITS or int(text) > most:
        return None
    return int(text)
