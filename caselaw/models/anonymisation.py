"""The check that a brief names no victim: accepted hits, names to suppress, and what was redacted."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caselaw.anonymisation.scanning import NEVER_ACCEPTED, HitKind
from caselaw.choices import RedactionReason, SuppressedKind
from caselaw.models.case import Case
from portal.core.audit import tracked
from portal.core.encryption import EncryptedTextField
from portal.core.models import User


@tracked()
class ScreeningAcceptance(models.Model):
    """A hit of the scanner that somebody explained. It holds a keyed hash of what was found, never the text."""

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="screening_acceptances", verbose_name=_("case brief"), editable=False
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind of hit"), max_length=20, choices=HitKind, editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("accepted by"), editable=False
    )
    accepted_at = models.DateTimeField(_("accepted"), editable=False)

    class Meta:
        verbose_name = _("accepted hit")
        verbose_name_plural = _("accepted hits")
        permissions = [("accept_hit", "Can accept hits of the scanner for names")]
        constraints = [
            models.UniqueConstraint(fields=["case", "fingerprint"], name="caselaw_acceptance_once_per_hit"),
            models.CheckConstraint(condition=~Q(reason=""), name="caselaw_acceptance_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(NEVER_ACCEPTED)), name="caselaw_acceptance_not_of_suppressed_names"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_by_the_author",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.accepted_by_id = (SELECT created_by_id FROM caselaw_case WHERE id = NEW.case_id) THEN
                        RAISE EXCEPTION 'A second person accepts a hit, not the author of the brief.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class SuppressedNameQuerySet(models.QuerySet["SuppressedName"]):
    """Questions about names to suppress."""

    def visible_to(self, user: User | AnonymousUser) -> SuppressedNameQuerySet:
        """All for those who keep the lists; nothing for anybody else, whatever else they may see."""
        if user.is_active and user.has_perm("caselaw.keep_suppressed_names"):
            return self.all()
        return self.none()


@tracked(exclude=["name"])
class SuppressedName(models.Model):
    """A name that must not appear in a brief. Encrypted, kept for a while, in no export and in no history."""

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="suppressed_names", verbose_name=_("case brief"), editable=False
    )
    name = EncryptedTextField(_("name"))
    kind = models.CharField(_("whose name"), max_length=10, choices=SuppressedKind, default=SuppressedKind.VICTIM)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"), editable=False
    )
    added_at = models.DateTimeField(_("added"), editable=False)

    objects = SuppressedNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name to suppress")
        verbose_name_plural = _("names to suppress")
        # Not even the permission to view exists, which roles get by a pattern.
        default_permissions = ()
        permissions = [("keep_suppressed_names", "Can see and keep the lists of names to suppress")]

    def __str__(self) -> str:
        return f"name {self.pk} of brief {self.case_id}"


@tracked()
class RedactionRecord(models.Model):
    """That a text was taken out of everything stored, without the text: where, how often, and that none is left."""

    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, related_name="redactions", verbose_name=_("case brief"), editable=False
    )
    reason = models.CharField(_("reason"), max_length=20, choices=RedactionReason, editable=False)
    is_replaced_by_initials = models.BooleanField(_("replaced by initials"), default=False, editable=False)
    text_hashes = ArrayField(models.CharField(max_length=64), verbose_name=_("keyed hashes"), editable=False)
    rewritten = models.JSONField(_("rows rewritten, by table"), default=dict, editable=False)
    files_removed = models.PositiveIntegerField(_("files removed"), default=0, editable=False)
    attachments_to_redact = models.PositiveIntegerField(
        _("attachments that a person must redact"), default=0, editable=False
    )
    places_searched = models.PositiveIntegerField(_("places searched"), editable=False)
    hits_left = models.PositiveIntegerField(_("hits left"), editable=False)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("redacted by"), editable=False
    )
    redacted_at = models.DateTimeField(_("redacted"), editable=False)
    paths_to_delete = ArrayField(
        models.CharField(max_length=200),
        default=list,
        editable=False,
        help_text="Of stored files, until they are gone.",
    )
    finished_at = models.DateTimeField(
        _("files and caches cleared"), null=True, editable=False, help_text="Empty until the files are gone."
    )

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        permissions = [("redact_case", "Can redact a text everywhere, history included")]
        constraints = [
            models.CheckConstraint(condition=Q(hits_left=0), name="caselaw_redaction_leaves_nothing"),
            models.CheckConstraint(condition=Q(places_searched__gte=1), name="caselaw_redaction_was_proved"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(paths_to_delete=[]), name="caselaw_redaction_ends_with_files"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.redacted_at:%Y-%m-%d})"
