"""Background work: the row is the truth, the queue only carries its number."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.models import PrivateFile, User
from portal.jobs.choices import FINISHED, JobState

# A running job whose worker has not been heard of for this long is taken by another one.
LEASE = timedelta(seconds=30)
# A waiting job is sent again after this time, in case the broker lost it.
RESEND_AFTER = timedelta(seconds=30)
MOST_ATTEMPTS = 5


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about jobs."""

    def visible_to(self, user: User | AnonymousUser) -> JobQuerySet:
        """A person's own jobs; an administrator sees all."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.is_superuser else self.filter(owner=user)

    def lost(self, now: datetime) -> JobQuerySet:
        """Jobs that nobody works on: no sign of life from the worker, or never picked up."""
        silent = Q(state=JobState.RUNNING, heartbeat_at__lt=now - LEASE)
        waiting = Q(state=JobState.QUEUED, queued_at__lt=now - RESEND_AFTER)
        return self.filter(silent | waiting)


class Job(models.Model):
    """One piece of background work with its progress, result and findings."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name=_("started by")
    )
    arguments = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), null=True, blank=True)
    step = models.CharField(_("step"), max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    queued_at = models.DateTimeField(_("queued"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    is_cancel_requested = models.BooleanField(default=False)
    result = models.JSONField(_("result"), default=dict)
    findings = models.JSONField(_("findings"), default=list)
    error = models.TextField(_("error"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="jobs_job_done_not_above_total"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINISHED, finished_at__isnull=False)
                | (~Q(state__in=FINISHED) & Q(finished_at__isnull=True)),
                name="jobs_job_finished_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease__isnull=False, heartbeat_at__isnull=False),
                name="jobs_job_running_is_leased",
            ),
            models.UniqueConstraint(
                fields=["kind", "unique_key"],
                condition=~Q(unique_key="") & ~Q(state__in=FINISHED),
                name="jobs_job_one_at_a_time_per_key",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="jobs_job_sweep", condition=~Q(state__in=FINISHED))
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the progress page."""
        return reverse("jobs:job-detail", kwargs={"public_id": self.public_id})

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in FINISHED

    @property
    def percent(self) -> int | None:
        """Return whole per cent done; None while the total is not known."""
        return None if not self.total else int(100 * self.done / self.total)


class JobFile(models.Model):
    """A file that a job made."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="files", verbose_name=_("job"))
    file = models.OneToOneField(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("file of a job")
        verbose_name_plural = _("files of jobs")

    def __str__(self) -> str:
        return str(self.file)


class WorkerSign(models.Model):
    """The last time that a worker ran what the schedule sent; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of a worker")
        verbose_name_plural = _("signs of workers")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="jobs_workersign_one_row")]

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M:%S}"
