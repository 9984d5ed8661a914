"""A contributor begins a brief, fills the long form and saves it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

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
from tests.caselaw.writing import address, changed, contributor, from_page, opened, with_row
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
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


def messages_of(response: Any) -> list[str]:
    """Return what the page of an answer says is wrong."""
    return [f"{problem.label}: {problem.message}" for problem in response.context["problems"]]


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


BAD = {
    "official_title": ("", "Official title"),
    "decision_date": ("yesterday", "Date of the decision"),
    "jurisdiction": ("999999", "Jurisdiction"),
    "countries_involved": ("999999", "Countries of the facts"),
    "title_policy": ("official", "Title shown"),
    "significance": ("9", "Significance"),
    "texts__0__language": ("english!", "Language"),
    "texts__0__headline": ("x" * 301, "Headline"),
    "victims__0__label": ("Maria", ""),
    "victims__0__count_min": ("-1", "Persons, at least"),
    "defendants__0__count": ("none", "Persons"),
    "defendants__0__charges__0__verdict": ("1", "Verdict"),
    "defendants__0__charges__0__sanctions__0__months": ("many", "Months"),
    "sources__0__url": ("javascript:alert(1)", "Address"),
    "findings__0__status": ("maybe", "Status"),
    "findings__0__text": ("x" * 1501, "How the court reasoned"),
    "route__0__from_country": ("", "From: country"),
    "proceedings__0__decision_date": ("2020-13-01", "Date"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_kept(name: str, browser: Client, case: Case) -> None:
    value, label = BAD[name]

    response = browser.post(address(case), opened(browser, case, **{name: value}, scope=term("scope", "internal").pk))

    assert response.status_code == 422
    assert any(label in message for message in messages_of(response)), messages_of(response)
    assert from_page(response).get(name.replace("__", "-"), [""]) == [value]
    assert Case.objects.get(pk=case.pk).scope is None
    for problem in response.context["problems"]:
        assert f'id="{problem.anchor}"'.encode() in response.content


def test_two_identifiers_in_different_spelling_are_one(browser: Client, case: Case) -> None:
    CaseIdentifierFactory(case=case, value="No. 12/2020", normalised="12 2020")

    response = browser.post(
        address(case), with_row(opened(browser, case), "identifiers", scheme="docket", value="no 0012/2020")
    )

    assert response.status_code == 422


def test_the_same_finding_twice_is_an_error_at_its_field(browser: Client, author: User) -> None:
    case = CaseFactory(complete=True, created_by=author)
    recruitment = case.findings.get().term_id

    response = browser.post(
        address(case), with_row(opened(browser, case), "findings", term=recruitment, status="alleged")
    )

    assert response.status_code == 422
    assert any("twice" in message for message in messages_of(response))


def test_a_file_that_is_no_document_is_refused(browser: Client, case: Case) -> None:
    data = with_row(opened(browser, case), "attachments", title="Judgment")
    data["attachments-1-upload"] = SimpleUploadedFile("j.pdf", b"<script>")

    response = browser.post(address(case), data)

    assert response.status_code == 422
    assert case.attachments.count() == 1


def test_a_form_without_its_counts_of_rows_is_an_error_and_no_crash(browser: Client, case: Case) -> None:
    data = opened(browser, case, official_title="New")
    del data["sources-TOTAL_FORMS"]

    assert browser.post(address(case), data).status_code == 422


class TestRows:
    """Rows come and go without scripts and with them."""

    @pytest.mark.parametrize("prefix", [*SECTIONS, "defendants-0-charges", "defendants-0-charges-0-sanctions"])
    def test_a_button_adds_a_row_and_keeps_everything(self, prefix: str, browser: Client, case: Case) -> None:
        data = opened(browser, case, official_title="", decision_date="never")
        count = int(data[f"{prefix}-TOTAL_FORMS"][0])

        response = browser.post(address(case), data | {f"add-{prefix}": "1"})

        again = from_page(response)
        assert response.status_code == 200
        assert again[f"{prefix}-TOTAL_FORMS"] == [str(count + 1)]
        assert again["decision_date"] == ["never"]
        assert response.context["problems"] == []
        assert b"autofocus" in response.content

    def test_a_row_is_added_inside_a_row_that_was_just_added(self, browser: Client, author: User) -> None:
        case = CaseFactory(created_by=author)
        once = from_page(browser.post(address(case), opened(browser, case) | {"add-defendants": "1"}))

        twice = from_page(browser.post(address(case), once | {"add-defendants-0-charges": "1"}))

        assert twice["defendants-0-charges-TOTAL_FORMS"] == ["1"]
        assert once["defendants-0-count"] == ["1"]  # an added row begins with its defaults
        assert browser.post(address(case), twice).status_code == 302  # all empty: nothing to save

    @pytest.mark.parametrize("prefix", ["sources", "defendants", "defendants-3-charges", "defendants-3-sanctions"])
    def test_a_row_comes_as_a_piece_of_page(self, prefix: str, browser: Client, case: Case) -> None:
        page = browser.get(address(case, "desk-row"), {"prefix": prefix, f"{prefix}-TOTAL_FORMS": "2"}).content.decode()

        assert f'id="row-{prefix}-2"' in page
        assert f'name="{prefix}-TOTAL_FORMS" value="3"' in page

    @pytest.mark.parametrize(
        "wrong", [{"prefix": "nothing"}, {"prefix": "sources"}, {"prefix": "sources", "sources-TOTAL_FORMS": "99999"}]
    )
    def test_a_row_that_has_no_place_is_not_found(self, wrong: dict[str, str], browser: Client, case: Case) -> None:
        assert browser.get(address(case, "desk-row"), wrong).status_code == 404


class TestPreview:
    """What readers would see."""

    def test_the_stored_brief_is_shown_with_a_banner(self, browser: Client, case: Case) -> None:
        page = browser.get(address(case, "desk-preview")).content.decode()

        assert "Preview" in page
        assert 'content="noindex"' in page
        assert case.title in page

    def test_entries_are_shown_without_being_saved(self, browser: Client, case: Case) -> None:
        data = opened(browser, case, official_title="Shown only", preview="1")

        response = browser.post(address(case), data)

        assert response.status_code == 200
        assert b"Shown only" in response.content
        assert Case.objects.get(pk=case.pk).official_title == case.official_title

    def test_the_gate_counts_entries_that_are_not_saved(self, browser: Client, author: User) -> None:
        case = CaseFactory(created_by=author)
        data = with_row(opened(browser, case), "sources", citation="Judgment", kind="judgment")

        page = browser.post(address(case, "desk-gate"), data).content.decode()

        assert "At least one source" not in page
        assert "The date of the decision" in page
        assert not case.sources.exists()


class TestSourceText:
    """The judgment's text beside the form."""

    def test_a_pasted_text_is_shown_to_its_owner_only(
        self, browser: Client, case: Case, editor: User, client_for: Callable[[User], Client]
    ) -> None:
        data = changed(
            opened(browser, case, official_title="Typed"), read="1", **{"source-text": "The court <b>held</b>."}
        )

        response = browser.post(address(case), data)

        assert b"The court &lt;b&gt;held&lt;/b&gt;." in response.content
        assert from_page(response)["official_title"] == ["Typed"]
        assert b"The court" not in client_for(editor).get(address(case)).content

    def test_a_file_is_read(self, browser: Client, case: Case) -> None:
        data: dict[str, Any] = opened(browser, case, read="1")
        data["source-upload"] = SimpleUploadedFile("j.txt", "El tribunal resolvió.".encode("cp1252"))

        assert "El tribunal resolvió." in browser.post(address(case), data).content.decode()

    def test_any_other_file_is_refused(self, browser: Client, case: Case) -> None:
        data: dict[str, Any] = opened(browser, case, read="1")
        data["source-upload"] = SimpleUploadedFile("j.pdf", PDF)

        assert ".txt or .docx" in browser.post(address(case), data).content.decode()

    @pytest.mark.parametrize("fault", ["a locked part", "a part that cannot be unpacked", "a version to come"])
    def test_a_damaged_document_is_refused(self, browser: Client, case: Case, fault: str) -> None:
        content = bytearray(document("<p/>" * 40))
        entry = content.index(b"PK\x01\x02")
        place, octet = {
            "a locked part": (entry + 8, 1),
            "a part that cannot be unpacked": (content.index(b"document.xml") + 12, 7),
            "a version to come": (entry + 6, 255),
        }[fault]
        content[place] = octet
        data: dict[str, Any] = opened(browser, case, read="1")
        data["source-upload"] = SimpleUploadedFile("j.docx", bytes(content))

        assert "This is no Word document." in browser.post(address(case), data).content.decode()

    def test_paragraphs_inside_one_another_are_read_once(self, browser: Client, case: Case) -> None:
        depth = 3000
        nested = "<p>" * depth + "<t>The court held.</t>" + "</p>" * depth
        data: dict[str, Any] = opened(browser, case, read="1")
        data["source-upload"] = SimpleUploadedFile("j.docx", document(nested))

        assert browser.post(address(case), data).content.decode().count("The court held.") == 1

    def test_the_text_stays_after_saving_and_goes_when_it_is_emptied(self, browser: Client, case: Case) -> None:
        browser.post(address(case), changed(opened(browser, case), read="1", **{"source-text": "The court."}))
        browser.post(address(case), opened(browser, case, official_title="Saved"))
        assert b"The court." in browser.get(address(case)).content

        browser.post(address(case), opened(browser, case, read="1"))

        assert b"The court." not in browser.get(address(case)).content
