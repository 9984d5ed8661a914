"""Where rounds, submissions and what belongs to them stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who sees the answers of a collection, beside the country itself and the staff."""

    PUBLIC_RELEASE = "public_release", _("The public, in releases")
    OWN_COUNTRY = "own_country", _("The country alone")
    CONTRIBUTORS = "contributors", _("Countries that contribute themselves")


class RoundState(models.TextChoices):
    """Where a round of data collection stands."""

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ANALYSIS = "analysis", _("In analysis")
    VALIDATION = "validation", _("In validation")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class ProviderKind(models.TextChoices):
    """Who sends a country's data."""

    NATIONAL = "national", _("National authority")
    REGIONAL = "regional", _("Regional organisation")
    UN = "un", _("United Nations")
    OTHER = "other", _("Other")


class SubmissionState(models.TextChoices):
    """Where a country's answers stand."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    CLARIFICATION = "clarification", _("Clarification requested")
    ACCEPTED = "accepted", _("Accepted")
    SENT_FOR_VALIDATION = "sent_for_validation", _("Sent for validation")
    VALIDATED = "validated", _("Validated")
    VALIDATED_WITH_CHANGES = "validated_with_changes", _("Validated with changes")
    NO_OBJECTION = "no_objection", _("No objection")
    OBJECTED = "objected", _("Objected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Channel(models.TextChoices):
    """How the answers came."""

    WEB = "web", _("Online form")
    WORKBOOK = "workbook", _("Workbook")
    PROXY = "proxy", _("Entered on behalf of the country")
    FOUND = "found", _("Found by the secretariat")


class SignOffRole(models.TextChoices):
    """In what role somebody signs."""

    RESPONDENT = "respondent", _("Respondent")
    FOCAL_POINT = "focal_point", _("Focal point")
    EDITOR = "editor", _("Editor")
    MEMBER_STATE = "member_state", _("Member State")


class DelegationState(models.TextChoices):
    """Where the hand-over of a section to a colleague stands."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Revoked")


class ClarificationState(models.TextChoices):
    """Where a question to a country stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
