"""Bulk actions of the list of briefs: each goes through the workflow, brief by brief, and reports every refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caselaw.actions import desk
from caselaw.actions.desk import Answers
from caselaw.actions.steps import BY_NAME, Step
from caselaw.models import Case
from portal.core.admin import user_of
from portal.core.errors import DomainError, in_words

# Steps that need no text from the person; a return or a withdrawal is about one brief.
OFFERED = ("submit", "accept", "clear", "publish", "resume", "hide", "show_again")
MOST_REFUSALS_SHOWN = 10


class BulkStepsMixin(admin.ModelAdmin[Case]):
    """Adds a bulk action for each step that the person has the permission for."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer steps; deleting many briefs at once is not among them."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        for step in (BY_NAME[name] for name in OFFERED):
            if user_of(request).has_perm(step.permission):
                actions[f"step_{step.name}"] = (_bulk(step), f"step_{step.name}", step.label)
        return actions


def _bulk(step: Step) -> Callable[[Any, HttpRequest, QuerySet[Case]], None]:
    def take_for_all(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        taken, refusals = 0, []
        for case in queryset.order_by("pk"):
            answers = Answers(reason=_("In bulk."), seen_version=case.content_version)
            try:
                desk.take(step, case_id=case.pk, answers=answers, by=user_of(request), now=timezone.now())
            except DomainError as refusal:
                refusals.append(f"{case}: {in_words(refusal)}")
            else:
                taken += 1
        _report(request, taken, refusals)

    return take_for_all


def _report(request: HttpRequest, taken: int, refusals: list[str]) -> None:
    if taken:
        messages.success(request, ngettext("Done for %(n)d brief.", "Done for %(n)d briefs.", taken) % {"n": taken})
    for refusal in refusals[:MOST_REFUSALS_SHOWN]:
        messages.error(request, refusal)
    if (left_out := len(refusals) - MOST_REFUSALS_SHOWN) > 0:
        messages.error(request, _("Refused for %(n)d more briefs.") % {"n": left_out})
