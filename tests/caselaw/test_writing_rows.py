"""Rows of the writing form, previews, and the text to read beside it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caselaw.actions import drafts
from caselaw.forms.brief import SECTIONS
from caselaw.models import Case
from portal.core.errors import ChangedMeanwhileError
from portal.core.models import User
from tests.caselaw.test_admin import whole_brief
from tests.caselaw.writing import address, changed, contributor, from_page, opened, with_row
from tests.factories.caselaw import (
    CaseFactory,
)

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

    def test_the_gate_shows_what_is_stored_when_somebody_saves_in_this_moment(
        self, browser: Client, author: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = CaseFactory(created_by=author)
        data = with_row(opened(browser, case), "sources", citation="Judgment", kind="judgment")

        def saved_meanwhile(*_anything: Any, **_values: Any) -> None:
            raise ChangedMeanwhileError("Saved.")

        monkeypatch.setattr(drafts, "as_if_saved", saved_meanwhile)
        answer = browser.post(address(case, "desk-gate"), data)

        assert answer.status_code == 200
        assert "At least one source" in answer.content.decode()


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
