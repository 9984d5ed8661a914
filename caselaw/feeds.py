"""Briefs that came or changed lately, as an Atom feed that also says what went (RFC 6721)."""

from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import condition, require_safe

from caselaw.choices import ChangeKind
from caselaw.models import Case, PublicChange
from caselaw.presenters.results import preferred_text
from portal.core.ratelimit import rate_limited

MOST_ENTRIES = 50
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class AtomWithTombstones(Atom1Feed):
    """An Atom feed that names deleted entries."""

    def root_attributes(self) -> dict[str, Any]:
        """Declare the namespace of deleted entries."""
        return {**super().root_attributes(), "xmlns:at": _TOMBSTONES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write deleted entries behind the head of the feed."""
        super().add_root_elements(handler)
        for change in self.feed["deleted"]:
            told = {"ref": entry_id(change.case), "when": rfc3339_date(change.changed_at)}
            handler.startElement("at:deleted-entry", AttributesImpl(told))
            if change.kind == ChangeKind.WITHDRAWN:
                handler.addQuickElement("at:comment", change.case.withdrawal_reason)
            handler.endElement("at:deleted-entry")


class RecentBriefs(Feed[PublicChange, None]):
    """The latest changes of published briefs."""

    feed_type = AtomWithTombstones

    def title(self) -> str:
        """Return the name of the feed."""
        return _("Court decisions: new and changed briefs")

    def subtitle(self) -> str:
        """Return what the feed holds."""
        return _("Briefs of court decisions on trafficking in persons, the latest change first.")

    def link(self) -> str:
        """Return the page whose news this is."""
        return reverse("caselaw:case-list")

    def feed_url(self) -> str:
        """Return the address of the feed itself."""
        return reverse("caselaw:case-feed")

    def author_name(self) -> str:
        """Return who publishes."""
        return str(settings.SITE_NAME)

    def feed_extra_kwargs(self, obj: None) -> dict[str, Any]:
        """Return what went."""
        return {"deleted": PublicChange.objects.gone().latest_first().select_related("case")[:MOST_ENTRIES]}

    def items(self) -> list[PublicChange]:
        """Return what came or changed."""
        changes = PublicChange.objects.on_show().latest_first().select_related("case").prefetch_related("case__texts")
        return list(changes[:MOST_ENTRIES])

    def item_title(self, item: PublicChange) -> str:
        """Return the title that may be shown."""
        return item.case.title

    def item_description(self, item: PublicChange) -> str:
        """Return the headline, in the language of the page if there is one."""
        text = preferred_text(item.case)
        return text.headline if text else ""

    def item_link(self, item: PublicChange) -> str:
        """Return the page of the brief."""
        return item.case.get_absolute_url()

    def item_guid(self, item: PublicChange) -> str:
        """Return an address that stays when titles change."""
        return entry_id(item.case)

    def item_pubdate(self, item: PublicChange) -> datetime | None:
        """Return when the brief was first public."""
        return item.case.published_at

    def item_updateddate(self, item: PublicChange) -> datetime:
        """Return when it changed."""
        return item.changed_at


def entry_id(case: Case) -> str:
    """Return the identifier of a brief in feeds: the same in every language and for ever."""
    return f"{settings.SITE_URL}/cases/{case.public_id}/"


def _last_change() -> PublicChange | None:
    return PublicChange.objects.visible_to_all().latest_first().first()


def _etag(request: HttpRequest) -> str:
    change = _last_change()
    return f'"{change.number if change else 0}-{get_language()}"'


def _last_modified(request: HttpRequest) -> datetime | None:
    change = _last_change()
    return change.changed_at if change else None


@require_safe
@rate_limited("search")
@condition(etag_func=_etag, last_modified_func=_last_modified)
def recent_briefs(request: HttpRequest) -> HttpResponse:
    """Answer with the feed; an unchanged one costs 304."""
    response = _FEED(request)
    del response["Last-Modified"]  # of the newest entry; what went counts too, and `condition` knows it
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


_FEED = RecentBriefs()
