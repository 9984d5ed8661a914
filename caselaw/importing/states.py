"""The responsibility of States: each respondent State is a defendant, each finding on it a charge."""

import re

from django.utils.translation import gettext as _

from caselaw.choices import DefendantKind, NamePolicy, Scheme
from caselaw.importing.brief import Brief
from caselaw.importing.reading import Raw, Reading
from caselaw.importing.rows import new
from caselaw.models import Charge, Defendant
from portal.core.models import Country, Term

_VIOLATION = re.compile(r"(?P<no>no )?(?:\w+ )?violation", re.IGNORECASE)
_STATE_IN_BRACKETS = re.compile(r"(?P<article>.*\S)\s*\((?P<state>[^()]+)\)")


def read(case: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """Make each respondent State a defendant, and each finding on its responsibility a charge."""
    respondents = reading.countries(case.get("respondent_state"), f"{path}.respondent_state")
    rows: dict[int, Defendant] = {country.pk: _state(country, brief) for country in respondents}
    for number, finding in enumerate(case.get("states_responsibility") or []):
        where = f"{path}.states_responsibility[{number}]"
        article, named = _named_state(finding, where, reading)
        if named and named.pk not in rows:
            rows[named.pk] = _state(named, brief)
        answerable = [rows[named.pk]] if named else list(rows.values())
        if not answerable and not finding.get("state"):
            why = _("It is not said which State this is about.")
            reading.error(where, finding["article"], why, _("Add “state”, or respondent_state to the case."))
        verdict = _verdict(finding, where, reading)
        for defendant in answerable:
            seq = sum(charge.defendant is defendant for charge in brief.charges) + 1
            brief.charges.append(
                new(
                    Charge,
                    defendant=defendant,
                    seq=seq,
                    legislation_text=article,
                    verdict=verdict,
                    detail=finding["finding"],
                )
            )


def _state(country: Country, brief: Brief) -> Defendant:
    row = new(
        Defendant,
        seq=len(brief.defendants) + 1,
        kind=DefendantKind.STATE,
        name_policy=NamePolicy.STATE,
        display_name=country.names["en"],
    )
    brief.defendants.append(row)
    brief.defendant_nationalities.append((row, country))
    return row


def _named_state(finding: Raw, path: str, reading: Reading) -> tuple[str, Country | None]:
    """Return the provision and the State that the finding names; None for every respondent State."""
    if stated := finding.get("state"):
        return finding["article"], reading.country(stated, f"{path}.state")
    match = _STATE_IN_BRACKETS.fullmatch(finding["article"])
    country = reading.lookups.country(match["state"]) if match and not match["state"].islower() else None
    return (match["article"], country) if match and country else (finding["article"], None)


def _verdict(finding: Raw, path: str, reading: Reading) -> Term | None:
    """Return the verdict that is given, or the one with which the finding begins."""
    if stated := finding.get("verdict"):
        return reading.term(Scheme.VERDICT, stated, f"{path}.verdict")
    code = "other"
    if match := _VIOLATION.match(finding["finding"]):
        code = "no_violation" if match["no"] else "violation_found"
    elif finding["finding"].lower().startswith("inadmissible"):
        code = "inadmissible"
    return reading.lookups.term(Scheme.VERDICT, code)
