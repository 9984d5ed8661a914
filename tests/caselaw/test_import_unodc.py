"""The index of the UNODC database: every row becomes a draft, nothing is guessed, and what is not understood is counted.

The rows here are invented. The real index may not be copied into the repository; the last test reads it where it is.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from caselaw.actions import imports
from caselaw.choices import AnonymisationState, CaseStatus, DatePrecision, FindingStatus
from caselaw.importing import unodc
from caselaw.importing.parsing import CaseFile
from caselaw.models import Case, ElementFinding
from tests.caselaw.import_files import file_of
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("PORTAL_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
INDEX = SHARED / "caselaw" / "sherloc_tip_case_index_2026-08-09.csv"
ROW = {
    "case_title": "Invented Case No. 1",
    "unodc_case_number": "ARGx901",
    "country_iso3": "ARG",
    "country_name": "Argentina",
    "year_in_url": "2019",
    "canonical_url": "https://index.example/case-law-doc/persons/arg/2019/invented_1.html",
    "form_internal": "0",
    "form_transnational": "1",
    "ACT_RECRUITMENT": "1",
    "MEANS_DECEPTION": "1",
    "PURPOSE_SERVITUDE": "0",
    "n_person_records": "3",
}


def _file(*rows: dict[str, str]) -> CaseFile:
    lines = [",".join(ROW), *(",".join(f'"{row[name]}"' for name in ROW) for row in rows)]
    return file_of("\n".join(lines).encode(), "index.csv")


def _run(*rows: dict[str, str]) -> imports.Summary:
    return imports.run(file=_file(*rows), kind="unodc", by=UserFactory(), now=NOW)


def _other(number: int, **changes: str) -> dict[str, str]:
    url = f"https://index.example/case-law-doc/persons/x/invented_{number}.html"
    return ROW | {"unodc_case_number": f"X90{number}", "canonical_url": url} | changes


def test_a_row_becomes_a_draft_with_what_it_says() -> None:
    _run(ROW)

    made = Case.objects.get()
    assert (made.status, made.anonymisation_state) == (CaseStatus.DRAFT, AnonymisationState.NOT_STARTED)
    assert (made.source_system, made.source_id) == (unodc.SYSTEM, "persons/arg/2019/invented_1")
    assert (made.jurisdiction.code, str(made.scope)) == ("AR", "Transnational")
    assert made.decision_date is not None
    assert (made.decision_date.year, made.decision_date_precision) == (2019, DatePrecision.YEAR)
    assert [(row.scheme, row.value) for row in made.identifiers.all()] == [("unodc_no", "ARGx901")]
    assert made.sources.get().is_link_withheld


def test_keywords_become_findings_that_the_editor_inferred() -> None:
    _run(ROW)

    found = set(ElementFinding.objects.values_list("term__code", "status"))
    assert found == {("recruitment", FindingStatus.EDITOR_INFERRED), ("deception", FindingStatus.EDITOR_INFERRED)}


def test_a_jurisdiction_that_is_not_known_is_not_guessed_and_no_row_is_lost() -> None:
    summary = _run(
        ROW,
        _other(1, country_iso3="", country_name="International and Regional Bodies"),
        _other(2, country_iso3="XQZ", country_name="Nowhereland"),
        _other(3, country_iso3="XQZ", country_name="Nowhereland"),
    )

    assert (summary.read, summary.created) == (4, 4)
    assert Case.objects.filter(jurisdiction__code="UNASSIGNED").count() == 3
    told = {(finding.value, finding.why.rpartition(" ")[2]) for finding in summary.findings if finding.value}
    assert {("Nowhereland", "2."), ("International and Regional Bodies", "1.")} <= told


def test_a_column_that_is_not_imported_is_told_with_its_count() -> None:
    (finding,) = _run(ROW, _other(1, n_person_records="")).findings

    assert (finding.level, finding.value) == ("warning", "n_person_records")
    assert "1" in finding.why


def test_a_missing_year_is_a_gap_and_is_counted() -> None:
    summary = _run(_other(1, year_in_url="", n_person_records=""))

    assert Case.objects.get().decision_date is None
    assert [finding.value for finding in summary.findings] == ["empty"]


def test_the_same_index_again_changes_nothing() -> None:
    _run(ROW, _other(1))

    assert _run(ROW, _other(1)).unchanged == 2


def test_a_column_that_is_needed_is_missed() -> None:
    summary = imports.run(file=file_of(b"case_title\nA.\n", "index.csv"), kind="unodc", by=UserFactory(), now=NOW)

    assert "unodc_case_number" in str([finding.why for finding in summary.findings])
    assert not Case.objects.exists()


@pytest.mark.skipif(not INDEX.is_file(), reason=f"The real index is not here: {INDEX} (PORTAL_SHARED_DATA)")
def test_the_real_index_loses_no_row(capsys: Any) -> None:
    summary = imports.run(file=CaseFile.at(INDEX), kind="unodc", by=UserFactory(), now=NOW)

    assert (summary.read, summary.created, summary.findings.errors) == (1590, 1590, 0)
    assert Case.objects.values("jurisdiction").distinct().count() == 115
