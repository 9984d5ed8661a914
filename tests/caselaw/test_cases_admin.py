"""Staff enter and edit briefs in the administration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.models import Case
from portal.core.models import User
from tests.admin_forms import filled_in, new_row
from tests.caselaw.briefs_admin import ADD, CHANGE, address, step, whole_brief
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
    DefendantFactory,
    JurisdictionFactory,
    SourceFactory,
    VictimGroupFactory,
)
from tests.factories.core import UserFactory, term

pytestmark = pytest.mark.django_db


class TestEntering:
    """A new brief with its parts."""

    def _new(self, staff: Client) -> dict[str, Any]:
        data = filled_in(
            staff,
            address(ADD),
            jurisdiction=JurisdictionFactory(code="AR").pk,
            official_title="Republic v. M.",
            decision_date="2020-05-04",
        )
        data |= {"texts-0-language": "en", "texts-0-fact_summary": "They were held by debts."}
        data = new_row(data, "sources", citation="Judgment of 4 May 2020", kind="judgment")
        data = new_row(data, "identifiers", scheme="docket", value="No. 0012/2020", is_preferred="on")
        return new_row(data, "findings", term=term("means", "deception").pk, status="found_proved")

    def test_a_brief_is_written_with_all_its_parts(self, staff: Client, editor: User) -> None:
        response = staff.post(address(ADD), self._new(staff))

        case = Case.objects.get()
        assert response.status_code == 302
        assert (case.slug, case.created_by, case.status) == ("republic-v-m", editor, CaseStatus.DRAFT)
        assert case.texts.get().fact_summary == "They were held by debts."
        assert case.sources.get().seq == 1
        assert case.identifiers.get().normalised
        assert case.findings.get().term.code == "deception"

    def test_one_action_stands_behind_every_row(self, staff: Client, editor: User) -> None:
        staff.post(address(ADD), self._new(staff))

        case = Case.objects.get()
        contexts = {row.events.get().pgh_context_id for row in (case, case.texts.get(), case.findings.get())}
        assert len(contexts) == 1
        context = case.events.get().pgh_context.metadata
        assert (context["action"], context["user"]) == ("case.edited", editor.pk)

    def test_nothing_is_written_when_a_part_is_wrong(self, staff: Client) -> None:
        data = self._new(staff) | {"texts-0-language": "English"}

        response = staff.post(address(ADD), data)

        assert response.status_code == 200
        assert not Case.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"title_policy": "initials"}, "Give the title with initials"),
            ({"title_policy": "official"}, "Two persons decide on this"),
            ({"decision_date_precision": "year"}, "Enter the first day of the month or year"),
        ],
        ids=["no initials", "official title", "date"],
    )
    def test_what_the_database_would_refuse_is_said_in_words(
        self, staff: Client, changes: dict[str, str], sentence: str
    ) -> None:
        response = staff.post(address(ADD), self._new(staff) | changes)

        assert sentence in response.content.decode()

    def test_a_victim_cannot_be_named(self, staff: Client) -> None:
        data = new_row(self._new(staff), "victim_groups", label="Maria", role="victim")

        response = staff.post(address(ADD), data)

        assert "The label is Victim, Child, Applicant, Complainant or Group and a number." in response.content.decode()

    def test_a_term_of_another_vocabulary_is_not_offered_and_not_taken(self, staff: Client) -> None:
        verdict = term("verdict", "guilty_trial")
        data = new_row(self._new(staff), "findings", term=verdict.pk, status="alleged")

        response = staff.post(address(ADD), data)

        assert "Select a valid choice" in response.content.decode()
        assert not Case.objects.exists()

    def test_a_new_brief_needs_the_permission(self, client_for: Callable[[User], Client]) -> None:
        reader = UserFactory(is_staff=True, permissions=["caselaw.view_case"])

        assert client_for(reader).get(address(ADD)).status_code == 403


class TestEditing:
    """A brief that exists."""

    def test_parts_are_changed_added_and_removed(self, staff: Client) -> None:
        case = whole_brief()
        data = filled_in(staff, address(CHANGE, case.pk), **{"sources-0-DELETE": "on"})
        data = new_row(data, "texts", language="es", fact_summary="Una deuda.", translation_kind="original")

        response = staff.post(address(CHANGE, case.pk), data)

        assert response.status_code == 302
        assert not case.sources.exists()
        assert set(case.texts.values_list("language", flat=True)) == {"en", "es"}

    def test_rows_may_change_places(self, staff: Client) -> None:
        case = CaseFactory()
        first, second = SourceFactory(case=case, seq=1), SourceFactory(case=case, seq=2)
        data = filled_in(staff, address(CHANGE, case.pk), **{"sources-0-seq": 2, "sources-1-seq": 1})

        staff.post(address(CHANGE, case.pk), data)

        assert list(case.sources.order_by("seq")) == [second, first]

    def test_two_rows_do_not_take_the_same_place(self, staff: Client) -> None:
        case = CaseFactory()
        SourceFactory(case=case, seq=1), SourceFactory(case=case, seq=2)

        response = staff.post(
            address(CHANGE, case.pk), filled_in(staff, address(CHANGE, case.pk), **{"sources-0-seq": 2})
        )

        assert "Two rows have the same place in the order." in response.content.decode()

    def test_the_preferred_identifier_may_change(self, staff: Client) -> None:
        case = CaseFactory()
        old, new = CaseIdentifierFactory(case=case, is_preferred=True), CaseIdentifierFactory(case=case)
        data = filled_in(staff, address(CHANGE, case.pk), **{"identifiers-1-is_preferred": "on"})
        data.pop("identifiers-0-is_preferred")

        staff.post(address(CHANGE, case.pk), data)

        assert case.identifiers.get(is_preferred=True) == new
        old.refresh_from_db()
        assert not old.is_preferred

    def test_what_someone_else_saved_meanwhile_is_not_overwritten(self, staff: Client) -> None:
        case = CaseFactory()
        mine = filled_in(staff, address(CHANGE, case.pk), official_title="Mine")
        staff.post(address(CHANGE, case.pk), filled_in(staff, address(CHANGE, case.pk), official_title="Theirs"))

        response = staff.post(address(CHANGE, case.pk), mine)

        assert "Someone else saved this brief after you opened it." in response.content.decode()
        assert Case.objects.get().official_title == "Theirs"

    def test_editing_a_cleared_brief_re_opens_the_check(self, staff: Client) -> None:
        case = CaseFactory(cleared=True)

        staff.post(address(CHANGE, case.pk), filled_in(staff, address(CHANGE, case.pk), official_title="Other"))

        case.refresh_from_db()
        assert (case.status, case.anonymisation_state) == (CaseStatus.DRAFT, AnonymisationState.RE_OPENED)
        assert (case.cleared_by, case.cleared_at) == (None, None)

    @pytest.mark.parametrize("trait", ["published", "withdrawn"])
    def test_a_published_or_withdrawn_brief_is_not_edited(self, staff: Client, trait: str) -> None:
        case = CaseFactory(**{trait: True})

        page = staff.get(address(CHANGE, case.pk))
        response = staff.post(address(CHANGE, case.pk), {"official_title": "Other"})

        assert "Prepare changes of it" in page.content.decode()
        assert response.status_code == 403

    def test_a_defendant_of_a_published_brief_is_not_edited(self, staff: Client) -> None:
        defendant = DefendantFactory(case=CaseFactory(published=True))

        response = staff.post(address("admin:caselaw_defendant_change", defendant.pk), {"display_name": "Other"})

        assert response.status_code == 403

    def test_saving_without_changes_is_possible(self, staff: Client) -> None:
        case = whole_brief()

        response = staff.post(address(CHANGE, case.pk), filled_in(staff, address(CHANGE, case.pk)))

        assert response.status_code == 302

    def test_parts_of_other_briefs_are_not_offered(self, staff: Client) -> None:
        case, other = whole_brief(), VictimGroupFactory(label="Group 77")

        page = staff.get(address(CHANGE, case.pk)).content.decode()

        assert ">Group 1<" in page
        assert f">{other.label}<" not in page


class TestDeleting:
    """Drafts entered by mistake go; what was public stays."""

    def test_a_draft_is_deleted_and_the_trail_keeps_it(self, staff: Client, editor: User) -> None:
        case = whole_brief()
        key = case.pk

        staff.post(address("admin:caselaw_case_delete", key), {"post": "yes"})

        assert not Case.objects.exists()
        last = Case.pgh_event_model.objects.filter(pgh_obj_id=key).latest("pgh_id")  # type: ignore[attr-defined]
        assert (last.pgh_label, last.pgh_context.metadata["user"]) == ("delete", editor.pk)

    def test_a_brief_that_was_public_is_not_deleted(self, staff: Client) -> None:
        case = CaseFactory(published=True)
        step(staff, case, "hide")

        assert staff.post(address("admin:caselaw_case_delete", case.pk), {"post": "yes"}).status_code == 403
