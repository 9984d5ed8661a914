"""The site map: pages of the site itself, and what each app lists."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from caselaw.sitemaps import BriefSitemap, JurisdictionSitemap


class PageSitemap(Sitemap[str]):
    """Pages that are always there, in each language."""

    i18n = True
    alternates = True

    def items(self) -> list[str]:
        """Return the names of the pages."""
        return ["pages:home", "pages:about", "caselaw:case-list", "caselaw:jurisdiction-list", "caselaw:withdrawn-list"]

    def location(self, item: str) -> str:
        """Return the address."""
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": PageSitemap,
    "briefs": BriefSitemap,
    "jurisdictions": JurisdictionSitemap,
}
