"""Names compared as people type them: without case, accents and punctuation."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[\W_]+")


def normalised(name: str) -> str:
    """Return the name for comparison: "Côte d’Ivoire" becomes "cote d ivoire"."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return _NOT_A_WORD.sub(" ", "".join(sign for sign in decomposed if not unicodedata.combining(sign))).strip()
