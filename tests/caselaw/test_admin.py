"""Staff enter, check, publish and hide briefs in the administration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.models import Case, Defendant, ElementFinding
from portal.core.models import Term, User
from portal.jobs.models import Job
from tests.admin_forms import filled_in, new_row
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseIdentifierFactory,
    CaseTextFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    ElementFindingFactory,
    ImportBatchFactory,
    JurisdictionFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
)
from tests.factories.core import NoticeFactory, PrivateFileFactory, UserFactory, permissions_of, term
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF\n"
ADD = "admin:caselaw_case_add"
CHANGE = "admin:caselaw_case_change"


@pytest.fixture
def staff(client_for: Callable[[User], Client], editor: User) -> Client:
    """A browser in which an editor is signed in."""
    return client_for(editor)


def address(name: str, *args: object) -> str:
    """Return the address of an admin page."""
    return reverse(name, args=args)


def step(client: Client, case: Case, name: str, **posted: str) -> list[str]:
    """Press a button and return what the page says."""
    response = client.post(address("admin:caselaw_case_step", case.pk, name), posted)
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


def whole_brief(**fields: Any) -> Case:
    """Return a brief with at least one row of each part."""
    case = CaseFactory(complete=True, **fields)
    charge = ChargeFactory(
        defendant=DefendantFactory(case=case, seq=1), proceeding=ProceedingFactory(case=case, seq=1), seq=1
    )
    SanctionFactory(defendant=charge.defendant, charge=charge)
    group = VictimGroupFactory(case=case, label="Group 1")
    ElementFindingFactory(case=case, term=term("means", "deception"), charge=charge, victim_group=group)
    for factory in (CaseIdentifierFactory, ProvisionInterpretationFactory, RouteLegFactory, AttachmentFactory):
        factory(case=case)
    return case


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_the_list_of_each_model_opens(model: Any, administrator: User, client_for: Callable[[User], Client]) -> None:
    whole_brief()
    for factory in (CourtFactory, JobFactory, NoticeFactory, ImportBatchFactory):
        factory()
    listed = address(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    assert client_for(administrator).get(listed).status_code == 200
    assert client_for(administrator).get(listed, {"q": "a"}).status_code == 200


ROWS: dict[str, Callable[[], Any]] = {
    "case": whole_brief,
    "published case": lambda: CaseFactory(published=True),
    "defendant": lambda: whole_brief().defendants.get(),
    "jurisdiction": JurisdictionFactory,
    "court": CourtFactory,
    "place": PlaceFactory,
    "import": ImportBatchFactory,
    "term": lambda: Term.objects.get(scheme="means", code="deception"),
    "vocabulary": lambda: term("means", "deception").scheme,
    "country": lambda: PlaceFactory().country,
    "account": UserFactory,
    "notice": NoticeFactory,
    "file": PrivateFileFactory,
    "job": JobFactory,
}


@pytest.mark.parametrize("kind", ROWS)
def test_the_page_and_history_of_a_row_open(
    kind: str, administrator: User, client_for: Callable[[User], Client]
) -> None:
    row = ROWS[kind]()
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"

    for page in ("change", "history"):
        assert client_for(administrator).get(address(f"{name}_{page}", row.pk)).status_code == 200, page


def test_the_public_does_not_enter(client: Client) -> None:
    assert client.get(address("admin:index")).status_code == 302


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

        assert "Hide it first" in page.content.decode()
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


class TestDefendant:
    """Charges and sanctions, on the page of the defendant."""

    def test_charges_and_sanctions_are_entered(self, staff: Client) -> None:
        defendant = DefendantFactory()
        page = address("admin:caselaw_defendant_change", defendant.pk)
        data = new_row(
            filled_in(staff, page, roles=[term("defendant_role", "recruiter").pk]),
            "charges",
            legislation_text="Criminal Code, art. 145 bis",
            verdict=term("verdict", "guilty_trial").pk,
            appellate_result="none",
        )
        data = new_row(
            data,
            "sanctions",
            kind=term("sanction_kind", "imprisonment").pk,
            months=60,
            payable_to="unknown",
            concurrence="unknown",
            in_force="on",
        )

        response = staff.post(page, data)

        assert response.url == address(CHANGE, defendant.case_id)  # type: ignore[attr-defined]  # of a redirect
        assert defendant.charges.get().seq == 1
        assert defendant.sanctions.get().months == 60
        assert defendant.roles.get().code == "recruiter"

    def test_a_sentence_for_life_has_no_months(self, staff: Client) -> None:
        sanction = SanctionFactory()
        page = address("admin:caselaw_defendant_change", sanction.defendant_id)

        response = staff.post(page, filled_in(staff, page, **{"sanctions-0-is_life": "on"}))

        assert "A sentence for life has no number of months." in response.content.decode()

    def test_what_someone_else_saved_meanwhile_is_not_overwritten(self, staff: Client) -> None:
        defendant = DefendantFactory()
        page = address("admin:caselaw_defendant_change", defendant.pk)
        mine = filled_in(staff, page, display_name="Mine")
        staff.post(page, filled_in(staff, page, display_name="Theirs"))

        response = staff.post(page, mine)

        assert "Someone else saved this brief" in response.content.decode()
        assert Defendant.objects.get().display_name == "Theirs"

    def test_the_page_of_the_brief_links_to_it(self, staff: Client) -> None:
        charge = ChargeFactory()

        page = staff.get(address(CHANGE, charge.defendant.case_id)).content.decode()

        assert address("admin:caselaw_defendant_change", charge.defendant_id) in page


class TestSteps:
    """The buttons."""

    def test_a_brief_is_cleared_published_and_hidden(self, staff: Client) -> None:
        case = CaseFactory(complete=True)

        for name, status in (
            ("clear", CaseStatus.CLEARED),
            ("publish", CaseStatus.PUBLISHED),
            ("hide", CaseStatus.DRAFT),
        ):
            step(staff, case, name)
            case.refresh_from_db()
            assert case.status == status

    def test_the_author_is_told_why_a_second_person_is_needed(self, staff: Client, editor: User) -> None:
        case = CaseFactory(complete=True, created_by=editor)

        assert step(staff, case, "clear") == ["A second person checks the brief, not the one who entered it."]

    def test_everything_that_is_missing_is_listed(self, staff: Client) -> None:
        (said,) = step(staff, CaseFactory(), "publish")

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

        assert [offered.name for offered in page.context["steps"]] == ["hide"]


class TestFiles:
    """Attachments."""

    def _attach(self, staff: Client, case: Case, upload: SimpleUploadedFile) -> Any:
        page = address(CHANGE, case.pk)
        row = {"upload": upload, "title": "Judgment", "redaction_state": "not_checked"}
        return staff.post(page, new_row(filled_in(staff, page), "attachments", **row))

    def test_a_pdf_is_stored_privately_and_can_be_opened_again(self, staff: Client, editor: User) -> None:
        case = CaseFactory()

        self._attach(staff, case, SimpleUploadedFile("judgment.pdf", PDF))

        attachment = case.attachments.get()
        assert (attachment.is_public, attachment.file.name, attachment.file.owner) == (False, "judgment.pdf", editor)
        response = staff.get(address("admin:caselaw_case_attachment", case.pk, attachment.pk))
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]  # of a file response

    @pytest.mark.parametrize(
        ("name", "content"),
        [("judgment.pdf", b"<script>"), ("judgment.html", PDF), ("judgment.docx", b"PK not a document")],
    )
    def test_other_content_is_refused(self, staff: Client, name: str, content: bytes) -> None:
        case = CaseFactory()

        response = self._attach(staff, case, SimpleUploadedFile(name, content))

        assert "Only PDF and Word files" in response.content.decode()
        assert not case.attachments.exists()

    def test_a_file_is_not_public_before_it_is_cleared(self, staff: Client) -> None:
        attachment = AttachmentFactory()
        page = address(CHANGE, attachment.case_id)

        response = staff.post(page, filled_in(staff, page, **{"attachments-0-is_public": "on"}))

        assert "A file is public only after it was cleared of names." in response.content.decode()


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


def test_history_tells_who_changed_what(staff: Client, editor: User) -> None:
    case = CaseFactory(complete=True)
    step(staff, case, "clear")

    changes = staff.get(address("admin:caselaw_case_history", case.pk)).context["changes"]

    newest = changes[0]
    assert (newest.by, newest.action, newest.what) == (str(editor), "case.anonymisation_cleared", "case brief")
    assert ("status", "draft", "cleared") in newest.fields
    assert {"text", "source", "finding"} <= {change.what for change in changes}


@pytest.mark.parametrize(
    ("page", "factory"),
    [
        ("admin:caselaw_case_changelist", CaseFactory),
        ("admin:caselaw_jurisdiction_changelist", JurisdictionFactory),
        ("admin:caselaw_court_changelist", CourtFactory),
        ("admin:caselaw_place_changelist", PlaceFactory),
        ("admin:jobs_job_changelist", JobFactory),
        ("admin:core_notice_changelist", NoticeFactory),
    ],
)
def test_a_list_asks_as_often_for_ten_rows_as_for_one(
    page: str, factory: Any, administrator: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(administrator)
    factory()
    client.get(address(page))
    with CaptureQueriesContext(connection) as one:
        client.get(address(page))
    for _ in range(9):
        factory()

    with CaptureQueriesContext(connection) as ten:
        client.get(address(page))

    assert len(ten) == len(one)


def test_more_findings_do_not_mean_more_queries(staff: Client) -> None:
    case = whole_brief()
    staff.get(address(CHANGE, case.pk))
    with CaptureQueriesContext(connection) as few:
        staff.get(address(CHANGE, case.pk))
    for code in ("fraud", "threat_of_force", "abduction", "abuse_of_power"):
        ElementFindingFactory(case=case, term=term("means", code))

    with CaptureQueriesContext(connection) as many:
        staff.get(address(CHANGE, case.pk))

    assert ElementFinding.objects.filter(case=case).count() == 6
    assert len(many) == len(few)


def test_countries_are_found_by_their_names_in_other_languages(staff: Client) -> None:
    asked = {"app_label": "caselaw", "model_name": "case", "field_name": "countries_involved", "term": "Allemagne"}
    staff.force_login(UserFactory(editor=True, permissions=[*permissions_of("caselaw"), "core.view_country"]))

    found = staff.get(address("admin:autocomplete"), asked).json()["results"]

    assert [row["text"] for row in found] == ["Germany"]


def test_jobs_are_looked_at_and_not_changed(administrator: User, client_for: Callable[[User], Client]) -> None:
    job = JobFactory()

    response = client_for(administrator).post(address("admin:jobs_job_change", job.pk), {"title": "Other"})

    assert response.status_code == 403
    assert Job.objects.get().title == job.title


def test_texts_of_a_brief_open_in_their_own_blocks(staff: Client) -> None:
    case = CaseFactory()
    for language in ("en", "fr"):
        CaseTextFactory(case=case, language=language)

    page = staff.get(address(CHANGE, case.pk)).content.decode()

    assert "texts-1-fact_summary" in page
