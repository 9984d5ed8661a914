"""Words of many languages made comparable before PostgreSQL sees them, the same way for texts and queries."""

import re
import unicodedata

# Text-search configurations of PostgreSQL by language of the text: the languages in which queries are understood. Texts
# in any other language are compared as written, or their words would be stemmed in a way no query is.
_CONFIGURATIONS = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian"}
LANGUAGE_OF = {name: language for language, name in _CONFIGURATIONS.items()}
PLAIN = "simple"

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# The conjunctions and prepositions that Arabic writes together with the next word; the stemmer of PostgreSQL keeps them.
_ARABIC_PREFIX = re.compile(r"^(?:[وف]?(?:[بكل]?ال|لل)|[وف])(?=\w{3})")
_ARABIC_LETTERS = str.maketrans("أإآٱىة", "ااااي" + "ه", "\u0640")


def configuration(language: str) -> str:
    """Return the text-search configuration for a language tag such as en or pt-BR."""
    return _CONFIGURATIONS.get(language.split("-")[0].lower(), PLAIN)


def configurations_of_word(word: str) -> tuple[str, ...]:
    """Return the configurations under which a query word may have been indexed, judged by its script.

    The first one is of the language that the word is taken for when its script leaves it open.
    """
    if _ARABIC.search(word):
        return ("arabic", PLAIN)
    if _CYRILLIC.search(word):
        return ("russian", PLAIN)
    if _UNSPACED.search(word):
        return (PLAIN,)
    return ("english", "french", "spanish", PLAIN)


def prepared(text: str) -> str:
    """Return the text as plain words with single spaces: no punctuation, accents or case; Chinese as pairs of signs."""
    return " ".join(part for word in _WORD.findall(_without_accents(text.lower())) for part in _parts(word))


def is_unspaced(text: str) -> bool:
    """Tell whether the text holds signs of a script that puts no spaces between words."""
    return _UNSPACED.search(text) is not None


def _without_accents(text: str) -> str:
    """Drop accents of Latin letters and Arabic vowel signs; leave letters such as Cyrillic й whole."""
    if text.isascii():
        return text
    kept: list[str] = []
    base = ""
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign):
            if base.isascii() or _ARABIC.match(base):
                continue
        else:
            base = sign
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _parts(word: str) -> list[str]:
    if _UNSPACED.search(word):
        return [part for run in re.split(f"({_UNSPACED.pattern})", word) if run for part in _pairs(run)]
    if _ARABIC.search(word):
        return [_ARABIC_PREFIX.sub("", word.translate(_ARABIC_LETTERS))]
    return [word]


def _pairs(run: str) -> list[str]:
    """Return overlapping pairs of an unspaced script; other runs stay as they are."""
    if not _UNSPACED.match(run) or len(run) < 3:
        return [run]
    return [run[start : start + 2] for start in range(len(run) - 1)]
