"""Closed lists of the checks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How much a finding weighs: an error needs an explanation before handing in, a blocker must be mended."""

    INFO = "info", _("Information")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")
    BLOCKER = "blocker", _("Blocker")


class RuleScope(models.TextChoices):
    """What a rule looks at."""

    CELL = "cell", _("Cell")
    ROW = "row", _("Row")
    TABLE = "table", _("Table")
    SUBMISSION = "submission", _("Submission")
    HISTORY = "history", _("Earlier years")
    CROSS_SOURCE = "cross_source", _("Other sources")


class FindingState(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", _("Open")
    EXPLAINED = "explained", _("Explained")
    WAIVED = "waived", _("Waived")
    FIXED = "fixed", _("Mended")
