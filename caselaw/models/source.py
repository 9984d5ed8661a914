"""Where the brief's statements come from, its files, and its relations to other cases."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import CaseStatus, RedactionState, RelationKind, SourceKind
from caselaw.models.case import Case
from portal.core.audit import tracked
from portal.core.models import PrivateFile, User


@tracked()
class Source(models.Model):
    """A publication on which the brief rests."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sources", verbose_name=_("case brief"))
    seq = models.PositiveSmallIntegerField(_("order"))
    citation = models.CharField(_("citation"), max_length=400)
    url = models.URLField(_("address"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=SourceKind, default=SourceKind.OTHER)
    is_primary = models.BooleanField(_("the judgment itself"), default=False)
    accessed_on = models.DateField(_("last opened"), null=True, blank=True)
    is_link_withheld = models.BooleanField(
        _("withhold the address"),
        default=False,
        help_text=_("The page behind it may name a victim: only staff see it."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seq"], name="caselaw_source_order_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def public_url(self) -> str:
        """The address that may be shown; empty when it is withheld."""
        return "" if self.is_link_withheld else self.url


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Questions about files of briefs."""

    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        """Cleared public files of published briefs for anyone; every file for staff who may view briefs."""
        if user.is_active and user.has_perm("caselaw.view_attachment"):
            return self.all()
        return self.filter(is_public=True, redaction_state=RedactionState.CLEARED, case__status=CaseStatus.PUBLISHED)


@tracked()
class Attachment(models.Model):
    """A file of a brief, private unless it is cleared."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments", verbose_name=_("case brief"))
    # Several briefs may hold one file: a draft of changes starts with the files of the public brief.
    file = models.ForeignKey(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    redaction_state = models.CharField(
        _("names of victims"), max_length=16, choices=RedactionState, default=RedactionState.NOT_CHECKED
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(redaction_state=RedactionState.CLEARED),
                name="caselaw_attachment_public_only_if_cleared",
                violation_error_message=_("A file is public only after it was cleared of names."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CaseRelation(models.Model):
    """How this case relates to another."""

    from_case = models.ForeignKey(Case, models.CASCADE, related_name="relations", verbose_name=_("case brief"))
    to_case = models.ForeignKey(Case, models.CASCADE, related_name="related_from", verbose_name=_("other case"))
    kind = models.CharField(_("relation"), max_length=15, choices=RelationKind)

    class Meta:
        verbose_name = _("related case")
        verbose_name_plural = _("related cases")
        constraints = [
            models.UniqueConstraint(fields=["from_case", "to_case", "kind"], name="caselaw_relation_once"),
            models.CheckConstraint(condition=~Q(from_case=F("to_case")), name="caselaw_relation_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to_case}"
