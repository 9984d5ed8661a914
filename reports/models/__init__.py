"""Models of the country data."""

from reports.models.answers import Answer, LegalArticle, Observation, SourceCitation
from reports.models.collection import Assignment, Collection, Provider, Round, RoundQuerySet
from reports.models.dialogue import (
    Clarification,
    ClarificationMessage,
    Exclusion,
    Finding,
    SignOff,
    ValidationRule,
)
from reports.models.published import PartnerLabel, PublishedDefect, PublishedObservation, SourceDataset
from reports.models.questionnaire import Indicator, Question, Questionnaire, Section, TableRow
from reports.models.submission import (
    SectionDelegation,
    SectionProgress,
    Submission,
    SubmissionQuerySet,
)
from reports.models.workbook import WorkbookUpload

__all__ = [
    "Answer",
    "Assignment",
    "Clarification",
    "ClarificationMessage",
    "Collection",
    "Exclusion",
    "Finding",
    "Indicator",
    "LegalArticle",
    "Observation",
    "PartnerLabel",
    "Provider",
    "PublishedDefect",
    "PublishedObservation",
    "Question",
    "Questionnaire",
    "Round",
    "RoundQuerySet",
    "Section",
    "SectionDelegation",
    "SectionProgress",
    "SignOff",
    "SourceCitation",
    "SourceDataset",
    "Submission",
    "SubmissionQuerySet",
    "TableRow",
    "ValidationRule",
    "WorkbookUpload",
]
