"""Sentences and other sanctions."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caselaw.choices import AppellateResult, PayableTo, Scheme
from caselaw.importing.reading import Raw, Reading
from caselaw.importing.rows import new
from caselaw.models import Charge, Defendant, Sanction
from portal.core.models import Term

# A sentence for life or to death is coded only where the words say nothing else; longer words need `life` or `death`.
_LIFE_WORDS = frozenset({"life", "life imprisonment", "imprisonment for life"})
_DEATH_WORDS = frozenset({"death", "death sentence", "death penalty"})
_MENTIONS = re.compile(
    r"\b(?:life (?:imprisonment|sentence|term)|imprisonment for life|death (?:sentence|penalty))", re.I
)
_SET_ASIDE = frozenset({"quashed", "remitted"})
_OVERTURNED = frozenset({AppellateResult.OVERTURNED, AppellateResult.REMITTED})
_CENT = Decimal("0.01")


def sanctions(
    sentence: Raw | None, defendant: Defendant, charge: Charge | None, path: str, reading: Reading
) -> list[Sanction]:
    """Return the sanctions of a sentence; an empty one gives none."""
    if not sentence:
        return []
    others = _others(sentence)
    plain = [text for term, text in others if not term]
    words = {text.casefold() for text in plain}
    is_life = bool(sentence.get("life") or words & _LIFE_WORDS)
    is_death = bool(sentence.get("death") or words & _DEATH_WORDS)
    rows = [
        *_custody(sentence, path, reading, is_life=is_life),
        *([_sanction(_kind("death", reading))] if is_death else []),
        *_money(sentence, path, reading),
    ]
    left = [text for text in plain if text.casefold() not in _LIFE_WORDS | _DEATH_WORDS]
    if not is_life and not is_death:
        _warn_of_uncoded(left, path, reading)
    rows += _in_words(left, rows, reading)
    rows += [
        _sanction(reading.term(Scheme.SANCTION_KIND, term, f"{path}.other"), text=text) for term, text in others if term
    ]
    for row in rows:
        row.defendant, row.charge, row.in_force = defendant, charge, _is_in_force(sentence, charge)
    return rows


def _others(sentence: Raw) -> list[tuple[str, str]]:
    """Return what else was ordered as pairs of a term (or nothing) and words."""
    other: Any = sentence.get("other")
    items = other if isinstance(other, list) else [other] if other else []
    return [("", item) if isinstance(item, str) else (item["term"], item.get("text") or "") for item in items]


def _sanction(kind: Term | None, **values: Any) -> Sanction:
    return new(Sanction, kind=kind, **values)


def _kind(code: str, reading: Reading) -> Term:
    return reading.lookups.term(Scheme.SANCTION_KIND, code)


def _custody(sentence: Raw, path: str, reading: Reading, *, is_life: bool) -> list[Sanction]:
    months, suspended = sentence.get("imprisonment_months"), sentence.get("suspended")
    part = sentence.get("suspended_months")
    if is_life and months is not None:
        why = _("A sentence for life has no number of months.")
        reading.error(f"{path}.imprisonment_months", months, why, _("Give either life or the months."))
    if months is not None and part is not None and part > months:
        why = _("More is suspended than was imposed.")
        reading.error(f"{path}.suspended_months", part, why, _("Correct one of the two numbers."))
    if is_life:
        return [_sanction(_kind("life", reading), is_life=True, is_suspended=suspended, suspended_months=part)]
    if months is None and not suspended and part is None:
        return []
    kind = _kind("imprisonment", reading)
    return [_sanction(kind, months=months, is_suspended=suspended, suspended_months=part)]


def _money(sentence: Raw, path: str, reading: Reading) -> list[Sanction]:
    rows = []
    for key, code, payable_to in (
        ("fine", "fine", PayableTo.STATE),
        ("compensation", "compensation_to_victim", PayableTo.VICTIM),
    ):
        if money := sentence.get(key):
            amount = _amount(money["amount"], f"{path}.{key}.amount", reading)
            currency = money["currency"]
            rows.append(_sanction(_kind(code, reading), amount=amount, currency=currency, payable_to=payable_to))
    return rows


def _amount(number: float, path: str, reading: Reading) -> Decimal:
    """Return the amount as it is written; more than two decimals are an error."""
    amount = Decimal(str(number))
    if amount != amount.quantize(_CENT):
        reading.error(path, number, _("The amount has more than two decimals."), _("Round it as the judgment does."))
    return amount


def _warn_of_uncoded(texts: list[str], path: str, reading: Reading) -> None:
    for text in texts:
        if _MENTIONS.search(text):
            why = _("These words mention a sentence for life or to death; it is not coded.")
            reading.warn(f"{path}.other", text, why, _("Add “life”: true or “death”: true if it was imposed."))


def _in_words(texts: list[str], rows: list[Sanction], reading: Reading) -> list[Sanction]:
    """Words beside a prison term explain it; words alone are a sanction of their own."""
    if not texts:
        return []
    text = "; ".join(texts)[:500]
    if rows and rows[0].amount is None:
        rows[0].text = text
        return []
    return [_sanction(_kind("other", reading), text=text)]


def _is_in_force(sentence: Raw, charge: Charge | None) -> bool:
    stated: bool | None = sentence.get("in_force")
    if stated is not None or charge is None or charge.verdict_id is None:
        return stated is not False
    return charge.verdict.code not in _SET_ASIDE and charge.appellate_result not in _OVERTURNED
