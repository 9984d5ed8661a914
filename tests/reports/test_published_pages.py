"""Pages of data sets as published: who sees them, upload, defects and their report, decisions about labels."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

import reports.tasks  # noqa: F401  registers the work
from portal.core.models import Country, User
from portal.jobs.running import run
from reports.actions import published
from reports.choices import DatasetState, DefectKind, LabelState, PartnerKind
from reports.importing.containers import PublishedFile
from reports.models import PartnerLabel, SourceDataset
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
SAMPLE = Path(__file__).parents[2] / "reports" / "sample" / "published_sample.csv"
LIST = "/country-data/published/"
LABELS = "/country-data/published/labels/"


def upload(content: bytes, name: str = "published.csv") -> dict[str, Any]:
    """Return what the form sends."""
    return {"file": SimpleUploadedFile(name, content, content_type="text/csv")}


def sample() -> SourceDataset:
    """Take the synthetic sample in at once."""
    return published.take_in(
        file=PublishedFile.at(SAMPLE), sha256="a" * 64, vintage=None, report=lambda rows: None, by=None, now=NOW
    )


def label(text: str = "Atlantis", **more: Any) -> PartnerLabel:
    """A label that waits for a decision."""
    made: PartnerLabel = PartnerLabel.objects.create(label=text, normalised=text.casefold(), **more)
    return made


def country() -> Country:
    """Any country."""
    found: Country = Country.objects.get(iso3="NGA")
    return found


def decision(**more: Any) -> dict[str, Any]:
    """Return what the form of a decision sends."""
    return {"kind": PartnerKind.COUNTRY, "country": country().pk, "was": LabelState.UNKNOWN} | more


# Who sees what


@pytest.mark.parametrize("address", [LIST, LABELS])
@pytest.mark.parametrize(("role", "status"), [("staff", 200), ("contributor", 403), ("editor", 403), ("reviewer", 403)])
def test_the_pages_are_for_those_who_run_rounds(client_for: ClientFor, role: str, status: int, address: str) -> None:
    assert client_for(UserFactory(role=role)).get(address).status_code == status


def test_nobody_sees_a_data_set_without_the_permission(client_for: ClientFor) -> None:
    dataset = sample()
    at = client_for(UserFactory())

    assert at.get(f"{LIST}{dataset.pk}/").status_code == 403
    assert at.get(f"{LIST}{dataset.pk}/quality.xlsx").status_code == 403


def test_who_may_only_see_data_sets_is_offered_no_upload_and_may_not_hand_in(client_for: ClientFor) -> None:
    at = client_for(UserFactory(permissions=("reports.view_sourcedataset",)))

    assert 'type="file"' not in at.get(LIST).content.decode()
    assert at.post(LIST, upload(SAMPLE.read_bytes())).status_code == 403
    assert not SourceDataset.objects.exists()


def test_the_page_of_country_data_leads_to_the_list_for_those_who_may_see_it(
    at_secretariat: Client, client_for: ClientFor
) -> None:
    link = f'href="{LIST}"'

    assert link in at_secretariat.get("/country-data/").content.decode()
    assert link not in client_for(UserFactory()).get("/country-data/").content.decode()


# Upload


def test_a_file_that_is_handed_in_is_read_by_a_job(at_secretariat: Client) -> None:
    answer = at_secretariat.post(LIST, upload(SAMPLE.read_bytes()))

    dataset = SourceDataset.objects.get()
    assert dataset.job is not None
    assert answer.status_code == 302
    assert str(dataset.job.public_id) in answer["Location"]
    assert "The file is being read" in at_secretariat.get(f"{LIST}{dataset.pk}/").content.decode()

    run(dataset.job.pk)

    dataset.refresh_from_db()
    assert dataset.state == DatasetState.READ
    assert dataset.observations.count() == dataset.counts["rows"] > 0


def test_the_same_file_again_leads_to_the_data_set_that_is_here(at_secretariat: Client) -> None:
    at_secretariat.post(LIST, upload(SAMPLE.read_bytes()))
    dataset = SourceDataset.objects.get()
    assert dataset.job is not None
    run(dataset.job.pk)

    page = at_secretariat.post(LIST, upload(SAMPLE.read_bytes()), follow=True).content.decode()

    assert "This file is here already" in page
    assert SourceDataset.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF", "report.pdf", "Choose a file whose name ends in one of: .xlsx, .csv, .csv.gz."),
        (b"", "published.csv", "The file is empty."),
    ],
)
def test_a_wrong_file_is_refused_in_words(at_secretariat: Client, content: bytes, name: str, words: str) -> None:
    answer = at_secretariat.post(LIST, upload(content, name))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SourceDataset.objects.exists()


def test_a_table_of_something_else_is_refused_by_the_job_and_the_page_says_why(at_secretariat: Client) -> None:
    at_secretariat.post(LIST, upload(b"a,b\n1,2\n"))
    dataset = SourceDataset.objects.select_related("job").get()
    assert dataset.job is not None

    run(dataset.job.pk)

    dataset.refresh_from_db()
    dataset.job.refresh_from_db()
    page = at_secretariat.get(f"{LIST}{dataset.pk}/").content.decode()
    assert dataset.state == DatasetState.FAILED
    assert dataset.job.error
    assert "Nothing of this file was kept" in page
    assert at_secretariat.get(f"{LIST}{dataset.pk}/quality.xlsx").status_code == 404


# Defects


def test_every_kind_of_defect_is_listed_with_its_number_and_its_rows(at_secretariat: Client) -> None:
    dataset = sample()

    answer = at_secretariat.get(f"{LIST}{dataset.pk}/")

    shown = {row.kind: row.number for row in answer.context["kinds"]}
    assert set(shown) == set(DefectKind.values)
    assert sum(shown.values()) == dataset.defects.count() > 0
    for kind, number in shown.items():
        page = at_secretariat.get(f"{LIST}{dataset.pk}/?kind={kind}")
        assert page.context["page"].paginator.count == number
        assert len(page.context["rows"]) == min(number, 50)
        assert str(DefectKind(kind).label) in page.content.decode()
    assert at_secretariat.get(f"{LIST}{dataset.pk}/?kind=none").status_code == 404


def test_the_report_holds_every_defect_with_its_row(at_secretariat: Client) -> None:
    dataset = sample()

    answer = at_secretariat.get(f"{LIST}{dataset.pk}/quality.xlsx")

    summary, defects = load_workbook(io.BytesIO(answer.content)).worksheets
    numbers = {row[0]: row[1] for row in summary.iter_rows(values_only=True)}
    rows = list(defects.iter_rows(min_row=2, values_only=True))
    assert numbers[str(DefectKind.CELL_CODE.label)] == dataset.defects.filter(kind=DefectKind.CELL_CODE).count() > 0
    assert sorted(row[1] for row in rows) == sorted(dataset.defects.values_list("row_number", flat=True))
    assert any(row[4] and row[4].startswith("First in row") for row in rows)


def test_the_list_costs_the_same_for_one_data_set_and_for_ten(at_secretariat: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert at_secretariat.get(LIST).status_code == 200
        return len(queries)

    def add(number: int) -> None:
        SourceDataset.objects.create(title="T", sha256=str(number), imported_at=NOW, imported_by=UserFactory())

    add(0)
    cost()
    one = cost()
    for number in range(1, 10):
        add(number)
    assert cost() == one


# Labels


def test_the_queue_shows_first_what_waits_and_can_be_searched(at_secretariat: Client) -> None:
    label("Atlantis")
    label("Mu")
    label("Nigerian", state=LabelState.KNOWN, kind=PartnerKind.COUNTRY, country=country())

    def shown(query: str) -> list[str]:
        return [row.label for row, _kind in at_secretariat.get(f"{LABELS}{query}").context["rows"]]

    assert shown("") == ["Atlantis", "Mu"]
    assert shown("?state=") == ["Atlantis", "Mu", "Nigerian"]
    assert shown("?state=known") == ["Nigerian"]
    assert shown("?state=&q=lant") == ["Atlantis"]


def test_a_label_is_decided_by_its_country(at_secretariat: Client, secretariat: User) -> None:
    waiting = label()

    answer = at_secretariat.post(f"{LABELS}{waiting.pk}/", decision())

    waiting.refresh_from_db()
    assert answer.status_code == 302
    assert (waiting.state, waiting.country, waiting.decided_by) == (LabelState.DECIDED, country(), secretariat)


def test_a_label_is_decided_by_its_kind(at_secretariat: Client) -> None:
    waiting = label("Asians")

    at_secretariat.post(f"{LABELS}{waiting.pk}/", decision(kind=PartnerKind.SEVERAL, country=""))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.kind, waiting.country) == (LabelState.DECIDED, PartnerKind.SEVERAL, None)


def test_a_second_decision_of_who_saw_the_label_undecided_is_a_conflict(at_secretariat: Client) -> None:
    waiting = label()
    at_secretariat.post(f"{LABELS}{waiting.pk}/", decision())

    answer = at_secretariat.post(f"{LABELS}{waiting.pk}/", decision(kind=PartnerKind.STATELESS, country=""))

    waiting.refresh_from_db()
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody has decided about this label meanwhile." in page
    assert "This label is decided already" in page
    assert waiting.country == country()


def test_of_two_people_who_change_a_decision_the_second_is_told(at_secretariat: Client) -> None:
    waiting = label()
    at_secretariat.post(f"{LABELS}{waiting.pk}/", decision())
    waiting.refresh_from_db()
    both_saw = waiting.version
    at_secretariat.post(f"{LABELS}{waiting.pk}/", decision(kind=PartnerKind.SEVERAL, country="", was=both_saw))

    answer = at_secretariat.post(f"{LABELS}{waiting.pk}/", decision(kind=PartnerKind.FOREIGN, country="", was=both_saw))

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.kind) == (409, PartnerKind.SEVERAL)


@pytest.mark.parametrize("wrong", [{"country": ""}, {"kind": PartnerKind.STATELESS}, {"kind": "planet"}])
def test_a_decision_that_says_too_little_or_too_much_is_refused(at_secretariat: Client, wrong: dict[str, Any]) -> None:
    waiting = label()

    assert at_secretariat.post(f"{LABELS}{waiting.pk}/", decision(**wrong)).status_code == 422

    waiting.refresh_from_db()
    assert waiting.state == LabelState.UNKNOWN


def test_nobody_decides_without_the_permission(client_for: ClientFor) -> None:
    waiting = label()
    at = client_for(UserFactory(permissions=("reports.view_sourcedataset",)))

    assert at.post(f"{LABELS}{waiting.pk}/", decision()).status_code == 403


def test_the_queue_costs_the_same_for_one_label_and_for_ten(at_secretariat: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert at_secretariat.get(f"{LABELS}?state=").status_code == 200
        return len(queries)

    def add(number: int) -> None:
        label(
            f"L{number}",
            state=LabelState.DECIDED,
            kind=PartnerKind.COUNTRY,
            country=country(),
            decided_by=UserFactory(),
            decided_at=NOW,
        )

    add(0)
    cost()
    one = cost()
    for number in range(1, 10):
        add(number)
    assert cost() == one
