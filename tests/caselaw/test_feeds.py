"""The Atom feed and the site map."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW
from tests.planting import settle

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def feed(client: Client, prefix: str = "") -> ElementTree.Element:
    """Return the parsed feed."""
    return ElementTree.fromstring(client.get(f"{prefix}/cases/feed.atom").content)  # noqa: S314  our own


def test_the_feed_holds_published_briefs_and_names_those_that_went(client: Client) -> None:
    shown = CaseFactory(published=True)
    hidden = CaseFactory(hidden=True)
    gone = CaseFactory(withdrawn=True, published_at=NOW)
    CaseFactory(checked=True)
    settle()

    root = feed(client)

    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [shown.title]
    deleted = {entry.get("ref", "").split("/")[-2]: entry.findtext("{*}comment") for entry in root.iter(TOMBSTONE)}
    assert deleted == {hidden.public_id: None, gone.public_id: "The judgment was set aside."}


def test_a_deleted_entry_refers_to_the_identifier_that_the_entry_had(client: Client) -> None:
    case = CaseFactory(published=True)
    settle()
    before = feed(client).findtext(f"{ATOM}entry/{ATOM}id")
    type(case).objects.filter(pk=case.pk).update(status="on_hold", hold_reason="Hidden.")
    settle()

    assert [entry.get("ref") for entry in feed(client, "/fr").iter(TOMBSTONE)] == [before]


def test_an_unchanged_feed_costs_304_and_a_changed_one_does_not(client: Client) -> None:
    CaseFactory(published=True)
    settle()
    first = client.get("/cases/feed.atom")

    assert client.get("/cases/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/cases/feed.atom", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    CaseFactory(published=True)
    settle()
    assert client.get("/cases/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_site_map_lists_what_search_engines_may_list_in_every_language(client: Client) -> None:
    listed = CaseFactory(published=True)
    unlisted, draft = CaseFactory(published=True, robots="noindex"), CaseFactory(checked=True)

    text = client.get("/sitemap-briefs.xml").content.decode()

    assert text.count(listed.public_id) == 7  # itself, and the six languages
    assert f"http://testserver/ar{listed.get_absolute_url()}" in text
    assert unlisted.public_id not in text
    assert draft.public_id not in text


def test_the_index_names_a_file_for_each_kind_and_robots_name_the_index(client: Client) -> None:
    CaseFactory(published=True)

    index = client.get("/sitemap.xml").content.decode()

    assert [f"sitemap-{kind}.xml" in index for kind in ("pages", "briefs", "jurisdictions")] == [True] * 3
    assert "Sitemap: http://localhost:8000/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("address", ["/cases/feed.atom", "/sitemap-briefs.xml"])
def test_the_number_of_queries_does_not_grow(
    client: Client, address: str, django_assert_max_num_queries: object
) -> None:
    CaseFactory.create_batch(10, published=True)
    settle()

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert client.get(address).status_code == 200
