"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Global Report."""

    name = "reports"
    verbose_name = _("Global Report")

    def ready(self) -> None:
        """Let the trail and the outbox know the words of this app."""
        import_module("reports.presenters.history")
        import_module("reports.presenters.mails")
