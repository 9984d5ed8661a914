"""The status board of a round: where each country stands, how far it is and what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.core.models import Country, Region
from reports.choices import ClarificationState, FindingState, QuestionKind, RoundState, SubmissionState
from reports.models import (
    Answer,
    Clarification,
    Finding,
    LegalArticle,
    Observation,
    Question,
    Round,
    SourceCitation,
    Submission,
    SubmissionQuerySet,
)
from reports.permissions import day_everywhere

S = SubmissionState
TO_FILL = (S.NOT_STARTED, S.IN_PROGRESS)
_IS_ANSWER = Q(value__isnull=False) | Q(low__isnull=False) | ~Q(missing_reason="")


@dataclass(frozen=True, slots=True)
class Row:
    """A country on the board. `days_left` is None where nobody waits for a date."""

    submission: Submission
    due_on: date
    days_left: int | None
    progress: int
    findings: int
    clarifications: int

    @property
    def is_overdue(self) -> bool:
        """Whether the answers should be there and are not."""
        return self.days_left is not None and self.days_left < 0

    @property
    def days_over(self) -> int:
        """For how many days the answers have been overdue."""
        return -(self.days_left or 0)


def countries_of(round_: Round, filters: dict[str, Any], now: datetime) -> SubmissionQuerySet:
    """Return the round's current submissions that a filter lets through, by name of the country."""
    language = (get_language() or "en").split("-")[0]
    rows = Submission.objects.current().filter(assignment__round=round_).with_context().select_related("reviewer")
    if words := filters.get("q"):
        name = {f"assignment__country__names__{language}__icontains": words}
        rows = rows.filter(Q(**name) | Q(assignment__country__iso3__iexact=words))
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    if filters.get("region"):
        rows = rows.filter(assignment__country__in=_in_region(filters["region"]))
    if filters.get("provider"):
        rows = rows.filter(assignment__provider=filters["provider"])
    if filters.get("overdue"):
        rows = rows.overdue(day_everywhere(now))
    return rows.order_by(KeyTextTransform(language, "assignment__country__names"), "pk")


def rows_of(round_: Round, submissions: SubmissionQuerySet, now: datetime) -> Iterable[Row]:
    """Return the rows of a board, with what they count; the number of statements does not depend on their number."""
    asked = cells_asked(round_)
    today = day_everywhere(now)
    counted = submissions.annotate(
        answered=_count(Observation.objects.filter(_IS_ANSWER, row__isnull=False))
        + _count(Answer.objects.all())
        + _count(SourceCitation.objects.all(), "question")
        + _count(LegalArticle.objects.all(), "question"),
        open_findings=_count(Finding.objects.filter(state=FindingState.OPEN)),
        open_threads=_count(Clarification.objects.exclude(state=ClarificationState.CLOSED)),
    )
    for submission in counted:
        yield _row(submission, asked, today)


def counts_by_state(round_: Round) -> list[tuple[str, str, int]]:
    """Return (code, label, number of countries) of every state that occurs in the round."""
    rows = Submission.objects.current().filter(assignment__round=round_).values("state").annotate(number=Count("pk"))
    numbers = {row["state"]: row["number"] for row in rows.order_by()}
    return [(state.value, str(state.label), numbers[state]) for state in S if state in numbers]


def cells_asked(round_: Round) -> int:
    """Return how many answers a complete form holds: cells of fixed rows, and one for every other question."""
    questions = Question.objects.filter(section__questionnaire=round_.questionnaire_id)
    years = round_.last_year - round_.first_year + 1
    cells = questions.filter(kind=QuestionKind.TABLE).aggregate(rows=Count("rows"))["rows"] * years
    return int(cells + questions.exclude(kind=QuestionKind.TABLE).count())


def region_choices() -> list[tuple[int, str]]:
    """Return the regions of the M49 scheme, each with the name of the region around it."""
    regions = list(Region.objects.filter(scheme__code="m49").select_related("parent").order_by("code"))
    named = [(one.pk, f"{one.parent}: {one}" if one.parent else str(one)) for one in regions]
    return sorted(named, key=lambda pair: pair[1])


def heads() -> list[str]:
    """Return the heads of the columns of a file, in the active language."""
    return [
        _("Code"),
        _("Country"),
        _("Provider"),
        pgettext("of a job", "State"),
        _("Since"),
        _("Due"),
        _("Days left"),
        _("Progress (%)"),
        _("Open findings"),
        _("Open clarifications"),
        _("Checked by"),
    ]


def cells(row: Row) -> list[str | int | date | None]:
    """Return a row for a file."""
    submission, assignment = row.submission, row.submission.assignment
    return [
        assignment.country.iso3,
        str(assignment.country),
        str(assignment.provider or ""),
        submission.get_state_display(),
        submission.state_since.date(),
        row.due_on,
        row.days_left,
        row.progress,
        row.findings,
        row.clarifications,
        str(submission.reviewer or ""),
    ]


def _row(submission: Any, asked: int, today: date) -> Row:
    due_on = submission.assignment.due_on
    waits = submission.state in TO_FILL and submission.assignment.round.state in (RoundState.OPEN, RoundState.CLOSED)
    return Row(
        submission=submission,
        due_on=due_on,
        days_left=(due_on - today).days if waits else None,
        progress=min(100, submission.answered * 100 // asked) if asked else 0,
        findings=submission.open_findings,
        clarifications=submission.open_threads,
    )


def _count(rows: Any, distinct: str = "pk") -> Coalesce:
    """Return a subquery that counts the rows of each submission."""
    numbers = rows.filter(submission=OuterRef("pk")).order_by().values("submission")
    numbers = numbers.annotate(number=Count(F(distinct), distinct=True)).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), Value(0))


def _in_region(key: int) -> Any:
    """Return the countries of a region and of every region inside it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Region.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    keys, level = [key], [key]
    while level := [child for one in level for child in children.get(one, [])]:
        keys += level
    return Country.objects.filter(memberships__region__in=keys).values("pk")
