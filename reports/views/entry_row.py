"""A row of a table with its comments and sources, year by year: complete without scripts."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import Country
from portal.core.ratelimit import rate_limited
from reports.actions.answers import CellResult, Outcome, write_cells
from reports.cells import LONGEST_SOURCE
from reports.forms.entry import Posted, read_posted
from reports.models import Observation
from reports.presenters.entry import QuestionView, RowView, section_of
from reports.views.entry import Opened, opened


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("autosave", methods=("POST",))
def row_page(request: HttpRequest, public_id: uuids.UUID, section: str, question: str, row: str) -> HttpResponse:
    """Show a row with its comments and sources; save them."""
    at = opened(request, public_id)
    part = at.section(section)
    if request.method != "POST":
        return _page(request, at, section, question, row)
    posted = read_posted(request.POST, [question])
    try:
        results = write_cells(submission_id=at.submission.pk, entries=posted.cells, by=at.user, now=timezone.now())
    except (WrongStatusError, NotAllowedError) as refusal:
        return _page(request, at, section, question, row, posted=posted, refused=str(refusal))
    conflicts = {str(one.key): one for one in results if one.outcome == Outcome.CONFLICT}
    if conflicts:
        return _page(request, at, section, question, row, posted=posted, conflicts=conflicts)
    messages.success(request, _("Saved."))
    return redirect(
        reverse("reports:submission-section", args=[at.submission.public_id, part.code]) + f"#{_anchor(question, row)}"
    )


def _anchor(question: str, row: str) -> str:
    return f"row-{question.replace('.', '_')}-{row}"


def _page(
    request: HttpRequest,
    at: Opened,
    section: str,
    question: str,
    row: str,
    *,
    posted: Posted | None = None,
    conflicts: dict[str, CellResult] | None = None,
    refused: str = "",
) -> HttpResponse:
    part = at.section(section)
    countries = list(Country.objects.filter(iso3=row))
    view = section_of(at.submission, part, extra={question: countries})
    asked, line = _found(view.questions, question, row)
    context = {
        "submission": at.submission,
        "view": view,
        "question": asked,
        "row": line,
        "lines": _lines(at, asked, line, posted, conflicts or {}),
        "may_write": at.may_write(part) and not refused,
        "why_not": refused or at.why_not(part),
        "has_conflicts": bool(conflicts),
        "longest_source": LONGEST_SOURCE,
        "back": reverse("reports:submission-section", args=[at.submission.public_id, part.code])
        + f"#{_anchor(question, row)}",
    }
    return render(request, "reports/entry/row.html", context, status=409 if conflicts or refused else 200)


def _found(questions: list[QuestionView], code: str, row: str) -> tuple[QuestionView, RowView]:
    for question in questions:
        for line in question.rows if question.question.code == code else ():
            if line.code == row:
                return question, line
    raise Http404


def _lines(
    at: Opened, asked: QuestionView, line: RowView, posted: Posted | None, conflicts: dict[str, CellResult]
) -> list[dict[str, Any]]:
    """Return each year's cell with comment, source and who changed it last; what was typed stays."""
    cells = Observation.objects.filter(submission=at.submission, question=asked.question, row_code=line.code)
    there = {cell.year: cell for cell in cells.select_related("changed_by")}
    typed = {str(entry.key): entry for entry in posted.cells} if posted else {}
    lines = []
    for cell in line.cells:
        stored, entry = there.get(cell.year), typed.get(cell.key)
        lines.append(
            {
                "cell": cell,
                "text": cell.text if entry is None or entry.text is None else entry.text,
                "comment": _typed(entry.comment if entry else None, stored.comment if stored else ""),
                "source": _typed(entry.source if entry else None, stored.source if stored else ""),
                "seen": entry.seen if entry else cell.version,
                "stored": stored,
                "conflict": conflicts.get(cell.key),
            }
        )
    return lines


def _typed(typed: str | None, stored: str) -> str:
    return stored if typed is None else typed
