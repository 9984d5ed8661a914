"""Background work of case law: importing files of briefs."""

from typing import BinaryIO, cast

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from caselaw.actions import imports
from caselaw.importing.parsing import CaseFile
from portal.core.actions import notices
from portal.core.models import Notice, PrivateFile
from portal.jobs.handlers import JobRefusedError, Outcome, Progress, register
from portal.jobs.models import Job

FINISHED = "caselaw.import_finished"
# The names under which the job's page shows the counts.
_COUNTS = (gettext_noop("read"), gettext_noop("created"), gettext_noop("updated"), gettext_noop("unchanged"))


@register(imports.JOB_KIND)
def import_cases(job: Job, progress: Progress) -> Outcome:
    """Import the file of a job. A second run finds every case unchanged."""
    stored = PrivateFile.objects.get(pk=job.arguments["file_id"])
    summary = imports.run(
        file=_case_file(stored),
        source_system=job.arguments["source_system"],
        is_dry_run=job.arguments["dry_run"],
        report=lambda done, total: progress.report(done, total=total, step=_step(done, total, job)),
        by=job.owner,
        now=timezone.now(),
    )
    counts = {name: getattr(summary, name) for name in _COUNTS}
    context = {**counts, "job": str(job.public_id), "file": stored.name, "errors": summary.findings.errors}
    notices.record(kind=FINISHED, subject_key=str(job.public_id), to=job.owner, context=context)
    if summary.is_refused:
        message = _("Errors in the file: %(errors)d. Nothing was imported.") % {"errors": summary.findings.errors}
        raise JobRefusedError(message, summary.findings.as_dicts())
    return Outcome(counts, summary.findings.as_dicts())


def _case_file(stored: PrivateFile) -> CaseFile:
    storage, path = stored.file.storage, stored.file.name or ""
    return CaseFile(stored.name, stored.size, lambda: cast("BinaryIO", storage.open(path, "rb")))


def _step(done: int, total: int, job: Job) -> str:
    is_checking = job.arguments["dry_run"] or done <= total // 2
    return _("Checking the cases") if is_checking else _("Writing the briefs")


def write_finished(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that an import has ended."""
    values = {**notice.context, "url": f"{settings.SITE_URL}/jobs/{notice.context['job']}/"}
    if notice.context["errors"]:
        subject = _("Import of %(file)s: not imported") % values
        body = _("Errors in the file %(file)s: %(errors)d. Nothing was imported.\n\nWhat to correct: %(url)s") % values
        return subject, body
    subject = _("Import of %(file)s: done") % values
    body = (
        _(
            "The file %(file)s was read: %(read)d cases, %(created)d created, %(updated)d updated, "
            "%(unchanged)d unchanged.\n\nDetails: %(url)s"
        )
        % values
    )
    return subject, body


notices.register(FINISHED, write_finished)
