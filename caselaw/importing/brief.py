"""A brief that was read: rows that are not saved yet."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from caselaw.models import (
    Case,
    CaseIdentifier,
    CaseSector,
    CaseText,
    Charge,
    Defendant,
    ElementFinding,
    Proceeding,
    ProvisionInterpretation,
    RouteLeg,
    Sanction,
    Source,
    VictimGroup,
)
from portal.core.models import Country, Term


class CourtKey(NamedTuple):
    """A court that is found or made when the brief is written."""

    jurisdiction_id: int
    name: str
    level_id: int
    name_en: str = ""
    place: str = ""


class PlaceKey(NamedTuple):
    """A place that is found or made when the brief is written."""

    country_id: int
    name: str
    precision: str


@dataclass(slots=True)
class Brief:
    """The rows of one brief, in memory. What joins two tables is kept as pairs until both rows have keys."""

    path: str
    source_id: str
    source_hash: str
    case: Case
    raw: dict[str, Any]
    court: CourtKey | None = None
    countries: list[Country] = field(default_factory=list)
    texts: list[CaseText] = field(default_factory=list)
    identifiers: list[CaseIdentifier] = field(default_factory=list)
    sectors: list[CaseSector] = field(default_factory=list)
    proceedings: list[Proceeding] = field(default_factory=list)
    victim_groups: list[VictimGroup] = field(default_factory=list)
    victim_nationalities: list[tuple[VictimGroup, Country]] = field(default_factory=list)
    recruitment_methods: list[tuple[VictimGroup, Term]] = field(default_factory=list)
    defendants: list[Defendant] = field(default_factory=list)
    defendant_nationalities: list[tuple[Defendant, Country]] = field(default_factory=list)
    defendant_roles: list[tuple[Defendant, Term]] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)
    findings: list[ElementFinding] = field(default_factory=list)
    interpretations: list[ProvisionInterpretation] = field(default_factory=list)
    legs: list[tuple[PlaceKey, PlaceKey, RouteLeg]] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
