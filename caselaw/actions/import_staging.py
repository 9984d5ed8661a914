"""Keep what the check of a file reads and finds, so that a person can decide and the writing needs no second reading."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from caselaw.actions import import_copying
from caselaw.choices import ImportDecision, ImportState
from caselaw.importing.checking import Checked, Keep, Staged
from caselaw.importing.existing import Decision
from caselaw.importing.findings import Finding, Findings
from caselaw.importing.rows import new
from caselaw.models import ImportBatch, ImportFinding, ImportItem
from portal.core.models import User
from portal.jobs.handlers import LeaseLostError

_CHUNK = 500


def begin(*, name: str, kind: str, by: User, now: datetime) -> ImportBatch:
    """Record that a file is being checked for an import that follows at once."""
    return ImportBatch.objects.create(
        file_name=name[:200], format=kind, language=get_language() or "en", imported_by=by, handed_in_at=now
    )


def take_over(*, batch_id: int) -> ImportBatch | None:
    """Make this check the one that may stage, and drop what an interrupted one left; None if it is checked already."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state != ImportState.CHECKING:
            return None
        batch.run = uuid.uuid4()
        batch.save(update_fields=["run"])
        batch.items.all().delete()
        batch.findings.all().delete()
        return batch


def keeper(batch: ImportBatch) -> Keep:
    """Return what keeps a chunk of staged cases. It raises LeaseLostError once another check has taken over."""

    def keep(staged: list[Staged]) -> None:
        with transaction.atomic():
            _hold(batch)
            import_copying.insert(_item(batch, one) for one in staged)

    return keep


def finish(*, batch: ImportBatch, checked: Checked, now: datetime) -> ImportBatch:
    """Close the check: the import is ready to be written, or refused. Raises LeaseLostError as `keeper` does."""
    findings = checked.findings
    with transaction.atomic():
        held = _hold(batch)
        held.state = ImportState.REFUSED if findings.errors else ImportState.READY
        held.sha256, held.source_system = checked.sha256 or held.sha256, checked.system
        held.read, held.errors, held.warnings = checked.read, findings.errors, findings.warnings
        held.created, held.updated, held.unchanged = (checked.counts[decision] for decision in Decision)
        held.filled_before, held.values_lost = checked.filled_before, checked.values_lost
        held.save()
        _keep_findings(held, findings)
        if findings.errors:
            # Nothing of it will be written: what the briefs say is not kept.
            held.items.update(raw=None, decision=ImportDecision.REFUSED)
    return held


def refuse(*, batch: ImportBatch, findings: Findings) -> None:
    """Record that the portal has changed since the check, so that nothing was written."""
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        held.state, held.errors = ImportState.REFUSED, findings.errors
        held.save(update_fields=["state", "errors"])
        held.findings.all().delete()
        _keep_findings(held, findings)


def discard_unwritten(*, batch: ImportBatch) -> None:
    """Drop an import of which nothing was written."""
    ImportBatch.objects.filter(pk=batch.pk, imported_at__isnull=True).delete()


def _hold(batch: ImportBatch) -> ImportBatch:
    held = ImportBatch.objects.select_for_update().filter(pk=batch.pk, run=batch.run, state=ImportState.CHECKING)
    found = held.first()
    if found is None:
        raise LeaseLostError
    return found


def _item(batch: ImportBatch, one: Staged) -> ImportItem:
    is_written = one.decision in (ImportDecision.NEW, ImportDecision.CHANGED)
    brief, known = one.brief, one.known
    return new(
        ImportItem,
        batch=batch,
        position=one.position,
        path=one.path,
        source_id=brief.source_id if brief else "",
        title=brief.case.title[:300] if brief else "",
        decision=one.decision,
        raw=brief.raw if brief and is_written else None,
        changes=one.difference.changes if is_written else [],
        case_id=known.pk if known else None,
        former_batch_id=known.batch_id if known else None,
    )


def _keep_findings(batch: ImportBatch, findings: Findings) -> None:
    rows = (_finding(batch, number, finding) for number, finding in enumerate(findings))
    ImportFinding.objects.bulk_create(rows, batch_size=_CHUNK)


def _finding(batch: ImportBatch, number: int, finding: Finding) -> ImportFinding:
    place = finding.place
    return ImportFinding(
        batch=batch,
        number=number,
        level=finding.level,
        path=_storable(finding.path),
        sheet=_storable(place.sheet)[:100] if place else "",
        row=(place.row or None) if place else None,
        column=place.column if place else "",
        header=_storable(place.header)[:100] if place else "",
        value=_storable(finding.value),
        why=_storable(finding.why),
        remedy=_storable(finding.remedy),
    )


def _storable(text: str) -> str:
    """Return the text with a sign in place of NUL, which PostgreSQL takes in no text."""
    return text.replace("\x00", "�")
