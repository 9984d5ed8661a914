"""The outcome of a case at a glance, read from its charges and sanctions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from caselaw.choices import AppellateResult
from caselaw.models import Case, Charge, Defendant, Sanction
from caselaw.presenters.wording import duration_range

CONVICTED = frozenset({"guilty_plea", "guilty_trial", "guilty_unspecified", "guilty_lesser_offence"})
ACQUITTED = frozenset({"not_guilty", "dismissed", "nolle_prosequi", "charge_withdrawn"})
SET_ASIDE = frozenset({"quashed", "remitted"})
_FALLEN = (AppellateResult.OVERTURNED, AppellateResult.REMITTED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status shape (components/status_tag.html), its words, and the sentences in words ("" if none is stated)."""

    kind: str
    label: str
    sentences: str = ""


def outcome_of(case: Case) -> Outcome | None:
    """Return what became of the case; None when no verdict is recorded. Findings of courts are never coloured."""
    defendants = list(case.defendants.all())
    results = {result for defendant in defendants for result in _results(defendant)}
    if not results:
        return None
    kind, label = _in_words(results)
    return Outcome(kind, label, sentences_of(defendants))


def verdict_kind(charge: Charge) -> str:
    """Return the status shape for one verdict."""
    return {
        "convicted": "proved",
        "acquitted": "not_proved",
        "set_aside": "set_aside",
        "violation_found": "proved",
        "no_violation": "not_proved",
        "liable": "proved",
        "not_liable": "not_proved",
    }.get(_result(charge), "alleged")


def _results(defendant: Defendant) -> set[str]:
    return {_result(charge) for charge in defendant.charges.all()}


def _result(charge: Charge) -> str:
    code = charge.verdict.code
    if code in CONVICTED:
        return "set_aside" if charge.appellate_result in _FALLEN else "convicted"
    if code in SET_ASIDE:
        return "set_aside"
    if charge.appellate_result in _FALLEN:  # an acquittal or finding that did not stand is not its opposite
        return "other"
    return "acquitted" if code in ACQUITTED else code


def _in_words(results: set[str]) -> tuple[str, str]:
    """Return shape and words for all results of a case together."""
    words = {
        "violation_found": ("proved", _("Violation found")),
        "convicted": ("proved", _("Convicted")),
        "liable": ("proved", _("Liable")),
        "set_aside": ("set_aside", _("Conviction set aside")),
        "acquitted": ("not_proved", _("Acquitted")),
        "no_violation": ("not_proved", _("No violation")),
        "not_liable": ("not_proved", _("Not liable")),
        "inadmissible": ("not_required", _("Inadmissible")),
    }
    kind, label = next((words[name] for name in words if name in results), ("alleged", _("Other outcome")))
    if "convicted" in results and results & {"acquitted", "set_aside"}:
        label = _("Convicted in part")
    if "violation_found" in results and "no_violation" in results:
        label = _("Violation found in part")
    return kind, label


def sentences_of(defendants: list[Defendant]) -> str:
    """Return the terms of imprisonment in force: life, or the shortest to the longest term of a person."""
    sanctions = [item for defendant in defendants for item in defendant.sanctions.all() if item.in_force]
    if any(item.is_life for item in sanctions):
        return _("life imprisonment")
    terms = [longest for defendant in defendants if (longest := _longest_term(defendant))]
    if not terms:
        return ""
    return _("%(duration)s of imprisonment") % {"duration": duration_range(min(terms), max(terms))}


def _longest_term(defendant: Defendant) -> int:
    def months(item: Sanction) -> int:
        return item.months or 0 if item.in_force else 0

    return max((months(item) for item in defendant.sanctions.all()), default=0)
