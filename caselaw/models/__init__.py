"""Models of the case-law database."""

from caselaw.models.anonymisation import RedactionRecord, ScreeningAcceptance, SuppressedName
from caselaw.models.case import Case
from caselaw.models.case_parts import CaseIdentifier, CaseSector, CaseText
from caselaw.models.case_queries import CaseQuerySet
from caselaw.models.changes import (
    PublicChange,
    WatchedCase,
    once_public_briefs,
    published_replacement,
    withdrawn_briefs,
)
from caselaw.models.charge import Charge, Sanction
from caselaw.models.corrections import CorrectionRequest
from caselaw.models.desk import CaseAuthor, CaseComment, CaseVersion
from caselaw.models.finding import ElementFinding, ProvisionInterpretation
from caselaw.models.form_draft import FormDraft
from caselaw.models.imports import ImportBatch, ImportFinding, ImportItem
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
    "CaseAuthor",
    "CaseComment",
    "CaseCountry",
    "CaseIdentifier",
    "CaseQuerySet",
    "CaseRelation",
    "CaseSector",
    "CaseText",
    "CaseVersion",
    "Charge",
    "CorrectionRequest",
    "Court",
    "Defendant",
    "DefendantNationality",
    "DefendantRole",
    "ElementFinding",
    "FacetValue",
    "FormDraft",
    "ImportBatch",
    "ImportFinding",
    "ImportItem",
    "Jurisdiction",
    "Place",
    "Proceeding",
    "ProvisionInterpretation",
    "PublicChange",
    "RedactionRecord",
    "RouteLeg",
    "Sanction",
    "ScreeningAcceptance",
    "SearchDocument",
    "Source",
    "SuppressedName",
    "VictimGroup",
    "VictimNationality",
    "VictimRecruitment",
    "WatchedCase",
    "once_public_briefs",
    "published_replacement",
    "withdrawn_briefs",
]
