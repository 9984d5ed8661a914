"""The answers of a country as plain values for their PDF (templates/reports/pdf/answers.typ)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.choices import QuestionKind
from reports.models import LegalArticle, SourceCitation, Submission
from reports.presenters.entry import CellView, QuestionView, SectionView

TEMPLATE = "reports/pdf/answers.typ"
_IN_WORDS = ("na", "conf")


def values_of(submission: Submission, sections: Iterable[SectionView], at: datetime) -> dict[str, Any]:
    """Return what the template sets: title, state, years, and each section with its questions."""
    assignment = submission.assignment
    as_of = _("As of %(time)s (UTC)") % {"time": date_format(at, "DATETIME_FORMAT")}
    version = _("Version %(number)s") % {"number": submission.number}
    invented = _("This round is invented, for practice. Nothing in it is a real figure.")
    return {
        "title": f"{assignment.country}, {assignment.round}",
        "footer": f"{assignment.round.collection}, {as_of}",
        "state": " · ".join([str(submission.get_state_display()), version, as_of]),
        "warning": invented if assignment.round.is_invented else "",
        "reading": _("0 means that there were none. “Not answered” means that nothing was entered."),
        "years": [str(year) for year in assignment.round.years],
        "sections": [
            {"title": view.title, "questions": [_question(one) for one in view.questions]} for view in sections
        ],
    }


def _question(view: QuestionView) -> dict[str, Any]:
    question = view.question
    unit = question.indicator.get_unit_display() if question.indicator else ""
    rows = [{"label": row.label, "cells": [_cell(cell) for cell in row.cells]} for row in view.rows]
    lines = _lines(view)
    if not lines and question.kind != QuestionKind.TABLE:
        lines = [_("not answered")]
    return {"title": f"{question.code} {view.title}", "unit": str(unit), "rows": rows, "lines": lines}


def _cell(cell: CellView) -> dict[str, Any]:
    if cell.kind in _IN_WORDS:
        return {"text": cell.words, "is_number": False}
    return {"text": cell.text or _("not answered"), "is_number": bool(cell.text)}


def _lines(view: QuestionView) -> list[str]:
    lines = [view.chosen] if view.chosen else []
    lines += [line for line in view.text.splitlines() if line.strip()]
    return lines + [_source(one) for one in view.citations] + [_article(one) for one in view.articles]


def _source(source: SourceCitation) -> str:
    return ", ".join(part for part in (source.authority, source.title, source.url) if part)


def _article(article: LegalArticle) -> str:
    since = _("in force since %(day)s") % {"day": date_format(article.in_force_since)} if article.in_force_since else ""
    coverage = str(article.get_coverage_display()) if article.coverage else ""
    return ", ".join(part for part in (article.act, article.articles, since, coverage, article.note) if part)
