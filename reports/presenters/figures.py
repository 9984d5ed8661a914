"""The figures and words of a submission as they stand, table by table, for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.core.models.country import label_in
from reports.cells import Entry
from reports.choices import MissingReason, QuestionKind
from reports.models import Answer, LegalArticle, Observation, Question, SourceCitation, Submission


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its label and what stands under each year; an empty text where nothing was answered."""

    label: str
    cells: list[str]


@dataclass(slots=True)
class Part:
    """A question with its answer."""

    question: Question
    lines: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether the answer is a table."""
        return self.question.kind == QuestionKind.TABLE


@dataclass(frozen=True, slots=True)
class SectionParts:
    """A section with its questions."""

    title: str
    code: str
    parts: list[Part]


def sections_of(submission: Submission) -> list[SectionParts]:
    """Return the sections in order; six statements whatever the number of questions."""
    questions = (
        Question.objects.filter(section__questionnaire=submission.assignment.round.questionnaire_id)
        .select_related("section")
        .prefetch_related("rows")
        .order_by("section__order", "section_id", "order", "pk")
    )
    figures: dict[int, list[Observation]] = defaultdict(list)
    for one in Observation.objects.filter(submission=submission).select_related("partner_country").order_by("pk"):
        figures[one.question_id].append(one)
    words = _words(submission)
    found: dict[str, SectionParts] = {}
    for question in questions:
        section = found.setdefault(
            question.section.code, SectionParts(str(question.section), question.section.code, [])
        )
        part = Part(question, texts=words.get(question.pk, []))
        if part.is_table:
            part.lines = _lines(question, figures[question.pk], submission.assignment.round.years)
        section.parts.append(part)
    return list(found.values())


def _lines(question: Question, figures: Iterable[Observation], years: list[int]) -> list[Line]:
    texts: dict[tuple[str, int], str] = {}
    countries: dict[str, str] = {}
    for one in figures:
        texts[(one.row_code, one.year)] = _text(one)
        if one.partner_country is not None:
            countries[one.row_code] = str(one.partner_country)
    fixed = sorted(question.rows.all(), key=lambda row: (row.order, row.pk))
    labels = [(row.code, str(row)) for row in fixed] + sorted(countries.items(), key=lambda pair: pair[1])
    return [Line(label, [texts.get((code, year), "") for year in years]) for code, label in labels]


def _text(one: Observation) -> str:
    if one.missing_reason:
        return str(MissingReason(one.missing_reason).label)
    return Entry(one.value, one.low, one.high, one.missing_reason, one.raw_text).text


def _words(submission: Submission) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for answer in Answer.objects.filter(submission=submission).select_related("question").order_by("pk"):
        found[answer.question_id].append(_choice(answer.question, answer.choice) or answer.text)
    for source in SourceCitation.objects.filter(submission=submission).order_by("pk"):
        found[source.question_id].append(", ".join(filter(None, [source.authority, source.title, source.url])))
    for article in LegalArticle.objects.filter(submission=submission).order_by("pk"):
        found[article.question_id].append(f"{article.act} {article.articles}".strip())
    return found


def _choice(question: Question, code: str) -> str:
    options: list[dict[str, Any]] = question.options
    return next((label_in(option["labels"]) for option in options if option["code"] == code), "")
