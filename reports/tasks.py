"""Background work of the country data."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import InvalidFileError
from portal.jobs.handlers import JobRefusedError, Outcome, Progress, register
from portal.jobs.models import Job
from reports.actions import published

# --- Data sets as published ---


@register(published.READ)
def read_published(job: Job, progress: Progress) -> Outcome:
    """Read a data set as published. A second run finds it read."""
    step = _("Reading the rows of the file")
    dataset_id = job.arguments["dataset_id"]
    try:
        dataset = published.read(
            dataset_id=dataset_id,
            report=lambda rows: progress.report(rows, step=step),
            by=job.owner,
            now=timezone.now(),
        )
    except (InvalidFileError, published.SameRowsError) as refusal:
        published.fail(dataset_id=dataset_id, by=job.owner)
        raise JobRefusedError(str(refusal), []) from refusal
    return Outcome({"read": dataset.counts["rows"]})
