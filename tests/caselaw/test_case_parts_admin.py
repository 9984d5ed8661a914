"""Staff enter defendants, with their charges and sanctions, and attach files."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caselaw.models import Case, Defendant
from portal.core.models import User
from tests.admin_forms import filled_in, new_row
from tests.caselaw.briefs_admin import CHANGE, PDF, address
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    ChargeFactory,
    DefendantFactory,
    SanctionFactory,
)
from tests.factories.core import term

pytestmark = pytest.mark.django_db


def document_of_a_later_version() -> bytes:
    """Return a Word document that says that only a program to come can unpack it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    content = bytearray(made.getvalue())
    content[content.index(b"PK\x01\x02") + 6] = 0xFF
    return bytes(content)


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
        [
            ("judgment.pdf", b"<script>"),
            ("judgment.html", PDF),
            ("judgment.docx", b"PK not a document"),
            ("judgment.docx", document_of_a_later_version()),
        ],
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
