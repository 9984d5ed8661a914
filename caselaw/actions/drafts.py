"""Enter and edit briefs that are not public. A published brief is hidden first; a cleared one is checked again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from caselaw import attachments, citations
from caselaw.actions import cases
from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.models import Attachment, Case, CaseIdentifier
from portal.core.actions import records, uploads
from portal.core.actions.records import Record
from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, WrongStatusError
from portal.core.models import User

FIXED = (CaseStatus.PUBLISHED, CaseStatus.WITHDRAWN)


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
) -> Case:
    """Write a brief with its parts. `seen_at`: the `updated_at` that the person had before the eyes; None: a new brief.

    Raises ChangedMeanwhileError when someone else was quicker, WrongStatusError for a published or withdrawn brief.
    """
    if case.pk:
        _keep_what_forms_do_not_show(case, _open_for_editing(case.pk, seen_at))
    else:
        case.created_by = by
    case.slug, case.updated_at = cases.slug_for(case.title), now
    records.write([Record(case, links), *_completed(parts, by)], removed)
    return case


@audited("case.edited")
def save_parts(
    *, case_id: int, parts: list[Record], removed: list[models.Model], seen_at: datetime, by: User, now: datetime
) -> Case:
    """Write parts of a brief, such as a defendant with charges. Raises as `save` does."""
    case = _open_for_editing(case_id, seen_at)
    case.updated_at = now
    case.save()
    records.write(_completed(parts, by), removed)
    return case


@audited("case.draft_deleted")
def delete(*, case_id: int, by: User) -> None:
    """Delete a draft that was entered by mistake. Raises WrongStatusError once the public has seen it."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if not can_be_deleted(case):
        raise WrongStatusError(_("A brief that was published is not deleted; hide it."))
    case.delete()


def can_be_edited(case: Case) -> bool:
    """Tell whether forms may change the brief."""
    return case.status not in FIXED


def can_be_deleted(case: Case) -> bool:
    """Tell whether the brief was never public."""
    return case.status == CaseStatus.DRAFT and case.published_at is None


def _open_for_editing(case_id: int, seen_at: datetime | None) -> Case:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.updated_at != seen_at:
        raise ChangedMeanwhileError(
            _("Someone else changed this brief after you opened it. Open it again and enter your changes there.")
        )
    if not can_be_edited(case):
        raise WrongStatusError(_("A published brief is not edited: hide it first."))
    if case.anonymisation_state == AnonymisationState.CLEARED:
        case.anonymisation_state, case.cleared_by, case.cleared_at = AnonymisationState.RE_OPENED, None, None
    if case.status == CaseStatus.CLEARED:
        case.status = CaseStatus.DRAFT
    return case


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
