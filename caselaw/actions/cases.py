"""What may be done with a brief, and which step may follow which."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.models import Case, SearchDocument
from caselaw.search import documents
from portal.core.audit import audited
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User

STEPS: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.DRAFT: frozenset({CaseStatus.IN_REVIEW, CaseStatus.CLEARED, CaseStatus.ON_HOLD}),
    CaseStatus.IN_REVIEW: frozenset({CaseStatus.DRAFT, CaseStatus.CLEARED, CaseStatus.ON_HOLD}),
    CaseStatus.CLEARED: frozenset({CaseStatus.DRAFT, CaseStatus.PUBLISHED, CaseStatus.ON_HOLD}),
    CaseStatus.PUBLISHED: frozenset({CaseStatus.DRAFT, CaseStatus.ON_HOLD, CaseStatus.WITHDRAWN}),
    CaseStatus.ON_HOLD: frozenset({CaseStatus.DRAFT, CaseStatus.WITHDRAWN}),
    CaseStatus.WITHDRAWN: frozenset(),
}


@audited("case.anonymisation_cleared")
def clear(*, case_id: int, by: User, now: datetime) -> Case:
    """Confirm that the brief names no victim. Raises NotAllowedError for its author, WrongStatusError out of turn."""
    case = _locked(case_id)
    if case.created_by_id == by.pk:
        raise NotAllowedError(_("A second person checks the brief, not the one who entered it."))
    _move(case, CaseStatus.CLEARED)
    case.anonymisation_state, case.cleared_by, case.cleared_at = AnonymisationState.CLEARED, by, now
    _save(case, now, "status", "anonymisation_state", "cleared_by", "cleared_at")
    return case


@audited("case.published")
def publish(*, case_id: int, by: User, now: datetime) -> Case:
    """Show the brief to the public and index it in the same transaction. Raises IncompleteError with all gaps."""
    case = _locked(case_id)
    if missing := missing_for_publication(case):
        raise IncompleteError(_("The brief cannot be published yet."), missing)
    _move(case, CaseStatus.PUBLISHED)
    case.published_at = case.published_at or now
    _save(case, now, "status", "published_at")
    documents.write([case.pk])
    return case


@audited("case.hidden")
def hide(*, case_id: int, by: User, now: datetime) -> Case:
    """Take a published brief out of sight at once; it becomes a draft that must be cleared again."""
    case = _locked(case_id)
    _move(case, CaseStatus.DRAFT)
    case.anonymisation_state, case.cleared_by, case.cleared_at = AnonymisationState.RE_OPENED, None, None
    _save(case, now, "status", "anonymisation_state", "cleared_by", "cleared_at")
    SearchDocument.objects.filter(case=case).delete()
    return case


@audited("case.official_title_proposed")
def propose_official_title(*, case_id: int, reason: str, by: User, now: datetime) -> Case:
    """Ask for the official title although it names a victim; a second person decides."""
    case = _locked(case_id)
    if not reason.strip():
        raise IncompleteError(_("Say why the official title may be shown."), [_("reason")])
    if not case.safe_title:
        raise IncompleteError(
            _("Give a title with initials first; text never uses the name."), [_("title with initials")]
        )
    if case.title_policy == TitlePolicy.OFFICIAL:
        raise WrongStatusError(_("The official title is shown already."))
    case.title_reason, case.title_proposed_by, case.title_confirmed_by = reason, by, None
    _save(case, now, "title_reason", "title_proposed_by", "title_confirmed_by")
    return case


@audited("case.official_title_confirmed")
def confirm_official_title(*, case_id: int, by: User, now: datetime) -> Case:
    """Show the official title. Raises NotAllowedError for the person who proposed it."""
    case = _locked(case_id)
    if case.title_proposed_by_id is None:
        raise WrongStatusError(_("Nobody has proposed the official title."))
    if case.title_proposed_by_id == by.pk:
        raise NotAllowedError(_("A second person confirms the official title."))
    case.title_policy, case.title_confirmed_by = TitlePolicy.OFFICIAL, by
    case.slug = slug_for(case.official_title)
    _save(case, now, "title_policy", "title_confirmed_by", "slug")
    if case.status == CaseStatus.PUBLISHED:
        documents.write([case.pk])
    return case


def missing_for_publication(case: Case) -> list[str]:
    """Return in words everything that keeps the brief from being published."""
    checks: list[tuple[bool, Any]] = [
        (bool(case.title), _("a title")),
        (case.decision_date is not None, _("the date of the decision")),
        (case.sources.exists(), _("at least one source")),
        (case.texts.exclude(fact_summary="").exists(), _("the facts in at least one language")),
        (case.findings.exists() or bool(case.inclusion_note), _("an element that was found, or a note on inclusion")),
        (
            case.anonymisation_state == AnonymisationState.CLEARED,
            _("the check by a second person that no victim is named"),
        ),
    ]
    return [str(what) for is_there, what in checks if not is_there]


def slug_for(title: str) -> str:
    """Return the words of a title for an address, at most 80 characters; a title in another script keeps `case`."""
    plain = unicodedata.normalize("NFKD", re.sub(r"[’'.]", "", title))
    return slugify(plain)[:80].strip("-") or "case"


def _locked(case_id: int) -> Case:
    return Case.objects.select_for_update().get(pk=case_id)


def _move(case: Case, status: CaseStatus) -> None:
    if status not in STEPS[CaseStatus(case.status)]:
        raise WrongStatusError(
            _("A brief that is “%(now)s” cannot become “%(next)s”.")
            % {"now": case.get_status_display(), "next": status.label}
        )
    case.status = status


def _save(case: Case, now: datetime, *fields: str) -> None:
    case.updated_at = now
    case.save(update_fields=[*fields, "updated_at"])
