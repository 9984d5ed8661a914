"""Background work of case law: checking, writing and undoing imports of briefs."""

from typing import BinaryIO, cast

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from caselaw.actions import desk_notices, import_annotated, import_batches, import_staging, import_undo, imports
from caselaw.choices import ImportState
from caselaw.importing.checking import Check
from caselaw.importing.existing import OnPublished
from caselaw.importing.parsing import CaseFile
from caselaw.models import ImportBatch
from portal.core.actions import notices
from portal.core.models import Notice, PrivateFile
from portal.jobs.handlers import JobRefusedError, Outcome, Progress, register
from portal.jobs.models import Job

CHECKED = "caselaw.import_checked"
FINISHED = "caselaw.import_finished"
# The names under which the job's page shows the counts.
_COUNTS = (gettext_noop("read"), gettext_noop("created"), gettext_noop("updated"), gettext_noop("unchanged"))


@register(import_batches.CHECK)
def check_import(job: Job, progress: Progress) -> Outcome:
    """Check and stage the file of an import. A second run begins anew."""
    batch = import_staging.take_over(batch_id=job.arguments["batch_id"])
    if batch is None:
        return Outcome(_counts(ImportBatch.objects.get(pk=job.arguments["batch_id"])))
    stored = PrivateFile.objects.get(pk=cast("int", batch.file_id))
    with override(batch.language):
        step = _("Checking the cases")
        check = Check(
            today=timezone.now().date(),
            most_bytes=settings.CASE_IMPORT_MAX_BYTES,
            on_published=OnPublished.REFUSE,
            report=lambda done, total: progress.report(done, total=total, step=step),
            keep=import_staging.keeper(batch),
            tell_rows=lambda rows: progress.report(rows, step=_("Reading the rows of the file")),
        )
        checked = check.run(_case_file(stored), batch.format, batch.source_system)
        batch = import_staging.finish(batch=batch, checked=checked, now=timezone.now())
        import_annotated.keep(batch=batch)
    _tell(CHECKED, batch, job)
    return Outcome(_counts(batch))


@register(import_batches.WRITE)
def write_import(job: Job, progress: Progress) -> Outcome:
    """Write a checked import in the name of its owner. A second run finds it written."""
    batch = ImportBatch.objects.select_related("imported_by").get(pk=job.arguments["batch_id"])
    if batch.state == ImportState.WRITTEN:
        return Outcome(_counts(batch))
    step = _("Writing the briefs")
    with override(batch.language):
        try:
            batch = imports.write(
                batch_id=batch.pk,
                report=lambda done, total: progress.report(done - total // 2, total=total // 2, step=step),
                by=batch.imported_by,
                now=timezone.now(),
            )
        except imports.ImportRefusedError as refusal:
            import_staging.refuse(batch=batch, findings=refusal.findings)
            message = _("Errors in the file: %(errors)d. Nothing was imported.") % {"errors": refusal.findings.errors}
            raise JobRefusedError(message, refusal.findings.as_dicts()) from refusal
    _tell(FINISHED, batch, job)
    return Outcome(_counts(batch))


@register(import_batches.UNDO)
def undo_import(job: Job, progress: Progress) -> Outcome:
    """Take an import back. A second run finds it undone."""
    batch = ImportBatch.objects.get(pk=job.arguments["batch_id"])
    if batch.state == ImportState.UNDONE:
        return Outcome({})
    step = _("Undoing the import")
    try:
        import_undo.undo(
            batch_id=batch.pk,
            report=lambda done, total: progress.report(done, total=total, step=step),
            by=job.owner,
            now=timezone.now(),
        )
    except import_undo.TouchedError as refusal:
        why = {"level": "error", "path": "", "why": str(refusal), "remedy": ""}
        raise JobRefusedError(str(refusal), [why | {"value": name} for name in refusal.missing]) from refusal
    return Outcome({})


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {name: getattr(batch, name) for name in _COUNTS}


def _case_file(stored: PrivateFile) -> CaseFile:
    storage, path = stored.file.storage, stored.file.name or ""
    return CaseFile(stored.name, stored.size, lambda: cast("BinaryIO", storage.open(path, "rb")))


def _tell(kind: str, batch: ImportBatch, job: Job) -> None:
    numbers = {**_counts(batch), "errors": batch.errors, "warnings": batch.warnings}
    context = {**numbers, "batch": str(batch.public_id), "file": batch.file_name}
    notices.record(kind=kind, subject_key=str(job.public_id), to=job.owner, context=context)


def write_checked(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that a file was checked."""
    values = {**notice.context, "url": f"{settings.SITE_URL}/desk/imports/{notice.context['batch']}/"}
    if notice.context["errors"]:
        subject = _("Import of %(file)s: not imported") % values
        body = _("Errors in the file %(file)s: %(errors)d. Nothing was imported.\n\nWhat to correct: %(url)s") % values
        return subject, body
    subject = _("Import of %(file)s: checked, waits for your decision") % values
    body = _("The file %(file)s was checked: %(read)d cases. Look at what it changes, and decide: %(url)s") % values
    return subject, body


def write_finished(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that an import was written."""
    values = {**notice.context, "url": f"{settings.SITE_URL}/desk/imports/{notice.context['batch']}/"}
    subject = _("Import of %(file)s: done") % values
    body = (
        _(
            "The file %(file)s was read: %(read)d cases, %(created)d created, %(updated)d updated, "
            "%(unchanged)d unchanged.\n\nDetails: %(url)s"
        )
        % values
    )
    return subject, body


notices.register(CHECKED, write_checked, is_work=True)
notices.register(FINISHED, write_finished, is_work=True)


def write_assigned(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that a brief was assigned."""
    values = _with_desk_url(notice)
    return (
        _("Assigned to you: %(title)s") % values,
        _("The brief “%(title)s” was assigned to you.\n\nOpen it at the desk: %(url)s") % values,
    )


def write_returned(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that a brief came back with a comment."""
    values = _with_desk_url(notice)
    return (
        _("Returned with a comment: %(title)s") % values,
        _("The brief “%(title)s” came back to you with a comment.\n\nRead it at the desk: %(url)s") % values,
    )


def write_published(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that a brief is public."""
    values = _with_desk_url(notice)
    return (
        _("Published: %(title)s") % values,
        _("What you wrote is public: “%(title)s”.\n\nAt the desk: %(url)s") % values,
    )


def _with_desk_url(notice: Notice) -> dict[str, str]:
    return {**notice.context, "url": f"{settings.SITE_URL}/desk/cases/{notice.context['uuid']}/"}


notices.register(desk_notices.ASSIGNED, write_assigned, is_work=True)
notices.register(desk_notices.RETURNED, write_returned, is_work=True)
notices.register(desk_notices.PUBLISHED, write_published, is_work=True)
