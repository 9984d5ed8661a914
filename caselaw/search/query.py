"""What a reader asks for. Any text is a query; none is an error."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

_TOKEN = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# What keyboards and word processors make of quotation marks.
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_MOST_ATOMS = 32
MOST_SIGNS = 500


class Sort(models.TextChoices):
    """Orders of results."""

    RELEVANCE = "relevance", _("Relevance")
    NEWEST = "newest", _("Newest decision first")
    OLDEST = "oldest", _("Oldest decision first")
    ADDED = "added", _("Recently added")
    SENTENCE = "sentence", _("Longest sentence")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, the beginning of a word, or a phrase, wanted or not."""

    text: str
    is_phrase: bool = False
    is_prefix: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words, filters (facet name to values: any of them; facets narrow one another), years, order and window.

    The window begins at `offset`, or behind the row whose sort key is `after` (not for relevance).
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    decided_from: date | None = None
    decided_to: date | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    after: tuple[str, ...] = ()
    updated_since: datetime | None = None


def parse(text: str) -> tuple[tuple[Atom, ...], ...]:
    """Return groups of alternatives, all of which must match: `debt OR bonded -sea` is ((debt, bonded), (not sea,))."""
    groups: list[list[Atom]] = []
    joins_last = False
    for match in list(_TOKEN.finditer(text[:MOST_SIGNS].translate(_QUOTES)))[:_MOST_ATOMS]:
        if match["word"] == "OR" and not match["minus"]:
            joins_last = bool(groups)
            continue
        if (atom := _atom(match)) is None:
            continue
        if joins_last:
            groups[-1].append(atom)
        else:
            groups.append([atom])
        joins_last = False
    return tuple(tuple(group) for group in groups)


def _atom(match: re.Match[str]) -> Atom | None:
    phrase, word, is_negated = match["phrase"], match["word"], bool(match["minus"])
    if phrase is not None:
        return Atom(phrase, is_phrase=True, is_negated=is_negated) if phrase.strip() else None
    if word in {"AND", "-", "*"}:
        return None
    is_prefix = word.endswith("*")
    return Atom(word.rstrip("*"), is_prefix=is_prefix, is_negated=is_negated)
