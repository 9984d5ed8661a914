"""Fill a section: one form that saves cell by cell with scripts and as a whole without, and overwrites nobody."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import Country
from portal.core.numbers import whole_number
from portal.core.ratelimit import rate_limited
from reports.actions import words
from reports.actions.answers import CellResult, Outcome, write_cells
from reports.actions.words import AnswerResult, write_answers
from reports.cells import read_entry
from reports.choices import QuestionKind
from reports.forms.entry import ArticleForm, Posted, SourceForm, read_posted
from reports.models import Section
from reports.presenters.countries import find_countries
from reports.presenters.entry import SectionView, anchor_of, put_answer_conflict, section_of
from reports.presenters.entry_overview import overview_of
from reports.views.entry import Opened, opened

_PAGE = "reports/entry/section.html"
# Rows for countries in which nothing stands yet travel in the address: "2.1|NGA".
_MOST_NEW_ROWS = 250


@dataclass
class Answered:
    """What became of what was sent."""

    cells: dict[str, tuple[str, CellResult]] = field(default_factory=dict)
    answers: dict[str, tuple[str, AnswerResult]] = field(default_factory=dict)
    forms: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def has_conflicts(self) -> bool:
        """Whether somebody else wrote meanwhile what was written here too."""
        return bool(self.cells or self.answers)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("autosave", methods=("POST",))
def section_page(request: HttpRequest, public_id: uuids.UUID, section: str) -> HttpResponse:
    """Show a section; save all of it."""
    at = opened(request, public_id)
    part = at.section(section)
    if request.method == "POST":
        return _sent(request, at, part)
    return _page(request, at, part)


def _sent(request: HttpRequest, at: Opened, part: Section) -> HttpResponse:
    data = request.POST
    posted = read_posted(data, _codes(part))
    answered = Answered()
    try:
        _write(at, posted, answered)
        _drop(at, data)
        _add_words(at, part, data, answered)
        if ("done" in data or "not-done" in data) and not answered.has_conflicts and not answered.errors:
            _mark(at, part, is_done="done" in data)
    except (WrongStatusError, NotAllowedError) as refusal:
        at = opened(request, at.submission.public_id)
        return _page(request, at, part, refused=str(refusal), typed=posted, status=409)
    except DomainError as refusal:
        answered.errors.append(str(refusal))
    if answered.errors or any(form.errors for form in answered.forms.values()):
        return _page(request, at, part, answered=answered, typed=posted, status=422)
    if answered.has_conflicts:
        return _page(request, at, part, answered=answered, status=409)
    if not _asks_for_a_row(data):
        messages.success(request, _("Saved."))
    return redirect(_next(request, at, part))


def _codes(part: Section) -> list[str]:
    return list(part.questions.values_list("code", flat=True))


def _write(at: Opened, posted: Posted, answered: Answered) -> None:
    """Write what was sent; what somebody else changed meanwhile is noted and left alone."""
    now, key = timezone.now(), at.submission.pk
    if posted.cells:
        for cell in write_cells(submission_id=key, entries=posted.cells, by=at.user, now=now):
            if cell.outcome == Outcome.CONFLICT:
                answered.cells[str(cell.key)] = (posted.typed[str(cell.key)], cell)
    if posted.answers:
        for answer in write_answers(submission_id=key, entries=posted.answers, by=at.user, now=now):
            if answer.outcome == Outcome.CONFLICT:
                answered.answers[answer.question] = (posted.typed[answer.question], answer)


def _drop(at: Opened, data: QueryDict) -> None:
    """Remove the sources and articles whose boxes were ticked."""
    common: dict[str, Any] = {"submission_id": at.submission.pk, "by": at.user, "now": timezone.now()}
    for text in data.getlist("drop-source"):
        if (key := whole_number(text)) is not None:
            words.remove_source(source_id=key, **common)
    for text in data.getlist("drop-article"):
        if (key := whole_number(text)) is not None:
            words.remove_article(article_id=key, **common)


def _add_words(at: Opened, part: Section, data: QueryDict, answered: Answered) -> None:
    """Add the sources and articles that were typed; a form in which nothing stands asks for nothing."""
    common: dict[str, Any] = {"submission_id": at.submission.pk, "by": at.user, "now": timezone.now()}
    for question in part.questions.filter(kind__in=[QuestionKind.SOURCE, QuestionKind.LAW]):
        form = _word_form(question.kind, question.code, data)
        if not any(str(data.get(form.add_prefix(name), "")).strip() for name in form.fields):
            continue
        if not form.is_valid():
            answered.forms[question.code] = form
        elif question.kind == QuestionKind.SOURCE:
            words.add_source(question=question.code, **form.cleaned_data, **common)
        else:
            words.add_article(question=question.code, **form.cleaned_data, **common)


def _word_form(kind: str, code: str, data: QueryDict | None = None) -> SourceForm | ArticleForm:
    form = SourceForm if kind == QuestionKind.SOURCE else ArticleForm
    return form(data, prefix=f"new-{anchor_of(code)}")


def _mark(at: Opened, part: Section, *, is_done: bool) -> None:
    words.set_done(submission_id=at.submission.pk, section=part.code, is_done=is_done, by=at.user, now=timezone.now())


def _asks_for_a_row(data: QueryDict) -> bool:
    return "find" in data or "add-row" in data or any(_typed_countries(data).values())


def _typed_countries(data: QueryDict) -> dict[str, str]:
    """Return what was typed into the searches for a country, by number of the question."""
    return {name.removeprefix("country:"): str(data[name]).strip() for name in data if name.startswith("country:")}


def _next(request: HttpRequest, at: Opened, part: Section) -> str:
    """Return where to go after saving: to the new row, to the search for a country, or back to the form."""
    data = request.POST
    rows = data.getlist("rows")[:_MOST_NEW_ROWS]
    query: list[tuple[str, str]] = []
    anchor = ""
    if "add-row" in data:
        rows = [*rows, data["add-row"]]
        anchor = f"row-{anchor_of(data['add-row'])}"
    else:
        for code, typed in _typed_countries(data).items():
            if typed:
                query += [("find", code), ("country", typed)]
                anchor = f"add-{anchor_of(code)}"
                break
    query += [("rows", row) for row in dict.fromkeys(rows)]
    url = reverse("reports:submission-section", args=[at.submission.public_id, part.code])
    return f"{url}{'?' if query else ''}{urlencode(query)}{'#' if anchor else ''}{anchor}"


def _new_rows(names: list[str]) -> dict[str, list[Country]]:
    """Return the countries whose rows were asked for, by number of the question."""
    pairs = [(code, iso3) for code, bar, iso3 in (name.partition("|") for name in names[:_MOST_NEW_ROWS]) if bar]
    wanted = {iso3.replace("\x00", "") for _code, iso3 in pairs}
    countries = {country.iso3: country for country in Country.objects.filter(iso3__in=wanted)} if wanted else {}
    rows: dict[str, list[Country]] = {}
    for code, iso3 in pairs:
        if iso3 in countries:
            rows.setdefault(code, []).append(countries[iso3])
    return rows


def _page(
    request: HttpRequest,
    at: Opened,
    part: Section,
    *,
    answered: Answered | None = None,
    typed: Posted | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    answered = answered or Answered()
    sent = request.POST if request.method == "POST" else request.GET
    rows = sent.getlist("rows")
    view = section_of(at.submission, part, extra=_new_rows(rows), conflicts=answered.cells)
    _put_words(view, answered, typed if status == 422 else None)
    overview = overview_of(at.submission, at.held)
    codes = [line.code for line in overview.lines]
    place = codes.index(part.code)
    may_write = at.may_write(part) and not refused
    context = {
        "submission": at.submission,
        "view": view,
        "overview": overview,
        "line": overview.lines[place],
        "before": overview.lines[place - 1] if place else None,
        "after": overview.lines[place + 1] if place + 1 < len(codes) else None,
        "may_write": may_write,
        "why_not": refused or at.why_not(part),
        "unsaved": _unsaved(view, typed) if refused and typed else [],
        "errors": answered.errors,
        "has_conflicts": answered.has_conflicts,
        "has_form_errors": any(form.errors for form in answered.forms.values()),
        "rows": [row for row in rows if "|" in row][:_MOST_NEW_ROWS],
        "find": request.GET.get("find", ""),
        "typed_country": request.GET.get("country", "")[:100],
        "found": find_countries(request.GET.get("country", "")),
        "save_url": reverse("reports:entry-save", args=[at.submission.public_id, part.code]),
    }
    return render(request, _PAGE, context, status=status)


def _put_words(view: SectionView, answered: Answered, typed: Posted | None) -> None:
    """Put forms, conflicts and, after an error, what was typed into the questions."""
    for one in view.questions:
        code = one.question.code
        if one.question.kind in {QuestionKind.SOURCE, QuestionKind.LAW}:
            one.form = answered.forms.get(code) or _word_form(one.question.kind, code)
        if code in answered.answers:
            put_answer_conflict(one, *answered.answers[code])
        elif typed is not None and code in typed.typed:
            if one.options:
                one.choice = typed.typed[code]
            else:
                one.text = typed.typed[code]


def _unsaved(view: SectionView, typed: Posted) -> list[tuple[str, str]]:
    """Return what was typed and could not be saved, with its place, so that nothing typed is lost."""
    lines = []
    for entry in typed.cells:
        cell = view.cell(str(entry.key))
        text = typed.typed[str(entry.key)]
        if read_entry(text) != read_entry(cell.text if cell else ""):
            lines.append((cell.label if cell else str(entry.key), text))
    for question in view.questions:
        answer = typed.typed.get(question.question.code)
        if answer is not None and answer.strip() != (question.choice or question.text):
            lines.append((question.title, dict(question.options).get(answer, answer)))
    return lines


@never_cache
@require_POST
@rate_limited("autosave")
def section_save(request: HttpRequest, public_id: uuids.UUID, section: str) -> HttpResponse:
    """Save some cells or answers while somebody types; answer with what stands beside them now.

    Without a session: 401; when the answers are locked: 409 with the reason. The page keeps what was typed.
    """
    if not request.user.is_authenticated:
        return HttpResponse(_("Your session has ended. Sign in again in another tab."), status=401)
    at = opened(request, public_id)
    part = at.section(section)
    posted = read_posted(request.POST, _codes(part))
    answered = Answered()
    try:
        _write(at, posted, answered)
    except DomainError as refusal:
        status = 409 if isinstance(refusal, WrongStatusError | NotAllowedError) else 422
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
    rows = _new_rows(request.POST.getlist("rows") + [key.rpartition("|")[0] for key in posted.typed])
    view = section_of(at.submission, part, extra=rows, conflicts=answered.cells)
    _put_words(view, answered, None)
    cells = [cell for one in view.questions for cell in one.cells]
    context = {
        "cells": [cell for cell in cells if cell.key in posted.typed],
        "told": [cell for cell in cells if cell.hints or cell.key in posted.typed],
        "questions": [one for one in view.questions if one.question.code in posted.typed],
        "view": view,
        "saved_at": timezone.now(),
    }
    return render(request, "reports/entry/_saved.html", context)


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def section_row(request: HttpRequest, public_id: uuids.UUID, section: str) -> HttpResponse:
    """Answer with an empty row for a country, for the table on the page."""
    at = opened(request, public_id)
    part = at.section(section)
    name = request.GET.get("row", "")
    view = section_of(at.submission, part, extra=_new_rows([name]))
    code, _bar, iso3 = name.partition("|")
    found = [(one, row) for one in view.questions if one.question.code == code for row in one.rows if row.code == iso3]
    if not found or not at.may_write(part):
        return HttpResponse(status=404)
    question, row = found[0]
    context = {"row": row, "question": question, "view": view, "may_write": True, "submission": at.submission}
    return render(request, "reports/entry/_row.html", context)
