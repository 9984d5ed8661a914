"""A country's figures by workbook, from the download to the State's word, in two directions; every page on the way is sound."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from portal.core.models import User
from reports.choices import SubmissionState
from reports.models import Observation, Submission
from tests.factories.core import UserFactory
from tests.factories.reports import AssignmentFactory, RoundFactory, SubmissionFactory
from tests.journeys.conftest import Visit, Visitor
from tests.journeys.test_desk_journey import look, press, send, sign_in
from tests.reports.workbook_files import Filled

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def make_people() -> tuple[Submission, dict[str, User]]:
    """Return answers in an open round that lasts, with a focal point, an officer and a member of staff."""
    round_ = RoundFactory(complete=True, opened=True, opens_on="2026-01-01", due_on="2099-01-01")
    submission = SubmissionFactory(assignment=AssignmentFactory(round=round_))
    country = submission.assignment.country
    with transaction.atomic():  # the country is given after the role, and looked for at the end
        officer = UserFactory(role="statistics_officer", country=country)
        speaker = UserFactory(role="focal_point", country=country)
    return submission, {"officer": officer, "speaker": speaker, "staff": UserFactory(administrator=True)}


def download(visit: Visit, language: str) -> bytes:
    """Press the button that hands the workbook out."""
    visit.page.locator('select[name="language"]').select_option(language)
    with visit.page.expect_download() as begun:
        visit.page.locator('form[action$="/workbook/file/"] button').click()
    return Path(begun.value.path()).read_bytes()


def upload(visit: Visit, content: bytes) -> None:
    """Hand a workbook in."""
    file: Any = {"name": "figures.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    visit.page.locator('input[type="file"]').set_input_files(files=file)
    with visit.page.expect_navigation():
        visit.page.locator('form[enctype="multipart/form-data"] button').click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_country_hands_in_by_workbook_and_validates(visitor: Visitor, language: str) -> None:
    submission, people = make_people()
    years = submission.assignment.round.years
    prefix = "" if language == "en" else f"/{language}"
    answers = f"{prefix}/country-data/submissions/{submission.public_id}"
    desk = f"{prefix}/country-data/desk/{submission.public_id}/"
    with visitor() as visit:
        sign_in(visit, people["officer"])
        visit.open(f"{answers}/workbook/")
        filled = Filled.of(download(visit, language))
        filled.put({f"1.1|{row}|{year}": 7 for row in ("total", "f_adult") for year in years})
        filled.put({f"1.1|m_adult|{years[-1]}": "about ten"})
        upload(visit, filled.saved())
        look(visit, f"workbook-compared-{language}")
        with visit.page.expect_navigation():
            visit.page.locator('a[href$="/confirm/"]').click()
        look(visit, f"workbook-confirm-{language}")
        send(visit.page)
        look(visit, f"workbook-written-{language}")
        assert Observation.objects.filter(submission=submission, value=7).count() == 2 * len(years)

        # What was no count is mended before the focal point hands in.
        Observation.objects.filter(submission=submission, value__isnull=True).update(value=3, raw_text="")
        sign_in(visit, people["speaker"])
        visit.open(f"{answers}/hand-in/")
        look(visit, f"hand-in-{language}")
        press(visit.page, "hand_in")

        sign_in(visit, people["staff"])
        round_ = submission.assignment.round
        visit.open(f"{prefix}/country-data/rounds/{round_.collection.code}/{round_.code}/")
        look(visit, f"board-{language}")
        visit.open(f"{prefix}/country-data/")
        look(visit, f"country-data-home-{language}")
        visit.open(desk)
        look(visit, f"country-desk-{language}")
        for step in ("begin_review", "accept", "send_for_validation"):
            press(visit.page, step)
        sign_in(visit, people["speaker"])
        visit.open(f"{answers}/validation/")
        look(visit, f"validation-{language}")
        visit.page.locator('input[type="radio"][value="validate"]').check()
        send(visit.page)

    submission.refresh_from_db()
    assert submission.state == SubmissionState.VALIDATED
