"""What the editorial desk keeps of a brief: who wrote it, what was said about it, and each state that was published."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import CaseStatus, CommentKind
from caselaw.models.case import Case
from caselaw.models.guards import author_is_no_checker_guard, immutable_guard
from portal.core.audit import refuse_truncate, tracked
from portal.core.models import User


class CaseAuthor(models.Model):
    """A person who has a part in the present words of a brief, and so may not be the one who checks them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("author")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="caselaw_author_once_per_brief")]
        triggers = [author_is_no_checker_guard()]

    def __str__(self) -> str:
        return str(self.user)


class CaseCommentQuerySet(models.QuerySet["CaseComment"]):
    """Questions about comments."""

    def visible_to(self, user: User | AnonymousUser) -> CaseCommentQuerySet:
        """Comments on briefs that the person works on; the public sees none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__in=Case.objects.at_desk_of(user))


@tracked()
class CaseComment(models.Model):
    """What one person at the desk says to the others about a brief; the reason of a return is one too."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="comments", verbose_name=_("case brief"))
    kind = models.CharField(_("kind"), max_length=10, choices=CommentKind, default=CommentKind.REMARK)
    text = models.TextField(_("comment"), max_length=4000, help_text=_("No name of a victim, here neither."))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"))

    objects = CaseCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="caselaw_comment_says_something")]
        indexes = [models.Index(fields=["case", "written_at"], name="caselaw_comment_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.written_at:%Y-%m-%d}"


class CaseVersionQuerySet(models.QuerySet["CaseVersion"]):
    """Questions about versions."""

    def visible_to(self, user: User | AnonymousUser) -> CaseVersionQuerySet:
        """Versions of published briefs that are not withheld, for anyone; all for those who may view briefs."""
        if user.is_active and user.has_perm("caselaw.view_case"):
            return self.all()
        return self.filter(case__status=CaseStatus.PUBLISHED, is_withheld=False)


class CaseVersion(models.Model):
    """A brief as it was published. Never changed; only redaction may, and staff may withhold it from the public."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="versions", verbose_name=_("case brief"))
    number = models.PositiveIntegerField(_("number"))
    snapshot = models.JSONField(
        _("content"), encoder=DjangoJSONEncoder, help_text="As caselaw.exports.snapshot makes it."
    )
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"))
    is_withheld = models.BooleanField(
        _("withheld"), default=False, help_text=_("Only staff see it: something in it should not be public.")
    )

    objects = CaseVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="caselaw_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="caselaw_version_numbers_begin_at_1"),
        ]
        triggers = [immutable_guard(but="is_withheld"), refuse_truncate()]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.number}"
