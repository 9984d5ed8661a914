"""A contributor begins a brief, fills the long form and saves it."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pghistory.models import Events

from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.forms.brief import SECTIONS
from caselaw.models import Case, Court, Defendant, Place
from portal.core.models import Country, User
from tests.caselaw.test_admin import whole_brief
from tests.caselaw.writing import address, contributor, messages_of, opened, with_row
from tests.factories.caselaw import (
    CaseFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    ElementFindingFactory,
    JurisdictionFactory,
    SourceFactory,
)
from tests.factories.core import NOW, UserFactory, term

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NEW = "caselaw:desk-new"


@pytest.fixture
def author(db: None) -> User:
    """A contributor."""
    return contributor()


@pytest.fixture
def browser(author: User, client_for: Callable[[User], Client]) -> Client:
    """A browser in which the contributor is signed in."""
    return client_for(author)


@pytest.fixture
def case(author: User) -> Case:
    """A draft of the contributor with at least one row of each part."""
    return whole_brief(created_by=author)


def document(body: str) -> bytes:
    """Return a Word document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<document xmlns='{WORD}'>{body}</document>")
    return made.getvalue()


class TestBeginning:
    """The short start."""

    def test_four_entries_make_a_draft(self, browser: Client, author: User) -> None:
        entries = {
            "official_title": "Republic v. M.",
            "jurisdiction": JurisdictionFactory(code="AR").pk,
            "language": "es",
            "decision_date": "2020-05",
            "decision_date_precision": "day",
        }
        response = browser.post(reverse(NEW), entries)

        made = Case.objects.get()
        assert response.url == address(made)
        assert (made.created_by, made.status, made.texts.get().language) == (author, CaseStatus.DRAFT, "es")
        assert (made.decision_date.isoformat(), made.decision_date_precision) == ("2020-05-01", "month")

    def test_what_is_missing_is_said_and_the_rest_is_kept(self, browser: Client) -> None:
        response = browser.post(reverse(NEW), {"official_title": "Republic v. M.", "language": "es"})

        assert response.status_code == 422
        assert b"Republic v. M." in response.content
        assert not Case.objects.exists()

    def test_whoever_may_not_write_is_refused(self, client: Client, client_for: Callable[[User], Client]) -> None:
        assert client.get(reverse(NEW)).status_code == 302
        assert client_for(UserFactory()).get(reverse(NEW)).status_code == 403


class TestWhoMayWrite:
    """Own drafts, and every brief that is not public for editors."""

    def test_the_author_opens_the_own_draft(self, browser: Client, case: Case) -> None:
        assert browser.get(address(case)).status_code == 200

    @pytest.mark.parametrize("name", ["desk-write", "desk-preview", "desk-row"])
    def test_another_contributor_finds_nothing(
        self, name: str, case: Case, client_for: Callable[[User], Client]
    ) -> None:
        assert client_for(contributor()).get(address(case, name)).status_code == 404

    @pytest.mark.parametrize("name", ["desk-write", "desk-autosave", "desk-gate"])
    def test_another_contributor_changes_nothing(
        self, name: str, case: Case, client_for: Callable[[User], Client]
    ) -> None:
        assert client_for(contributor()).post(address(case, name), {"official_title": "X"}).status_code == 404

    def test_an_editor_opens_the_draft_of_a_contributor(
        self, case: Case, editor: User, client_for: Callable[[User], Client]
    ) -> None:
        assert client_for(editor).get(address(case)).status_code == 200

    def test_a_reviewer_reads_but_does_not_write(self, case: Case, client_for: Callable[[User], Client]) -> None:
        assert client_for(UserFactory(permissions=("caselaw.view_case",))).get(address(case)).status_code == 403

    def test_the_public_is_asked_to_sign_in(self, case: Case, client: Client) -> None:
        assert client.get(address(case)).status_code == 302

    def test_the_own_brief_in_review_is_not_changed(self, browser: Client, author: User) -> None:
        handed_in = CaseFactory(created_by=author, status=CaseStatus.IN_REVIEW)

        assert browser.get(address(handed_in)).status_code == 409

    def test_a_published_brief_is_not_changed_here(self, editor: User, client_for: Callable[[User], Client]) -> None:
        assert client_for(editor).get(address(CaseFactory(published=True))).status_code == 409


class TestForm:
    """The page."""

    def test_every_section_has_its_anchor_and_says_its_state(self, browser: Client, author: User) -> None:
        response = browser.get(address(CaseFactory(created_by=author)))

        for name in ("decision", *SECTIONS):
            assert f'id="section-{name}"'.encode() in response.content
        assert {section.name: section.state for section in response.context["sections"]}["sources"] == "empty"

    def test_a_field_has_the_id_that_django_gives_it(self, browser: Client, case: Case) -> None:
        page = browser.get(address(case)).content

        for field in (b"official_title", b"sources-0-citation", b"defendants-0-charges-0-verdict"):
            assert b'id="id_' + field + b'"' in page

    def test_saving_unchanged_changes_nothing(self, browser: Client, case: Case) -> None:
        before = Events.objects.references(case).count()

        response = browser.post(address(case), opened(browser, case))

        assert response.status_code == 302
        assert Events.objects.references(case).count() == before
        assert Case.objects.get().updated_at == NOW

    def test_a_long_brief_needs_no_more_queries_than_a_short_one(self, browser: Client, case: Case) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                browser.get(address(case))
            return len(captured)

        few = queries()
        for number in range(10):
            defendant = DefendantFactory(case=case, seq=number + 2)
            for seq in (1, 2, 3):
                ChargeFactory(defendant=defendant, seq=seq)
        for number in range(30):
            SourceFactory(case=case, seq=20_000 + number)
        for found in term("means", "deception").scheme.terms.exclude(code="deception"):
            ElementFindingFactory(case=case, term=found)

        assert queries() == few

    def test_the_gate_lists_what_is_missing(self, browser: Client, author: User) -> None:
        page = browser.get(address(CaseFactory(created_by=author))).content.decode()

        assert "At least one source" in page

    def test_a_text_is_shown_as_readers_will_see_it(self, browser: Client) -> None:
        data = {"field": "texts-0-commentary", "texts-0-commentary": "**bold** <script>alert(1)</script>"}

        page = browser.post(reverse("caselaw:desk-markdown"), data).content.decode()

        assert "<strong>bold</strong>" in page
        assert "<script>" not in page


class TestSaving:
    """All parts in one action."""

    def test_every_part_is_written(self, browser: Client, author: User) -> None:
        case = CaseFactory(created_by=author)
        other = CaseFactory(published=True)
        argentina, spain = Country.objects.get(iso3="ARG"), Country.objects.get(iso3="ESP")
        data = opened(browser, case, safe_title="R. v. M.", countries_involved=[str(argentina.pk)])
        data = with_row(data, "sources", citation="Judgment", kind="judgment")
        data = with_row(data, "identifiers", scheme="docket", value="No. 0012/2020", is_preferred="on")
        data = with_row(
            data, "texts", language="en", translation_kind="original", fact_summary="They were held.\r\n\r\nBy debts."
        )
        data = with_row(
            data, "proceedings", stage=term("stage", "first_instance").pk, court_text="Court", decision_date="2020"
        )
        data = with_row(data, "victims", label="Group 1", count_min="3", nationalities=[str(spain.pk)])
        data = with_row(data, "findings", term=term("means", "deception").pk, status="found_proved", pinpoint="para. 3")
        data = with_row(data, "provisions", instrument=term("instrument", "trafficking_protocol").pk, article="3")
        data = with_row(data, "sectors", term=term("sector", "fishing").pk)
        leg = {"from_country": argentina.pk, "from_name": "Salta", "from_size": "city", "to_country": spain.pk}
        data = with_row(data, "route", **leg, to_size="city")
        data = with_row(data, "relations", to_number=other.public_id, kind="cites")

        response = browser.post(address(case), data)

        assert response.status_code == 302, messages_of(response)
        stored = Case.objects.get(pk=case.pk)
        assert stored.texts.get().fact_summary == "They were held.\n\nBy debts."
        assert stored.proceedings.get().decision_date_precision == "year"
        assert stored.victim_groups.get().nationalities.get() == spain
        assert stored.legs.get().from_place.name == "Salta"
        assert stored.relations.get().to_case == other
        for part in ("identifiers", "findings", "interpretations", "case_sectors", "sources"):
            assert getattr(stored, part).count() == 1, part

    def test_a_new_defendant_comes_with_charges_and_sanctions(self, browser: Client, author: User) -> None:
        case = CaseFactory(created_by=author)
        data = with_row(
            opened(browser, case), "defendants", display_name="M.", kind="natural", name_policy="initials", count="1"
        )
        data = with_row(
            data, "defendants-0-charges", legislation_text="Art. 145 bis", verdict=term("verdict", "guilty_trial").pk
        )
        data = with_row(
            data, "defendants-0-charges-0-sanctions", kind=term("sanction_kind", "imprisonment").pk, months="60"
        )
        data = with_row(
            data, "defendants-0-sanctions", kind=term("sanction_kind", "fine").pk, amount="100", currency="ARS"
        )

        response = browser.post(address(case), data)

        assert response.status_code == 302, messages_of(response)
        charge = Defendant.objects.get(case=case).charges.get()
        assert charge.sanctions.get().months == 60
        assert [item.charge for item in charge.defendant.sanctions.order_by("pk")] == [charge, None]

    def test_charges_in_a_defendant_without_a_name_are_not_lost(self, browser: Client, author: User) -> None:
        case = CaseFactory(created_by=author)
        data = with_row(opened(browser, case), "defendants", kind="natural", name_policy="initials", count="1")
        data = with_row(data, "defendants-0-charges", legislation_text="Art. 145 bis")

        response = browser.post(address(case), data)

        assert response.status_code == 422
        assert any("Shown as" in message for message in messages_of(response))

    def test_a_row_is_removed(self, browser: Client, case: Case) -> None:
        response = browser.post(address(case), opened(browser, case, identifiers__0__DELETE="on"))

        assert response.status_code == 302, messages_of(response)
        assert not case.identifiers.exists()

    def test_a_charge_that_a_finding_names_is_not_removed_silently(self, browser: Client, case: Case) -> None:
        response = browser.post(address(case), opened(browser, case, defendants__0__charges__0__DELETE="on"))

        assert response.status_code == 422
        assert any("about to be removed" in message for message in messages_of(response))
        assert case.findings.count() == 2

    def test_a_new_court_is_added_to_its_jurisdiction(self, browser: Client, case: Case) -> None:
        level = term("stage", "first_instance").pk
        data = opened(browser, case, new_court="Tribunal Oral 2", new_court_level=level)

        assert browser.post(address(case), data).status_code == 302

        court = Court.objects.get(name_original="Tribunal Oral 2")
        assert (court.jurisdiction, Case.objects.get(pk=case.pk).court) == (case.jurisdiction, court)

    def test_a_new_court_that_is_known_already_is_taken(self, browser: Client, case: Case) -> None:
        known = CourtFactory(jurisdiction=case.jurisdiction, name_original="Tribunal Oral 2")

        browser.post(address(case), opened(browser, case, new_court="Tribunal Oral 2", new_court_level=known.level_id))

        assert Case.objects.get(pk=case.pk).court == known

    def test_a_place_that_is_named_twice_is_made_once(self, browser: Client, author: User) -> None:
        case, spain = CaseFactory(created_by=author), Country.objects.get(iso3="ESP")
        leg = {
            "from_country": spain.pk,
            "from_name": "Vigo",
            "from_size": "city",
            "to_country": spain.pk,
            "to_size": "city",
        }
        data = with_row(with_row(opened(browser, case), "route", **leg), "route", **leg)

        assert browser.post(address(case), data).status_code == 302
        assert Place.objects.filter(name="Vigo").count() == 1

    def test_a_file_is_attached_and_stays_private(self, browser: Client, author: User) -> None:
        case = CaseFactory(created_by=author)
        data = with_row(opened(browser, case), "attachments", title="Judgment")
        data["attachments-0-upload"] = SimpleUploadedFile("j.pdf", PDF)

        assert browser.post(address(case), data).status_code == 302

        attachment = case.attachments.get()
        assert (attachment.is_public, attachment.file.name) == (False, "j.pdf")

    def test_editing_a_cleared_brief_re_opens_the_check(
        self, editor: User, client_for: Callable[[User], Client]
    ) -> None:
        case, browser = CaseFactory(cleared=True), client_for(editor)

        assert browser.post(address(case), opened(browser, case, inclusion_note="Why")).status_code == 302
        assert Case.objects.get(pk=case.pk).anonymisation_state == AnonymisationState.RE_OPENED
