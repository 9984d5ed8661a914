"""What a person has typed into the form of a brief and not yet saved, and the judgment's text beside it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caselaw.models.case import Case
from portal.core.models import User


class FormDraftQuerySet(models.QuerySet["FormDraft"]):
    """Questions about unsaved entries."""

    def visible_to(self, user: User | AnonymousUser) -> FormDraftQuerySet:
        """A person's own, and nobody else's."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def with_entries(self) -> FormDraftQuerySet:
        """Those that hold entries, and not only a text to read."""
        return self.filter(data__isnull=False)


class FormDraft(models.Model):
    """Unsaved entries of one person in one brief. They are no part of the brief, and its history does not hold them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="form_drafts", verbose_name=_("case brief"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"), editable=False
    )
    data = models.JSONField(
        null=True, blank=True, help_text="The form as it was sent, by name a list of values, without files."
    )
    base = models.JSONField(default=dict, blank=True, help_text="The brief as the person had opened it, for merging.")
    seen_state = models.CharField(max_length=40, blank=True, help_text="`updated_at` of the brief when it was opened.")
    source_text = models.TextField(_("text of the judgment"), blank=True)
    saved_at = models.DateTimeField(_("kept"))

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved entries")
        verbose_name_plural = _("unsaved entries")
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="caselaw_formdraft_once_per_person"),
            models.CheckConstraint(
                condition=Q(data__isnull=False) | ~Q(source_text=""), name="caselaw_formdraft_holds_something"
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="caselaw_formdraft_age")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"
