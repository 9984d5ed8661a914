"""Staff check, publish and hide briefs by the buttons of the administration."""

from collections.abc import Callable

import pytest
from django.test import Client

from caselaw.choices import CaseStatus, TitlePolicy
from caselaw.models import Case
from portal.core.models import User
from tests.caselaw.briefs_admin import CHANGE, address, step
from tests.factories.caselaw import CaseFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


class TestSteps:
    """The buttons."""

    def test_a_brief_is_cleared_published_and_hidden(self, staff: Client) -> None:
        case = CaseFactory(in_review=True)

        for name, status in (
            ("accept", CaseStatus.IN_REVIEW),
            ("clear", CaseStatus.CLEARED),
            ("publish", CaseStatus.PUBLISHED),
            ("hide", CaseStatus.ON_HOLD),
        ):
            step(staff, case, name)
            case.refresh_from_db()
            assert case.status == status

    def test_the_author_is_told_why_a_second_person_is_needed(self, staff: Client, editor: User) -> None:
        case = CaseFactory(accepted=True, created_by=editor)

        answer = staff.post(address("admin:caselaw_case_step", case.pk, "clear"))

        assert answer.status_code == 403
        assert "A second person does this" in answer.content.decode()

    def test_everything_that_is_missing_is_listed(self, staff: Client) -> None:
        (said,) = step(staff, CaseFactory(), "submit")

        assert "the date of the decision; at least one source" in said

    def test_what_is_missing_stands_on_the_page_before_anyone_asks(self, staff: Client) -> None:
        page = staff.get(address(CHANGE, CaseFactory().pk)).content.decode()

        assert "at least one source" in page

    def test_the_official_title_is_proposed_with_a_reason_and_confirmed_by_another(
        self, staff: Client, client_for: Callable[[User], Client]
    ) -> None:
        case = CaseFactory(safe_title="D. v. State", title_policy=TitlePolicy.INITIALS)

        step(staff, case, "propose-official-title", reason="Lawyers cite it so.")
        step(client_for(UserFactory(editor=True)), case, "confirm-official-title")

        case.refresh_from_db()
        assert case.title_policy == TitlePolicy.OFFICIAL

    @pytest.mark.parametrize("name", ["clear", "publish", "hide", "propose-official-title", "confirm-official-title"])
    def test_each_button_asks_for_its_permission(self, name: str, client_for: Callable[[User], Client]) -> None:
        reader = client_for(UserFactory(is_staff=True, permissions=["caselaw.view_case"]))
        case = CaseFactory(cleared=True)

        assert reader.post(address("admin:caselaw_case_step", case.pk, name)).status_code == 403

    def test_a_button_that_does_not_exist_is_not_found(self, staff: Client) -> None:
        assert staff.post(address("admin:caselaw_case_step", CaseFactory().pk, "shred")).status_code == 404

    def test_a_step_is_not_done_by_a_link(self, staff: Client) -> None:
        case = CaseFactory(cleared=True)

        assert staff.get(address("admin:caselaw_case_step", case.pk, "publish")).status_code == 405

    def test_only_buttons_that_fit_are_offered(self, staff: Client) -> None:
        page = staff.get(address(CHANGE, CaseFactory(published=True).pk))

        assert [offered.name for offered in page.context["steps"]] == ["revise", "hide", "withdraw"]

    def test_preparing_changes_leads_to_their_own_page(self, staff: Client) -> None:
        case = CaseFactory(published=True)

        answer = staff.post(address("admin:caselaw_case_step", case.pk, "revise"))

        successor = Case.objects.get(revises=case)
        assert answer["Location"] == address(CHANGE, successor.pk)


class TestBulkActions:
    """Steps for many briefs at once."""

    def bulk(self, staff: Client, name: str, *cases: Case) -> list[str]:
        page = staff.post(
            address("admin:caselaw_case_changelist"),
            {"action": f"step_{name}", "_selected_action": [case.pk for case in cases]},
            follow=True,
        )
        return [str(message) for message in page.context["messages"]]

    def test_each_brief_goes_through_the_workflow_and_each_refusal_is_told(self, staff: Client) -> None:
        good, bad = CaseFactory(cleared=True), CaseFactory(complete=True)

        said = self.bulk(staff, "publish", good, bad)

        good.refresh_from_db()
        bad.refresh_from_db()
        assert (good.status, bad.status) == (CaseStatus.PUBLISHED, CaseStatus.DRAFT)
        assert said[0] == "Done for 1 brief."
        assert "“Publish” is not possible: the brief is “Draft”." in said[1]

    def test_many_briefs_are_not_deleted_at_once(self, staff: Client) -> None:
        page = staff.get(address("admin:caselaw_case_changelist")).content.decode()

        CaseFactory()
        assert "delete_selected" not in page

    def test_only_steps_that_the_person_may_take_are_offered(self, client_for: Callable[[User], Client]) -> None:
        CaseFactory()
        reader = client_for(UserFactory(is_staff=True, permissions=["caselaw.view_case", "caselaw.hide_case"]))

        page = reader.get(address("admin:caselaw_case_changelist")).content.decode()

        assert "step_hide" in page
        assert "step_publish" not in page
