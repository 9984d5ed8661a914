"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What all apps stand on."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Shared: accounts, countries, vocabularies")
