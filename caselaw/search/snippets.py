"""The passage of a text that holds the searched words."""

import re
from dataclasses import dataclass

from caselaw.search.languages import is_unspaced, prepared

_WORD = re.compile(r"[^\W_]+")
_PASSAGE_SIGNS = 260
_MOST_HITS = 400
_MOST_TO_WORD_END = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage; `is_hit` for a word that was searched for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces in order, and whether the text goes on before and after them."""

    pieces: tuple[Piece, ...]
    begins_inside: bool
    ends_inside: bool


def passage(text: str, stems: frozenset[str]) -> Passage | None:
    """Return the densest stretch of about 260 signs around searched words; None when the text holds none."""
    hits = _hits(text, stems)
    if not hits:
        return None
    start, end = _window(text, hits)
    return Passage(tuple(_pieces(text, hits, start, end)), begins_inside=start > 0, ends_inside=end < len(text))


def _hits(text: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    # A stem is nearly always the beginning of its words; English and French stems may end in i for y.
    beginnings = tuple(stem[:-1] if len(stem) > 3 and stem.endswith("i") else stem for stem in stems)
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if is_unspaced(match[0]):
            found += _pairs(match, stems)
        elif any(part.startswith(beginnings) for part in prepared(match[0]).split()):
            found.append(match.span())
        if len(found) >= _MOST_HITS:
            break
    return found


def _pairs(match: re.Match[str], stems: frozenset[str]) -> list[tuple[int, int]]:
    """Return where searched signs stand in a run without spaces, pairs that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start in range(match.start(), match.end()):
        for end in range(start + 1, min(start + 2, match.end()) + 1):
            if match.string[start:end] in stems:
                first = found.pop()[0] if found and found[-1][1] >= start else start
                found.append((first, end))
    return found


def _window(text: str, hits: list[tuple[int, int]]) -> tuple[int, int]:
    def hits_from(first: int) -> int:
        return sum(1 for begin, _ in hits[first : first + 30] if begin < hits[first][0] + _PASSAGE_SIGNS * 3 // 4)

    best = max(range(len(hits)), key=lambda first: (hits_from(first), -first))
    start = max(0, hits[best][0] - _PASSAGE_SIGNS // 4)
    end = min(len(text), start + _PASSAGE_SIGNS)
    return _word_start(text, start), _word_end(text, max(end, hits[best][1]))


def _word_start(text: str, place: int) -> int:
    for start in range(place, max(0, place - _MOST_TO_WORD_END), -1):
        if start == len(text) or text[start - 1].isspace():
            return start
    return place if place > _MOST_TO_WORD_END else 0


def _word_end(text: str, place: int) -> int:
    for end in range(place, min(len(text), place + _MOST_TO_WORD_END)):
        if text[end].isspace():
            return end
    return place if place + _MOST_TO_WORD_END < len(text) else len(text)


def _pieces(text: str, hits: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for begin, finish in hits:
        if begin < start or finish > end:
            continue
        if begin > place:
            pieces.append(Piece(text[place:begin], is_hit=False))
        pieces.append(Piece(text[begin:finish], is_hit=True))
        place = finish
    if place < end:
        pieces.append(Piece(text[place:end], is_hit=False))
    return pieces
