"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Global Report."""

    name = "reports"
    verbose_name = _("Global Report")

    def ready(self) -> None:
        """Put this app's actions into words for the audit trail."""
        import_module("reports.presenters.history")
