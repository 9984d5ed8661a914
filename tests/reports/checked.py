"""Answers with figures and rules, for the tests of the checks."""

from datetime import timedelta
from typing import Any

from portal.core.models import User
from reports.actions import checks
from reports.choices import DatasetState
from reports.models import (
    Finding,
    Observation,
    PublishedObservation,
    SourceDataset,
    Submission,
    ValidationRule,
)
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import (
    AssignmentFactory,
    IndicatorFactory,
    ObservationFactory,
    RoundFactory,
    SourceDatasetFactory,
    SubmissionFactory,
    ValidationRuleFactory,
)

WITHIN = NOW.replace(year=2026, month=3, day=1)
LATER = WITHIN + timedelta(hours=1)


def submission_of(**more: Any) -> Submission:
    """Return answers of an open round that asks the complete questionnaire."""
    round_ = RoundFactory(questionnaire__complete=True, opened=True, **more)
    return SubmissionFactory(in_progress=True, assignment=AssignmentFactory(round=round_))


def officer(submission: Submission) -> User:
    """A person who fills the figures of the country in."""
    return UserFactory(role="statistics_officer", country=submission.assignment.country)


def rule_of(submission: Submission, **more: Any) -> ValidationRule:
    """Return a rule in use: counts above 100 are an error."""
    values = {"code": "large", "test": "out_of_range", "severity": "error", "parameters": {"maximum": 100}}
    return ValidationRuleFactory(collection=submission.assignment.round.collection, **(values | more))


def put(submission: Submission, value: int, row: str = "total", year: int = 2025) -> None:
    """Write a figure, as the form would."""
    kept = Observation.objects.filter(submission=submission, row_code=row, year=year)
    if not kept.update(value=value):
        ObservationFactory(submission=submission, row_code=row, year=year, value=value)


def check(submission: Submission, by: User | None = None) -> checks.Summary:
    """Run the checks."""
    return checks.run(submission_id=submission.pk, by=by or officer(submission), now=WITHIN)


def large_finding() -> tuple[Submission, Finding, User]:
    """Return answers with one finding: 120 is an error."""
    submission = submission_of()
    rule_of(submission)
    put(submission, 120)
    check(submission)
    return submission, Finding.objects.get(), officer(submission)


def explained(finding: Finding, by: User, text: str = "A large operation of the police.") -> Finding:
    """Explain a finding as it stands."""
    return checks.explain(finding_id=finding.pk, text=text, seen=checks.mark_of(finding), by=by, now=WITHIN)


def published(country: Any, year: int, value: int | None, **more: Any) -> PublishedObservation:
    """Return a row of the newest published file."""
    dataset = SourceDataset.objects.filter(state=DatasetState.READ).first() or SourceDatasetFactory(
        state=DatasetState.READ
    )
    row = PublishedObservation.objects.count() + 1
    usual = {
        "dataset": dataset,
        "exploitation": "_T",
        "sex": "_T",
        "age": "_T",
        "indicator": IndicatorFactory(code="victims"),
    }
    return PublishedObservation.objects.create(
        row_number=row,
        row_hash=row.to_bytes(16),
        country=country,
        year=year,
        value=value,
        **(usual | more),
    )
