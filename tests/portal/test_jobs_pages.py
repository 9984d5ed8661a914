"""The pages of background jobs."""

import csv
import io
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from portal.core.models import User
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from tests.factories.core import PrivateFileFactory, UserFactory
from tests.factories.jobs import JobFactory, JobFileFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
FINDING = {"path": "cases[3].title", "value": "=1+1", "why": "No title", "remedy": "Enter one", "level": "error"}


def addresses(job: Job) -> list[str]:
    """Return every address of a job that is read."""
    made = JobFileFactory(job=job)
    page = f"/jobs/{job.public_id}/"
    return [page, f"{page}progress/", f"{page}findings.csv", f"{page}files/{made.pk}/"]


def page(client: Client, job: Job, part: str = "") -> str:
    """Return the page of a job."""
    return unescape(client.get(f"/jobs/{job.public_id}/{part}").content.decode())


@pytest.fixture
def owner() -> User:
    """The person who started the job."""
    return UserFactory()


@pytest.fixture
def browser(owner: User, client_for: ClientFor) -> Client:
    """The owner's browser."""
    return client_for(owner)


# Who may see


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    for url in addresses(JobFactory()):
        response = client.get(url)
        assert (response.status_code, response.url) == (302, f"/account/sign-in/?next={url}")


def test_a_job_of_another_person_does_not_exist(browser: Client) -> None:
    job = JobFactory()

    for url in addresses(job):
        assert browser.get(url).status_code == 404
    assert browser.post(f"/jobs/{job.public_id}/cancel/").status_code == 404
    assert not Job.objects.get(pk=job.pk).is_cancel_requested


def test_an_editor_sees_no_jobs_of_others(editor: User, client_for: ClientFor) -> None:
    assert client_for(editor).get(addresses(JobFactory())[0]).status_code == 404


def test_an_administrator_sees_every_job(administrator: User, client_for: ClientFor) -> None:
    job = JobFactory(title="Import of briefs.json")

    html = page(client_for(administrator), job)

    assert "Import of briefs.json" in html
    assert f"Started by {job.owner.full_name}" in html


def test_a_job_that_does_not_exist_is_no_page(browser: Client) -> None:
    assert browser.get(f"/jobs/{uuid.UUID(int=7)}/").status_code == 404


def test_the_pages_are_kept_by_nobody(browser: Client, owner: User) -> None:
    job = JobFactory(owner=owner)

    for part in ("", "progress/"):
        assert "no-store" in browser.get(f"/jobs/{job.public_id}/{part}")["Cache-Control"]


# Progress


@pytest.mark.parametrize(
    ("trait", "status"),
    [
        ({}, 200),
        ({"running": True}, 200),
        ({"succeeded": True}, 286),
        ({"failed": True}, 286),
        ({"cancelled": True}, 286),
    ],
)
def test_the_page_asks_again_until_the_job_has_ended(
    browser: Client, owner: User, trait: dict[str, bool], status: int
) -> None:
    job = JobFactory(owner=owner, **trait)
    asks = f'hx-get="/jobs/{job.public_id}/progress/" hx-trigger="every 1s"'
    reloads = '<noscript><meta http-equiv="refresh" content="5"></noscript>'

    part = browser.get(f"/jobs/{job.public_id}/progress/")
    html = page(browser, job)

    assert part.status_code == status
    assert (asks in html, reloads in html) == (status == 200, status == 200)


def test_the_changing_part_is_no_whole_page(browser: Client, owner: User) -> None:
    html = page(browser, JobFactory(owner=owner), "progress/")

    assert "Progress" in html
    assert "<html" not in html


def test_progress_is_counted(browser: Client, owner: User) -> None:
    job = JobFactory(owner=owner, running=True, done=1200, total=5000, step="Checking the cases")

    html = page(browser, job, "progress/")

    assert "1,200 of 5,000" in html
    assert 'max="5000" value="1200"' in html
    assert "Checking the cases" in html
    assert "Running" in html


def test_a_repeated_attempt_is_said(browser: Client, owner: User) -> None:
    html = page(browser, JobFactory(owner=owner, running=True, attempts=3))

    assert "this is attempt 3" in html


def test_an_end_shows_its_result_error_and_files(browser: Client, owner: User) -> None:
    good = JobFactory(owner=owner, succeeded=True, result={"read": 86})
    made = JobFileFactory(job=good, file__name="report.pdf")
    bad = JobFactory(owner=owner, failed=True, error="The file has 2 errors.")

    html = page(browser, good)

    assert '<dt>read</dt><dd class="kp-nums">86</dd>' in html
    assert f'href="/jobs/{good.public_id}/files/{made.pk}/"><bdi>report.pdf</bdi>' in html
    assert "The file has 2 errors." in page(browser, bad)


# Stopping


def test_an_owner_stops_a_job(browser: Client, owner: User) -> None:
    running, waiting = JobFactory(owner=owner, running=True), JobFactory(owner=owner)

    for job in (running, waiting):
        assert "Stop this job" in page(browser, job)
        response = browser.post(f"/jobs/{job.public_id}/cancel/", follow=True)
        assert "The job stops at its next step; nothing of it is kept." in unescape(response.content.decode())

    running.refresh_from_db()
    waiting.refresh_from_db()
    assert (running.state, running.is_cancel_requested) == (JobState.RUNNING, True)
    assert waiting.state == JobState.CANCELLED
    assert "Stopping at the next step." in page(browser, running)
    assert "Stop this job" not in page(browser, running)


def test_a_job_that_has_ended_is_not_stopped(browser: Client, owner: User) -> None:
    job = JobFactory(owner=owner, succeeded=True)

    assert "Stop this job" not in page(browser, job)
    response = browser.post(f"/jobs/{job.public_id}/cancel/", follow=True)

    assert "This job has already ended." in response.content.decode()
    assert Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED


def test_a_link_cannot_stop_a_job(browser: Client, owner: User) -> None:
    job = JobFactory(owner=owner)

    assert browser.get(f"/jobs/{job.public_id}/cancel/").status_code == 405
    assert not Job.objects.get(pk=job.pk).is_cancel_requested


# Findings and files


def test_findings_are_shown_escaped_and_the_rest_is_counted(browser: Client, owner: User) -> None:
    evil = {**FINDING, "value": "<script>alert(1)</script>", "why": "<img src=x>"}
    job = JobFactory(owner=owner, failed=True, findings=[evil] * 203)

    raw = browser.get(f"/jobs/{job.public_id}/").content.decode()

    assert raw.count("cases[3].title") == 200
    assert "3 more are in the file." in raw
    assert "<script>alert" not in raw
    assert "<img src=x" not in raw


def test_all_findings_can_be_taken_away_without_formulas(browser: Client, owner: User) -> None:
    job = JobFactory(owner=owner, failed=True, findings=[FINDING, {"path": "cases[4]", "level": "warning"}] * 150)

    response = browser.get(f"/jobs/{job.public_id}/findings.csv")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response["Content-Disposition"] == f'attachment; filename="findings-{job.public_id}.csv"'
    assert rows[:3] == [
        ["path", "value", "why", "remedy", "level"],
        ["cases[3].title", "'=1+1", "No title", "Enter one", "error"],
        ["cases[4]", "", "", "", "warning"],
    ]
    assert len(rows) == 301


def test_a_file_is_a_download_that_no_browser_runs(browser: Client, owner: User) -> None:
    stored = PrivateFileFactory(
        name="report.html", file=ContentFile(b"<script>alert(1)</script>", "x"), content_type="text/html"
    )
    made = JobFileFactory(job__owner=owner, file=stored)

    response = browser.get(f"/jobs/{made.job.public_id}/files/{made.pk}/")

    assert response.getvalue() == b"<script>alert(1)</script>"
    assert response["Content-Disposition"] == 'attachment; filename="report.html"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_of_another_job_is_not_given_out(browser: Client, owner: User) -> None:
    job, other = JobFactory(owner=owner), JobFileFactory()

    assert browser.get(f"/jobs/{job.public_id}/files/{other.pk}/").status_code == 404


def test_a_page_of_many_files_takes_no_more_queries(
    browser: Client, owner: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    job = JobFactory(owner=owner, succeeded=True)
    for _ in range(10):
        JobFileFactory(job=job)

    with django_assert_max_num_queries(6):  # session, person, rights (2), job, files
        page(browser, job)
