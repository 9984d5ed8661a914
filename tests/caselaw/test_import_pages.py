"""The pages of imports: hand in, see, decide; and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caselaw.actions import import_batches, imports
from caselaw.choices import ImportState
from caselaw.models import Case, ImportBatch
from portal.core.models import PrivateFile, User
from portal.jobs.models import Job
from tests.caselaw.import_files import case, content_of, full_case, staged, staged_file
from tests.caselaw.workbook_files import least, workbook_of
from tests.factories.caselaw import ImportBatchFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/imports/"
SignIn = Callable[[User], Client]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Keep jobs from the queue and list them."""
    numbers: list[int] = []
    monkeypatch.setattr("portal.jobs.actions.jobs.send", numbers.append)
    return numbers


def _upload(content: bytes | None = None, name: str = "cases.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content_of(case()) if content is None else content)


def test_the_former_address_leads_to_the_page(client_for: SignIn, editor: User) -> None:
    answer = client_for(editor).get("/cases/import/")

    assert (answer.status_code, answer.headers["Location"]) == (301, ADDRESS)


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(ADDRESS).headers["Location"].startswith(reverse("sign-in"))


def test_a_person_without_the_permission_is_refused(client_for: SignIn) -> None:
    assert client_for(UserFactory()).get(ADDRESS).status_code == 403
    assert client_for(UserFactory()).post(ADDRESS, {"file": _upload()}).status_code == 403
    assert not PrivateFile.objects.exists()


def test_work_that_goes_on_can_be_stopped_on_its_page(client_for: SignIn, editor: User, sent: list[int]) -> None:
    browser = client_for(editor)
    page = browser.post(ADDRESS, {"file": _upload()}).headers["Location"]
    assert f'action="{page}stop/"' in browser.get(page).content.decode()
    assert client_for(UserFactory(editor=True)).post(f"{page}stop/").status_code in (404, 409)

    answer = browser.post(f"{page}stop/")

    assert answer.headers["Location"] == page
    assert ImportBatch.objects.select_related("job").get().standing == ImportState.FAILED
    assert "stop/" not in browser.get(page).content.decode()
    assert browser.post(f"{page}stop/").status_code == 409


def test_a_form_from_elsewhere_is_refused(editor: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)

    assert browser.post(ADDRESS, {"file": _upload()}).status_code == 403


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_staff_with_the_permission_see_the_form(client_for: SignIn, who: str) -> None:
    answer = client_for(UserFactory(**{who: True})).get(ADDRESS)

    assert answer.status_code == 200
    assert 'enctype="multipart/form-data"' in answer.text
    assert "No file yet" in answer.text


def test_handing_in_a_file_starts_its_check_and_leads_to_its_page(
    client_for: SignIn, editor: User, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(editor).post(ADDRESS, {"file": _upload()})

    job, batch, stored = Job.objects.get(), ImportBatch.objects.get(), PrivateFile.objects.get()
    assert answer.headers["Location"] == batch.get_absolute_url()
    assert (job.kind, job.owner, sent) == (import_batches.CHECK, editor, [job.pk])
    assert (batch.state, batch.file, batch.job, stored.owner) == (ImportState.CHECKING, stored, job, editor)
    assert "every 1s" in client_for(editor).get(batch.get_absolute_url()).text


@pytest.mark.parametrize(
    ("upload", "word"),
    [
        (_upload(name="cases.doc"), ".xlsx"),
        (_upload(b"PK\x03\x04"), "no JSON"),
        (_upload(b""), "empty"),
        (_upload(b"PK\x03\x04", name="cases.xlsx"), "where the cases"),
    ],
    ids=["another kind of file", "another content", "nothing", "a workbook without its system"],
)
def test_what_is_no_file_of_briefs_is_refused_at_once(
    client_for: SignIn, editor: User, upload: SimpleUploadedFile, word: str
) -> None:
    answer = client_for(editor).post(ADDRESS, {"file": upload})

    assert answer.status_code == 422
    assert word in answer.text
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client_for: SignIn, editor: User) -> None:
    class Unread:
        def read(self, *_size: int) -> bytes:
            pytest.fail("The body was read.")

        readline = read

    answer = client_for(editor).generic(
        "POST",
        ADDRESS,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="300000000",
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert "larger than" in answer.text
    assert not PrivateFile.objects.exists()


def test_a_checked_import_shows_what_would_change_and_can_be_confirmed(
    client_for: SignIn, editor: User, sent: list[int]
) -> None:
    imports.write(batch_id=staged(case(), by=editor).pk, report=imports.no_report, by=editor, now=NOW)
    batch = staged(case(title="Another title"), case(slug="b"), by=editor)
    browser = client_for(editor)

    page = browser.get(f"{batch.get_absolute_url()}?show=changed").text
    assert "Another title" in page
    assert "Prosecutor v. A." in page
    assert "Confirm and write" in page

    answer = browser.post(f"{batch.get_absolute_url()}confirm/")
    assert answer.headers["Location"] == batch.get_absolute_url()
    assert browser.post(f"{batch.get_absolute_url()}confirm/").status_code == 409


def test_an_import_with_errors_shows_them_with_sheet_row_and_column(client_for: SignIn, editor: User) -> None:
    file = workbook_of(least(victims=[{"label": "Group 1", "count": "ten"}]))
    batch = staged_file(file, "xlsx", by=editor)
    browser = client_for(editor)

    page = browser.get(batch.get_absolute_url()).text
    assert "Sheet victims, row 2, column C" in page
    assert "Confirm and write" not in page
    table = b"".join(browser.get(f"{batch.get_absolute_url()}findings.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Error,victims,2,C,count," in table


def test_others_see_an_import_only_with_the_permission(client_for: SignIn, editor: User) -> None:
    batch = staged(case(), by=editor)

    assert client_for(UserFactory()).get(batch.get_absolute_url()).status_code == 404
    page = client_for(UserFactory(editor=True)).get(batch.get_absolute_url())
    assert page.status_code == 200
    assert "Confirm and write" not in page.text


def test_undoing_is_refused_with_the_names_of_touched_briefs(client_for: SignIn, editor: User) -> None:
    batch = staged(case(title="The touched one"), by=editor)
    imports.write(batch_id=batch.pk, report=imports.no_report, by=editor, now=NOW)
    browser = client_for(editor)
    assert "Undo this import" in browser.get(batch.get_absolute_url()).text
    Case.objects.update(status="in_review")

    answer = browser.post(f"{batch.get_absolute_url()}undo/")

    assert answer.status_code == 409
    assert "The touched one" in answer.text


@pytest.mark.parametrize(("ending", "start"), [("xlsx", b"PK"), ("zip", b"PK")])
def test_the_template_is_there_in_both_forms(client_for: SignIn, editor: User, ending: str, start: bytes) -> None:
    address = f"{ADDRESS}template.{ending}"

    first, second = client_for(editor).get(address), client_for(editor).get(address)

    assert first.content.startswith(start)
    assert first.content == second.content
    assert client_for(UserFactory()).get(address).status_code == 403


def test_the_list_needs_the_same_number_of_queries_with_1_and_10_imports(client_for: SignIn, editor: User) -> None:
    browser = client_for(editor)
    ImportBatchFactory()
    with CaptureQueriesContext(connection) as one:
        browser.get(ADDRESS)
    ImportBatchFactory.create_batch(9)
    with CaptureQueriesContext(connection) as ten:
        browser.get(ADDRESS)

    assert len(ten) == len(one)


def test_the_page_needs_the_same_number_of_queries_with_1_and_10_cases(client_for: SignIn, editor: User) -> None:
    browser = client_for(editor)
    small = staged(full_case(), by=editor)
    large = staged(*(full_case(slug=f"case-{one}", citations=[]) for one in range(10)), by=editor)
    with CaptureQueriesContext(connection) as one:
        browser.get(f"{small.get_absolute_url()}?show=new")
    with CaptureQueriesContext(connection) as ten:
        browser.get(f"{large.get_absolute_url()}?show=new")

    assert len(ten) == len(one)
