"""Reading the published file: layouts, values, and each defect of the real releases, in small invented files."""

import io
import zipfile
from datetime import date

import pytest

from portal.core.errors import InvalidFileError
from reports.importing import containers
from reports.importing.published import PublishedRow, PublishedTable
from reports.importing.published_defects import Defect, Defects
from tests.reports.published_files import (
    by_citizenship,
    csv_content,
    csv_file,
    file_of,
    gzipped,
    lines_of,
    row,
    workbook_content,
)


def _rows(*rows: dict[str, str]) -> list[PublishedRow]:
    return list(PublishedTable(csv_file(*rows)).rows())


def _one(**changes: str) -> PublishedRow:
    (found,) = _rows(row(**changes))
    return found


def _defects(*rows: dict[str, str]) -> list[Defect]:
    comparing = Defects()
    found = [defect for each in _rows(*rows) for defect in comparing.of_row(each)]
    return [*found, *comparing.of_sums()]


def _kinds(*rows: dict[str, str]) -> list[str]:
    return [str(defect.kind) for defect in _defects(*rows)]


CONTENT = csv_content(lines_of([row(), row(year="2020", value="1,757")]))


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        b"\xef\xbb\xbf" + CONTENT,
        CONTENT.replace(b"1,757", b"1757").replace(b'"', b"").replace(b",", b";"),
        gzipped(CONTENT),
        workbook_content(lines_of([row(), row(year="2020", value="1,757")])),
        workbook_content(lines_of([row(), row(year="2020", value="1,757")]), is_odd=True),
        workbook_content(
            [*lines_of([row()]), [*list(row(year="2020").values())[:9], 2020, "Counts", 1757.0, "Invented"]]
        ),
    ],
    ids=["csv", "byte order mark", "semicolons", "csv.gz", "xlsx", "wrong tags in the xlsx", "numbers in the xlsx"],
)
def test_every_packing_gives_the_same_figures(content: bytes) -> None:
    table = PublishedTable(file_of(content))
    found = [(each.texts.iso3, each.year, each.value) for each in table.rows()]

    assert (table.vintage, found) == (date(2025, 4, 14), [("AUT", 2019, 12), ("AUT", 2020, 1757)])


@pytest.mark.parametrize("value", ["txtVALUE", "VALUE"])
@pytest.mark.parametrize("banner", [(), (["UNODC"], ["30/05/2023"]), ([""], ["A"], [""], ["B"])], ids=str)
def test_the_header_is_found_by_its_name(banner: tuple[list[str], ...], value: str) -> None:
    table = PublishedTable(csv_file(row(), banner=banner, value=value))

    assert [each.value for each in table.rows()] == [12]
    assert table.vintage == (date(2023, 5, 30) if "30/05/2023" in str(banner) else None)


def test_rows_keep_the_numbers_that_they_have_in_the_file() -> None:
    assert [each.number for each in _rows(row(), row(year="2020"))] == [4, 5]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "Iso3_code"),
        (CONTENT.replace(b"Year", b"Jahr"), "Year"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b"\x1f\x8b damaged", "damaged"),
        (gzipped(CONTENT)[:-9], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format"),
        (b"Iso3_code\xff\xff\xfa", "no table"),
    ],
    ids=["nothing", "no header", "a column is missing", "no workbook", "no gzip", "half a gzip", "xls", "no text"],
)
def test_what_is_no_published_file_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(InvalidFileError, match=word):
        list(PublishedTable(file_of(content)).rows())


def test_a_workbook_that_claims_too_many_cells_is_refused_before_it_is_read() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        sheet = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)

    with pytest.raises(InvalidFileError, match="too large"):
        PublishedTable(file_of(content.getvalue()))


def test_a_file_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_BYTES", 10_000)
    many = csv_content(lines_of([row()] * 500))

    with pytest.raises(InvalidFileError, match="too large"):
        list(PublishedTable(file_of(gzipped(many))).rows())
    with pytest.raises(InvalidFileError, match="too large"):
        list(PublishedTable(file_of(workbook_content(lines_of([row()] * 500)))).rows())


@pytest.mark.parametrize(
    ("text", "value"), [("7", 7), ("1,757", 1757), ("0", 0), ("12 345", 12345), ("1000000", 10**6)]
)
def test_counts_are_read_with_and_without_thousands_signs(text: str, value: int) -> None:
    found = _one(value=text)

    assert (found.value, found.low, found.high, found.quarantine) == (value, None, None, "")


def test_a_suppressed_value_is_an_interval_that_includes_nought() -> None:
    found = _one(value="<5")

    assert (found.value, found.low, found.high, found.is_suppressed) == (None, 0, 4, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-3", "impossible_value"),
        ("2.5", "impossible_value"),
        ("1000001", "impossible_value"),
        ("1" + "0" * 12, "impossible_value"),
        ("1e400", "impossible_value"),
        ("9" * 40, "impossible_value"),
        ("twelve", "not_a_number"),
        ("", "not_a_number"),
        ("1,75", "impossible_value"),
        ("=1+1", "not_a_number"),
    ],
)
def test_a_value_that_cannot_be_is_quarantined(text: str, kind: str) -> None:
    found = _one(value=text)

    assert (found.value, found.low, found.quarantine) == (None, None, kind)
    assert found.faults[0].column == "value"


@pytest.mark.parametrize("year", ["1989", "2026", "20190", "", "two thousand"])
def test_a_year_out_of_range_is_quarantined(year: str) -> None:
    found = _one(year=year)

    assert (found.year, found.quarantine) == (None, "impossible_value")


def test_a_leaked_cell_code_is_quarantined_and_is_no_label() -> None:
    (found,) = _rows(by_citizenship("Q6.1_12s_2019", value="61,122,019"))

    assert (found.quarantine, found.label, found.value) == ("cell_code", "", None)
    assert [str(fault.kind) for fault in found.faults] == ["cell_code", "impossible_value"]


def test_a_cell_code_that_became_a_value_of_nationals_is_quarantined() -> None:
    (found,) = _rows(by_citizenship("Nationals", value="6,112,019"))

    assert (found.quarantine, found.label) == ("impossible_value", "Nationals")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"sex": "Men"}, "sex"),
        ({"age": "0-17"}, "age"),
        ({"dimension": "by mood"}, "dimension"),
        ({"indicator": "Persons seen"}, "indicator"),
        ({"dimension": "by form of exploitation", "category": "Unheard of"}, "category"),
        ({"unit": "Per cent"}, "unit"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_code_that_is_not_in_the_list_is_quarantined(changes: dict[str, str], column: str) -> None:
    found = _one(**changes)

    assert (found.quarantine, found.faults[0].column) == ("unknown_code", column)


def test_a_row_without_category_is_reported_and_counted() -> None:
    assert _kinds(by_citizenship("")) == ["blank_category"]
    assert _rows(by_citizenship(""))[0].quarantine == ""


def test_the_same_row_twice_is_reported_at_the_second() -> None:
    found = _defects(row(), row())

    assert [(str(defect.kind), defect.row_number, defect.details) for defect in found] == [
        ("exact_duplicate", 5, {"first": 4}),
        ("duplicate_key", 5, {"first": 4}),
    ]


def test_two_values_for_one_figure_are_reported() -> None:
    assert _kinds(row(), row(value="13")) == ["duplicate_key"]
    assert _kinds(row(), row(value="13", year="2020")) == []


def test_sexes_that_do_not_add_up_are_reported() -> None:
    (found,) = _defects(row(), row(sex="Female", value="5"), row(sex="Male", value="8"))

    assert (found.kind, found.details["total_low"], found.details["low"]) == ("sex_sum", 12, 13)


def test_sexes_that_may_add_up_within_suppressed_values_are_not_reported() -> None:
    rows = [
        row(value="12"),
        *(row(sex=sex, value=value) for sex, value in (("Female", "6"), ("Male", "<5"), ("Other", "<5"))),
    ]

    assert _kinds(*rows) == []


def test_a_suppressed_value_that_subtraction_gives_back_is_reported() -> None:
    (found,) = _defects(row(value="12"), row(sex="Female", value="9"), row(sex="Male", value="<5"))

    assert (found.kind, found.row_number, found.details["found"]) == ("undone_suppression", 6, 3)


def test_a_suppressed_total_undoes_nothing() -> None:
    assert _kinds(row(value="<5"), row(sex="Female", value="<5")) == []


def test_forms_and_citizenships_above_the_total_are_reported() -> None:
    forms = [
        row(dimension="by form of exploitation", category=form, value="7")
        for form in ("Sexual exploitation", "Forced labour")
    ]
    citizens = [by_citizenship(label, value="9") for label in ("Nationals", "Chad")]

    assert _kinds(row(), *forms) == ["forms_above_total"]
    assert _kinds(row(), *citizens) == ["citizenships_above_total"]
    assert _kinds(row(), forms[0], citizens[0]) == []


def test_a_quarantined_value_is_in_no_sum() -> None:
    assert _kinds(row(), by_citizenship("Nationals", value="6,112,019")) == ["impossible_value"]


def test_the_same_figures_of_another_year_or_age_are_in_no_sum() -> None:
    assert _kinds(row(), row(sex="Female", age="0 to 17 years", value="90"), row(sex="Male", year="2020")) == []
