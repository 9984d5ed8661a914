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
