"""What was handed in, what the check staged and found, and what was written from it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caselaw.choices import ImportDecision, ImportFormat, ImportState
from portal.core.models import PrivateFile, User
from portal.jobs.models import Job

# A person has one import of the same file at a time in these states.
OPEN = (ImportState.CHECKING, ImportState.READY, ImportState.WRITING)


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Questions about imports."""

    def visible_to(self, user: User | AnonymousUser) -> ImportBatchQuerySet:
        """A person's own imports; all of them for those who may view imports."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if user.has_perm("caselaw.view_importbatch") else self.filter(imported_by=user)

    def newest_first(self) -> ImportBatchQuerySet:
        """The latest first, with what a row of the list shows."""
        return self.select_related("imported_by", "job").order_by("-handed_in_at", "-pk")


class ImportBatch(models.Model):
    """One file of briefs: checked, perhaps written whole, perhaps undone."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    file = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file as handed in")
    )
    annotated = models.ForeignKey(
        PrivateFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file with findings")
    )
    format = models.CharField(_("format"), max_length=5, choices=ImportFormat, default=ImportFormat.JSON)
    language = models.CharField(_("language of the findings"), max_length=10, default="en")
    sha256 = models.CharField("SHA-256", max_length=64)
    source_system = models.SlugField(_("system of origin"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.CHECKING)
    # Who stages: a check that lost its lease finds another number here, and stops.
    run = models.UUIDField(default=uuid.uuid4, editable=False)
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("background job")
    )
    read = models.PositiveIntegerField(_("read"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    warnings = models.PositiveIntegerField(_("warnings"), default=0)
    filled_before = models.PositiveIntegerField(_("values of the existing briefs"), default=0)
    values_lost = models.PositiveIntegerField(_("values that would be lost"), default=0)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    handed_in_at = models.DateTimeField(_("handed in"))
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        permissions = [("undo_importbatch", "Can undo imports of others")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ImportState.WRITTEN, ImportState.UNDONE], imported_at__isnull=False)
                | (~Q(state__in=[ImportState.WRITTEN, ImportState.UNDONE]) & Q(imported_at__isnull=True)),
                name="caselaw_importbatch_written_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False, undone_by__isnull=False)
                | (~Q(state=ImportState.UNDONE) & Q(undone_at__isnull=True, undone_by__isnull=True)),
                name="caselaw_importbatch_undone_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.READY, ImportState.WRITING, ImportState.WRITTEN]) | Q(errors=0),
                name="caselaw_importbatch_with_errors_is_not_written",
            ),
            models.UniqueConstraint(
                fields=["imported_by", "sha256", "format", "source_system"],
                condition=Q(state__in=OPEN, file__isnull=False),
                name="caselaw_importbatch_one_at_a_time_per_file",
            ),
        ]
        indexes = [models.Index(fields=["-handed_in_at", "-id"], name="caselaw_importbatch_newest")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.handed_in_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        """Return the address of the import's page."""
        return reverse("caselaw:import-detail", kwargs={"public_id": self.public_id})

    @property
    def standing(self) -> ImportState:
        """Where the import stands; one whose job ended without an end of its own was interrupted."""
        is_working = self.state in (ImportState.CHECKING, ImportState.WRITING)
        if is_working and self.job is not None and self.job.is_finished:
            return ImportState.FAILED
        return ImportState(self.state)


class ImportItem(models.Model):
    """One case of a file, as it was read: what becomes of it, and what differs from the former import."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", verbose_name=_("import"))
    position = models.PositiveIntegerField(_("position in the file"))
    path = models.CharField(_("place in the file"), max_length=60)
    source_id = models.CharField(_("identifier there"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    decision = models.CharField(_("decision"), max_length=9, choices=ImportDecision)
    # The case of the file in the form of tip-cases/1; none for what is refused or unchanged.
    raw = models.JSONField(null=True, blank=True)
    changes = models.JSONField(default=list, blank=True)
    case = models.ForeignKey(
        "caselaw.Case", models.SET_NULL, null=True, blank=True, related_name="import_items", verbose_name=_("brief")
    )
    former_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("former import")
    )

    class Meta:
        verbose_name = _("case of an import")
        verbose_name_plural = _("cases of imports")
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="caselaw_importitem_once_per_position"),
            models.CheckConstraint(
                condition=~Q(decision__in=[ImportDecision.NEW, ImportDecision.CHANGED]) | Q(raw__isnull=False),
                name="caselaw_importitem_to_write_has_content",
            ),
        ]
        indexes = [models.Index(fields=["batch", "decision", "position"], name="caselaw_importitem_decisions")]

    def __str__(self) -> str:
        return self.source_id or self.path


class ImportFinding(models.Model):
    """What the check found: where, which value, why it is wrong, what to do."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="findings", verbose_name=_("import"))
    number = models.PositiveIntegerField()
    level = models.CharField(_("severity"), max_length=7, choices=[("error", _("Error")), ("warning", _("Warning"))])
    path = models.TextField(_("place in the file"), blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True, blank=True)
    column = models.CharField(_("column"), max_length=3, blank=True)
    header = models.CharField(_("heading"), max_length=100, blank=True)
    value = models.TextField(_("value"), blank=True)
    why = models.TextField(_("why"))
    remedy = models.TextField(_("what to do"))

    class Meta:
        verbose_name = _("finding of an import")
        verbose_name_plural = _("findings of an import")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="caselaw_importfinding_once")]

    def __str__(self) -> str:
        return f"{self.path}: {self.why}"
