"""Workbooks and CSV files: they become the same cases as JSON, and every finding names sheet, row, column and remedy."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
import xlsxwriter

from caselaw.actions import imports
from caselaw.choices import DatePrecision
from caselaw.importing import templates
from caselaw.importing.findings import Finding
from caselaw.importing.parsing import CaseFile
from caselaw.models import Case, Charge, ElementFinding, RouteLeg, Sanction, VictimGroup
from tests.caselaw.generated_cases import generated_cases
from tests.caselaw.import_files import SYSTEM, file_of
from tests.caselaw.workbook_files import (
    CASE,
    Rows,
    csv_files_of,
    example_workbook,
    generated_workbook,
    least,
    workbook_of,
    workbook_of_grids,
    zip_of,
)
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

CHARGE = {"defendant": 1, "charge": 1, "provision": "Art. 1", "verdict": "guilty_trial"}


def _run(file: CaseFile, **options: Any) -> imports.Summary:
    kind = "xlsx" if file.name.endswith("x") else "csv"
    values = {"now": NOW, "source_system": SYSTEM} | options
    return imports.run(file=file, kind=kind, by=values.pop("by", None) or UserFactory(), **values)


def _only(summary: imports.Summary) -> Finding:
    (finding,) = summary.findings
    assert finding.why
    assert finding.remedy
    return finding


def _place(finding: Finding) -> tuple[str, int, str, str]:
    assert finding.place
    return tuple(finding.place)


@pytest.mark.parametrize("make", [workbook_of, csv_files_of])
def test_every_table_becomes_its_part_of_the_case(make: Any) -> None:
    rows = least(
        texts=[{"language": "es", "facts": "Fueron retenidos.", "keywords": "finca|deuda"}],
        victims=[{"label": "Group 1", "count": 0, "nationality": "BO|Paraguay"}],
        defendants=[{"defendant": 7, "label": "Defendant 1"}],
        charges=[CHARGE | {"defendant": 7}],
        sanctions=[
            {"defendant": 7, "charge": 1, "imprisonment_months": 60, "fine_amount": 10.5, "fine_currency": "ARS"}
        ],
        findings=[{"vocabulary": "act", "term": "recruitment", "status": "found_proved"}],
        routes=[
            {"from_country": "BO", "transit": "PY", "to_country": "AR", "to_place": "Salta", "to_precision": "city"}
        ],
    )
    summary = _run(make(rows))

    assert not list(summary.findings)
    made = Case.objects.get()
    group = VictimGroup.objects.get()
    assert (made.source_id, made.texts.get().keywords) == ("a", ["finca", "deuda"])
    assert (group.count_min, group.count_max, group.nationalities.count()) == (0, 0, 2)
    assert Charge.objects.get().defendant.display_name == "Defendant 1"
    assert [row.months for row in Sanction.objects.order_by("pk")] == [60, None]
    assert ElementFinding.objects.get().status == "found_proved"
    assert str(RouteLeg.objects.order_by("seq").last().to_place) == "Salta, Argentina"  # type: ignore[union-attr]


def test_the_template_imports_without_a_finding_and_a_second_time_changes_nothing() -> None:
    first = _run(example_workbook())
    again = _run(file_of(templates.csv_archive(), "case-briefs.zip"))

    assert not list(first.findings)
    assert (first.created, again.unchanged) == (1, 1)


def test_the_same_workbook_again_writes_nothing_into_the_audit_trail(tmp_path: Path) -> None:
    person, file = UserFactory(), CaseFile.at(generated_workbook(tmp_path / "generated.xlsx", generated_cases(3)))
    _run(file, by=person)
    before = pghistory.models.Events.objects.count()

    again = _run(file, by=person)

    assert (before > 50, again.unchanged) == (True, 3)
    assert pghistory.models.Events.objects.count() == before


def test_merged_cells_are_a_finding_at_their_first_cell() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("cases")
    for column, (heading, value) in enumerate(CASE.items()):
        sheet.write(0, column, heading)
        sheet.write(1, column, value)
    sheet.merge_range("B3:C3", "Prosecutor v. B.")
    book.close()

    found = [one for one in _run(file_of(made.getvalue(), "cases.xlsx")).findings if "merged" in one.why]

    assert [_place(one)[:3] for one in found] == [("cases", 3, "B")]
    assert found[0].value == "B3:C3"
    assert found[0].remedy


def test_a_blank_cell_is_not_stated_and_zero_is_zero() -> None:
    _run(workbook_of(least(victims=[{"label": "Group 1", "count": 0}, {"label": "Group 2", "count": None}])))

    assert list(VictimGroup.objects.order_by("pk").values_list("count_min", flat=True)) == [0, None]


DATES = {
    "ISO": "2024-05-31",
    "points": "31.05.2024",
    "strokes": "31/05/2024",
    "words": "May 31, 2024",
    "a date of the spreadsheet": datetime(2024, 5, 31),  # noqa: DTZ001
}


@pytest.mark.parametrize("written", DATES.values(), ids=DATES)
def test_a_date_is_understood_as_it_is_written(written: Any) -> None:
    assert not list(_run(workbook_of({"cases": [CASE | {"decision_date": written}]})).findings)

    assert Case.objects.get().decision_date == date(2024, 5, 31)


@pytest.mark.parametrize(("written", "precision"), [(2019, DatePrecision.YEAR), ("2019-03", DatePrecision.MONTH)])
def test_a_year_or_a_month_is_enough(written: Any, precision: DatePrecision) -> None:
    _run(workbook_of({"cases": [CASE | {"decision_date": written}]}))

    assert Case.objects.get().decision_date_precision == precision


def test_a_date_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    finding = _only(_run(workbook_of({"cases": [CASE | {"decision_date": "03/04/2024"}]})))

    assert _place(finding) == ("cases", 2, "D", "decision_date")
    assert finding.value == "03/04/2024"
    assert "2024-04-03" in finding.remedy
    assert "2024-03-04" in finding.remedy


NAMES = {
    "code": "deception",
    "vocabulary and code": "means:deception",
    "another language": "Tromperie",
    "Arabic": "الخداع",
    "another system": "Threat or use of force or other forms of coercion",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_term_is_known_by_any_of_its_names(name: str) -> None:
    summary = _run(workbook_of(least(findings=[{"vocabulary": "means", "term": name}])))

    assert not list(summary.findings)
    assert ElementFinding.objects.count() == 1


# One fault each: the rows, the place of the finding, and a word of value, why or remedy.
FAULTS: dict[str, tuple[Rows, tuple[str, int, str, str], str]] = {
    "a misspelt term": (
        least(findings=[{"vocabulary": "means", "term": "deceptoin"}]),
        ("findings", 2, "C", "term"),
        "“deception”",
    ),
    "a misspelt term in another language": (
        least(findings=[{"vocabulary": "act", "term": "Recrutemant"}]),
        ("findings", 2, "C", "term"),
        "“recruitment”",
    ),
    "a term without its vocabulary": (
        least(findings=[{"vocabulary": None, "term": "deception"}]),
        ("findings", 2, "B", "vocabulary"),
        "means",
    ),
    "words in place of a number": (
        least(victims=[{"label": "Group 1", "count": "about ten"}]),
        ("victims", 2, "C", "count"),
        "about ten",
    ),
    "half of a person": (
        least(victims=[{"label": "Group 1", "count": 1.5}]),
        ("victims", 2, "C", "count"),
        "whole number",
    ),
    "a number that is out of range": (
        least(victims=[{"label": "Group 1", "age_min": 300}]),
        ("victims", 2, "C", "age_min"),
        "from 0 to 110",
    ),
    "an unknown value of a closed list": (
        least(victims=[{"label": "Group 1", "gender": "femal"}]),
        ("victims", 2, "C", "gender"),
        "“female”",
    ),
    "neither yes nor no": (
        least(sectors=[{"term": "crop_farming", "promised": "perhaps"}]),
        ("sectors", 2, "C", "promised"),
        "yes or no",
    ),
    "an unknown country in a list": (
        least(victims=[{"label": "Group 1", "nationality": "BO|Argentinia"}]),
        ("victims", 2, "C", "nationality"),
        "Argentina (AR)",
    ),
    "a charge of nobody": (
        least(defendants=[{"defendant": 1}], charges=[CHARGE | {"defendant": 3}]),
        ("charges", 2, "B", "defendant"),
        "Known numbers: 1",
    ),
    "a sanction for no charge": (
        least(
            defendants=[{"defendant": 1}], charges=[CHARGE], sanctions=[{"defendant": 1, "charge": 9, "life": "yes"}]
        ),
        ("sanctions", 2, "C", "charge"),
        "Known numbers: 1",
    ),
    "a charge without its verdict": (
        least(defendants=[{"defendant": 1}], charges=[CHARGE | {"verdict": None}]),
        ("charges", 2, "E", "verdict"),
        "missing",
    ),
    "a fine without its currency": (
        least(defendants=[{"defendant": 1}], sanctions=[{"defendant": 1, "fine_amount": 5, "fine_currency": None}]),
        ("sanctions", 2, "D", "fine_currency"),
        "missing",
    ),
    "two sanctions that contradict": (
        least(
            defendants=[{"defendant": 1}],
            sanctions=[{"defendant": 1, "imprisonment_months": 12}, {"defendant": 1, "imprisonment_months": 13}],
        ),
        ("sanctions", 3, "C", "imprisonment_months"),
        "Row 2",
    ),
    "a row of an unknown case": (
        {"cases": [CASE], "sources": [{"case_ref": "b", "title": "Judgment"}]},
        ("sources", 2, "A", "case_ref"),
        "no such case",
    ),
    "a row of no case": (
        {"cases": [CASE], "sources": [{"case_ref": None, "title": "Judgment"}]},
        ("sources", 2, "A", "case_ref"),
        "Write the identifier",
    ),
    "two rows of one case that contradict": (
        {"cases": [CASE, CASE | {"title": "Prosecutor v. B."}]},
        ("cases", 3, "B", "title"),
        "Row 2",
    ),
    "a wrong name of a sheet": ({"cases": [CASE], "victim": []}, ("victim", 0, "", ""), "“victims”"),
    "an unknown column": ({"cases": [CASE | {"decison_date": 1}]}, ("cases", 1, "E", "decison_date"), "decision_date"),
    "a missing column": (
        {"cases": [{name: CASE[name] for name in ("case_ref", "title")} | {"jurisdiction": None}]},
        ("cases", 2, "C", "jurisdiction"),
        "missing",
    ),
}


@pytest.mark.parametrize(("rows", "place", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_finding_with_its_place(rows: Rows, place: tuple[str, int, str, str], words: str) -> None:
    summary = _run(workbook_of(rows))

    finding = _only(summary)
    assert _place(finding) == place
    assert words in f"{finding.value} {finding.why} {finding.remedy}"
    assert not Case.objects.exists()


def test_a_column_that_must_be_there_is_missed_once() -> None:
    file = workbook_of_grids({"cases": [["case_ref", "title"], ["a", "A."]]})

    first = next(iter(_run(file).findings))

    assert (_place(first), "jurisdiction" in first.why) == (("cases", 1, "", ""), True)


def test_a_heading_that_stands_twice_is_a_finding() -> None:
    grid = [[*CASE, "title"], [*CASE.values(), "Another"]]

    finding = _only(_run(workbook_of_grids({"cases": grid})))

    assert (_place(finding), "twice" in finding.why) == (("cases", 1, "E", "title"), True)


def test_a_value_under_no_heading_is_a_finding() -> None:
    finding = _only(_run(workbook_of_grids({"cases": [[*CASE], [*CASE.values(), "stray"]]})))

    assert (_place(finding)[:3], "no heading" in finding.why) == (("cases", 2, "E"), True)


def test_a_column_of_comments_is_not_read() -> None:
    assert not list(_run(workbook_of({"cases": [CASE | {"# my notes": "ask Anna"}]})).findings)


def test_a_formula_is_not_trusted() -> None:
    finding = _only(_run(workbook_of(least(victims=[{"label": "Group 1", "count": "=1+1"}]))))

    assert (_place(finding), finding.value) == (("victims", 2, "C", "count"), "=1+1")
    assert "value" in finding.remedy


def test_a_row_that_is_there_twice_is_a_warning() -> None:
    summary = _run(workbook_of({"cases": [CASE, CASE]}))

    assert (_only(summary).level, summary.created) == ("warning", 1)


def test_a_file_without_cases_says_so() -> None:
    finding = _only(_run(workbook_of({"sources": [{"case_ref": "a", "title": "x"}]})))

    assert "cases" in finding.why


def test_faults_of_form_do_not_hide_faults_of_meaning() -> None:
    rows = least(victims=[{"label": "Maria", "count": 1}], findings=[{"vocabulary": "means", "term": "deceptoin"}])

    places = {_place(finding)[0] for finding in _run(workbook_of(rows)).findings}

    assert places == {"victims", "findings"}


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_csv_is_understood_with_other_separators_and_encodings(separator: str, encoding: str) -> None:
    rows = least(sources=[{"title": "Café; one, two"}])

    assert _run(csv_files_of(rows, separator=separator, encoding=encoding)).created == 1


BAD_CSV = {
    "another encoding": (b"case_ref,title,jurisdiction\na,Caf\xe9,AR\n", "UTF-8"),
    "an open quotation mark": (b'case_ref,title,jurisdiction\na,"A.,AR\n', "quotation marks"),
    "nothing": (b"", "empty"),
    "UTF-16 without its mark": ("case_ref,title".encode("utf-16-le"), "UTF-8"),
    "a formula": (b"case_ref,title,jurisdiction\na,=A1,AR\n", "formula"),
}


@pytest.mark.parametrize(("content", "words"), BAD_CSV.values(), ids=BAD_CSV)
def test_a_csv_file_that_cannot_be_read_is_a_finding(content: bytes, words: str) -> None:
    finding = next(iter(_run(zip_of({"cases.csv": content})).findings))

    assert words in f"{finding.why} {finding.remedy}"


def test_another_file_in_the_zip_is_a_finding() -> None:
    content = b"case_ref,title,jurisdiction\na,A.,AR\n"

    assert "no CSV" in _only(_run(zip_of({"cases.csv": content, "notes.txt": b"x"}))).why
