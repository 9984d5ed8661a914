"""Changes for mirrors, 410 for what was withdrawn, `updated_since`: nothing is missed, nothing is betrayed."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from caselaw.actions import cases
from caselaw.models import Case, PublicChange
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory
from tests.planting import settle

CHANGES = "/api/v1/changes/"


def told(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Return (identifier, change) of what the feed tells."""
    return [(row["id"], row["change"]) for row in client.get(f"{CHANGES}{query}").json()["results"]]


@pytest.mark.django_db
class TestFeed:
    def test_a_published_brief_is_told_with_its_address(self, client: Client) -> None:
        case = CaseFactory(published=True)
        settle()

        row = client.get(CHANGES).json()["results"][0]

        assert (row["id"], row["change"], row["url"]) == (
            case.public_id,
            "created",
            f"/api/v1/cases/{case.public_id}/",
        )
        assert row["reason"] is None

    def test_a_change_moves_a_brief_to_the_end(self, client: Client) -> None:
        first, second = CaseFactory(published=True), CaseFactory(published=True)
        settle()
        Case.objects.filter(pk=first.pk).update(significance=1)
        settle()

        assert told(client) == [(second.public_id, "created"), (first.public_id, "updated")]

    def test_a_withdrawn_brief_is_a_tombstone_with_reason_and_published_replacement(self, client: Client) -> None:
        new = CaseFactory(published=True)
        old = CaseFactory(withdrawn=True, published_at=NOW, replaced_by=new)
        settle()

        row = next(row for row in client.get(CHANGES).json()["results"] if row["id"] == old.public_id)

        assert (row["change"], row["reason"], row["replaced_by"], row["url"]) == (
            "withdrawn",
            "The judgment was set aside.",
            new.public_id,
            None,
        )

    def test_a_replacement_that_is_not_public_is_not_named(self, client: Client) -> None:
        old = CaseFactory(withdrawn=True, published_at=NOW, replaced_by=CaseFactory())
        settle()

        assert client.get(CHANGES).json()["results"][0]["replaced_by"] is None
        assert client.get(f"/api/v1/cases/{old.public_id}/").json()["replaced_by"] is None

    def test_a_hidden_brief_is_told_once_and_comes_back_as_created(self, client: Client) -> None:
        case = CaseFactory(published=True)
        settle()
        cases.hide(case_id=case.pk, by=UserFactory(role="editor"), now=NOW)
        settle()
        number = PublicChange.objects.get().number
        Case.objects.filter(pk=case.pk).update(significance=1, updated_at=NOW + timedelta(days=1))
        settle()

        assert told(client) == [(case.public_id, "hidden")]
        assert PublicChange.objects.get().number == number

        cases.clear(case_id=case.pk, by=UserFactory(role="data_protection_officer"), now=NOW)
        cases.show_again(case_id=case.pk, by=UserFactory(role="publisher"), now=NOW)
        settle()
        assert told(client) == [(case.public_id, "created")]

    def test_a_brief_that_was_never_public_is_not_told(self, client: Client) -> None:
        CaseFactory(on_hold=True)
        CaseFactory(withdrawn=True, published_at=None)
        settle()

        assert told(client) == []

    def test_a_mirror_that_follows_the_cursor_gets_everything_once(self, client: Client) -> None:
        made = [CaseFactory(published=True).public_id for _ in range(5)]
        settle()

        page = client.get(f"{CHANGES}?limit=2").json()
        got = page["results"]
        while page["next"]:
            page = client.get(page["next"]).json()
            got += page["results"]

        assert [row["id"] for row in got] == made
        assert told(client, f"?cursor={page['cursor']}") == []

    def test_since_begins_at_a_moment_and_an_empty_answer_keeps_the_place(self, client: Client) -> None:
        CaseFactory(published=True)
        settle()
        later = (timezone.now() + timedelta(hours=1)).isoformat()

        answer = client.get(CHANGES, {"since": later}).json()

        assert answer["results"] == []
        assert answer["cursor"] == str(PublicChange.objects.get().number)
        assert len(told(client, "?since=2001-01-01")) == 1

    @pytest.mark.parametrize(
        "query", ["?since=yesterday", "?cursor=abc", "?cursor=1&since=2001-01-01", "?limit=0", "?page=2", "?cursor="]
    )
    def test_malformed_parameters_are_refused(self, client: Client, query: str) -> None:
        assert client.get(f"{CHANGES}{query}").status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_late_comes_behind_the_cursor_of_those_who_read_before(client: Client) -> None:
    """The late transaction writes first and commits last: by its time it would stand before what was read already."""
    late, quick = CaseFactory(published=True), CaseFactory(published=True)
    written, go_on = threading.Event(), threading.Event()

    def write_late() -> None:
        try:
            with transaction.atomic():
                Case.objects.filter(pk=late.pk).update(significance=1, updated_at=NOW + timedelta(days=1))
                written.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=write_late)
    thread.start()
    assert written.wait(20)
    Case.objects.filter(pk=quick.pk).update(significance=1, updated_at=NOW + timedelta(days=2))
    cursor = client.get(CHANGES).json()["cursor"]
    go_on.set()
    thread.join(20)

    assert told(client, f"?cursor={cursor}") == [(late.public_id, "updated")]


@pytest.mark.django_db
class TestGone:
    def test_the_api_says_why_and_since_when(self, client: Client) -> None:
        case = CaseFactory(withdrawn=True, published_at=NOW, official_title="Secret v. State")

        response = client.get(f"/api/v1/cases/{case.public_id}/")

        assert response.status_code == 410
        assert response["Content-Type"] == "application/problem+json"
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
        assert response.json()["code"] == "withdrawn"
        assert response.json()["withdrawn_at"] == "2026-03-02T09:00:00Z"
        assert "Secret" not in response.content.decode()

    @pytest.mark.parametrize("prefix", ["", "/ar"])
    def test_the_page_shows_number_date_reason_and_replacement_in_its_language(
        self, client: Client, prefix: str
    ) -> None:
        new = CaseFactory(published=True)
        case = CaseFactory(withdrawn=True, published_at=NOW, replaced_by=new, official_title="Secret v. State")

        response = client.get(f"{prefix}/cases/{case.public_id}/anything/")

        html = response.content.decode()
        assert response.status_code == 410
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
        assert "The judgment was set aside." in html
        assert new.title in html
        assert "Secret" not in html
        assert f'lang="{prefix.strip("/") or "en"}"' in html

    def test_a_brief_that_was_withdrawn_before_it_was_public_is_unknown(self, client: Client) -> None:
        case = CaseFactory(withdrawn=True, published_at=None)

        assert client.get(f"/cases/{case.public_id}/").status_code == 404
        assert client.get(f"/api/v1/cases/{case.public_id}/").status_code == 404

    def test_the_log_of_withdrawals_has_no_titles_and_pages(self, client: Client) -> None:
        for _ in range(51):
            CaseFactory(withdrawn=True, published_at=NOW, official_title="Secret v. State")

        first, second = (client.get(f"/cases/withdrawn/?page={page}").content.decode() for page in (1, 2))
        table = client.get("/cases/withdrawn/?format=csv").getvalue().decode()

        assert (first.count("The judgment was set aside."), second.count("The judgment was set aside.")) == (50, 1)
        assert table.count("2026-03-02") == 51
        assert "Secret" not in first + second + table

    def test_a_brief_that_search_engines_may_not_list_says_so_in_a_header(self, client: Client) -> None:
        listed, unlisted = CaseFactory(published=True), CaseFactory(published=True, robots="noindex")

        assert client.get(unlisted.get_absolute_url())["X-Robots-Tag"] == "noindex"
        assert "X-Robots-Tag" not in client.get(listed.get_absolute_url()).headers


@pytest.mark.django_db
def test_the_list_can_be_narrowed_to_what_changed_since(client: Client) -> None:
    CaseFactory(published=True, updated_at=NOW - timedelta(days=9))
    new = CaseFactory(published=True)

    answer = client.get("/api/v1/cases/", {"updated_since": "2026-03-01T00:00:00Z"}).json()

    assert (answer["count"], [row["id"] for row in answer["results"]]) == (1, [new.public_id])
    assert client.get("/api/v1/cases/?updated_since=soon").status_code == 400
