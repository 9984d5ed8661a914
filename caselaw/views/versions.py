"""Published states of a brief, one beside the other: for the public the texts, for staff everything."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caselaw.exports.snapshot import snapshot_of
from caselaw.models import Case, CaseVersion
from caselaw.presenters.comparison import blocks
from caselaw.views.desk import case_at_desk
from portal.core.http import signed_in
from portal.core.models import User
from portal.core.numbers import whole_number
from portal.core.ratelimit import rate_limited


@require_safe
def version_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the published states of a public brief that are not withheld."""
    case = get_object_or_404(Case.objects.published(), public_id=public_id)
    return render(request, "caselaw/version_list.html", {"case": case, "versions": _public_versions(case)})


@require_safe
@rate_limited("search")
def version_compare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how the texts of two published states differ."""
    case = get_object_or_404(Case.objects.published(), public_id=public_id)
    versions = {version.number: version for version in _public_versions(case)}
    old, new = _chosen(request, sorted(versions))
    values = {
        "case": case,
        "versions": list(versions.values()),
        "old": versions[old],
        "new": versions[new],
        "blocks": blocks(versions[old].snapshot, versions[new].snapshot, for_public=True),
    }
    return render(request, "caselaw/version_compare.html", values)


@login_required
@never_cache
@require_safe
def desk_compare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show staff everything that differs between two published states, or between the public brief and its changes."""
    case = case_at_desk(request, uuid)
    if case.revises is not None:
        old, new = snapshot_of(case.revises), snapshot_of(case)
        values = {"case": case, "blocks": blocks(old, new, for_public=False), "is_changes": True}
        return render(request, "caselaw/desk/compare.html", values)
    versions = {
        version.number: version
        for version in CaseVersion.objects.visible_to(signed_in(request).user)
        .filter(case=case)
        .select_related("published_by", "cleared_by")
        .order_by("-number")
    }
    first, last = _chosen(request, sorted(versions))
    values = {
        "case": case,
        "versions": list(versions.values()),
        "old": versions[first],
        "new": versions[last],
        "authors": User.objects.filter(pk__in=versions[last].author_ids).order_by("full_name"),
        "blocks": blocks(versions[first].snapshot, versions[last].snapshot, for_public=False),
    }
    return render(request, "caselaw/desk/compare.html", values)


def _public_versions(case: Case) -> list[CaseVersion]:
    """Return what anyone may see; staff see the withheld ones at the desk."""
    return list(CaseVersion.objects.filter(case=case, is_withheld=False).order_by("-number"))


def _chosen(request: HttpRequest, numbers: list[int]) -> tuple[int, int]:
    """Return the two versions asked for; by default the last two. 404 for one that does not exist."""
    if not numbers:
        raise Http404
    last, before = numbers[-1], numbers[-2] if len(numbers) > 1 else numbers[-1]
    old = whole_number(request.GET.get("from", str(before)))
    new = whole_number(request.GET.get("to", str(last)))
    if old is None or new is None or not {old, new} <= set(numbers):
        raise Http404
    return old, new
