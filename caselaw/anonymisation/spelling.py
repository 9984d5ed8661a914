"""Patterns that find a text in every way it may be written, and give the exact spans to replace.

The same pattern is written for Python, which decides, and for PostgreSQL, which only looks for rows worth reading.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from caselaw.anonymisation.folding import Folded, clean_sign, decoded, fold_cleaned, folded, holds_codes, reading

# What stands in the place of a removed text unless somebody gives initials.
REPLACEMENT = "[name removed]"

# Where other writings of a letter are found; Chinese and Korean signs have none, and letters of rare scripts neither.
_WRITTEN = (range(0x21, 0x3400), range(0xA640, 0xAC00), range(0xF900, 0x10000), range(0x1D400, 0x1D800))
_MARKDOWN = "*\\"
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_WORD = re.compile(r"[^\W_]+")
_MOST_HIDDEN = 6


@dataclass(frozen=True, slots=True)
class Spelling:
    """One text to look for, as a pattern of Python and one of PostgreSQL that finds at least the same."""

    python: re.Pattern[str]
    postgres: str

    def stands_in(self, text: str) -> bool:
        """Tell whether the text stands there; written in codes (HTML entities, percent signs of addresses) too."""
        return self.python.search(reading(text) if holds_codes(text) else text) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give every place of it."""
        if holds_codes(text) and self.stands_in(text):
            read = decoded(text)
            for match in self.python.finditer(read.text):
                yield read.offsets[match.start()], read.offsets[match.end()]
        elif not holds_codes(text):
            yield from (match.span() for match in self.python.finditer(text))


def spelling_of(text: str) -> Spelling:
    """Return the patterns of a text: any case, accents, look-alike letters, hidden signs, and signs between words."""
    words = _WORD.findall(folded(text).text)
    if not words:
        raise ValueError("There is no letter to look for.")
    gap, marks = _class(_hidden() | set(_MARKDOWN)), _class(_hidden())
    between = f"{gap}{{0,{_MOST_HIDDEN}}}"
    body = r"(?:[\W_]|%20|\\n){1,8}".join(between.join(_letters(word, between)) for word in words)
    loose = f"(?:[^[:alnum:]]|{_class(sign for sign in _hidden() if sign.isalnum())})*"
    for_postgres = rf"(?:[^[:alnum:]]|%20|\\n)+{loose}".join(loose.join(_letters(word, loose)) for word in words)
    left, right = _edges(words)
    # Rows with codes are all worth reading: no pattern says in how many ways a letter can be one.
    for_postgres += r"|&#?[[:alnum:]]{1,8};|%[0-9A-Fa-f]{2}"
    return Spelling(re.compile(f"{left}{body}(?:{marks}{{0,{_MOST_HIDDEN}}}){right}"), for_postgres)


def spellings_of(texts: Iterable[str]) -> list[Spelling]:
    """Return the patterns of several texts, the longest first, so that a part never goes before the whole."""
    return [spelling_of(text) for text in sorted(texts, key=len, reverse=True)]


def replace(text: str, spellings: Iterable[Spelling], replacement: str) -> str:
    """Return the text with every place of every spelling replaced."""
    for spelling in spellings:
        for start, end in reversed(list(spelling.spans(text))):
            text = f"{text[:start]}{replacement}{text[end:]}"
    return text


def is_in(text: str, spellings: Iterable[Spelling]) -> bool:
    """Tell whether one of the spellings stands in the text."""
    return any(spelling.stands_in(text) for spelling in spellings)


def _edges(words: list[str]) -> tuple[str, str]:
    """Return what must not stand before and behind: a letter; in unspaced scripts anything may."""
    if _UNSPACED.search("".join(words)):
        return "", ""
    if _ARABIC.search(words[0]):
        return r"(?:(?<![^\W_])|(?<=[\u0648\u0641\u0628\u0644\u0643\u0633])|(?<=\u0627\u0644))", r"(?![^\W_])"
    return r"(?<![^\W_])", r"(?![^\W_])"


def _letters(word: str, between: str) -> list[str]:
    single, several = _writings()
    found, index = [], 0
    while index < len(word):
        pair = word[index : index + 2]
        if len(pair) == 2 and pair in several:
            apart = f"{_class(single[pair[0]])}{between}{_class(single[pair[1]])}"
            found.append(f"(?:{_class(several[pair])}|{apart})")
            index += 2
        else:
            found.append(_class(single[word[index]] | {word[index]}))
            index += 1
    return found


@lru_cache(maxsize=1)
def _writings() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return for each folded letter all signs that the eye reads as it, and the same for pairs ("ss": "ß")."""
    single: dict[str, set[str]] = defaultdict(set)
    several: dict[str, set[str]] = defaultdict(set)
    for number in chain(*_WRITTEN):
        sign = chr(number)
        read = clean_sign(sign)
        plain = fold_cleaned(Folded(read, tuple(range(len(read) + 1)))).text
        if len(plain) == 1 and plain.isalnum():
            single[plain].add(sign)
        elif len(plain) == 2 and plain.isalnum():
            several[plain].add(sign)
    return single, several


@lru_cache(maxsize=1)
def _hidden() -> frozenset[str]:
    """Return the signs that the eye does not see or that only change the letter before them."""
    signs = map(chr, chain(*_WRITTEN))
    return frozenset(sign for sign in signs if sign not in _MARKDOWN and clean_sign(sign) == "")


def _class(signs: Iterable[str]) -> str:
    """Return a bracket expression, with ranges, that Python and PostgreSQL read alike."""
    numbers = sorted(ord(sign) for sign in signs)
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return (
        "[" + "".join(_escaped(first) + (f"-{_escaped(last)}" if last > first else "") for first, last in ranges) + "]"
    )


def _escaped(number: int) -> str:
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
