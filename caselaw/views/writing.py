"""Write a brief: one long form that keeps what is typed, notices other editors, and saves by one action."""

from __future__ import annotations

import uuid as uuids
from contextlib import suppress
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caselaw.actions import drafts, form_drafts
from caselaw.choices import CaseStatus
from caselaw.forms import merging
from caselaw.forms.brief import BriefForm
from caselaw.forms.choices import Offers
from caselaw.forms.formsets import MOST_ROWS
from caselaw.forms.kinds import added_row
from caselaw.forms.raw import values_of
from caselaw.forms.versions import FIELD, Opened, Question, answered, as_form
from caselaw.forms.writing import BeginForm, SourceTextForm
from caselaw.models import Case, FormDraft
from caselaw.permissions import may_edit, may_write
from caselaw.presenters import writing
from caselaw.presenters.brief import brief_of
from portal.core.actions.records import Record
from portal.core.errors import ChangedMeanwhileError, NotAllowedError, WrongStatusError
from portal.core.http import SignedInRequest
from portal.core.models import User
from portal.core.numbers import whole_number
from portal.core.ratelimit import rate_limited
from portal.core.text import render_markdown

_FORM = "caselaw/desk/write.html"
# Sent with the form, but no entries of the brief.
_NO_ENTRIES = frozenset({"csrfmiddlewaretoken", FIELD, "source-text", "save", "keep", "preview", "refresh", "read"})
_DOUBLED = _("Two rows say the same, which the database refuses. Remove one of them, or tell them apart.")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("form", methods=("POST",))
def desk_new(request: SignedInRequest) -> HttpResponse:
    """Begin a brief."""
    if not may_write(request.user):
        raise PermissionDenied
    case = Case()
    form = BeginForm(request.POST or None, instance=case, offers=Offers(request.user, case))
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        drafts.save(case=case, links={}, parts=[Record(form.text())], removed=[], seen_at=None, by=by, now=now)
        messages.success(request, _("The draft is there. Only you and the editors see it."))
        return redirect("caselaw:desk-write", case.uuid)
    return render(request, "caselaw/desk/write_new.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("autosave", methods=("POST",))
def desk_write(request: SignedInRequest, uuid: uuids.UUID) -> HttpResponse:
    """Show the form; save, keep for later, add a row, merge."""
    case = _case_for(request.user, uuid)
    if request.method == "POST":
        return _sent(request, case)
    draft = FormDraft.objects.visible_to(request.user).with_entries().filter(case=case).first()
    if draft is None:
        brief = BriefForm(case, user=request.user)
        return _page(request, brief, Opened(case.updated_at.isoformat(), brief.state()))
    if "draft" not in request.GET:
        return render(request, "caselaw/desk/write_resume.html", {"case": case, "draft": draft})
    brief = BriefForm(case, user=request.user, data=_as_sent(draft.data or {}))
    brief.quiet()
    opened = Opened.of_draft(draft.base, draft.seen_state)
    return _page(request, brief, opened, notice=_("These are your entries that are not saved in the brief yet."))


def _case_for(user: User, uuid: uuids.UUID) -> Case:
    """Return the brief if this person may write on it. Raises Http404, NotAllowedError or WrongStatusError."""
    briefs = Case.objects.at_desk_of(user)
    case = get_object_or_404(briefs.select_related("jurisdiction__country", "court"), uuid=uuid)
    if may_edit(user, case):
        return case
    is_own = user.pk in (case.created_by_id, case.assigned_to_id)
    if not is_own and not user.has_perm("caselaw.change_case"):
        raise NotAllowedError(_("You may read this brief, but not change it."))
    status = CaseStatus(case.status).label
    raise WrongStatusError(_("This brief cannot be changed now. Its status: %(status)s.") % {"status": status})


def _as_sent(values: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, found in values.items():
        data.setlist(name, found)
    return data


def _entries(request: HttpRequest) -> dict[str, list[str]]:
    """Return what was typed. A null character, which no database text holds, is left out."""
    return {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in request.POST.lists()
        if name not in _NO_ENTRIES and not name.startswith("add-")
    }


def _sent(request: SignedInRequest, case: Case) -> HttpResponse:
    opened = Opened.read(request.POST.get(FIELD, ""))
    if "discard" in request.POST:
        form_drafts.forget(case=case, by=request.user)
        return redirect("caselaw:desk-write", case.uuid)
    if "keep" in request.POST:
        _keep(request, case, opened)
        messages.success(request, _("Your entries are kept for later. They are not part of the brief yet."))
        return redirect(reverse("caselaw:desk-write", args=[case.uuid]) + "?draft=1")
    data, still_open = answered(_as_sent(_entries(request)), opened)
    opened = Opened(opened.at, opened.state, still_open)
    source = SourceTextForm(request.POST, request.FILES, prefix="source")
    has_source = source.is_valid() and _keep_source(request, case, source)
    if added := next((name for name in request.POST if name.startswith("add-")), ""):
        return _with_row(request, case, opened, data, added.removeprefix("add-"))
    if "refresh" in request.POST or "read" in request.POST or not source.is_valid():
        brief = BriefForm(case, user=request.user, data=data)
        brief.quiet()
        return _page(request, brief, opened, source=None if has_source else source)
    return _checked(request, case, opened, data)


def _keep(request: SignedInRequest, case: Case, opened: Opened) -> None:
    form_drafts.keep(
        case=case,
        data=_entries(request),
        base=opened.kept(),
        seen_state=opened.at,
        by=request.user,
        now=timezone.now(),
    )


def _keep_source(request: SignedInRequest, case: Case, form: SourceTextForm) -> bool:
    """Keep the judgment's text when the person asked for it, or brought one."""
    text = form.whole_text()
    if "read" in request.POST or text:
        form_drafts.keep_source_text(case=case, text=text, by=request.user, now=timezone.now())
    return True


def _with_row(request: SignedInRequest, case: Case, opened: Opened, data: QueryDict, prefix: str) -> HttpResponse:
    """Show the form with one row more; everything typed stays, nothing is checked."""
    name = f"{prefix}-TOTAL_FORMS"
    count = whole_number(str(data.get(name, "")), most=MOST_ROWS - 1)
    found = added_row(prefix, count, Offers(request.user)) if count is not None else None
    if count is None or found is None:
        raise Http404
    data[name] = str(count + 1)
    for field, values in values_of(found[1]).items():  # what an untouched row would send
        data.setlist(found[1].add_prefix(field), values)
    brief = BriefForm(case, user=request.user, data=data)
    brief.quiet()
    _focus_on(brief, f"{prefix}-{count}")
    return _page(request, brief, opened)


def _focus_on(brief: BriefForm, prefix: str) -> None:
    for _path, form, _formset in brief.walk():
        if form.prefix == prefix:
            first = next(field for field in form.visible_fields() if field.name != "DELETE")
            first.field.widget.attrs["autofocus"] = True


def _checked(request: SignedInRequest, case: Case, opened: Opened, data: QueryDict) -> HttpResponse:
    if opened.at != case.updated_at.isoformat():
        return _merge(request, case, opened, data)
    brief = BriefForm(case, user=request.user, data=data, files=request.FILES)
    is_valid = brief.is_valid()
    if not is_valid or opened.questions:
        return _page(request, brief, opened, status=422)
    if "preview" in request.POST:
        _keep(request, case, opened)  # so that the way back to the form loses nothing
        return HttpResponse(_as_if_saved(request, brief, opened, lambda pk: _preview(request, pk, is_saved=False)))
    if not brief.has_changed():
        form_drafts.forget(case=case, by=request.user)
        messages.info(request, _("Nothing was different from what is stored. The brief stays as it was."))
        return redirect("caselaw:desk-write", case.uuid)
    return _save(request, brief, opened, data)


def _save(request: SignedInRequest, brief: BriefForm, opened: Opened, data: QueryDict) -> HttpResponse:
    uuid = brief.case.uuid
    try:
        drafts.save(**_arguments(request, brief, opened))
    except ChangedMeanwhileError:  # somebody saved between our look and our lock
        return _merge(request, _case_for(request.user, uuid), opened, data)
    except IntegrityError:
        again = BriefForm(_case_for(request.user, uuid), user=request.user, data=data)
        again.quiet()
        again.errors.append(_DOUBLED)
        return _page(request, again, opened, status=422)
    form_drafts.forget(case=brief.case, by=request.user)
    messages.success(request, _("The brief is saved."))
    return redirect("caselaw:desk-write", uuid)


def _arguments(request: SignedInRequest, brief: BriefForm, opened: Opened) -> dict[str, Any]:
    written = brief.written()
    return {
        "case": written.case,
        "links": written.links,
        "parts": written.parts,
        "removed": written.removed,
        "before": written.before,
        "seen_at": parse_datetime(opened.at),
        "by": request.user,
        "now": timezone.now(),
    }


def _as_if_saved(request: SignedInRequest, brief: BriefForm, opened: Opened, show: Any) -> Any:
    return drafts.as_if_saved(show, **_arguments(request, brief, opened))


def _merge(request: SignedInRequest, case: Case, opened: Opened, data: QueryDict) -> HttpResponse:
    """Show both versions in one form: what one side changed is taken over, what both changed is asked."""
    stored = BriefForm(case, user=request.user)
    mine = BriefForm(case, user=request.user, data=data)
    theirs = stored.state()
    rows = merging.merge(opened.state, theirs, mine.state(), mine.removed_paths())
    merged, questions = as_form(rows, data)
    brief = BriefForm(case, user=request.user, data=_as_sent(dict(merged.lists())))
    brief.quiet()
    changed = merging.changes(opened.state, theirs)
    others = writing.theirs_of(stored, changed, opened.state, parse_datetime(opened.at) if opened.at else None)
    now = Opened(case.updated_at.isoformat(), theirs, questions)
    return _page(request, brief, now, theirs=others, status=409)


def _page(
    request: SignedInRequest,
    brief: BriefForm,
    opened: Opened,
    *,
    source: SourceTextForm | None = None,
    theirs: writing.Theirs | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    case = brief.case
    draft = FormDraft.objects.visible_to(request.user).filter(case=case).first()
    writing.ask(brief, opened.questions)
    values = {
        "case": case,
        "title": brief.stored_title,
        "brief": brief,
        "sections": writing.sections_of(brief),
        "problems": writing.problems_of(brief) if status == 422 else [],
        "questions": _links(opened.questions),
        "gaps": writing.gaps_of(case),
        "base": opened.signed(),
        "theirs": theirs,
        "notice": notice,
        "source": source or SourceTextForm(prefix="source", initial={"text": ""}),
        "source_text": draft.source_text if draft else "",
        "kept_at": draft.saved_at if draft and draft.data is not None else None,
    }
    return render(request, _FORM, values, status=status)


def _links(questions: dict[str, Question]) -> list[str]:
    return [f"ask-{name}" for name in questions]


def _preview(request: HttpRequest, pk: int, *, is_saved: bool) -> str:
    case = Case.objects.for_brief().get(pk=pk)
    values = {"brief": brief_of(case, language=request.GET.get("text")), "case": case, "is_saved": is_saved}
    return render_to_string("caselaw/desk/write_preview.html", values, request)


@login_required
@never_cache
@require_safe
def desk_preview(request: SignedInRequest, uuid: uuids.UUID) -> HttpResponse:
    """Show the saved brief as its readers would see it."""
    return HttpResponse(_preview(request, _case_for(request.user, uuid).pk, is_saved=True))


@never_cache
@require_POST
@rate_limited("autosave")
def desk_autosave(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Keep the entries as they are. Without a session: 401, and the page keeps them itself."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Your session has ended.")}, status=401)
    signed_in = cast("SignedInRequest", request)
    case = _case_for(signed_in.user, uuid)
    _keep(signed_in, case, Opened.read(request.POST.get(FIELD, "")))
    return JsonResponse({"kept_at": timezone.now().isoformat()})


@login_required
@never_cache
@require_POST
@rate_limited("autosave")
def desk_gate(request: SignedInRequest, uuid: uuids.UUID) -> HttpResponse:
    """List what would still be missing if the entries were saved; with errors in them, what is missing as stored."""
    case = _case_for(request.user, uuid)
    opened = Opened.read(request.POST.get(FIELD, ""))
    data, still_open = answered(_as_sent(_entries(request)), opened)
    brief = BriefForm(case, user=request.user, data=data, files={})
    is_same = opened.at == case.updated_at.isoformat() and not still_open
    gaps = None
    if is_same and brief.has_changed() and brief.is_valid():
        # Saved in this very moment, perhaps by the same person: then what is stored tells what is missing.
        with suppress(ChangedMeanwhileError):
            gaps = _as_if_saved(request, brief, opened, lambda pk: writing.gaps_of(Case.objects.get(pk=pk)))
    if gaps is None:
        gaps = writing.gaps_of(_case_for(request.user, uuid))
    return render(request, "caselaw/desk/_gate.html", {"gaps": gaps})


@login_required
@never_cache
@require_safe
@rate_limited("lookup")
def desk_row(request: SignedInRequest, uuid: uuids.UUID) -> HttpResponse:
    """Return one more, empty row for the page, with the new count of rows."""
    case = _case_for(request.user, uuid)
    prefix = request.GET.get("prefix", "")
    count = whole_number(request.GET.get(f"{prefix}-TOTAL_FORMS", ""), most=MOST_ROWS - 1)
    brief = BriefForm(case, user=request.user)
    brief.offers.jurisdiction_id = whole_number(request.GET.get("jurisdiction", ""))
    found = added_row(prefix, count, brief.offers) if count is not None else None
    if count is None or found is None:
        raise Http404
    name, form = found
    values = {"row": writing.row_view(name, form, count), "prefix": prefix, "count": count + 1}
    return render(request, "caselaw/desk/_added.html", values)


@login_required
@never_cache
@require_POST
@rate_limited("lookup")
def desk_markdown(request: SignedInRequest) -> HttpResponse:
    """Show a text as its readers will see it."""
    text = request.POST.get(request.POST.get("field", ""), "")[:200_000]
    return render(request, "caselaw/desk/_markdown.html", {"text": render_markdown(text)})
