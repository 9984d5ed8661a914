"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Global Report."""

    name = "reports"
    verbose_name = _("Global Report")
