"""The queues and the list of the desk, what waits for a person, and what the pages cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from caselaw.models import Case, CaseComment
from portal.core.models import User
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory
from tests.planting import keep_versions

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
HOME, LIST = reverse("caselaw:desk-home"), reverse("caselaw:desk-list")
STAFF = ("editor", "reviewer", "publisher", "data_protection_officer", "auditor", "administrator")


def step_address(case: Case, name: str) -> str:
    """Return the address of a step."""
    return reverse("caselaw:desk-step", args=[case.uuid, name])


def queue(client: Client, name: str) -> list[Case]:
    """Return what waits for a person in one queue of the desk."""
    found = {queue.name: [case for case, _days in rows] for queue, rows in client.get(HOME).context["queues"]}
    return found[name]


class TestQueues:
    EXPECTED = {
        "contributor": ["assigned", "own"],
        "editor": ["assigned", "own", "review", "hold"],
        "reviewer": ["assigned", "review", "hold"],
        "data_protection_officer": ["assigned", "clear", "hold"],
        "publisher": ["assigned", "publish", "hold"],
        "auditor": ["assigned"],
    }

    @pytest.mark.parametrize("role", EXPECTED)
    def test_each_role_has_its_queues(self, client_for: ClientFor, role: str) -> None:
        page = client_for(UserFactory(role=role)).get(HOME)

        assert [queue.name for queue, _rows in page.context["queues"]] == self.EXPECTED[role]

    def test_each_brief_waits_in_the_queue_of_its_state(self, client_for: ClientFor) -> None:
        client = client_for(UserFactory(role="administrator"))
        handed_in, accepted, cleared = (
            CaseFactory(in_review=True),
            CaseFactory(accepted=True),
            CaseFactory(cleared=True),
        )
        hidden, on_hold = CaseFactory(hidden=True), CaseFactory(on_hold=True)

        assert queue(client, "review") == [handed_in]
        assert queue(client, "clear") == [accepted, hidden]
        assert queue(client, "publish") == [cleared]
        assert queue(client, "hold") == [hidden, on_hold]

    def test_the_own_work_is_not_for_oneself_to_review(self, client_for: ClientFor) -> None:
        editor = UserFactory(role="editor")
        CaseFactory(in_review=True, created_by=editor)
        CaseFactory(in_review=True).authors.create(user=editor, since=NOW)

        assert queue(client_for(editor), "review") == []

    def test_the_longest_waiting_comes_first_with_its_days(self, client_for: ClientFor) -> None:
        now = timezone.now()
        young = CaseFactory(in_review=True, status_since=now - timedelta(days=2))
        old = CaseFactory(in_review=True, status_since=now - timedelta(days=1200))

        page = client_for(UserFactory(role="reviewer")).get(HOME)

        rows = next(rows for queue, rows in page.context["queues"] if queue.name == "review")
        assert rows == [(old, 1200), (young, 2)]
        assert "1,200" in page.text

    def test_of_many_the_first_are_shown_and_the_rest_is_a_list(self, client_for: ClientFor) -> None:
        CaseFactory.create_batch(12, in_review=True)
        client = client_for(UserFactory(role="reviewer"))

        page = client.get(HOME)

        assert "All 12 briefs of this list" in page.text
        assert client.get(f"{LIST}?queue=review").context["page"].paginator.count == 12

    def test_a_queue_of_another_role_is_no_page(self, client_for: ClientFor) -> None:
        assert client_for(UserFactory(role="reviewer")).get(f"{LIST}?queue=publish").status_code == 404


class TestAccount:
    def test_the_account_page_counts_what_waits_and_leads_there(self, client_for: ClientFor) -> None:
        CaseFactory.create_batch(2, in_review=True)

        page = client_for(UserFactory(role="reviewer")).get(reverse("pages:account"))

        assert f'<a href="{LIST}?queue=review">2 briefs</a>' in page.text
        assert "?queue=hold" not in page.text

    def test_it_says_so_when_nothing_waits(self, client_for: ClientFor) -> None:
        assert "No brief waits for you." in client_for(UserFactory(role="reviewer")).get(reverse("pages:account")).text

    def test_people_without_a_part_have_no_such_box(self, client_for: ClientFor) -> None:
        assert "What waits for you" not in client_for(UserFactory()).get(reverse("pages:account")).text


class TestNext:
    @pytest.mark.parametrize(
        ("state", "sentence"),
        [
            ("complete", "Its author writes it"),
            ("in_review", "A reviewer now reads it"),
            ("accepted", "A data-protection officer"),
            ("cleared", "A publisher now makes it public."),
            ("published", "Readers see it."),
            ("hidden", "Readers do not see it. It must be checked"),
            ("on_hold", "It waits until"),
            ("withdrawn", "withdrawn for good"),
        ],
    )
    def test_the_page_says_what_comes_next(self, client_for: ClientFor, state: str, sentence: str) -> None:
        page = client_for(UserFactory(role="auditor")).get(CaseFactory(**{state: True}).get_desk_url())

        assert sentence in page.text


class TestList:
    @pytest.fixture
    def client(self, client_for: ClientFor) -> Client:
        return client_for(UserFactory(role="editor", full_name="The editor"))

    def shown(self, client: Client, **query: str) -> list[Case]:
        return list(client.get(LIST, query).context["page"].object_list)

    def test_it_is_narrowed_by_words_state_and_own_work(self, client: Client) -> None:
        draft, hidden = CaseFactory(official_title="Alpha v. State"), CaseFactory(hidden=True)
        changes = CaseFactory(successor=True, revises=CaseFactory(published=True))
        given = CaseFactory(in_review=True, assigned_to=User.objects.get(full_name="The editor"))

        assert self.shown(client, q="alpha") == [draft]
        assert self.shown(client, q=str(hidden.public_id)) == [hidden]
        assert self.shown(client, status="on_hold") == [hidden]
        assert self.shown(client, status="changes") == [changes]
        assert self.shown(client, mine="on") == [given]

    def test_an_unknown_state_finds_nothing_and_says_so(self, client: Client) -> None:
        CaseFactory()

        page = client.get(LIST, {"status": "burnt"})

        assert page.status_code == 200
        assert "No brief fits" in page.text

    def test_it_pages_and_wrong_pages_are_the_nearest(self, client: Client) -> None:
        CaseFactory.create_batch(26)

        assert len(self.shown(client, page="2")) == 1
        assert len(self.shown(client, page="99")) == 1
        assert len(self.shown(client, page="x")) == 25

    def test_it_is_a_table_too_without_formulas(self, client: Client) -> None:
        case = CaseFactory(official_title="=1+1 v. State", assigned_to=UserFactory(full_name="Ada"))

        answer = client.get(LIST, {"format": "csv"})
        rows = answer.getvalue().decode().splitlines()

        assert answer["Content-Type"].startswith("text/csv")
        assert len(rows) == 2
        assert str(case.public_id) in rows[1]
        assert "Ada" in rows[1]
        assert ",=1+1" not in rows[1]

    def test_a_contributor_lists_the_own_briefs_alone(self, client_for: ClientFor) -> None:
        author = UserFactory(role="contributor")
        own = CaseFactory(created_by=author)
        CaseFactory(published=True)

        assert self.shown(client_for(author)) == [own]


class TestCost:
    def queries(self, client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    @pytest.mark.parametrize("address", [HOME, LIST, f"{LIST}?queue=review"])
    def test_ten_briefs_ask_the_database_as_often_as_one(self, client_for: ClientFor, address: str) -> None:
        client = client_for(UserFactory(role="editor"))
        CaseFactory(in_review=True)
        with_one = self.queries(client, address)

        CaseFactory.create_batch(9, in_review=True, assigned_to=UserFactory())

        assert self.queries(client, address) == with_one

    def test_a_brief_with_many_comments_authors_and_versions_costs_no_more(self, client_for: ClientFor) -> None:
        client, case = client_for(UserFactory(role="editor")), CaseFactory(published=True)

        def work(times: int) -> None:
            for _n in range(times):
                other = UserFactory()
                CaseComment.objects.create(case=case, text="Well.", written_by=other, written_at=NOW)
                case.authors.create(user=other, since=NOW)
                keep_versions(case, {"head": {}})

        work(1)
        with_one = self.queries(client, case.get_desk_url())
        work(9)

        assert self.queries(client, case.get_desk_url()) == with_one
