"""Scan the texts of a brief for what could tell who a victim is."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from caselaw.anonymisation import numbers, people, suppressed
from caselaw.anonymisation.folding import Folded, clean, folded

_CONTEXT = 60
_SALT = "caselaw.anonymisation.hit"


class HitKind(models.TextChoices):
    """What a hit may tell."""

    SUPPRESSED_NAME = "suppressed_name", _("Name on the suppress list")
    SUPPRESSED_PART = "suppressed_part", _("Part of a name on the suppress list")
    TITLE_NAME = "title_name", _("Name that the title hides")
    TITLE = "title", _("Form of address with a name")
    INTRODUCTION = "introduction", _("Words that bring in a name")
    BIRTH = "birth", _("Date of birth")
    PHONE = "phone", _("Telephone number")
    MAIL = "mail", _("E-mail address")
    PAPER = "paper", _("Number of a passport or other paper")
    STREET = "street", _("Street address")


# Kinds that are removed, not explained.
NEVER_ACCEPTED = frozenset({HitKind.SUPPRESSED_NAME})


@dataclass(frozen=True, slots=True)
class Place:
    """One text of a brief. `path` says where it stands, the same before and after an edit of other fields."""

    path: str
    label: str
    text: str
    may_name: bool = False

    @property
    def anchor(self) -> str:
        """The fragment of an address that leads to the field."""
        return re.sub(r"[^\w]+", "-", self.path).strip("-")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that could tell who a victim is, with the text around it."""

    place: Place
    kind: HitKind
    start: int
    end: int
    fingerprint: str

    @property
    def matched(self) -> str:
        """The text that was found, as it stands."""
        return self.place.text[self.start : self.end]

    @property
    def before(self) -> str:
        """What stands before it."""
        return _cut(self.place.text[max(0, self.start - _CONTEXT) : self.start], from_start=self.start > _CONTEXT)

    @property
    def after(self) -> str:
        """What stands behind it."""
        rest = self.place.text[self.end :]
        return rest[:_CONTEXT] + ("…" if len(rest) > _CONTEXT else "")

    @property
    def can_be_accepted(self) -> bool:
        """Tell whether a reason may settle it."""
        return self.kind not in NEVER_ACCEPTED


_FINDERS: tuple[tuple[HitKind, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (HitKind.TITLE, people.titles),
    (HitKind.INTRODUCTION, people.introductions),
    (HitKind.BIRTH, numbers.births),
    (HitKind.PHONE, numbers.phones),
    (HitKind.MAIL, numbers.mails),
    (HitKind.PAPER, numbers.papers),
    (HitKind.STREET, numbers.streets),
)


def scan(places: Iterable[Place], suppress: Iterable[str] = (), title_names: Iterable[str] = ()) -> list[Hit]:
    """Return every hit in the texts, in the order of the texts.

    `suppress`: the names on the list of the brief. `title_names`: names that its title hides; they may stand where
    `may_name` is set, and parts of the suppress list may too.
    """
    suppress, title_names = list(suppress), list(title_names)
    return [hit for place in places if place.text for hit in _scan_place(place, suppress, title_names)]


def _scan_place(place: Place, suppress: list[str], title_names: list[str]) -> list[Hit]:
    cleaned = clean(place.text)
    found: list[tuple[int, int, HitKind]] = []
    if not place.may_name:
        for name in suppressed.find(cleaned, suppress):
            kind = HitKind.SUPPRESSED_NAME if name.is_whole else HitKind.SUPPRESSED_PART
            found.append((name.start, name.end, kind))
        found += [(name.start, name.end, HitKind.TITLE_NAME) for name in suppressed.find_words(cleaned, title_names)]
    for kind, finder in _FINDERS:
        found += [(start, end, kind) for start, end in finder(cleaned.text)]
    return [_hit(place, cleaned, *item) for item in sorted(_without_overlaps(found))]


def _without_overlaps(found: list[tuple[int, int, HitKind]]) -> list[tuple[int, int, HitKind]]:
    """Keep one hit of a kind where several of its patterns met; different kinds stay."""
    kept: dict[HitKind, list[tuple[int, int, HitKind]]] = {}
    for start, end, kind in sorted(set(found), key=lambda item: (item[0], -item[1])):
        of_kind = kept.setdefault(kind, [])
        if not of_kind or start >= of_kind[-1][1]:
            of_kind.append((start, end, kind))
    return [item for of_kind in kept.values() for item in of_kind]


def _hit(place: Place, cleaned: Folded, start: int, end: int, kind: HitKind) -> Hit:
    first, last = cleaned.span(start, end)
    value = "\n".join([kind.value, " ".join(folded(place.text[first:last]).text.split()), place.path])
    fingerprint = salted_hmac(_SALT, value, algorithm="sha256").hexdigest()
    return Hit(place, kind, first, last, fingerprint)


def _cut(text: str, *, from_start: bool) -> str:
    return f"…{text}" if from_start else text


def names_hidden_by(official: str, safe: str) -> list[str]:
    """Return the words of an official title that the title with initials leaves out: those of the victim."""
    shown = set(re.findall(r"[^\W_]+", folded(safe).text))
    words = [match[0] for match in re.finditer(r"[^\W\d_]{3,}", official)]
    return [word for word in words if folded(word).text not in shown and word[0].isupper()]
