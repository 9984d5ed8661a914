"""Models of the case-law database."""

from caselaw.models.case import Case, CaseIdentifier, CaseQuerySet, CaseSector, CaseText
from caselaw.models.charge import Charge, Sanction
from caselaw.models.finding import ElementFinding, ProvisionInterpretation
from caselaw.models.imports import ImportBatch
from caselaw.models.jurisdiction import Court, Jurisdiction
from caselaw.models.links import CaseCountry, DefendantNationality, DefendantRole, VictimNationality, VictimRecruitment
from caselaw.models.people import Defendant, VictimGroup
from caselaw.models.proceeding import Proceeding
from caselaw.models.route import Place, RouteLeg
from caselaw.models.search import FacetValue, SearchDocument
from caselaw.models.source import Attachment, CaseRelation, Source

__all__ = [
    "Attachment",
    "Case",
    "CaseCountry",
    "CaseIdentifier",
    "CaseQuerySet",
    "CaseRelation",
    "CaseSector",
    "CaseText",
    "Charge",
    "Court",
    "Defendant",
    "DefendantNationality",
    "DefendantRole",
    "ElementFinding",
    "FacetValue",
    "ImportBatch",
    "Jurisdiction",
    "Place",
    "Proceeding",
    "ProvisionInterpretation",
    "RouteLeg",
    "Sanction",
    "SearchDocument",
    "Source",
    "VictimGroup",
    "VictimNationality",
    "VictimRecruitment",
]
