"""Published versions side by side: for the public the texts, for staff everything."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caselaw.actions import cases
from caselaw.exports.snapshot import snapshot_of
from caselaw.models import Case, CaseVersion
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, DefendantFactory
from tests.factories.core import NOW, UserFactory
from tests.planting import keep_versions

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
FACTS = "The workers were promised wages that they never saw. Their papers were taken, and they were held by debts on"


@pytest.fixture
def case() -> Case:
    """A public brief with two versions: other facts, another defendant and another note for staff in the second."""
    case = CaseFactory(published=True)
    case.texts.update(fact_summary=f"{FACTS} a farm.")
    first = snapshot_of(case)
    case.texts.update(fact_summary=f"{FACTS} a ship.")
    DefendantFactory(case=case, display_name="Defendant Secunda")
    Case.objects.filter(pk=case.pk).update(inclusion_note="For staff alone.")
    keep_versions(case, first, snapshot_of(Case.objects.get(pk=case.pk)))
    return case


def public(case: Case, query: str = "") -> str:
    """Return the address of the public comparison."""
    return f"/cases/{case.public_id}/versions/compare/{query}"


class TestPublic:
    def test_the_list_shows_what_changed_and_leads_to_the_comparison(self, client: Client, case: Case) -> None:
        page = client.get(f"/cases/{case.public_id}/versions/")

        assert [version.number for version in page.context["versions"]] == [2, 1]
        assert "Note of version 2" in page.text
        assert public(case) in page.text

    def test_readers_see_the_words_that_changed_and_nothing_of_the_rest(self, client: Client, case: Case) -> None:
        page = client.get(public(case))

        assert "<del>farm" in page.text
        assert "<ins>ship" in page.text
        assert "Secunda" not in page.text
        assert "For staff alone." not in page.text

    def test_the_last_two_are_compared_unless_others_are_asked_for(self, client: Client, case: Case) -> None:
        assert [client.get(public(case)).context[name].number for name in ("old", "new")] == [1, 2]
        assert "Nothing differs." in client.get(public(case, "?from=2&to=2")).text

    @pytest.mark.parametrize(
        "query", ["?from=3", "?to=0", "?from=-1", "?from=x", "?to=0000000001999", "?from=", f"?to={'9' * 400}"]
    )
    def test_a_version_that_is_not_there_is_no_page(self, client: Client, case: Case, query: str) -> None:
        assert client.get(public(case, query)).status_code == 404

    def test_a_withheld_version_is_in_no_list_and_on_no_page(self, client: Client, case: Case) -> None:
        CaseVersion.objects.filter(number=1).update(is_withheld=True)

        listed = client.get(f"/cases/{case.public_id}/versions/")

        assert [version.number for version in listed.context["versions"]] == [2]
        assert public(case) not in listed.text
        assert client.get(public(case, "?from=1&to=2")).status_code == 404
        assert "Nothing differs." in client.get(public(case)).text

    def test_without_a_version_there_is_nothing_to_compare(self, client: Client) -> None:
        case = CaseFactory(published=True)

        assert "No version is listed for the public." in client.get(f"/cases/{case.public_id}/versions/").text
        assert client.get(public(case)).status_code == 404

    @pytest.mark.parametrize("step", ["hide", "withdraw"])
    def test_the_versions_go_with_the_brief(self, client: Client, case: Case, step: str) -> None:
        publisher = UserFactory(role="publisher")
        getattr(cases, step)(case_id=case.pk, reason="Named.", by=publisher, now=NOW)

        for address in (f"/cases/{case.public_id}/versions/", public(case), public(case, "?from=1&to=2")):
            assert client.get(address).status_code in (404, 410)

    def test_staff_see_there_what_the_public_sees(self, client_for: ClientFor, case: Case) -> None:
        CaseVersion.objects.filter(number=1).update(is_withheld=True)
        client = client_for(UserFactory(role="editor"))

        assert client.get(public(case, "?from=1&to=2")).status_code == 404


class TestDesk:
    def test_staff_see_everything_that_differs_and_who_answers_for_it(self, client_for: ClientFor, case: Case) -> None:
        page = client_for(UserFactory(role="reviewer")).get(f"{case.get_desk_url()}compare/")

        assert "Secunda" in page.text
        assert "For staff alone." in page.text
        assert str(case.created_by) in page.text

    def test_staff_compare_withheld_versions_too(self, client_for: ClientFor, case: Case) -> None:
        CaseVersion.objects.update(is_withheld=True)

        page = client_for(UserFactory(role="reviewer")).get(f"{case.get_desk_url()}compare/?from=1&to=2")

        assert "Secunda" in page.text

    def test_a_draft_of_changes_is_compared_with_the_public_brief(self, client_for: ClientFor, case: Case) -> None:
        editor = UserFactory(role="editor")
        changes = cases.revise(case_id=case.pk, by=editor, now=NOW)
        changes.texts.update(headline="A quite different headline.")

        page = client_for(editor).get(f"{changes.get_desk_url()}compare/")

        assert "different" in page.text
        assert "Secunda" not in page.text

    def test_with_one_version_nothing_differs_and_without_one_there_is_no_page(self, client_for: ClientFor) -> None:
        client, case = client_for(UserFactory(role="editor")), CaseFactory(published=True)

        assert client.get(f"{case.get_desk_url()}compare/").status_code == 404
        keep_versions(case, snapshot_of(case))

        page = client.get(f"{case.get_desk_url()}compare/")

        assert "Nothing differs." in page.text

    def test_the_cost_does_not_grow_with_the_versions(self, client_for: ClientFor, case: Case) -> None:
        client, address = client_for(UserFactory(role="editor")), f"{case.get_desk_url()}compare/?from=1&to=2"

        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            return len(seen)

        client.get(address)
        with_two = queries()
        keep_versions(case, *[snapshot_of(case)] * 8)

        assert queries() == with_two
