"""The account page: who I am, what I may do, how safe my account is, my work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caselaw.permissions import works_at_the_desk
from caselaw.presenters.queues import counts_of
from portal.core.http import signed_in
from portal.core.models import ApiToken, CountryRole, User
from portal.core.roles import BY_CODE
from portal.core.second_factor import has_second_factor, needs_second_factor
from portal.jobs.models import Job
from reports.presenters.queues import has_part, titled_counts

JOBS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the page that an app adds: a template and its values."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


def _desk(user: User) -> Box | None:
    """What waits for the person at the editorial desk."""
    if not works_at_the_desk(user):
        return None
    return Box("caselaw/desk/_waiting_box.html", {"counts": counts_of(user)})


def _country_data(user: User) -> Box | None:
    """What waits for the person in country data."""
    if not has_part(user):
        return None
    return Box("reports/board/_waiting_box.html", {"counts": titled_counts(user, timezone.now())})


# Other apps' boxes, in their order: each returns its box, or None when it has nothing for this person.
BOXES: tuple[Callable[[User], Box | None], ...] = (_desk, _country_data)


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person what waits for them and what they may do."""
    user = signed_in(request).user
    values = {
        "roles": _roles(user),
        "may_import": user.has_perm("caselaw.add_importbatch"),
        "may_invite": user.has_perm("core.add_invitation"),
        "needs_second_factor": needs_second_factor(user),
        "has_second_factor": has_second_factor(user),
        "devices": UserSession.objects.filter(user=user).count(),
        "tokens": ApiToken.objects.visible_to(user).valid(timezone.now()).count(),
        "boxes": [box for make in BOXES if (box := make(user)) is not None],
        "jobs": Job.objects.visible_to(user).order_by("-created_at", "-pk")[:JOBS_SHOWN],
    }
    return render(request, "pages/account.html", values)


def _roles(user: User) -> list[dict[str, Any]]:
    """Return each role in words, with the countries that it is held for."""
    held = CountryRole.objects.held_by(user).select_related("country")
    countries: dict[str, list[str]] = {}
    for scope in held:
        countries.setdefault(scope.role, []).append(str(scope.country))
    codes = list(user.groups.order_by("pk").values_list("name", flat=True))
    return [
        {
            "label": BY_CODE[code].label if code in BY_CODE else code,
            "may": BY_CODE[code].may if code in BY_CODE else "",
            "countries": sorted(countries.get(code, [])),
        }
        for code in codes
    ]
