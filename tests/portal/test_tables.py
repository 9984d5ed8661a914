"""Tables that people take away."""

import csv
import io
from collections.abc import Iterator

import pytest

from portal.core.tables import harmless, stream_csv


def read(response: object) -> list[list[str]]:
    """Return the rows of a CSV answer."""
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "\n=1", "＝1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a", "1", "a=b", "'=1", "2020-05-04", "Ünï"])
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_every_cell_of_a_file_is_harmless() -> None:
    assert read(stream_csv("a.csv", ["name", "value"], [["=1", "-1"], ["x", "y"]])) == [
        ["name", "value"],
        ["'=1", "'-1"],
        ["x", "y"],
    ]


def test_separators_quotes_and_lines_within_a_cell_come_back() -> None:
    cells = ['a,"b"', "c\nd", "ä;ع"]

    assert read(stream_csv("a.csv", ["1", "2", "3"], [cells]))[1] == cells


def test_a_file_is_a_download_that_excel_reads_as_unicode() -> None:
    response = stream_csv("findings.csv", ["a"], [])

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="findings.csv"'
    assert response.getvalue().startswith(b"\xef\xbb\xbf")


def test_rows_are_asked_for_one_by_one() -> None:
    made = []

    def rows() -> Iterator[list[str]]:
        for number in range(1000):
            made.append(number)
            yield [str(number)]

    lines = iter(stream_csv("a.csv", ["a"], rows()))
    for _ in range(3):
        next(lines)

    assert len(made) == 1
