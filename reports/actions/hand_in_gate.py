"""What is still missing before answers can be handed in, in words. Each gap says in which section it is mended."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.cells import CellKey, Entry
from reports.choices import FindingState, QuestionKind, Severity
from reports.models import Answer, Finding, LegalArticle, Observation, Question, SourceCitation, Submission

_WEIGHTY = (Severity.ERROR, Severity.BLOCKER)
_IS_ANSWER = Q(value__isnull=False) | Q(low__isnull=False) | ~Q(missing_reason="")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that must be mended. `section` is a code, `cell` an address; empty where there is none."""

    text: str
    section: str = ""
    question: str = ""
    cell: str = ""
    is_finding: bool = False

    def __str__(self) -> str:
        return self.text


def gaps(submission: Submission) -> list[Gap]:
    """Return what keeps the answers from being handed in: what is not answered, what is no count, what was found."""
    return [*_unanswered(submission), *_no_counts(submission), *_open_findings(submission)]


def _unanswered(submission: Submission) -> list[Gap]:
    questionnaire = submission.assignment.round.questionnaire_id
    required = (
        Question.objects.filter(section__questionnaire=questionnaire, is_required=True)
        .select_related("section")
        .prefetch_related("rows")
        .order_by("section__order", "order", "pk")
    )
    filled = _filled(submission)
    answered = {
        *Answer.objects.filter(submission=submission).values_list("question", flat=True),
        *SourceCitation.objects.filter(submission=submission).values_list("question", flat=True),
        *LegalArticle.objects.filter(submission=submission).values_list("question", flat=True),
    }
    found = []
    for question in required:
        if question.kind == QuestionKind.TABLE:
            text = _empty_cells(question, submission.assignment.round.years, filled)
        else:
            text = "" if question.pk in answered else _("%(question)s: not answered yet.") % {"question": question}
        if text:
            found.append(Gap(text, question.section.code, question.code))
    return found


def _filled(submission: Submission) -> set[tuple[int, str, int]]:
    rows = Observation.objects.filter(_IS_ANSWER, submission=submission)
    return set(rows.values_list("question", "row_code", "year"))


def _empty_cells(question: Question, years: list[int], filled: set[tuple[int, str, int]]) -> str:
    """Return how many cells of a table's fixed rows are empty; an empty text when none is."""
    empty = sum((question.pk, row.code, year) not in filled for row in question.rows.all() for year in years)
    if not empty:
        return ""
    text = ngettext(
        "%(question)s: %(count)d cell is empty. Write a number, 0 if there were none, or why there is no number.",
        "%(question)s: %(count)d cells are empty. Write a number, 0 if there were none, or why there is no number.",
        empty,
    )
    return text % {"question": question, "count": empty}


def _no_counts(submission: Submission) -> list[Gap]:
    """Return the cells that hold a text which is no count."""
    rows = (
        Observation.objects.filter(submission=submission)
        .exclude(raw_text="")
        .exclude(_IS_ANSWER)
        .select_related("question__section", "row", "partner_country")
        .order_by("question__section__order", "question__order", "pk")
    )
    return [_no_count(cell) for cell in rows]


def _no_count(cell: Observation) -> Gap:
    problem = Entry(raw_text=cell.raw_text).problem
    values = {
        "question": cell.question,
        "row": cell.row or cell.partner_country or cell.row_code,
        "year": cell.year,
        "typed": cell.raw_text,
        "why": problem.explain() if problem else "",
    }
    text = _("%(question)s, %(row)s, %(year)s: “%(typed)s”. %(why)s") % values
    key = CellKey(cell.question.code, cell.row_code, cell.year)
    return Gap(text, cell.question.section.code, cell.question.code, str(key))


def _open_findings(submission: Submission) -> list[Gap]:
    """Return what the checks found and nobody has mended, explained or waived; a blocker cannot be explained."""
    open_ones = Q(state=FindingState.OPEN) | Q(state=FindingState.EXPLAINED, severity=Severity.BLOCKER)
    rows = (
        Finding.objects.filter(open_ones, submission=submission, severity__in=_WEIGHTY)
        .select_related("rule", "question__section")
        .order_by("pk")
    )
    return [_of_finding(finding) for finding in rows]


def _of_finding(finding: Finding) -> Gap:
    if finding.severity == Severity.BLOCKER:
        text = _("%(check)s: must be mended.") % {"check": finding.rule}
    else:
        text = _("%(check)s: mend it or explain it.") % {"check": finding.rule}
    question = finding.question
    return Gap(
        text,
        question.section.code if question else "",
        question.code if question else "",
        finding.cells[0] if finding.cells else "",
        is_finding=True,
    )
