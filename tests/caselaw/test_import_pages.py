"""The page on which a file of briefs is handed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caselaw.actions.imports import JOB_KIND
from caselaw.models import Case
from portal.core.models import PrivateFile, User
from portal.jobs.models import Job
from tests.caselaw.import_files import case, content_of
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/cases/import/"
SignIn = Callable[[User], Client]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Keep jobs from the queue and list them."""
    numbers: list[int] = []
    monkeypatch.setattr("portal.jobs.actions.jobs.send", numbers.append)
    return numbers


def _upload(content: bytes | None = None, name: str = "cases.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content_of(case()) if content is None else content, "application/json")


def test_the_address() -> None:
    assert reverse("caselaw:import-create") == ADDRESS


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(ADDRESS).headers["Location"].startswith(reverse("sign-in"))


def test_a_person_without_the_permission_is_refused(client_for: SignIn) -> None:
    assert client_for(UserFactory()).get(ADDRESS).status_code == 403
    assert client_for(UserFactory()).post(ADDRESS, {"file": _upload()}).status_code == 403
    assert not PrivateFile.objects.exists()


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_staff_with_the_permission_see_the_form(client_for: SignIn, who: str) -> None:
    person = UserFactory(**{who: True})
    assert Permission.objects.filter(codename="add_importbatch").exists()

    answer = client_for(person).get(ADDRESS)

    assert answer.status_code == 200
    assert 'enctype="multipart/form-data"' in answer.text


def test_handing_in_a_file_starts_a_job_and_leads_to_its_page(
    client_for: SignIn, editor: User, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(editor).post(ADDRESS, {"file": _upload(), "source_system": "example"})

    job = Job.objects.get()
    stored = PrivateFile.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    assert (job.kind, job.owner, sent) == (JOB_KIND, editor, [job.pk])
    assert job.arguments == {"file_id": stored.pk, "source_system": "example", "dry_run": False}
    assert (stored.name, stored.owner) == ("cases.json", editor)
    assert not Case.objects.exists()


def test_the_same_file_handed_in_twice_is_one_job(client_for: SignIn, editor: User, sent: list[int]) -> None:
    browser = client_for(editor)

    first = browser.post(ADDRESS, {"file": _upload(), "is_dry_run": "on"})
    second = browser.post(ADDRESS, {"file": _upload(), "is_dry_run": "on"})

    assert first.headers["Location"] == second.headers["Location"]
    assert Job.objects.get().arguments["dry_run"] is True


@pytest.mark.parametrize(
    ("upload", "word"),
    [
        (_upload(name="cases.xlsx"), ".json"),
        (_upload(b"PK\x03\x04"), "no JSON"),
        (_upload(b""), "empty"),
    ],
    ids=["another kind of file", "another content", "nothing"],
)
def test_what_is_no_file_of_briefs_is_refused_at_once(
    client_for: SignIn, editor: User, upload: SimpleUploadedFile, word: str
) -> None:
    answer = client_for(editor).post(ADDRESS, {"file": upload})

    assert answer.status_code == 422
    assert word in answer.text
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_refused_at_once(client_for: SignIn, editor: User, settings: Any) -> None:
    settings.CASE_IMPORT_MAX_BYTES = 10

    answer = client_for(editor).post(ADDRESS, {"file": _upload()})

    assert answer.status_code == 422
    assert not PrivateFile.objects.exists()


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf \n[1]", b'  {"a": 1}'])
def test_space_and_a_byte_order_mark_before_the_json_are_accepted(
    client_for: SignIn, editor: User, sent: list[int], content: bytes
) -> None:
    assert client_for(editor).post(ADDRESS, {"file": _upload(content)}).status_code == 302
