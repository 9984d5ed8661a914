"""Closed lists of the country data."""

from reports.choices.checks import FindingState, RuleScope, Severity
from reports.choices.codes import (
    AgeGroup,
    Dimension,
    Exploitation,
    LegalCoverage,
    MissingReason,
    OpenRows,
    PartnerKind,
    QuestionKind,
    Sex,
    Unit,
)
from reports.choices.published import DatasetState, DefectKind, LabelState
from reports.choices.workflow import (
    Audience,
    Channel,
    ClarificationState,
    DelegationState,
    ProviderKind,
    RoundState,
    SignOffRole,
    SubmissionState,
)

__all__ = [
    "AgeGroup",
    "Audience",
    "Channel",
    "ClarificationState",
    "DatasetState",
    "DefectKind",
    "DelegationState",
    "Dimension",
    "Exploitation",
    "FindingState",
    "LabelState",
    "LegalCoverage",
    "MissingReason",
    "OpenRows",
    "PartnerKind",
    "ProviderKind",
    "QuestionKind",
    "RoundState",
    "RuleScope",
    "Severity",
    "Sex",
    "SignOffRole",
    "SubmissionState",
    "Unit",
]
