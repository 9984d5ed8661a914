"""Where the next window of results begins, as an opaque text."""

import base64
import binascii
import json
import re
from dataclasses import dataclass

from caselaw.search.engine import KEY_LENGTHS
from caselaw.search.query import Sort

_KEY = re.compile(r"[0-9T:. +-]{1,40}")
_MOST_SIGNS = 400
_MOST_OFFSET = 10_000_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind the row with this sort key, or (relevance) at this offset."""

    sort: Sort
    offset: int = 0
    after: tuple[str, ...] = ()


def encode(cursor: Cursor) -> str:
    """Return the cursor as text for an address."""
    raw = json.dumps([str(cursor.sort), cursor.offset, *cursor.after], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode(text: str) -> Cursor | None:
    """Return the cursor, or None when the text is none of ours."""
    try:
        padded = text[:_MOST_SIGNS].encode() + b"=" * (-len(text) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
        sort, offset, after = Sort(values[0]), values[1], tuple(values[2:])
    except (binascii.Error, ValueError, TypeError, LookupError, RecursionError):
        return None
    is_key = all(isinstance(part, str) and _KEY.fullmatch(part) for part in after)
    if not is_key or len(after) not in (0, KEY_LENGTHS.get(sort, 0)):
        return None
    if type(offset) is not int or not 0 <= offset <= _MOST_OFFSET:
        return None
    return Cursor(sort, offset, after)
