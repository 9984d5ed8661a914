"""Closed lists of the work on briefs: states, checks, imports, reports of readers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseStatus(models.TextChoices):
    """Where a brief stands. Allowed steps: `caselaw.actions.steps.STEPS`."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CLEARED = "cleared", _("Cleared")
    PUBLISHED = "published", _("Published")
    ON_HOLD = "on_hold", _("On hold")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AnonymisationState(models.TextChoices):
    """Where the check for names of victims stands."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    SECOND_CHECK = "second_check", _("Second check")
    CLEARED = "cleared", _("Cleared by a second person")
    RE_OPENED = "re_opened", _("Re-opened")


class CommentKind(models.TextChoices):
    """Why something was said about a brief."""

    REMARK = "remark", _("Remark")
    RETURN = "return", _("Returned")


class SuppressedKind(models.TextChoices):
    """Whose name may not appear in a brief."""

    VICTIM = "victim", _("Victim")
    RELATIVE = "relative", _("Relative")
    ALIAS = "alias", _("Other name of a victim")
    OTHER = "other", _("Other person to protect")


class RedactionReason(models.TextChoices):
    """Why a text was taken out of everything that is stored."""

    NAMES_VICTIM = "names_victim", _("It names a victim")
    NAMES_RELATIVE = "names_relative", _("It names a relative of a victim")
    NAMES_ACQUITTED = "names_acquitted", _("It names an acquitted person")
    COURT_ORDER = "court_order", _("A court ordered it")
    REQUEST = "request", _("The person concerned asked for it")
    OTHER = "other", _("Another reason of data protection")


class ChangeKind(models.TextChoices):
    """What happened last to a brief that is or was public."""

    CREATED = "created", _("Published")
    UPDATED = "updated", _("Changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HIDDEN = "hidden", _("Out of sight")


class CorrectionKind(models.TextChoices):
    """What a reader reports."""

    FACT = "fact", _("An error of fact")
    MISSING = "missing", _("A decision is missing, such as an appeal")
    PRIVACY = "privacy", _("A person can be recognised")
    OTHER = "other", _("Something else")


class CorrectionState(models.TextChoices):
    """Where a report stands. Allowed steps: `caselaw.actions.corrections.STEPS`."""

    NEW = "new", pgettext_lazy("state of a report", "New")
    IN_PROGRESS = "in_progress", _("Being looked into")
    ANSWERED = "answered", _("Answered")
    REJECTED = "rejected", _("Not followed")


class ImportFormat(models.TextChoices):
    """What kind of file holds the briefs."""

    JSON = "json", _("JSON (tip-cases/1)")
    XLSX = "xlsx", _("Workbook (XLSX)")
    CSV = "csv", _("Tables (CSV files in a ZIP)")
    UNODC = "unodc", _("UNODC index (CSV)")


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked; waits for your decision")
    WRITING = "writing", _("Being written")
    WRITTEN = "written", _("Written")
    REFUSED = "refused", _("Not accepted")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Interrupted")


class ImportDecision(models.TextChoices):
    """What an import does with a case of the file."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Not accepted")
