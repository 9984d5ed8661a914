"""The administration of case law: each list and page opens, and asks no more for more rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caselaw.models import ElementFinding
from portal.core.models import Term, User
from portal.jobs.models import Job
from tests.caselaw.briefs_admin import CHANGE, address, step, whole_brief
from tests.factories.caselaw import (
    CaseFactory,
    CaseTextFactory,
    CourtFactory,
    ElementFindingFactory,
    ImportBatchFactory,
    JurisdictionFactory,
    PlaceFactory,
)
from tests.factories.core import NoticeFactory, PrivateFileFactory, UserFactory, permissions_of, term
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_the_list_of_each_model_opens(model: Any, administrator: User, client_for: Callable[[User], Client]) -> None:
    whole_brief()
    for factory in (CourtFactory, JobFactory, NoticeFactory, ImportBatchFactory):
        factory()
    listed = address(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    assert client_for(administrator).get(listed).status_code == 200
    assert client_for(administrator).get(listed, {"q": "a"}).status_code == 200


ROWS: dict[str, Callable[[], Any]] = {
    "case": whole_brief,
    "published case": lambda: CaseFactory(published=True),
    "defendant": lambda: whole_brief().defendants.get(),
    "jurisdiction": JurisdictionFactory,
    "court": CourtFactory,
    "place": PlaceFactory,
    "import": ImportBatchFactory,
    "term": lambda: Term.objects.get(scheme="means", code="deception"),
    "vocabulary": lambda: term("means", "deception").scheme,
    "country": lambda: PlaceFactory().country,
    "account": UserFactory,
    "notice": NoticeFactory,
    "file": PrivateFileFactory,
    "job": JobFactory,
}


@pytest.mark.parametrize("kind", ROWS)
def test_the_page_and_history_of_a_row_open(
    kind: str, administrator: User, client_for: Callable[[User], Client]
) -> None:
    row = ROWS[kind]()
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"

    for page in ("change", "history"):
        assert client_for(administrator).get(address(f"{name}_{page}", row.pk)).status_code == 200, page


def test_the_public_does_not_enter(client: Client) -> None:
    assert client.get(address("admin:index")).status_code == 302


def test_history_tells_who_changed_what(staff: Client, editor: User) -> None:
    case = CaseFactory(accepted=True)
    step(staff, case, "clear")

    changes = staff.get(address("admin:caselaw_case_history", case.pk)).context["changes"]

    # All rows of one transaction, here the whole test, have one moment; only within a table is their order certain.
    newest = next(change for change in changes if change.what == "case brief")
    assert (newest.by, newest.action, newest.what) == (str(editor), "case.anonymisation_cleared", "case brief")
    assert ("status", "in_review", "cleared") in newest.fields
    assert {"text", "source", "finding"} <= {change.what for change in changes}


@pytest.mark.parametrize(
    ("page", "factory"),
    [
        ("admin:caselaw_case_changelist", CaseFactory),
        ("admin:caselaw_jurisdiction_changelist", JurisdictionFactory),
        ("admin:caselaw_court_changelist", CourtFactory),
        ("admin:caselaw_place_changelist", PlaceFactory),
        ("admin:jobs_job_changelist", JobFactory),
        ("admin:core_notice_changelist", NoticeFactory),
    ],
)
def test_a_list_asks_as_often_for_ten_rows_as_for_one(
    page: str, factory: Any, administrator: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(administrator)
    factory()
    client.get(address(page))
    with CaptureQueriesContext(connection) as one:
        client.get(address(page))
    for _ in range(9):
        factory()

    with CaptureQueriesContext(connection) as ten:
        client.get(address(page))

    assert len(ten) == len(one)


def test_more_findings_do_not_mean_more_queries(staff: Client) -> None:
    case = whole_brief()
    staff.get(address(CHANGE, case.pk))
    with CaptureQueriesContext(connection) as few:
        staff.get(address(CHANGE, case.pk))
    for code in ("fraud", "threat_of_force", "abduction", "abuse_of_power"):
        ElementFindingFactory(case=case, term=term("means", code))

    with CaptureQueriesContext(connection) as many:
        staff.get(address(CHANGE, case.pk))

    assert ElementFinding.objects.filter(case=case).count() == 6
    assert len(many) == len(few)


def test_countries_are_found_by_their_names_in_other_languages(staff: Client) -> None:
    asked = {"app_label": "caselaw", "model_name": "case", "field_name": "countries_involved", "term": "Allemagne"}
    staff.force_login(UserFactory(editor=True, permissions=[*permissions_of("caselaw"), "core.view_country"]))

    found = staff.get(address("admin:autocomplete"), asked).json()["results"]

    assert [row["text"] for row in found] == ["Germany"]


def test_jobs_are_looked_at_and_not_changed(administrator: User, client_for: Callable[[User], Client]) -> None:
    job = JobFactory()

    response = client_for(administrator).post(address("admin:jobs_job_change", job.pk), {"title": "Other"})

    assert response.status_code == 403
    assert Job.objects.get().title == job.title


def test_texts_of_a_brief_open_in_their_own_blocks(staff: Client) -> None:
    case = CaseFactory()
    for language in ("en", "fr"):
        CaseTextFactory(case=case, language=language)

    page = staff.get(address(CHANGE, case.pk)).content.decode()

    assert "texts-1-fact_summary" in page
