"""Take a whole import back while nobody has touched its briefs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import F, ProtectedError, Q, RestrictedError
from django.utils.translation import gettext as _

from caselaw.actions.import_rows import Writer
from caselaw.actions.imports import prepare_transaction, read_again
from caselaw.choices import AnonymisationState, CaseStatus, ImportDecision, ImportState
from caselaw.importing.brief import Brief
from caselaw.importing.checking import CHUNK, Report
from caselaw.importing.findings import Findings
from caselaw.importing.lookups import Lookups
from caselaw.models import Case, ImportBatch, ImportItem
from portal.core.audit import audited
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User

_MOST_NAMED = 20


class TouchedError(IncompleteError):
    """Somebody has worked on briefs of the import; `missing` names them."""

    code = "touched"


def may_undo(batch: ImportBatch, by: User) -> bool:
    """Tell whether the person may take the import back: the importer, or who may undo those of others."""
    return by.is_active and (batch.imported_by_id == by.pk or by.has_perm("caselaw.undo_importbatch"))


def touched(batch: ImportBatch) -> list[str]:
    """Return the names of the briefs of an import that somebody has worked on since."""
    is_untouched = Q(
        updated_at=F("imported_at"), status=CaseStatus.DRAFT, anonymisation_state=AnonymisationState.NOT_STARTED
    )
    wanted = batch.items.filter(decision__in=[ImportDecision.NEW, ImportDecision.CHANGED])
    others = Case.objects.filter(pk__in=wanted.values("case")).exclude(is_untouched, import_batch=batch)
    left_out = others.count() - _MOST_NAMED
    names = [str(case) for case in others.order_by("pk")[:_MOST_NAMED]]
    return names + ([_("and %(count)d more") % {"count": left_out}] if left_out > 0 else [])


@audited("cases.import_undone")
def undo(*, batch_id: int, report: Report, by: User, now: datetime) -> ImportBatch:
    """Delete what the import created and give what it changed its former content back, or do nothing at all.

    Raises TouchedError with the briefs that somebody has touched, WrongStatusError unless it is written, and
    NotAllowedError.
    """
    prepare_transaction()
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if not may_undo(batch, by):
        raise NotAllowedError(_("Only the importer, or a person with the right to undo imports, may do this."))
    if batch.state != ImportState.WRITTEN:
        raise WrongStatusError(_("Only an import that was written can be undone."))
    items = batch.items.filter(decision__in=[ImportDecision.NEW, ImportDecision.CHANGED])
    _lock_untouched(batch, items.values_list("case_id", flat=True))
    batch.state, batch.undone_by, batch.undone_at = ImportState.UNDONE, by, now
    batch.save(update_fields=["state", "undone_by", "undone_at"])
    total, done = items.count(), 0
    lookups = Lookups.load()
    for chunk in _chunks(items.order_by("position").iterator(CHUNK)):
        _restore(batch, [item for item in chunk if item.decision == ImportDecision.CHANGED], lookups, now)
        _delete([item.case_id for item in chunk if item.decision == ImportDecision.NEW and item.case_id])
        done += len(chunk)
        report(done, total)
    return batch


def _lock_untouched(batch: ImportBatch, case_ids: Iterable[int | None]) -> None:
    """Lock the briefs in one order; who edits one of them now waits, and then finds it gone or restored."""
    wanted = list(case_ids)
    cases = list(Case.objects.select_for_update().filter(pk__in=[pk for pk in wanted if pk]).order_by("pk"))
    gone = [_("a brief that was deleted")] * (len(wanted) - len(cases))
    if names := _names(_touched(cases, batch), gone):
        raise TouchedError(_("Somebody has worked on briefs of this import; it is not undone."), names)


def _touched(cases: list[Case], batch: ImportBatch) -> list[Case]:
    return [
        case
        for case in cases
        if case.updated_at != case.imported_at
        or case.import_batch_id != batch.pk
        or case.status != CaseStatus.DRAFT
        or case.anonymisation_state != AnonymisationState.NOT_STARTED
    ]


def _names(cases: list[Case], further: list[str]) -> list[str]:
    names = [str(case) for case in cases] + further
    left_out = len(names) - _MOST_NAMED
    return names[:_MOST_NAMED] + ([_("and %(count)d more") % {"count": left_out}] if left_out > 0 else [])


def _restore(batch: ImportBatch, items: list[ImportItem], lookups: Lookups, now: datetime) -> None:
    """Write the content that the former import brought once more."""
    by_batch: dict[int | None, list[ImportItem]] = {}
    for item in items:
        by_batch.setdefault(item.former_batch_id, []).append(item)
    for former_id, changed in by_batch.items():
        former = ImportBatch.objects.select_related("imported_by").filter(pk=former_id).first() if former_id else None
        kept = {
            item.case_id: item
            for item in ImportItem.objects.filter(batch=former_id, case__in=[item.case_id for item in changed])
            if item.raw is not None
        }
        findings = Findings()
        briefs = [
            (item, read_again(kept[item.case_id], lookups, findings, now)) for item in changed if item.case_id in kept
        ]
        written: list[tuple[int, Brief]] = [(item.case_id, brief) for item, brief in briefs if brief and item.case_id]
        if former is None or findings.errors or len(written) < len(changed):
            names = [item.title for item in changed][:_MOST_NAMED]
            raise TouchedError(_("The former content of these briefs can no longer be restored."), names)
        Writer(former, former.imported_by, now).write([], written)


def _delete(case_ids: list[int]) -> None:
    try:
        Case.objects.filter(pk__in=case_ids).delete()
    except (ProtectedError, RestrictedError) as fault:
        names = [str(case) for case in Case.objects.filter(pk__in=case_ids)[:_MOST_NAMED]]
        raise TouchedError(_("Other records refer to briefs of this import; it is not undone."), names) from fault


def _chunks(items: Iterator[ImportItem]) -> Iterator[list[ImportItem]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk
