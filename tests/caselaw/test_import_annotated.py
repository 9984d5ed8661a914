"""The workbook that is given back with its findings: no formula of a stranger in it, and no file breaks it."""

import io
import re
import zipfile

import openpyxl

from caselaw.actions.import_annotated import SHEET, _annotated
from caselaw.models import ImportFinding
from tests.caselaw.workbook_files import CASE, workbook_of


def finding(**fields: object) -> ImportFinding:
    """Return a finding that is not stored."""
    return ImportFinding(**{"level": "error", "sheet": "cases", "why": "Wrong.", "remedy": "Mend it.", **fields})


def workbook() -> io.BytesIO:
    """Return a workbook with one case."""
    return io.BytesIO(workbook_of({"cases": [CASE]}).open().read())


def test_no_cell_of_the_list_is_a_formula() -> None:
    made = _annotated(workbook(), [finding(row=1, column="A", header="=1+1", value="=2+2")])

    assert made is not None
    rows = list(openpyxl.load_workbook(io.BytesIO(made))[SHEET].iter_rows())
    assert [cell.data_type for row in rows for cell in row if str(cell.value).startswith(("=", "'="))] == ["s", "s"]


def test_a_row_that_no_sheet_has_is_in_the_list_alone() -> None:
    made = _annotated(workbook(), [finding(row=9_999_999, column="A")])

    assert made is not None
    assert openpyxl.load_workbook(io.BytesIO(made))[SHEET]["C2"].value == 9_999_999


def test_a_workbook_that_openpyxl_cannot_open_is_not_given_back() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(workbook()) as archive, zipfile.ZipFile(content, "w") as odd:
        for name in archive.namelist():
            odd.writestr(name, re.sub(rb"<fill>.*?</fill>", b"<fill/>", archive.read(name)))

    assert _annotated(content, [finding(row=1, column="A")]) is None
