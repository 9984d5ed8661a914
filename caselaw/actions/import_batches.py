"""Take files of briefs in, and move their imports from the check to the writing, or away."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caselaw.actions import import_undo
from caselaw.choices import ImportFormat, ImportState
from caselaw.importing import unodc
from caselaw.models import ImportBatch
from caselaw.models.imports import OPEN
from portal.core.actions import uploads
from portal.core.audit import audited
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User
from portal.jobs.actions import jobs

CHECK = "caselaw.check_import"
WRITE = "caselaw.write_import"
UNDO = "caselaw.undo_import"
CONTENT_TYPES = {
    ImportFormat.JSON: "application/json",
    ImportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ImportFormat.CSV: "application/zip",
    ImportFormat.UNODC: "text/csv",
}


@audited("cases.import_started")
def hand_in(*, content: "UploadedFile[Any]", kind: str, source_system: str, by: User, now: datetime) -> ImportBatch:
    """Keep a file and begin to check it; a file that the person has handed in already and that is open is that import."""
    system = unodc.SYSTEM if kind == ImportFormat.UNODC else source_system
    # One hand-in of a person at a time, so that the second finds the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    sha256 = uploads.digest(content)
    open_ones = ImportBatch.objects.filter(imported_by=by, sha256=sha256, format=kind, state__in=OPEN)
    known = open_ones.select_related("job").order_by("-pk").first()
    if known is not None and known.standing in OPEN:
        return known
    if known is not None:
        _set(known, ImportState.FAILED)
    name = content.name or ""
    stored = uploads.store(content=content, name=name, content_type=CONTENT_TYPES[ImportFormat(kind)], by=by)
    batch = ImportBatch.objects.create(
        file=stored,
        file_name=stored.name,
        format=kind,
        language=get_language() or "en",
        sha256=sha256,
        source_system=system,
        imported_by=by,
        handed_in_at=now,
    )
    _start(batch, CHECK, _("Check of %(name)s"), by, now)
    return batch


@audited("cases.import_confirmed")
def confirm(*, batch_id: int, by: User, now: datetime) -> ImportBatch:
    """Begin to write a checked import. Raises WrongStatusError unless it is ready, NotAllowedError for other people."""
    batch = _locked(batch_id, by)
    is_interrupted = batch.standing == ImportState.FAILED and batch.state == ImportState.WRITING
    if batch.state != ImportState.READY and not is_interrupted:
        raise WrongStatusError(_("This import does not wait for a decision."))
    _set(batch, ImportState.WRITING)
    _start(batch, WRITE, _("Import of %(name)s"), by, now)
    return batch


@audited("cases.import_rechecked")
def check_again(*, batch_id: int, by: User, now: datetime) -> ImportBatch:
    """Check the same file again, since the portal may have changed. Raises WrongStatusError while work goes on."""
    batch = _locked(batch_id, by)
    if batch.standing not in (ImportState.READY, ImportState.REFUSED, ImportState.FAILED) or batch.file is None:
        raise WrongStatusError(_("This import cannot be checked again."))
    others = ImportBatch.objects.filter(imported_by=by, sha256=batch.file.sha256, format=batch.format, state__in=OPEN)
    if others.exclude(pk=batch.pk).exists():
        raise WrongStatusError(_("The same file is being imported already."))
    batch.errors = 0
    batch.save(update_fields=["errors"])
    _set(batch, ImportState.CHECKING)
    _start(batch, CHECK, _("Check of %(name)s"), by, now)
    return batch


@audited("cases.import_discarded")
def discard(*, batch_id: int, by: User) -> None:
    """Remove an import of which nothing was written, with its file. Raises WrongStatusError for others."""
    batch = _locked(batch_id, by)
    if batch.standing not in (ImportState.READY, ImportState.REFUSED, ImportState.FAILED):
        raise WrongStatusError(_("Only an import of which nothing was written can be removed."))
    files = [file for file in (batch.file, batch.annotated) if file is not None]
    batch.delete()
    for file in files:
        uploads.remove(file)


@audited("cases.import_stopped")
def stop(*, batch_id: int, by: User, now: datetime) -> None:
    """Ask the work on an import to end at its next step, with nothing written. Raises WrongStatusError after its end."""
    # Without a lock: the work that is to be stopped holds it until its end.
    batch = ImportBatch.objects.select_related("job").get(pk=batch_id)
    _only_importer(batch, by)
    if batch.job is None:
        raise WrongStatusError(_("No work goes on for this import."))
    jobs.request_cancel(job_id=batch.job.pk, by=by, now=now)


@audited("cases.import_undo_started")
def start_undo(*, batch_id: int, by: User, now: datetime) -> ImportBatch:
    """Begin to take an import back. Raises NotAllowedError, WrongStatusError or TouchedError, as the work itself does."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch_id)
    if not import_undo.may_undo(batch, by):
        raise NotAllowedError(_("Only the importer, or a person with the right to undo imports, may do this."))
    if batch.state != ImportState.WRITTEN:
        raise WrongStatusError(_("Only an import that was written can be undone."))
    if names := import_undo.touched(batch):
        raise import_undo.TouchedError(_("Somebody has worked on briefs of this import; it is not undone."), names)
    _start(batch, UNDO, _("Undoing the import of %(name)s"), by, now)
    return batch


def _locked(batch_id: int, by: User) -> ImportBatch:
    """Return the import, locked for a decision. Nobody waits for the minutes in which it is written or undone."""
    batches = ImportBatch.objects.filter(pk=batch_id)
    batch = batches.select_for_update(of=("self",), skip_locked=True).select_related("job", "file", "annotated").first()
    if batch is None:
        batches.get()
        raise WrongStatusError(_("This import does not wait for a decision."))
    _only_importer(batch, by)
    return batch


def _only_importer(batch: ImportBatch, by: User) -> None:
    if batch.imported_by_id != by.pk or not by.has_perm("caselaw.add_importbatch"):
        raise NotAllowedError(_("Only the person who handed the file in may decide about it."))


def _set(batch: ImportBatch, state: ImportState) -> None:
    batch.state = state
    batch.save(update_fields=["state"])


def _start(batch: ImportBatch, kind: str, title: str, by: User, now: datetime) -> None:
    batch.job = jobs.start(
        kind=kind,
        title=title % {"name": batch.file_name},
        arguments={"batch_id": batch.pk},
        unique_key=str(batch.pk),
        by=by,
        now=now,
    )
    batch.save(update_fields=["job"])
