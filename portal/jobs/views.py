"""Pages of background jobs: progress, findings, files."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import WrongStatusError
from portal.core.models import User
from portal.core.ratelimit import rate_limited
from portal.core.tables import stream_csv
from portal.core.uploads import serve_privately
from portal.jobs.actions import jobs
from portal.jobs.models import Job

FINDINGS_SHOWN = 200


def _job(request: HttpRequest, public_id: UUID) -> Job:
    visible = Job.objects.visible_to(cast("User", request.user)).select_related("owner")
    return get_object_or_404(visible, public_id=public_id)


def _values(job: Job) -> dict[str, object]:
    return {
        "job": job,
        "findings": job.findings[:FINDINGS_SHOWN],
        "findings_hidden": max(0, len(job.findings) - FINDINGS_SHOWN),
        "files": job.files.select_related("file").order_by("pk"),
    }


@login_required
@never_cache
@require_safe
def job_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show progress, result, findings and files of a job."""
    return render(request, "jobs/job_detail.html", _values(_job(request, public_id)))


@login_required
@never_cache
@require_safe
def job_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the changing part of the page; 286 tells htmx to stop asking once the job has ended."""
    job = _job(request, public_id)
    return render(request, "jobs/_job.html", _values(job), status=286 if job.is_finished else 200)


@login_required
@require_POST
def job_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the job to stop."""
    job = _job(request, public_id)
    try:
        jobs.request_cancel(job_id=job.pk, by=cast("User", request.user), now=timezone.now())
    except WrongStatusError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, _("The job stops at its next step; nothing of it is kept."))
    return redirect(job)


@login_required
@never_cache
@require_safe
@rate_limited("download")
def job_findings(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """Return all findings as CSV."""
    job = _job(request, public_id)
    columns = ("path", "value", "why", "remedy", "level")
    rows = ([str(finding.get(column) or "") for column in columns] for finding in job.findings)
    return stream_csv(f"findings-{job.public_id}.csv", columns, rows)


@login_required
@require_safe
@rate_limited("download")
def job_file(request: HttpRequest, public_id: UUID, pk: int) -> FileResponse:
    """Return a file that the job made."""
    made = get_object_or_404(_job(request, public_id).files.select_related("file"), pk=pk)
    return serve_privately(made.file)
