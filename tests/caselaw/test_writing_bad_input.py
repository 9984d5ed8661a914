"""Bad input in the writing form: each fault is named at its place and nothing that was typed is lost."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caselaw.models import Case
from portal.core.models import User
from tests.caselaw.test_admin import whole_brief
from tests.caselaw.writing import address, contributor, from_page, messages_of, opened, with_row
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
)
from tests.factories.core import term

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
