"""What may be done with a brief. Each verb asks the table of steps, writes, and tells the people concerned."""

import re
import unicodedata
from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from caselaw.actions import desk_notices, steps
from caselaw.actions.copying import copy_brief
from caselaw.actions.locking import locked
from caselaw.actions.versions import keep_version, keep_version_if_changed, replace_public_brief
from caselaw.choices import AnonymisationState, CaseStatus, CommentKind, TitlePolicy
from caselaw.models import Case, CaseComment, SearchDocument
from caselaw.search import documents
from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User


@audited("case.submitted")
def submit(*, case_id: int, by: User, now: datetime) -> Case:
    """Hand the brief in for review. Raises IncompleteError with everything that is missing."""
    case = _taken("submit", case_id, by, now)
    case.accepted_at = case.accepted_by = None
    _save(case, now, "accepted_at", "accepted_by")
    return case


@audited("case.taken_back")
def take_back(*, case_id: int, by: User, now: datetime) -> Case:
    """Make a draft again of what was handed in."""
    case = _taken("take_back", case_id, by, now)
    _reopen(case)
    _save(case, now, *CHECK_FIELDS)
    return case


@audited("case.accepted")
def accept(*, case_id: int, by: User, now: datetime, seen_version: int | None = None) -> Case:
    """Say that words and codes are right; the check for names follows. Raises NotAllowedError for an author."""
    case = _taken("accept", case_id, by, now, seen_version)
    case.accepted_by, case.accepted_at = by, now
    case.anonymisation_state = AnonymisationState.SECOND_CHECK
    case.status_since = now
    _save(case, now, "accepted_by", "accepted_at", "anonymisation_state")
    return case


@audited("case.returned")
def return_for_changes(*, case_id: int, reason: str, by: User, now: datetime) -> Case:
    """Make a draft again with a comment for its author."""
    case = _taken("return", case_id, by, now)
    text = _required(reason, _("Say what should change."))
    CaseComment.objects.create(case=case, kind=CommentKind.RETURN, text=text, written_by=by, written_at=now)
    _reopen(case)
    _save(case, now, *CHECK_FIELDS)
    desk_notices.returned(case, now=now)
    return case


@audited("case.anonymisation_cleared")
def clear(*, case_id: int, by: User, now: datetime, seen_version: int | None = None) -> Case:
    """Confirm that this version names no victim. Raises NotAllowedError for one who has written in it."""
    case = _taken("clear", case_id, by, now, seen_version)
    case.anonymisation_state, case.cleared_by, case.cleared_at = AnonymisationState.CLEARED, by, now
    case.cleared_version = case.content_version
    if case.status == CaseStatus.IN_REVIEW:
        _set_status(case, CaseStatus.CLEARED, now)
    _save(case, now, *CHECK_FIELDS)
    return case


@audited("case.published")
def publish(*, case_id: int, by: User, now: datetime, note: str = "", seen_version: int | None = None) -> Case:
    """Show the brief to the public; a draft of changes replaces the public brief. Returns the public brief.

    Raises IncompleteError with all gaps, ChangedMeanwhileError when `seen_version` is no longer the present one.
    """
    case = _taken("publish", case_id, by, now, seen_version)
    if case.revises_id is not None:
        return replace_public_brief(successor=case, by=by, note=note, now=now)
    case.published_at = now
    _save(case, now, "published_at")
    keep_version(case, by=by, note=note, now=now)
    documents.write([case.pk])
    desk_notices.published(case, by=by, now=now)
    return case


@audited("case.shown_again")
def show_again(*, case_id: int, by: User, now: datetime) -> Case:
    """Show a hidden brief again after it was checked once more."""
    case = _taken("show_again", case_id, by, now)
    case.hold_reason = ""
    _save(case, now, "hold_reason")
    keep_version_if_changed(case, by=by, now=now)
    documents.write([case.pk])
    return case


@audited("case.revision_begun")
def revise(*, case_id: int, by: User, now: datetime) -> Case:
    """Begin a draft of changes of a public brief and return it; the public brief stays as it is."""
    live = locked(case_id)
    steps.check("revise", live, by)
    return copy_brief(live, by=by, now=now)


@audited("case.put_on_hold")
def hold(*, case_id: int, reason: str, by: User, now: datetime) -> Case:
    """Keep a brief that is not public from going on."""
    case = _taken("hold", case_id, by, now)
    case.hold_reason = _required(reason, _("Say why the brief is on hold."))
    _save(case, now, "hold_reason")
    return case


@audited("case.resumed")
def resume(*, case_id: int, by: User, now: datetime) -> Case:
    """Let a brief on hold go on as a draft."""
    case = _taken("resume", case_id, by, now)
    case.hold_reason = ""
    _reopen(case)
    _save(case, now, "hold_reason", *CHECK_FIELDS)
    return case


@audited("case.hidden")
def hide(*, case_id: int, by: User, now: datetime, reason: str = "") -> Case:
    """Take a public brief out of sight everywhere, at once; it must be checked again before it is public."""
    case = _taken("hide", case_id, by, now)
    case.hold_reason = reason.strip()[:500] or _("Hidden at once.")
    _reopen(case)
    _save(case, now, "hold_reason", *CHECK_FIELDS)
    SearchDocument.objects.filter(case=case).delete()
    return case


@audited("case.withdrawn")
def withdraw(*, case_id: int, reason: str, by: User, now: datetime, replaced_by: Case | None = None) -> Case:
    """Withdraw a brief for good, with a public reason and, if there is one, the public brief that replaces it.

    A draft of changes ends with it; its words stay in the audit trail.
    """
    # Both at once, since the other may be on its way out of sight at this very moment.
    if replaced_by is not None:
        locked(case_id, beside=[replaced_by.pk])
        replaced_by.refresh_from_db(fields=["status"])
    case = _taken("withdraw", case_id, by, now)
    if replaced_by is not None and replaced_by.status != CaseStatus.PUBLISHED:
        raise WrongStatusError(_("The brief that replaces this one must be public."))
    if replaced_by is not None and replaced_by.pk == case.pk:
        raise WrongStatusError(_("A brief does not replace itself."))
    case.withdrawal_reason = _required(reason, _("Give the reason that the public reads."))[:500]
    case.withdrawn_at, case.replaced_by, case.hold_reason = now, replaced_by, ""
    _reopen(case)
    _save(case, now, "withdrawn_at", "withdrawal_reason", "replaced_by", "hold_reason", *CHECK_FIELDS)
    Case.objects.filter(revises=case).delete()
    SearchDocument.objects.filter(case=case).delete()
    return case


@audited("case.official_title_proposed")
def propose_official_title(*, case_id: int, reason: str, by: User, now: datetime) -> Case:
    """Ask for the official title although it names a victim; a second person decides."""
    case = _taken("propose_official_title", case_id, by, now)
    case.title_reason = _required(reason, _("Say why the official title may be shown."))
    case.title_proposed_by, case.title_confirmed_by = by, None
    _save(case, now, "title_reason", "title_proposed_by", "title_confirmed_by")
    return case


@audited("case.official_title_confirmed")
def confirm_official_title(*, case_id: int, by: User, now: datetime) -> Case:
    """Show the official title. Raises NotAllowedError for the person who proposed it."""
    case = _taken("confirm_official_title", case_id, by, now)
    case.title_policy, case.title_confirmed_by = TitlePolicy.OFFICIAL, by
    case.slug = slug_for(case.official_title)
    _save(case, now, "title_policy", "title_confirmed_by", "slug")
    if case.status == CaseStatus.PUBLISHED:
        documents.write([case.pk])
    return case


@audited("case.assigned")
def assign(*, case_id: int, to: User | None, by: User, now: datetime) -> Case:
    """Give the brief to a person, who is told by e-mail; None takes the assignment back."""
    case = locked(case_id)
    if not by.has_perm("caselaw.assign_case"):
        raise NotAllowedError(_("You may not assign briefs."))
    if case.status == CaseStatus.WITHDRAWN:
        raise WrongStatusError(_("A withdrawn brief is not assigned."))
    if to is not None and not can_be_assigned(to):
        raise NotAllowedError(_("This person has no part in the work on briefs."))
    case.assigned_to = to
    case.save(update_fields=["assigned_to"])
    if to is not None and to.pk != by.pk:
        desk_notices.assigned(case, to=to, now=now)
    return case


@audited("case.commented")
def comment(*, case_id: int, text: str, by: User, now: datetime) -> CaseComment:
    """Say something about a brief to the others who work on it."""
    case = Case.objects.visible_to(by).get(pk=case_id)
    if not (by.has_perm("caselaw.view_case") or by.pk in (case.created_by_id, case.assigned_to_id)):
        raise NotAllowedError(_("Only those who work on a brief comment on it."))
    if not _writes_at_the_desk(by):
        raise NotAllowedError(_("You may read here, not write."))
    case = locked(case_id)
    said = _required(text, _("Write a comment."))[:4000]
    return CaseComment.objects.create(case=case, text=said, written_by=by, written_at=now)


def can_be_assigned(user: User) -> bool:
    """Tell whether the person takes a part in the work on briefs."""
    return user.is_active and _writes_at_the_desk(user)


def slug_for(title: str) -> str:
    """Return the words of a title for an address, at most 80 characters; a title in another script keeps `case`."""
    plain = unicodedata.normalize("NFKD", re.sub(r"[’'.]", "", title))
    return slugify(plain)[:80].strip("-") or "case"


# What a check of the words leaves behind, and what an edit takes away.
CHECK_FIELDS = ("anonymisation_state", "cleared_by", "cleared_at", "cleared_version", "accepted_by", "accepted_at")


def _reopen(case: Case) -> None:
    """Take back what was accepted and cleared."""
    if case.anonymisation_state != AnonymisationState.NOT_STARTED:
        case.anonymisation_state = AnonymisationState.RE_OPENED
    case.cleared_by = case.cleared_at = case.cleared_version = case.accepted_by = case.accepted_at = None


def _writes_at_the_desk(user: User) -> bool:
    rights = ("contribute_case", "change_case", "review_case", "clear_case", "publish_case")
    return any(user.has_perm(f"caselaw.{right}") for right in rights)


def _taken(name: str, case_id: int, by: User, now: datetime, seen_version: int | None = None) -> Case:
    """Lock the brief, check that the person may take the step now, and set its new state (not yet saved)."""
    case = locked(case_id)
    step = steps.check(name, case, by)
    if seen_version is not None and seen_version != case.content_version:
        raise ChangedMeanwhileError(_("The brief was changed after you opened it. Read it again before you decide."))
    if step.to is not None:
        _set_status(case, step.to, now)
    return case


def _set_status(case: Case, status: CaseStatus, now: datetime) -> None:
    case.status, case.status_since = status, now


def _required(text: str, refusal: str) -> str:
    if not text.strip():
        raise IncompleteError(refusal, [_("reason")])
    return text.strip()


def _save(case: Case, now: datetime, *fields: str) -> None:
    case.updated_at = now
    case.save(update_fields=[*fields, "status", "status_since", "updated_at"])
