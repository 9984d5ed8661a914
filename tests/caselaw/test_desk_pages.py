"""The editorial desk: who sees which page, steps by buttons, what waits for whom, and the list of briefs."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.models import Case, CaseComment, CaseVersion, SearchDocument
from portal.core.models import User
from tests.factories.caselaw import CaseFactory
from tests.factories.core import UserFactory
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


class TestWhoSees:
    @pytest.mark.parametrize("role", ["contributor", *STAFF])
    def test_people_with_a_part_see_the_desk(self, client_for: ClientFor, role: str) -> None:
        client = client_for(UserFactory(role=role))

        assert [client.get(address).status_code for address in (HOME, LIST)] == [200, 200]

    @pytest.mark.parametrize("role", ["", "fund_manager", "statistics_officer"])
    def test_others_do_not(self, client_for: ClientFor, role: str) -> None:
        client = client_for(UserFactory(role=role))

        assert [client.get(address).status_code for address in (HOME, LIST)] == [403, 403]

    @pytest.mark.parametrize("role", STAFF)
    @pytest.mark.parametrize("state", ["complete", "in_review", "cleared", "published", "hidden", "withdrawn"])
    def test_staff_see_the_page_of_every_brief(self, client_for: ClientFor, role: str, state: str) -> None:
        case = CaseFactory(**{state: True})

        assert client_for(UserFactory(role=role)).get(case.get_desk_url()).status_code == 200

    def test_a_contributor_sees_the_own_brief_and_learns_of_no_other(self, client_for: ClientFor) -> None:
        author = UserFactory(role="contributor")
        client, own, given = client_for(author), CaseFactory(created_by=author), CaseFactory(assigned_to=author)
        others = [CaseFactory(), CaseFactory(published=True), CaseFactory(created_by=author, withdrawn=True)]

        assert [client.get(case.get_desk_url()).status_code for case in (own, given)] == [200, 200]
        for case in others:
            pages = (case.get_desk_url(), step_address(case, "submit"), f"{case.get_desk_url()}compare/")
            assert {client.get(page).status_code for page in pages} == {404}
            assert client.post(step_address(case, "submit")).status_code == 404
            assert client.post(f"{case.get_desk_url()}comment/", {"text": "Hello."}).status_code == 404

    def test_who_reads_only_is_offered_nothing(self, client_for: ClientFor) -> None:
        page = client_for(UserFactory(role="auditor")).get(CaseFactory(in_review=True).get_desk_url())

        assert page.context["steps"] == []
        assert "There is nothing for you to do with this brief now." in page.text

    def test_pages_of_the_desk_are_kept_by_nobody(self, client_for: ClientFor) -> None:
        client = client_for(UserFactory(role="editor"))

        for address in (HOME, LIST, CaseFactory().get_desk_url()):
            assert "no-store" in client.get(address)["Cache-Control"]


class TestSteps:
    def test_one_click_takes_a_step_and_says_what_follows(self, client_for: ClientFor) -> None:
        case = CaseFactory(in_review=True)
        client = client_for(UserFactory(role="reviewer"))

        page = client.post(step_address(case, "accept"), {"seen_version": 1}, follow=True)

        assert page.redirect_chain == [(case.get_desk_url(), 302)]
        assert "The brief waits for the check that no victim is named." in page.text

    def test_a_step_with_a_reason_asks_for_it_and_keeps_what_was_typed(self, client_for: ClientFor) -> None:
        case = CaseFactory(published=True)
        client = client_for(UserFactory(role="publisher"))
        address = step_address(case, "withdraw")

        asked = client.get(address)
        refused = client.post(address, {"reason": "The court set it aside.", "replaced_by": "HT-22222222"})

        assert (asked.status_code, refused.status_code) == (200, 422)
        assert "The court set it aside." in refused.text
        assert "There is no public brief with this identifier." in refused.text
        assert Case.objects.get().status == CaseStatus.PUBLISHED

    def test_an_empty_reason_is_refused(self, client_for: ClientFor) -> None:
        case = CaseFactory(in_review=True)

        page = client_for(UserFactory(role="reviewer")).post(step_address(case, "return"), {"reason": " "})

        assert page.status_code == 422
        assert Case.objects.get().status == CaseStatus.IN_REVIEW

    def test_a_withdrawal_leads_to_the_brief_that_replaces_it(self, client_for: ClientFor) -> None:
        case, better = CaseFactory(published=True), CaseFactory(published=True)

        client_for(UserFactory(role="publisher")).post(
            step_address(case, "withdraw"), {"reason": "Twice.", "replaced_by": better.public_id}
        )

        case.refresh_from_db()
        assert (case.status, case.replaced_by) == (CaseStatus.WITHDRAWN, better)

    def test_hiding_takes_one_click_and_no_reason(self, client_for: ClientFor) -> None:
        case = CaseFactory(published=True)
        client = client_for(UserFactory(role="data_protection_officer"))
        page = client.get(case.get_desk_url())

        client.post(step_address(case, "hide"))

        assert f'action="{step_address(case, "hide")}"' in page.text
        assert Client().get(case.get_absolute_url()).status_code == 404
        assert not SearchDocument.objects.exists()

    def test_a_decision_on_words_that_have_changed_is_refused_and_the_brief_is_shown(
        self, client_for: ClientFor
    ) -> None:
        case = CaseFactory(in_review=True, content_version=2)

        page = client_for(UserFactory(role="reviewer")).post(step_address(case, "accept"), {"seen_version": 1})

        assert page.status_code == 409
        assert "Read it again before you decide." in page.text
        assert Case.objects.get().accepted_at is None

    def test_what_was_typed_stays_when_the_state_has_changed_meanwhile(self, client_for: ClientFor) -> None:
        case = CaseFactory(complete=True)

        page = client_for(UserFactory(role="reviewer")).post(step_address(case, "return"), {"reason": "Which court?"})

        assert page.status_code == 409
        assert "Which court?" in page.text
        assert "is not possible" in page.text

    def test_changes_that_are_gone_answer_that_they_are_gone(
        self, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        changes = CaseFactory(successor=True, cleared=True)
        client = client_for(UserFactory(role="publisher"))
        monkeypatch.setattr("caselaw.views.desk.case_at_desk", lambda request, uuid: changes)
        Case.objects.get(pk=changes.pk).delete()

        page = client.post(step_address(changes, "publish"), {"note": "A new holding."})

        assert page.status_code == 409

    def test_what_is_missing_is_said_by_the_refusal(self, client_for: ClientFor) -> None:
        author = UserFactory(role="contributor")
        case = CaseFactory(created_by=author)

        page = client_for(author).post(step_address(case, "submit"))

        assert page.status_code == 409
        assert "at least one source" in page.text

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_step_that_is_not_for_the_person_is_refused(self, client_for: ClientFor, method: str) -> None:
        case = CaseFactory(cleared=True)

        page = getattr(client_for(UserFactory(role="reviewer")), method)(step_address(case, "publish"))

        assert page.status_code == 403
        assert Case.objects.get().status == CaseStatus.CLEARED

    def test_an_unknown_step_is_no_page(self, client_for: ClientFor) -> None:
        assert client_for(UserFactory(role="editor")).get(step_address(CaseFactory(), "burn")).status_code == 404

    def test_preparing_changes_leads_to_the_draft_of_changes(self, client_for: ClientFor) -> None:
        case = CaseFactory(published=True)

        page = client_for(UserFactory(role="editor")).post(step_address(case, "revise"))

        assert page["Location"] == Case.objects.get(revises=case).get_desk_url()


class TestPeople:
    def test_a_comment_stands_on_the_page(self, client_for: ClientFor) -> None:
        case = CaseFactory(in_review=True)
        client = client_for(UserFactory(role="reviewer"))

        client.post(f"{case.get_desk_url()}comment/", {"text": "Which <b>court</b>?"})

        assert "Which &lt;b&gt;court&lt;/b&gt;?" in client.get(case.get_desk_url()).text

    def test_an_empty_comment_is_refused(self, client_for: ClientFor) -> None:
        case = CaseFactory(in_review=True)

        page = client_for(UserFactory(role="reviewer")).post(f"{case.get_desk_url()}comment/", {"text": ""})

        assert (page.status_code, CaseComment.objects.count()) == (422, 0)

    def test_who_reads_only_writes_no_comment(self, client_for: ClientFor) -> None:
        case = CaseFactory(in_review=True)

        page = client_for(UserFactory(role="auditor")).post(f"{case.get_desk_url()}comment/", {"text": "Hello."})

        assert page.status_code == 403

    def test_a_brief_is_given_and_waits_for_that_person(self, client_for: ClientFor) -> None:
        case, to = CaseFactory(), UserFactory(role="contributor")

        client_for(UserFactory(role="editor")).post(f"{case.get_desk_url()}assign/", {"to": to.pk})

        assert queue(client_for(to), "assigned") == [case]

    def test_nobody_without_a_part_is_given_one(self, client_for: ClientFor) -> None:
        case = CaseFactory()
        client = client_for(UserFactory(role="editor"))

        page = client.post(f"{case.get_desk_url()}assign/", {"to": UserFactory().pk}, follow=True)

        assert "This person has no part in the work on briefs." in page.text
        assert Case.objects.get().assigned_to is None

    def test_a_contributor_gives_no_brief_away(self, client_for: ClientFor) -> None:
        author = UserFactory(role="contributor")
        case = CaseFactory(created_by=author)

        assert client_for(author).post(f"{case.get_desk_url()}assign/", {"to": author.pk}).status_code == 403

    def test_a_version_is_withheld_and_shown_again(self, client_for: ClientFor) -> None:
        case = CaseFactory(published=True)
        keep_versions(case, {"head": {}, "texts": []})
        client, address = client_for(UserFactory(role="editor")), f"{case.get_desk_url()}versions/1/withhold/"

        client.post(address)
        assert CaseVersion.objects.get().is_withheld

        client.post(address, {"show": "1"})
        assert not CaseVersion.objects.get().is_withheld

    def test_a_reviewer_withholds_nothing_and_a_version_that_is_not_there_is_no_page(
        self, client_for: ClientFor
    ) -> None:
        case = CaseFactory(published=True)
        keep_versions(case, {"head": {}, "texts": []})
        client = client_for(UserFactory(role="reviewer"))

        assert client.post(f"{case.get_desk_url()}versions/1/withhold/").status_code == 403
        assert client.post(f"{case.get_desk_url()}versions/2/withhold/").status_code == 404


def test_who_cleared_and_accepted_is_named_on_the_page(client_for: ClientFor) -> None:
    case = CaseFactory(cleared=True)

    page = client_for(UserFactory(role="editor")).get(case.get_desk_url())

    assert str(case.cleared_by) in page.text
    assert case.anonymisation_state == AnonymisationState.CLEARED
