"""A country's answers at a glance: how far each section is, who fills it, how many days are left."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from portal.core.models.country import label_in
from reports.choices import DelegationState, QuestionKind
from reports.models import (
    Answer,
    LegalArticle,
    Observation,
    Question,
    Section,
    SectionDelegation,
    SectionProgress,
    SourceCitation,
    Submission,
)
from reports.permissions import Rights

IS_ANSWER = Q(value__isnull=False) | Q(low__isnull=False) | ~Q(missing_reason="")


@dataclass(frozen=True, slots=True)
class Helper:
    """A colleague with a section."""

    name: str
    is_invited_only: bool
    may_write: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section of the overview."""

    code: str
    number: int
    title: str
    filled: int
    expected: int
    words_answered: int
    words_asked: int
    done: SectionProgress | None
    helpers: list[Helper]
    may_read: bool
    may_write: bool

    @property
    def state(self) -> str:
        """The kind of its mark: done, active or todo."""
        if self.done:
            return "done"
        return "active" if self.filled or self.words_answered else "todo"


@dataclass(frozen=True, slots=True)
class Overview:
    """The sections that a person sees and their sums; `total` counts all sections of the questionnaire."""

    lines: list[SectionLine]
    total: int

    @property
    def filled(self) -> int:
        """Cells that are answered."""
        return sum(line.filled for line in self.lines)

    @property
    def expected(self) -> int:
        """Cells that there are."""
        return sum(line.expected for line in self.lines)

    @property
    def done(self) -> int:
        """Sections that are done."""
        return sum(line.done is not None for line in self.lines)


def days_left(due_on: date, today: date) -> int:
    """Return the days until the last one: 0 on the day itself, negative after it."""
    return (due_on - today).days


def sections_in_order(submission: Submission) -> list[Section]:
    """Return the sections of the questionnaire that the submission answers."""
    questionnaire = submission.assignment.round.questionnaire_id
    return list(Section.objects.filter(questionnaire=questionnaire).order_by("order", "pk"))


def overview_of(submission: Submission, held: Rights) -> Overview:
    """Return the overview of a submission, as far as the person may read it."""
    sections = sections_in_order(submission)
    questions = Question.objects.filter(section__in=sections).prefetch_related("rows")
    asked: dict[int, list[Question]] = defaultdict(list)
    for question in questions:
        asked[question.section_id].append(question)
    cells, countries = _figures(submission)
    words = _answered_words(submission)
    done = {one.section_id: one for one in _done(submission)}
    helpers = _helpers(submission)
    years = len(submission.assignment.round.years)
    lines = []
    for number, section in enumerate(sections, start=1):
        if not held.may_read(section.pk):
            continue
        tables = [question for question in asked[section.pk] if question.kind == QuestionKind.TABLE]
        others = [question for question in asked[section.pk] if question.kind != QuestionKind.TABLE]
        rows = sum(len(question.rows.all()) + len(countries[question.pk]) for question in tables)
        lines.append(
            SectionLine(
                code=section.code,
                number=number,
                title=label_in(section.titles),
                filled=sum(cells[question.pk] for question in tables),
                expected=rows * years,
                words_answered=sum(question.pk in words for question in others),
                words_asked=len(others),
                done=done.get(section.pk),
                helpers=helpers[section.pk],
                may_read=True,
                may_write=held.may_write(section.pk),
            )
        )
    return Overview(lines, total=len(sections))


def _figures(submission: Submission) -> tuple[Counter[int], dict[int, set[Any]]]:
    """Return how many cells are answered, and which countries have rows, by question."""
    cells: Counter[int] = Counter()
    countries: dict[int, set[Any]] = defaultdict(set)
    rows = Observation.objects.filter(submission=submission)
    for question in rows.filter(IS_ANSWER).values_list("question_id", flat=True):
        cells[question] += 1
    for question, country in rows.filter(partner_country__isnull=False).values_list("question_id", "row_code"):
        countries[question].add(country)
    return cells, countries


def _answered_words(submission: Submission) -> set[int]:
    return {
        question
        for model in (Answer, SourceCitation, LegalArticle)
        for question in model.objects.filter(submission=submission).values_list("question_id", flat=True)
    }


def _done(submission: Submission) -> list[SectionProgress]:
    return list(SectionProgress.objects.filter(submission=submission).select_related("done_by"))


def _helpers(submission: Submission) -> dict[int, list[Helper]]:
    rows = SectionDelegation.objects.filter(assignment=submission.assignment_id).exclude(state=DelegationState.REVOKED)
    found: dict[int, list[Helper]] = defaultdict(list)
    for row in rows.select_related("user").order_by("pk"):
        is_invited_only = row.state == DelegationState.INVITED
        name = row.email if row.user is None else str(row.user)
        found[row.section_id].append(Helper(name, is_invited_only, row.may_write))
    return found
