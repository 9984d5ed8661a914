"""Addresses for search engines: published briefs that may be listed, and jurisdictions.

Each entry is the English page and names the page in every language (`xhtml:link`), instead of six entries for each
brief: search engines find all six from one, and the files stay small.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Model, QuerySet
from django.utils.translation import override

from caselaw.choices import Robots
from caselaw.models import Case, Jurisdiction

MOST_PER_FILE = 1000


class TranslatedSitemap(Sitemap[Any]):
    """Entries in English with their translations."""

    limit = MOST_PER_FILE

    def location(self, item: Model) -> str:
        """Return the address in English."""
        return _address(item, settings.LANGUAGE_CODE)

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the entries of one file."""
        entries = super().get_urls(page, site, protocol)
        for entry in entries:
            host = entry["location"].removesuffix(self.location(entry["item"]))
            entry["alternates"] = [
                {"location": f"{host}{_address(entry['item'], code)}", "lang_code": code}
                for code, _ in settings.LANGUAGES
            ]
        return entries


class BriefSitemap(TranslatedSitemap):
    """Published briefs that search engines may list."""

    def items(self) -> QuerySet[Case]:
        """Return the briefs in a stable order."""
        return _listed().only("public_id", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Case) -> datetime:
        """Return when the brief changed."""
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return the last change of all, without loading the briefs."""
        latest: datetime | None = _listed().aggregate(latest=Max("updated_at"))["latest"]
        return latest


class JurisdictionSitemap(TranslatedSitemap):
    """Jurisdictions with a published brief."""

    def items(self) -> QuerySet[Jurisdiction]:
        """Return the jurisdictions in a stable order."""
        return Jurisdiction.objects.filter(pk__in=_listed().values("jurisdiction")).order_by("code")


def _listed() -> QuerySet[Case]:
    return Case.objects.published().filter(robots=Robots.INDEX)


def _address(item: Any, language: str) -> str:
    with override(language):
        return str(item.get_absolute_url())
