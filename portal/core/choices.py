"""Closed lists shared by all apps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The six languages of labels."""

    EN = "en", "English"
    FR = "fr", "Français"
    ES = "es", "Español"
    RU = "ru", "Русский"
    AR = "ar", "العربية"
    ZH = "zh", "中文"


class CountryKind(models.TextChoices):
    """What a code of ISO 3166 stands for."""

    STATE = "state", _("State")
    TERRITORY = "territory", _("Territory")
    AREA = "area", _("Area")


class UnStatus(models.TextChoices):
    """Standing in the United Nations."""

    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("Observer State")
    NONE = "none", _("Neither")


class NoticeState(models.TextChoices):
    """Where a message to a person stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DIGEST = "digest", _("Waits for the daily e-mail")
    UNWANTED = "unwanted", _("Not wanted by the recipient")


class WorkNotices(models.TextChoices):
    """How a person wants to hear of work. What concerns the safety of the account is always sent at once."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in one e-mail")
    NONE = "none", _("Not by e-mail")


class TokenScope(models.TextChoices):
    """What a token opens, within what its owner may see."""

    READ = "read", _("public data, with more requests per minute")
    DRAFTS = "drafts", _("unpublished briefs that you may read")
    JOBS = "jobs", _("your background jobs")
    SUBMISSIONS = "submissions", _("your country's answers")
