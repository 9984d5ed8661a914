"""Where an uploaded workbook stands, and what it would do to an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkbookState(models.TextChoices):
    """Where an uploaded workbook stands."""

    CHECKED = "checked", _("Waits for your decision")
    REFUSED = "refused", _("Refused")
    WRITTEN = "written", _("Taken over")


class ChangeKind(models.TextChoices):
    """What a workbook would do to an answer. A conflict: it was changed in the workbook and online."""

    CONFLICT = "conflict", _("Changed in both")
    ADDED = "added", _("New")
    CHANGED = "changed", _("Changed")
    CLEARED = "cleared", _("Emptied")


class Side(models.TextChoices):
    """Which side of a conflict counts."""

    WORKBOOK = "workbook", _("Take the workbook")
    ONLINE = "online", _("Keep what is online")
