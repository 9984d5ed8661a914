"""Enter and edit briefs that were never public. What was public is changed by a draft of changes, never in place."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from caselaw import attachments, citations
from caselaw.actions import cases
from caselaw.actions.locking import locked
from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.models import Attachment, Case, CaseAuthor, CaseIdentifier
from caselaw.permissions import may_edit, may_write
from portal.core.actions import records, uploads
from portal.core.actions.records import Record
from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, NotAllowedError, WrongStatusError
from portal.core.models import User

Result = TypeVar("Result")


@audited("case.edited")
def save(
    *,
    case: Case,
    links: dict[str, Iterable[Any]],
    parts: list[Record],
    removed: list[models.Model],
    seen_at: datetime | None,
    by: User,
    now: datetime,
    before: Sequence[Record] = (),
) -> Case:
    """Write a brief with its parts. `seen_at`: the `updated_at` that the person had before the eyes; None: a new brief.

    `before`: rows that must be there first, such as a court or a place that the portal did not know.

    Raises ChangedMeanwhileError when someone else was quicker, WrongStatusError for a brief that was public,
    NotAllowedError for a person who may not write in it.
    """
    if case.pk:
        _keep_what_forms_do_not_show(case, _open_for_editing(case.pk, seen_at, by, now))
    elif may_write(by):
        case.created_by, case.status_since = by, now
    else:
        raise NotAllowedError(_("You may not write briefs."))
    case.slug, case.updated_at = cases.slug_for(case.title), now
    records.write([*before, Record(case, links), *_completed(parts, by)], removed)
    _note_author(case, by, now)
    return case


def as_if_saved(show: Callable[[int], Result], **entries: Any) -> Result:
    """Write as `save` does, let `show` read the brief by its key, and take everything back. Files are left out."""
    parts = [part for part in entries.pop("parts") if not isinstance(part.row, Attachment)]
    with transaction.atomic():
        case = save(parts=parts, **entries)
        shown = show(case.pk)
        transaction.set_rollback(True)
    return shown


@audited("case.edited")
def save_parts(
    *, case_id: int, parts: list[Record], removed: list[models.Model], seen_at: datetime, by: User, now: datetime
) -> Case:
    """Write parts of a brief, such as a defendant with charges. Raises as `save` does."""
    case = _open_for_editing(case_id, seen_at, by, now)
    case.updated_at = now
    case.save()
    records.write(_completed(parts, by), removed)
    _note_author(case, by, now)
    return case


@audited("case.draft_deleted")
def delete(*, case_id: int, by: User) -> None:
    """Delete a draft that was entered by mistake. Raises WrongStatusError once the public has seen it."""
    case = locked(case_id)
    if not can_be_deleted(case):
        raise WrongStatusError(_("Only a draft that was never public is deleted."))
    if not (by.has_perm("caselaw.delete_case") or may_edit(by, case)):
        raise NotAllowedError(_("You may not delete this brief."))
    case.delete()


def can_be_edited(case: Case) -> bool:
    """Tell whether forms may change the brief: never what the public has seen."""
    return not case.was_public and case.status != CaseStatus.WITHDRAWN


def can_be_deleted(case: Case) -> bool:
    """Tell whether the brief is a draft that was never public."""
    return case.status == CaseStatus.DRAFT and not case.was_public


def _open_for_editing(case_id: int, seen_at: datetime | None, by: User, now: datetime) -> Case:
    """Lock the brief and take back what was accepted and cleared, since the words will be others."""
    case = locked(case_id)
    if not can_be_edited(case):
        raise WrongStatusError(_("What was public is not edited in place: prepare changes of it."))
    if not may_edit(by, case):
        raise NotAllowedError(_("You may not write in this brief now."))
    if case.updated_at != seen_at:
        raise ChangedMeanwhileError(
            _("Someone else changed this brief after you opened it. Open it again and enter your changes there.")
        )
    if case.anonymisation_state in (AnonymisationState.CLEARED, AnonymisationState.SECOND_CHECK):
        case.anonymisation_state = AnonymisationState.RE_OPENED
    case.cleared_by = case.cleared_at = case.cleared_version = case.accepted_by = case.accepted_at = None
    if case.status == CaseStatus.CLEARED:
        case.status, case.status_since = CaseStatus.DRAFT, now
    case.content_version += 1
    # Saved before the person becomes an author: an author may not be the one who cleared the former words.
    case.save()
    return case


def _note_author(case: Case, by: User, now: datetime) -> None:
    """Remember who has a part in the words, since that person may not check them."""
    if case.created_by_id != by.pk:
        CaseAuthor.objects.get_or_create(case=case, user=by, defaults={"since": now})


def _keep_what_forms_do_not_show(case: Case, stored: Case) -> None:
    for field in Case._meta.concrete_fields:
        if not field.editable:
            setattr(case, field.attname, getattr(stored, field.attname))


def _completed(parts: list[Record], by: User) -> list[Record]:
    """Fill what follows from the entries; the preferred identifier comes last, since a brief has one at any moment."""
    for part in parts:
        if isinstance(part.row, CaseIdentifier):
            part.row.normalised = citations.parse(part.row.value, part.row.scheme).normalised
        if isinstance(part.row, Attachment) and part.upload is not None:
            name, size = part.upload.name or "", part.upload.size
            kind = attachments.content_type_of(part.upload, name=name, size=size)
            part.row.file = uploads.store(content=part.upload, name=name, content_type=kind, by=by)
    return sorted(parts, key=lambda part: bool(getattr(part.row, "is_preferred", False)))
