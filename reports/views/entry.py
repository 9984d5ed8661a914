"""A country's answers: the list of one's own, the overview of one, the pages to print, the PDF."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.errors import NotAllowedError
from portal.core.models import User
from portal.core.ratelimit import rate_limited
from portal.rendering.pdf import PDF, pdf
from reports.models import Section, Submission
from reports.permissions import Rights, day_everywhere, rights, why_locked
from reports.presenters import answers_pdf
from reports.presenters.entry import SectionView, section_of
from reports.presenters.entry_overview import days_left, overview_of, sections_in_order

PAGE_SIZE = 25


@dataclass(frozen=True)
class Opened:
    """A submission that a person opened: with what they may do, and why nobody may write now (empty: one may)."""

    submission: Submission
    held: Rights
    locked: str
    user: User

    def may_write(self, section: Section) -> bool:
        """Whether the person may write in the section now."""
        return not self.locked and self.held.may_write(section.pk)

    def why_not(self, section: Section) -> str:
        """Say why the section is only shown; nothing when it can be filled."""
        if not self.held.may_write(section.pk):
            return _("You may read this section, but not fill it.")
        return self.locked

    def section(self, code: str) -> Section:
        """Return a section. Raises Http404, or NotAllowedError for one that is not the person's."""
        questionnaire = self.submission.assignment.round.questionnaire_id
        section = get_object_or_404(Section, questionnaire=questionnaire, code=code)
        if not self.held.may_read(section.pk):
            raise NotAllowedError(_("This section was not handed over to you."))
        return section


def opened(request: HttpRequest, public_id: uuids.UUID) -> Opened:
    """Return what a person opened. Raises Http404 for what they do not see."""
    user = cast("User", request.user)
    submissions = Submission.objects.visible_to(user).with_context()
    submission = get_object_or_404(submissions, public_id=public_id)
    return Opened(submission, rights(user, submission), why_locked(submission, day_everywhere(timezone.now())), user)


@login_required
@never_cache
@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """List the answers that a person has a part in, in all rounds, the next due date first."""
    user, today = cast("User", request.user), day_everywhere(timezone.now())
    mine = Submission.objects.filled_by(user).current().with_context()
    page = Paginator(mine.order_by("-assignment__round__due_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(row, why_locked(row, today), days_left(row.assignment.due_on, today)) for row in page]
    return render(request, "reports/entry/list.html", {"page": page, "rows": rows})


@login_required
@never_cache
@require_safe
def submission_detail(request: HttpRequest, public_id: uuids.UUID) -> HttpResponse:
    """Show how far a country's answers are, who fills what, and why they are locked."""
    at = opened(request, public_id)
    assignment = at.submission.assignment
    context = {
        "submission": at.submission,
        "held": at.held,
        "locked": at.locked,
        "overview": overview_of(at.submission, at.held),
        "has_workflow": at.held.writes_all or at.user.has_perm("reports.view_submission"),
        "may_check": at.held.writes_all or bool(at.held.reads_sections) or at.user.has_perm("reports.view_submission"),
        "days_left": days_left(assignment.due_on, timezone.now().date()),
    }
    return render(request, "reports/entry/overview.html", context)


@login_required
@never_cache
@require_safe
def submission_print(request: HttpRequest, public_id: uuids.UUID) -> HttpResponse:
    """Show every section that the person may read on one page for paper."""
    at = opened(request, public_id)
    context = {"submission": at.submission, "sections": _all_sections(at), "printed_at": timezone.now()}
    return render(request, "reports/entry/print.html", context)


@login_required
@never_cache
@require_safe
@rate_limited("pdf")
def submission_pdf(request: HttpRequest, public_id: uuids.UUID) -> HttpResponse:
    """Hand out every section that the person may read as a PDF."""
    at, now = opened(request, public_id), timezone.now()
    made = pdf(answers_pdf.TEMPLATE, answers_pdf.values_of(at.submission, _all_sections(at), now), made_at=now)
    assignment = at.submission.assignment
    name = f"{assignment.round.code}-{assignment.country.iso3}-v{at.submission.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=PDF, headers=headers)


def _all_sections(at: Opened) -> list[SectionView]:
    sections = [section for section in sections_in_order(at.submission) if at.held.may_read(section.pk)]
    return [section_of(at.submission, section) for section in sections]
