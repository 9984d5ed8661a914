"""Workbooks that respondents hand in: what was read from them waits for a decision."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.choices import Language
from portal.core.models import PrivateFile, User
from reports.choices.workbook import WorkbookState
from reports.models.submission import Submission


class WorkbookUploadQuerySet(models.QuerySet["WorkbookUpload"]):
    """Questions about uploaded workbooks."""

    def visible_to(self, user: User | AnonymousUser) -> WorkbookUploadQuerySet:
        """A person's own, of submissions that the person still sees; staff who see submissions see all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("reports.view_submission"):
            return self.all()
        return self.filter(uploaded_by=user, submission__in=Submission.objects.visible_to(user))


class WorkbookUpload(models.Model):
    """An uploaded workbook. `staged` holds what its author changed in it, and the findings; see reports.importing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="workbooks", verbose_name=_("country's answers")
    )
    file = models.ForeignKey(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    state = models.CharField(_("state"), max_length=7, choices=WorkbookState, default=WorkbookState.CHECKED)
    staged = models.JSONField(_("what was read"), default=dict)
    # How many answers were written.
    written = models.PositiveIntegerField(_("answers taken over"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    uploaded_at = models.DateTimeField(_("handed in"))
    written_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    objects = WorkbookUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded workbook")
        verbose_name_plural = _("uploaded workbooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WorkbookState.WRITTEN, written_at__isnull=False)
                | (~Q(state=WorkbookState.WRITTEN) & Q(written_at__isnull=True, written=0)),
                name="reports_workbookupload_written_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.public_id}"

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows what it would change."""
        return reverse(
            "reports:workbook-upload",
            kwargs={"public_id": self.submission.public_id, "upload_id": self.public_id},
        )
