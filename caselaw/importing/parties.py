"""Victims, as groups without names, and defendants with what they were charged with."""

import re

from django.utils.translation import gettext as _

from caselaw.choices import (
    AgeBand,
    AgeBasis,
    AppellateResult,
    DefendantKind,
    NamePolicy,
    NonPunishment,
    Scheme,
    Sex,
    VictimRole,
)
from caselaw.importing import sentences, states
from caselaw.importing.brief import Brief
from caselaw.importing.reading import Raw, Reading
from caselaw.importing.rows import new
from caselaw.models import Charge, Defendant, VictimGroup

_NAME_POLICIES = {
    DefendantKind.STATE: NamePolicy.STATE,
    DefendantKind.LEGAL_PERSON: NamePolicy.COMPANY,
    DefendantKind.OFFICIAL_BODY: NamePolicy.NAMED_AND_CLEARED,
}
_LABEL_OR_INITIALS = re.compile(
    r"(?:Defendant|Accused|Appellant|Respondent|Person|Company|Perpetrator)s? [A-Z0-9]{1,4}"
    r"|(?:[^\W\d_]\.?[ -]?){1,5}(?: and others)?"
)


def read(case: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """Read the people of a case."""
    for number, victims in enumerate(case.get("victims") or []):
        _victims(victims, number + 1, brief, f"{path}.victims[{number}]", reading)
    states.read(case, brief, path, reading)
    for number, defendant in enumerate(case.get("defendants") or []):
        _defendant(defendant, number + 1, brief, f"{path}.defendants[{number}]", reading)


def _victims(victims: Raw, number: int, brief: Brief, path: str, reading: Reading) -> None:
    least, most = _count(victims, path, reading)
    row = new(
        VictimGroup,
        label=victims.get("label") or f"Group {number}",
        role=victims.get("role") or VictimRole.VICTIM,
        count_min=least,
        count_max=most,
        sex=victims.get("gender") or Sex.UNKNOWN,
        age_band=victims.get("age_group") or AgeBand.UNKNOWN,
        age_min=victims.get("age_min"),
        age_max=victims.get("age_max"),
        age_basis=victims.get("age_basis") or AgeBasis.UNKNOWN,
        stateless=bool(victims.get("stateless")),
        recruiter_relation=reading.term(
            Scheme.RECRUITER_RELATION, victims.get("recruiter_relation"), f"{path}.recruiter_relation"
        ),
        assistance_given=reading.text(victims.get("assistance_given"), f"{path}.assistance_given"),
        non_punishment=victims.get("non_punishment") or NonPunishment.NOT_RAISED,
        note=reading.text(victims.get("note"), f"{path}.note"),
    )
    _refuse_reversed(row.age_min, row.age_max, f"{path}.age_max", reading)
    if any(row.label == other.label for other in brief.victim_groups):
        reading.error(f"{path}.label", row.label, _("Another group has this label."), _("Give each its own."))
    brief.victim_groups.append(row)
    for country in reading.countries(victims.get("nationality"), f"{path}.nationality"):
        brief.victim_nationalities.append((row, country))
    methods = [
        reading.term(Scheme.RECRUITMENT_METHOD, name, f"{path}.recruitment_methods[{place}]")
        for place, name in enumerate(victims.get("recruitment_methods") or [])
    ]
    brief.recruitment_methods += [(row, method) for method in dict.fromkeys(methods) if method]


def _count(victims: Raw, path: str, reading: Reading) -> tuple[int | None, int | None]:
    """Return the least and the most persons; both None when the number is not stated."""
    exact, least, most = victims.get("count"), victims.get("count_min"), victims.get("count_max")
    if exact is None:
        _refuse_reversed(least, most, f"{path}.count_max", reading)
        return least, most
    if any(limit not in (None, exact) for limit in (least, most)):
        why = _("count and count_min or count_max differ.")
        reading.error(f"{path}.count", exact, why, _("Give either count, or count_min and count_max."))
    return exact, exact


def _refuse_reversed(least: int | None, most: int | None, path: str, reading: Reading) -> None:
    if least is not None and most is not None and least > most:
        reading.error(path, most, _("The highest value is below the lowest."), _("Exchange the two."))


def _defendant(defendant: Raw, number: int, brief: Brief, path: str, reading: Reading) -> None:
    kind = DefendantKind(defendant.get("kind") or DefendantKind.NATURAL)
    policy = defendant.get("name_policy") or _NAME_POLICIES.get(kind, NamePolicy.INITIALS)
    row = new(
        Defendant,
        seq=len(brief.defendants) + 1,
        kind=kind,
        display_name=defendant.get("label") or f"Defendant {number}",
        name_policy=NamePolicy.STATE if kind == DefendantKind.STATE else policy,
        count=defendant.get("count") or 1,
        sex=defendant.get("gender") or Sex.UNKNOWN,
        age_at_offence=defendant.get("age_at_offence"),
    )
    if row.name_policy == NamePolicy.INITIALS and not _LABEL_OR_INITIALS.fullmatch(row.display_name):
        why, remedy = _("This may be a name."), _("Write “Defendant 1” or initials, or give a name_policy.")
        reading.warn(f"{path}.label", "…", why, remedy)
    brief.defendants.append(row)
    for country in reading.countries(defendant.get("nationality"), f"{path}.nationality"):
        brief.defendant_nationalities.append((row, country))
    _roles(defendant, row, brief, path, reading)
    for place, charge in enumerate(defendant.get("charges") or []):
        _charge(charge, row, place + 1, brief, f"{path}.charges[{place}]", reading)
    sentence = defendant.get("sentence")
    brief.sanctions += sentences.sanctions(sentence, row, None, f"{path}.sentence", reading)


def _roles(defendant: Raw, row: Defendant, brief: Brief, path: str, reading: Reading) -> None:
    names = defendant.get("roles") or []
    roles = [reading.term(Scheme.DEFENDANT_ROLE, name, f"{path}.roles[{place}]") for place, name in enumerate(names)]
    brief.defendant_roles += [(row, role) for role in dict.fromkeys(roles) if role]


def _charge(charge: Raw, defendant: Defendant, seq: int, brief: Brief, path: str, reading: Reading) -> None:
    row = new(
        Charge,
        defendant=defendant,
        seq=seq,
        legislation_text=charge["provision"],
        provision=charge.get("article") or "",
        offence_family=reading.term(Scheme.OFFENCE_FAMILY, charge.get("offence_family"), f"{path}.offence_family"),
        counts=charge.get("counts"),
        verdict=reading.term(Scheme.VERDICT, charge["verdict"], f"{path}.verdict"),
        appellate_result=charge.get("appellate_result") or AppellateResult.NONE,
        detail=charge.get("detail") or "",
    )
    brief.charges.append(row)
    brief.sanctions += sentences.sanctions(charge.get("sentence"), defendant, row, f"{path}.sentence", reading)
