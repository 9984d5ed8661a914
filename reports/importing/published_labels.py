"""What a label for a citizenship or a country of repatriation stands for.

People type these labels by hand, in many languages. What is a known name is known; what is only like one is a proposal
that waits for a decision; what may be two countries is never decided here.
"""

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from portal.core.names import normalised
from reports.choices import DefectKind, LabelState, PartnerKind

CITIZENSHIPS = Path(__file__).parent.parent / "data" / "citizenships.json"
_BEFORE = ("the ", "republic of ", "rep of ", "citizens of ", "citizen of ", "nationals of ", "ciudadanos de ")
_AFTER = (" nationals", " national", " citizens", " citizen", " citizenship", " nationality", " origin", " people")
_PLURALS = ("s", "es", "nes")
_COUNTED = re.compile(r"\d+ (.+)")
_JOINED = re.compile(r" and | et | y | & |/|,|;|\+")
_PARTS = re.compile(r"[(),;:/]")
_LETTERS = re.compile(r"[a-z ]+")
_OTHER = re.compile(r"(other|others|otros|autres|m49 region) .+|.+ others?")
MOST_COMPARED = 500
_ALIKE = 0.86
# Two names that are almost equally alike are no proposal.
_MARGIN = 0.02
_MOST_LONGER = 4
_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label stands for, and how sure that is. `maybe` are the countries that an ambiguous label may mean."""

    state: LabelState
    kind: str = ""
    iso3: str = ""
    maybe: tuple[str, ...] = ()

    @property
    def defect(self) -> DefectKind | None:
        """What a row with this label suffers from; None when its meaning is known."""
        if self.maybe:
            return DefectKind.AMBIGUOUS_LABEL
        return None if self.state in (LabelState.KNOWN, LabelState.DECIDED) else DefectKind.UNKNOWN_LABEL


UNKNOWN = Meaning(LabelState.UNKNOWN)


def key_of(label: str) -> str:
    """Return the label as it is compared; one without letters stands for itself."""
    return normalised(label)[:250] or label.strip().casefold()[:250]


@cache
def _citizenships() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CITIZENSHIPS.read_text(encoding="utf-8"))
    return found


@dataclass(slots=True)
class LabelBook:
    """All names that are known, by how they are compared."""

    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, str] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    _alike: dict[str, str] = field(default_factory=dict)
    _compared: int = 0

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]], regions: Iterable[str]) -> "LabelBook":
        """Return the book of pairs of code and name of countries, the names of regions, and the citizenships."""
        book, written = cls(), _citizenships()
        for iso3, name in names:
            book.codes.add(iso3)
            book.countries[key_of(name)].add(iso3)
        for iso3, variants in written["countries"].items():
            for name in variants:
                if iso3 in book.codes:
                    book.countries.setdefault(key_of(name), {iso3})
        for name, several in written["ambiguous"].items():
            book.countries[key_of(name)] = set(several)
        book.kinds = {key_of(name): PartnerKind.SEVERAL.value for name in regions}
        book.kinds |= {key_of(name): kind for kind, listed in written["kinds"].items() for name in listed}
        book._alike = {
            key: next(iter(found)) for key, found in book.countries.items() if len(found) == 1 and key.isascii()
        }
        return book

    def country_of(self, name: str) -> str:
        """Return the code of the one country of this name or code, or nothing."""
        found = self._named(key_of(name))
        if len(found) == 1:
            return next(iter(found))
        return name.strip() if name.strip() in self.codes else ""

    def meaning(self, label: str) -> Meaning:
        """Return what a label stands for. Proposals are marked as such."""
        key = key_of(label)
        found = self.countries.get(key, set())
        if len(found) != 1 and key in self.kinds:
            return Meaning(LabelState.KNOWN, kind=self.kinds[key])
        found = found or self._named(key) or ({label.strip()} & self.codes) or self._damaged(label)
        if len(found) == 1:
            return Meaning(LabelState.KNOWN, PartnerKind.COUNTRY, next(iter(found)))
        if found:
            return Meaning(LabelState.UNKNOWN, maybe=tuple(sorted(found)))
        return self._proposal(label, key)

    def _named(self, key: str) -> set[str]:
        """Return the countries of a name, also in the plural or with a word such as "citizens" around it."""
        for shorter in _without_words(key):
            for stem in (shorter, *(shorter.removesuffix(end) for end in _PLURALS if shorter.endswith(end))):
                if found := self.countries.get(stem):
                    return found
        return set()

    def _proposal(self, label: str, key: str) -> Meaning:
        if _OTHER.fullmatch(key) or self._names_several(label):
            return Meaning(LabelState.PROPOSED, PartnerKind.SEVERAL)
        counted = _COUNTED.fullmatch(key)
        found = self._named(counted[1]) if counted else self._named_by_a_part(label)
        iso3 = next(iter(found)) if len(found) == 1 else self._most_alike(key)
        return Meaning(LabelState.PROPOSED, PartnerKind.COUNTRY, iso3) if iso3 else UNKNOWN

    def _named_by_a_part(self, label: str) -> set[str]:
        """Return the country that a remark in brackets or after a comma names: "Congolese (DRC)"."""
        found = [named for part in _PARTS.split(label) if (named := self._named(key_of(part)))]
        return set.intersection(*found) if found else set()

    def _names_several(self, label: str) -> bool:
        parts = [key_of(part) for part in _JOINED.split(label.casefold()) if part.strip()]
        named = [self._named(found[1] if (found := _COUNTED.fullmatch(part)) else part) for part in parts]
        return len(parts) > 1 and sum(map(bool, named)) > 1

    def _damaged(self, label: str) -> set[str]:
        """Return the countries of a label whose letters were damaged: read in the wrong encoding, or lost one by one."""
        repaired = _repaired(label)
        if repaired != label:
            return self._named(key_of(repaired))
        if label.count("\ufffd") not in (1, 2) or len(label) < _LEAST_LETTERS:
            return set()
        pattern = re.compile(".".join(re.escape(normalised(part)) for part in label.split("\ufffd")))
        return {iso3 for key, iso3 in self._alike.items() if pattern.fullmatch(key)}

    def _most_alike(self, key: str) -> str:
        """Return the code of the country with the most similar name, or nothing.

        No name has digits, and a file of thousands of labels that nobody knows is not compared for minutes.
        """
        if len(key) < _LEAST_LETTERS or not _LETTERS.fullmatch(key) or self._compared >= MOST_COMPARED:
            return ""
        self._compared += 1
        near = [other for other in self._alike if abs(len(other) - len(key)) <= _MOST_LONGER]
        matches = difflib.get_close_matches(key, near, n=5, cutoff=_ALIKE)
        if not matches:
            return ""
        best = difflib.SequenceMatcher(None, matches[0], key).ratio()
        tied = {
            self._alike[other]
            for other in matches
            if best - difflib.SequenceMatcher(None, other, key).ratio() <= _MARGIN
        }
        return tied.pop() if len(tied) == 1 else ""


def _repaired(label: str) -> str:
    """Return the label as it was before UTF-8 was read as Windows-1252: "TÃ¼rkiye" was "Türkiye"."""
    try:
        return label.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return label


def _without_words(key: str) -> Iterator[str]:
    for before, after in product(("", *_BEFORE), ("", *_AFTER)):
        if key.startswith(before) and key.endswith(after):
            yield key[len(before) : len(key) - len(after)]
