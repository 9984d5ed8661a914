"""The audit log of the site: who may read it, filters, pages, files; and every action in words."""

import ast
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caselaw.models import Case
from portal.core.actions import readings
from portal.core.audit import audited
from portal.core.history import known_actions
from portal.core.models import SensitiveReading, User
from tests.factories.caselaw import CaseFactory, CaseTextFactory
from tests.factories.core import NOW, UserFactory

ROOT = Path(__file__).parents[2]
ClientFor = Callable[[User], Client]
LOG = "/desk/log/"


def audited_names() -> dict[str, str]:
    """Return every name in `@audited("…")` and `written_as("…")` of the code with the file in which it stands."""
    found = {}
    for package in ("portal", "caselaw", "reports", "trustfund"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("audited", "written_as")
                # The one decorator that is given its name at run time takes it from `written_as`.
                if names and isinstance(node.args[0], ast.Constant):
                    found[str(node.args[0].value)] = str(path.relative_to(ROOT))
    return found


def test_every_action_of_the_code_has_a_sentence() -> None:
    names = audited_names()

    assert len(names) > 15
    assert {name: file for name, file in names.items() if name not in known_actions()} == {}


def auditor() -> User:
    """A person who may read the log."""
    return UserFactory(permissions=("core.view_audit_log",))


@audited("case.edited")
def edit(*, case: Case, by: User) -> None:
    """Do something as an action does."""
    Case.objects.filter(pk=case.pk).update(inclusion_note=f"{case.inclusion_note}.")
    case.refresh_from_db()


def shown(client: Client, query: str = "") -> list[str]:
    """Return the actions that a page of the log shows."""
    return [entry.action for entry in client.get(f"{LOG}{query}").context["entries"]]


@pytest.mark.django_db
class TestLog:
    def test_only_those_who_may_read_it_do(self, client: Client, client_for: ClientFor) -> None:
        assert client.get(LOG).status_code == 302
        assert client_for(UserFactory(is_staff=True)).get(LOG).status_code == 403
        assert client_for(auditor()).get(LOG).status_code == 200
        assert client_for(auditor()).post(LOG).status_code == 405

    def test_it_shows_person_sentence_and_number_of_rows(self, client_for: ClientFor) -> None:
        edit(case=CaseFactory(), by=UserFactory(full_name="Edda Editor"))

        html = client_for(auditor()).get(LOG).content.decode()

        assert "Edda Editor" in html and "edited the brief" in html and "case brief: 1" in html

    def test_filters_narrow_it(self, client_for: ClientFor) -> None:
        editor, case, other = UserFactory(), CaseFactory(), CaseFactory()
        edit(case=case, by=editor)
        edit(case=other, by=UserFactory())
        client = client_for(auditor())

        assert shown(client, "?action=case.edited") == ["case.edited"] * 2
        assert shown(client, f"?person={editor.email}") == ["case.edited"]
        assert "case.edited" in shown(client, f"?brief={case.public_id}&action=case.edited")
        assert len(shown(client, f"?brief={case.public_id}&action=case.edited")) == 1
        assert len(shown(client, f"?model=caselaw.caseevent&key={case.pk}&action=case.edited")) == 1
        assert shown(client, "?model=caselaw.chargeevent") == []
        assert shown(client, "?since=2099-01-01") == []
        assert shown(client, "?until=2001-01-01") == []

    @pytest.mark.parametrize(
        "query",
        ["?person=nobody@x.example", "?brief=HT-22222222", "?model=x", "?action=x", "?key=3", "?since=x", "?key=0"],
    )
    def test_a_filter_that_cannot_be_is_refused_in_words(self, client_for: ClientFor, query: str) -> None:
        response = client_for(auditor()).get(f"{LOG}{query}")

        assert response.status_code == 422
        assert "Please correct the following" in response.content.decode()

    def test_pages_follow_one_another_without_gap_or_repeat(self, client_for: ClientFor) -> None:
        case, editor = CaseFactory(), UserFactory()
        for _ in range(120):
            edit(case=case, by=editor)
        client, seen, place = client_for(auditor()), [], ""
        while True:
            context = client.get(f"{LOG}?action=case.edited", {"action": "case.edited", "before": place}).context
            seen += [entry.id for entry in context["entries"]]
            if context["following"] is None:
                break
            place = str(context["following"])

        assert len(seen) == len(set(seen)) == 120
        assert client.get(f"{LOG}?before=nonsense").status_code == 200

    def test_an_entry_shows_what_was_changed(self, client_for: ClientFor) -> None:
        case = CaseFactory(inclusion_note="Before")
        edit(case=case, by=UserFactory())
        client = client_for(auditor())
        entry = client.get(f"{LOG}?action=case.edited").context["entries"][0]

        html = client.get(f"{LOG}{entry.id}/").content.decode()

        assert "<del>Before</del>" in html and "<ins>Before.</ins>" in html
        assert client.get(f"{LOG}00000000-0000-0000-0000-000000000000/").status_code == 404

    def test_a_file_of_the_log_is_itself_in_the_log(self, client_for: ClientFor) -> None:
        case = CaseFactory()
        edit(case=case, by=UserFactory())
        client = client_for(auditor())

        lines = client.get(f"{LOG}?format=jsonl&action=case.edited").getvalue().decode().splitlines()
        table = client.get(f"{LOG}?format=csv&action=case.edited").getvalue().decode()

        assert [json.loads(line)["sentence"] for line in lines] == ["edited the brief"]
        assert f"edited the brief,case brief,{case.public_id}" in table
        assert shown(client, "?action=log.exported") == ["log.exported"] * 2
        assert SensitiveReading.objects.first().about == "format=jsonl&action=case.edited"  # type: ignore[union-attr]
        assert client.get(f"{LOG}?format=pdf").status_code == 404

    def test_opening_the_names_to_suppress_can_be_recorded(self, client_for: ClientFor) -> None:
        readings.record_suppressed_names(about="HT-22222222", by=UserFactory(), now=NOW)

        assert shown(client_for(auditor()), "?action=suppressed_names.read") == ["suppressed_names.read"]

    def test_a_page_costs_the_same_for_one_entry_and_for_ten(self, client_for: ClientFor) -> None:
        client, case = client_for(auditor()), CaseFactory()
        edit(case=case, by=UserFactory())
        with CaptureQueriesContext(connection) as one:
            client.get(LOG)
        for _ in range(9):
            edit(case=case, by=UserFactory())
            CaseTextFactory()
        with CaptureQueriesContext(connection) as ten:
            client.get(LOG)

        assert len(one) == len(ten)


@pytest.mark.django_db
def test_changes_without_an_action_share_one_context_for_each_transaction() -> None:
    first, second = CaseFactory(), CaseFactory()

    contexts = {case.events.get().pgh_context_id for case in (first, second)}

    assert len(contexts) == 1
    assert first.events.get().pgh_context.metadata == {"action": "database.changed"}
