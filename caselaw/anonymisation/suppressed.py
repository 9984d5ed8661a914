"""Find the names of a suppress list: in any case, accents, order and script tricks, and inflected by one letter."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caselaw.anonymisation.folding import Folded, fold_cleaned, folded

_WORD = re.compile(r"[^\W_]+")
# Scripts written without spaces: a name may stand anywhere in a run of letters.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u1100-\u11ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PREFIX = re.compile(r"^(?:[وف]?(?:ال|لل|[بلكس]ال|[بلك]))|^[وف]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# How many other words may stand between the parts of a name ("Vargas, known as Rosa").
_WORDS_BETWEEN = 2
_FEWEST_LETTERS_GLUED = 7
_FEWEST_LETTERS_ALONE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A place of a name in a cleaned text; `is_whole` is false when only one part of a longer name stands there."""

    start: int
    end: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def find(cleaned: Folded, names: Iterable[str]) -> Iterator[Found]:
    """Give every place of every name in a cleaned text."""
    wanted = [parts for parts in (tuple(_WORD.findall(folded(name).text)) for name in names) if parts]
    if not wanted:
        return
    text = fold_cleaned(cleaned).text
    words = [_Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    for parts in wanted:
        if any(_UNSPACED.search(part) for part in parts):
            yield from _in_run(text, parts)
        else:
            yield from _among_words(words, parts, cleaned.text)


def find_words(cleaned: Folded, words: Iterable[str]) -> Iterator[Found]:
    """Give every place of words exactly as they are, but for case and accents."""
    wanted = {folded(word).text for word in words}
    if wanted:
        for match in _WORD.finditer(fold_cleaned(cleaned).text):
            if match[0] in wanted:
                yield Found(match.start(), match.end(), is_whole=True)


def _in_run(text: str, parts: tuple[str, ...]) -> Iterator[Found]:
    pattern = r"[\W_]{0,2}".join(map(re.escape, "".join(parts)))
    for match in re.finditer(pattern, text):
        yield Found(match.start(), match.end(), is_whole=True)


def _among_words(words: list[_Word], parts: tuple[str, ...], shown: str) -> Iterator[Found]:
    places = {
        index: hits
        for index, word in enumerate(words)
        if (hits := [n for n, part in enumerate(parts) if is_form(word.text, part)])
    }
    yield from _glued(words, parts)
    used: set[int] = set()
    for index in places:
        if index not in used and (members := _whole_name(places, index, len(parts))):
            used.update(members)
            yield Found(words[members[0]].start, words[members[-1]].end, is_whole=True)
    if len(parts) > 1:
        yield from (
            Found(words[index].start, words[index].end, is_whole=False)
            for index, hits in places.items()
            if index not in used and _tells_alone(words[index], parts[hits[0]], shown)
        )


def _whole_name(places: dict[int, list[int]], start: int, count: int) -> list[int]:
    """Return the indexes of words that together hold all parts of a name, beginning at `start`; else nothing."""
    seen: set[int] = set()
    members: list[int] = []
    index = last = start
    while index - last <= _WORDS_BETWEEN + (1 if members else 0):
        if new := [part for part in places.get(index, ()) if part not in seen]:
            seen.add(new[0])
            members.append(index)
            last = index
            if len(seen) == count:
                return members
        index += 1
    return []


def _glued(words: list[_Word], parts: tuple[str, ...]) -> Iterator[Found]:
    """Give words in which the parts of a name stand without a space, as in addresses on the net."""
    if len(parts) < 2 or sum(map(len, parts)) < _FEWEST_LETTERS_GLUED:
        return
    glued = {"".join(parts), "".join(reversed(parts)), parts[0] + parts[-1], parts[-1] + parts[0]}
    for word in words:
        if any(form in word.text for form in glued if len(form) >= _FEWEST_LETTERS_GLUED):
            yield Found(word.start, word.end, is_whole=True)


def _tells_alone(word: _Word, part: str, shown: str) -> bool:
    """Tell whether one part of a name says something by itself: long enough, and written with a capital if it can."""
    first = shown[word.start]
    return len(part) >= _FEWEST_LETTERS_ALONE and (first.isupper() or first.lower() == first.upper())


def is_form(word: str, part: str) -> bool:
    """Tell whether a folded word is a part of a name, with one letter more, less or other at its end.

    Arabic words may carry a prefix, Russian ones an ending of up to three letters.
    """
    if word == part:
        return True
    if _ARABIC.search(part):
        return _without_prefix(word, part)
    if abs(len(word) - len(part)) > 3 or len(part) < 3:
        return False
    if len(part) == 3:
        return word.startswith(part) and len(word) == 4
    stem = part[:-1]
    if not word.startswith(stem):
        return False
    return len(word) - len(stem) <= (3 if _CYRILLIC.search(part) else 2)


def _without_prefix(word: str, part: str) -> bool:
    bare = _ARABIC_PREFIX.sub("", word, count=1)
    return part in {bare, _ARABIC_PREFIX.sub("", bare, count=1)} or _ARABIC_PREFIX.sub("", part, count=1) in {
        bare,
        word,
    }
