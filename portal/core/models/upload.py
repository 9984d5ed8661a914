"""Files that people hand in: kept privately, served only where permission is checked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models.user import User


def private_path(instance: PrivateFile, filename: str) -> str:
    """Return a path that tells nothing of the file's name or content."""
    name = uuid.uuid4().hex
    return f"private/{name[:2]}/{name}"


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    """Questions about private files."""

    def visible_to(self, user: User | AnonymousUser) -> PrivateFileQuerySet:
        """A person's own files; an administrator sees all."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.is_superuser else self.filter(owner=user)


class PrivateFile(models.Model):
    """An uploaded or generated file with its hash and its owner."""

    file = models.FileField(_("file"), upload_to=private_path)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="private_files", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")

    def __str__(self) -> str:
        return self.name
