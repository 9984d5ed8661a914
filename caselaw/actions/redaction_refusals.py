"""Texts that cannot be redacted, since they stand everywhere: short ones, terms, countries, everyday words."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from caselaw.anonymisation.folding import folded
from caselaw.anonymisation.spelling import is_in, spellings_of
from caselaw.anonymisation.wording import NO_NAMES
from caselaw.models import Court, Jurisdiction, Place
from portal.core.errors import IncompleteError
from portal.core.models import Country, TermAlias, TermLabel

MOST_TEXTS = 20
MOST_LETTERS = 200
_FEWEST_LETTERS = 3
_FEWEST_CHINESE = 2


def check_texts(texts: Iterable[str], replacement: str = "") -> list[str]:
    """Return the texts without doubles. Raises IncompleteError that says in words which cannot be redacted, and why."""
    wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not wanted or len(wanted) > MOST_TEXTS:
        raise IncompleteError(_("Enter between 1 and 20 texts, one on each line."), [_("texts")])
    faults = [fault for text in wanted if (fault := _fault(text))]
    common = set(_common_names())
    faults += [
        _("“%(text)s” is a word of the portal itself and stands everywhere.") % {"text": text}
        for text in wanted
        if _key(text) in common
    ]
    if not faults and replacement and is_in(replacement, spellings_of(wanted)):
        faults.append(_("The replacement holds the text that it replaces."))
    if faults:
        raise IncompleteError(_("This cannot be redacted."), faults)
    return wanted


def _fault(text: str) -> str:
    letters = [sign for sign in folded(text).text if sign.isalnum()]
    fewest = _FEWEST_CHINESE if any("\u3400" <= sign <= "\u9fff" for sign in letters) else _FEWEST_LETTERS
    if len(letters) < fewest:
        return _("“%(text)s” has fewer than three letters and stands everywhere.") % {"text": text}
    return _("A text has more than 200 letters.") if len(text) > MOST_LETTERS else ""


def _common_names() -> Iterator[str]:
    yield from NO_NAMES
    for names in Country.objects.values_list("names", flat=True):
        yield from map(_key, names.values())
    for names in Jurisdiction.objects.values_list("names", flat=True):
        yield from map(_key, names.values())
    for rows in (
        TermLabel.objects.values_list("text", flat=True),
        TermAlias.objects.values_list("label", flat=True),
        Place.objects.values_list("name", flat=True),
        Court.objects.values_list("name_original", flat=True),
        Court.objects.values_list("name_en", flat=True),
    ):
        yield from map(_key, rows)


def _key(text: str) -> str:
    return " ".join(folded(text).text.split())
