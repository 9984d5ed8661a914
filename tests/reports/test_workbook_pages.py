"""The pages of a workbook: download, hand in, compare, decide; who may, and what is said when it cannot be."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.core.models import User
from reports.actions import workbooks
from reports.models import Submission, WorkbookUpload
from tests.factories.core import UserFactory
from tests.reports.workbook_files import Desk, Filled, desk

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose round is open for long."""
    made = desk()
    made.submission.assignment.round.due_on = "2100-01-01"
    made.submission.assignment.round.save()
    return made


def _address(one: Desk) -> str:
    return f"/country-data/submissions/{one.submission.public_id}/workbook/"


def _file(content: bytes, name: str = "workbook.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_way_from_the_download_to_the_draft(client_for: SignIn, one: Desk) -> None:
    browser, address = client_for(one.officer), _address(one)
    page = browser.get(address).content.decode()
    assert f'action="{address}file/"' in page

    download = browser.get(f"{address}file/?language=ar")
    assert "attachment" in download["Content-Disposition"]
    filled = Filled.of(download.content).put({"1.1|total|2025": "١٢", "2.1|+1|country": "Europe", "2.1|+1|2025": 1})
    assert filled.book["1 Section victims"].sheet_view.rightToLeft
    answer = browser.post(address, {"file": _file(filled.saved())})
    detail = answer["Location"]
    shown = browser.get(detail).content.decode()
    assert "This is a region, not a country." in shown
    changes = browser.get(f"{detail}?show=added").content.decode()
    assert "Total · 2025" in changes
    confirm = browser.get(f"{detail}confirm/").content.decode()
    digest = confirm.split('name="digest" value="')[1].split('"')[0]
    written = browser.post(f"{detail}confirm/", {"digest": digest}, follow=True)

    assert "1 answer was taken over." in written.content.decode()
    assert one.cell("1.1|total|2025").value == 12


def test_a_conflict_must_be_decided_and_what_was_chosen_is_kept(client_for: SignIn, one: Desk) -> None:
    filled = one.file().put({"1.1|f_adult|2025": 8, "1.1|m_adult|2025": 9})
    one.write({"1.1|f_adult|2025": "55", "1.1|m_adult|2025": "66"})
    upload = one.hand_in(filled)
    browser, page = client_for(one.officer), f"{upload.get_absolute_url()}confirm/"
    digest = workbooks.difference(upload).digest
    assert "Online: 55. In the workbook: 8." in browser.get(page).content.decode()

    chosen = {"digest": digest, "side-1.1~f_adult~2025": "workbook"}
    refused = browser.post(page, chosen)
    assert refused.status_code == 422
    assert "Choose one of the two." in refused.content.decode()
    assert refused.content.decode().count(" checked") == 1
    assert browser.post(page, chosen | {"side-1.1~m_adult~2025": "online"}).status_code == 302

    assert one.texts() == {"1.1|f_adult|2025": "8", "1.1|m_adult|2025": "66"}


def test_answers_that_changed_after_the_comparison_are_compared_again(client_for: SignIn, one: Desk) -> None:
    upload = one.hand_in(one.file().put({"1.1|f_adult|2025": 8}))
    digest = workbooks.difference(upload).digest
    one.write({"1.1|f_adult|2025": "55"})

    answer = client_for(one.officer).post(f"{upload.get_absolute_url()}confirm/", {"digest": digest})

    assert answer.status_code == 409
    assert "The answers have changed since you looked" in answer.content.decode()
    assert "Changed in both" in answer.content.decode()
    assert one.texts() == {"1.1|f_adult|2025": "55"}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n0000", "workbook.xlsx", "This is a picture"),
        (b"PK", "workbook.xlsm", "holds macros"),
        (b"", "workbook.xlsx", "The file is empty"),
    ],
)
def test_a_harmful_file_is_refused_on_the_page(
    client_for: SignIn, one: Desk, content: bytes, name: str, said: str
) -> None:
    answer = client_for(one.officer).post(_address(one), {"file": _file(content, name)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not WorkbookUpload.objects.exists()


def test_forty_megabytes_are_refused_by_their_announced_size(client_for: SignIn, one: Desk) -> None:
    answer = client_for(one.officer).post(_address(one), {"file": _file(b"0" * 40 * 1024 * 1024)})

    assert answer.status_code == 413
    assert "The file is larger than" in answer.content.decode()


def test_a_refused_workbook_shows_why_and_comes_back_annotated(client_for: SignIn, one: Desk) -> None:
    filled = one.file()
    cell = filled.tag("1.1|f_child")
    cell.value = "1.1|f_children"
    upload = one.hand_in(filled)
    browser = client_for(one.officer)

    page = browser.get(upload.get_absolute_url()).content.decode()
    assert "Nothing of this workbook can be taken over" in page
    assert "belongs to no question" in page
    assert "Confirm" not in page
    assert browser.get(f"{upload.get_absolute_url()}confirm/").status_code == 409
    copy = load_workbook(io.BytesIO(browser.get(f"{upload.get_absolute_url()}findings.xlsx").content))

    assert "belongs to no question" in copy["1 Section victims"][cell.coordinate].comment.text
    assert copy["1 Section victims"][cell.coordinate].fill.fgColor.rgb == "00F4C7C3"
    assert copy["findings"]["F2"].value


def test_an_annotated_copy_can_be_mended_and_handed_in_again(client_for: SignIn, one: Desk) -> None:
    upload = one.hand_in(one.file().put({"1.1|total|2025": 12.5}))
    copy = client_for(one.officer).get(f"{upload.get_absolute_url()}findings.xlsx").content

    again = one.hand_in(Filled.of(copy).put({"1.1|total|2025": 12}))

    assert again.staged["findings"] == []
    one.take_over(again)
    assert one.cell("1.1|total|2025").value == 12


def test_locked_answers_say_why_and_take_nothing(client_for: SignIn, one: Desk) -> None:
    content = one.made()
    Submission.objects.update(state="submitted", submitted_by=one.officer, submitted_at="2026-03-01T00:00Z")
    browser = client_for(one.officer)

    page = browser.get(_address(one)).content.decode()
    assert "The answers are locked, since their state is: Submitted." in page
    assert 'type="file"' not in page
    refused = browser.post(_address(one), {"file": _file(content)})
    assert refused.status_code == 409
    assert not WorkbookUpload.objects.exists()


def test_who_has_no_part_in_the_answers_finds_nothing(client_for: SignIn, one: Desk) -> None:
    upload = one.hand_in(one.file().put({"1.1|total|2025": 12}))
    stranger = client_for(UserFactory())
    page = upload.get_absolute_url()

    for address in (_address(one), f"{_address(one)}file/", page, f"{page}confirm/", f"{page}findings.xlsx"):
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert stranger.post(f"{page}discard/").status_code == 404


def test_a_colleague_of_the_country_does_not_see_anothers_workbook(client_for: SignIn, one: Desk) -> None:
    upload = one.hand_in(one.file().put({"1.1|total|2025": 12}))
    colleague = UserFactory(role="statistics_officer", country=one.submission.assignment.country)

    assert client_for(colleague).get(_address(one)).status_code == 200
    assert client_for(colleague).get(upload.get_absolute_url()).status_code == 404


def test_a_workbook_can_be_removed(client_for: SignIn, one: Desk) -> None:
    upload = one.hand_in(one.file().put({"1.1|total|2025": 12}))

    answer = client_for(one.officer).post(f"{upload.get_absolute_url()}discard/", follow=True)

    assert "Nothing of it was written" in answer.content.decode()
    assert not WorkbookUpload.objects.exists()


def test_long_comparisons_are_paged(client_for: SignIn, one: Desk) -> None:
    codes = ["total", "f_adult", "m_adult", "f_child", "m_child"]
    values = {f"1.1|{code}|{year}": 5 for code in codes for year in (2023, 2024, 2025)}
    values |= {f"2.1|+{number}|{year}": 1 for number in range(1, 16) for year in (2023, 2024, 2025)}
    countries = [
        "FRA",
        "DEU",
        "ITA",
        "ESP",
        "PRT",
        "POL",
        "CZE",
        "SVK",
        "HUN",
        "AUT",
        "CHE",
        "BEL",
        "NLD",
        "DNK",
        "SWE",
    ]
    names = {f"2.1|+{number}|country": code for number, code in enumerate(countries, start=1)}
    upload = one.hand_in(one.file().put(values | names))
    browser = client_for(one.officer)

    first = browser.get(f"{upload.get_absolute_url()}?show=added").content.decode()
    last = browser.get(f"{upload.get_absolute_url()}?show=added&page=2").content.decode()

    assert (first.count("<tr>"), last.count("<tr>")) == (51, 11)


def test_the_list_of_workbooks_takes_as_many_queries_for_ten_as_for_one(client_for: SignIn, one: Desk) -> None:
    browser = client_for(one.officer)
    upload = one.hand_in(one.file())
    browser.get(_address(one))
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        browser.get(_address(one))
    for _number in range(9):
        WorkbookUpload.objects.create(
            submission=one.submission, file=upload.file, uploaded_by=one.officer, uploaded_at=upload.uploaded_at
        )
    with CaptureQueriesContext(connection) as for_ten:
        page = browser.get(_address(one)).content.decode()

    assert page.count("<tr>") == 11
    assert len(for_ten) == len(for_one)
