"""When a defendant is shown by a label or initials: unless a policy says otherwise, and always when acquitted."""

import re
from collections.abc import Collection

from caselaw.anonymisation.folding import clean
from caselaw.choices import DefendantKind, NamePolicy

# Verdicts after which a person stands as one against whom nothing was proved.
ACQUITTALS = frozenset({"not_guilty", "dismissed", "nolle_prosequi", "charge_withdrawn", "quashed"})

_LABEL = re.compile(
    r"(?:[^\W\d_]{2,20} )?(?:no\.? ?)?[A-Z]{0,2}\d{1,3}"  # Defendant 1, D1, Accused no. 2
    r"|(?:[A-ZА-Я]\.? ?-?){1,5}"  # A.B., A. B., AB, J.-P. M.
    r"|[^\W\d_]{2,20} [A-Z]"  # Defendant A
    r"|[A-ZА-Я][a-zа-я]?\.(?: ?[A-ZА-Я][a-zа-я]?\.){0,4}"  # Ch. D.
    r"|[\u4e00-\u9fff](?:某|××?|某某)[\u4e00-\u9fff]?"
    r"|[\u0621-\u064a]\.(?: ?[\u0621-\u064a]\.){0,4}"
    r"|(?:[^\W\d_]{1,20} ){1,3}\d{1,3}",
)


def is_label(display_name: str) -> bool:
    """Tell a label or initials ("Defendant 1", "A.B.", "D1") from a name."""
    return _LABEL.fullmatch(clean(display_name).text.strip()) is not None


def is_acquitted(verdicts: Collection[str]) -> bool:
    """Tell whether every charge ended without a conviction; without a charge nobody was acquitted."""
    return bool(verdicts) and ACQUITTALS.issuperset(verdicts)


def is_name_kept_back(kind: str, name_policy: str, verdicts: Collection[str]) -> bool:
    """Tell whether an acquitted person is shown under something else than initials."""
    return kind == DefendantKind.NATURAL and name_policy != NamePolicy.INITIALS and is_acquitted(verdicts)


def must_be_label(name_policy: str) -> bool:
    """Tell whether the policy asks for a label or initials."""
    return name_policy == NamePolicy.INITIALS
