"""Who looked at, or took away, what few may see: reading leaves no other trace."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked


@tracked()
class SensitiveReading(models.Model):
    """One reading that the audit trail must show, such as an export of the audit trail itself."""

    what = models.CharField(_("what was read"), max_length=60)
    about = models.CharField(_("about"), max_length=500, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by"))
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        permissions = [("view_audit_log", "Can view the audit log")]

    def __str__(self) -> str:
        return f"{self.what} {self.about}"
