"""What is wrong with a workbook that comes back: each fault is named in words, with its place and its remedy."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter
from django.db import connection
from openpyxl.utils import get_column_letter

from portal.core.models import Country
from reports.importing.workbook_opening import MOST_BYTES, UnreadableError
from reports.importing.workbook_reading import as_text
from reports.models import WorkbookUpload
from tests.factories.reports import QuestionnaireFactory, RoundFactory, SubmissionFactory
from tests.reports.workbook_files import Desk, desk, kinds, only, whys

pytestmark = pytest.mark.django_db


def _refused(upload: WorkbookUpload, words: str) -> dict[str, object]:
    """Return the first finding of a workbook that was refused with these words."""
    assert upload.state == "refused"
    assert upload.staged["touched"] == []
    finding: dict[str, object] = next(one for one in upload.staged["findings"] if words in one["why"])
    assert finding["remedy"]
    return finding


def test_a_workbook_of_another_country_is_refused() -> None:
    one = desk()
    neighbour = SubmissionFactory(assignment__round=one.submission.assignment.round)
    theirs = Desk(neighbour, one.officer)
    one.officer.country_roles.update(country=neighbour.assignment.country)
    content = theirs.made()
    one.officer.country_roles.update(country=one.submission.assignment.country)

    finding = _refused(one.hand_in(content), "another country")

    codes = (neighbour.assignment.country.iso3, one.submission.assignment.country.iso3)
    assert f"{codes[0]}, not {codes[1]}" in str(finding["why"])
    assert finding["value"] == codes[0]


def test_a_workbook_of_another_round_is_refused() -> None:
    one = desk()
    round_ = RoundFactory(
        opened=True,
        collection=one.submission.assignment.round.collection,
        questionnaire=one.submission.assignment.round.questionnaire,
    )
    later = SubmissionFactory(assignment__round=round_, assignment__country=one.submission.assignment.country)

    finding = _refused(one.hand_in(Desk(later, one.officer).made()), "another round")

    assert round_.code in str(finding["why"])


def test_a_workbook_of_another_collection_is_refused() -> None:
    one, other = desk(), desk()

    _refused(one.hand_in(other.made()), "another collection")


def test_a_workbook_of_an_old_version_of_the_questionnaire_is_refused() -> None:
    one = desk()
    old = one.made()
    newer = QuestionnaireFactory(code=one.submission.assignment.round.questionnaire.code, version=2, complete=True)
    # The database refuses this for a round that is open; a workbook may still be of a round that was set up anew.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reports_round SET questionnaire_id = %s", [newer.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    one.submission.refresh_from_db()

    finding = _refused(one.hand_in(old), "another version of the questionnaire")

    assert f"{newer.code} 1, not {newer.code} 2" in str(finding["why"])


def test_a_workbook_of_a_former_version_of_the_answers_is_refused() -> None:
    one = desk()
    old = one.made()
    one.submission.is_current = False
    one.submission.save()
    newer = SubmissionFactory(assignment=one.submission.assignment, number=2)

    _refused(Desk(newer, one.officer).hand_in(old), "version 1 of the answers; the present one is 2")


def test_a_workbook_that_is_not_of_the_portal_is_refused() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet("Figures").write_row(0, 0, ["total", 12])
    book.close()

    _refused(desk().hand_in(made.getvalue()), "not a workbook of the portal")


def test_a_deleted_row_is_named() -> None:
    one = desk()
    filled = one.file()
    cell = filled.tag("1.1|f_child")
    cell.parent.delete_rows(cell.row)

    finding = _refused(one.hand_in(filled), "codes of rows are missing")

    assert finding["value"] == "1.1: f_child"
    assert finding["sheet"] == "1 Section victims"


def test_a_deleted_column_is_named() -> None:
    one = desk()
    filled = one.file()
    cell = filled.at("1.1", "total", "2024")
    cell.parent.delete_cols(cell.column)

    finding = _refused(one.hand_in(filled), "codes of columns are missing")

    assert "1.1: 2024" in str(finding["value"])


def test_a_deleted_sheet_is_named() -> None:
    one = desk()
    filled = one.file()
    del filled.book["2 Section origin"]

    finding = _refused(one.hand_in(filled), "codes of columns are missing")

    assert str(finding["value"]).startswith("2.1: ")


def test_a_code_that_somebody_overwrote_is_named() -> None:
    one = desk()
    filled = one.file()
    cell = filled.tag("1.1|f_child")
    cell.value = "1.1|f_children"

    upload = one.hand_in(filled)

    finding = _refused(upload, "belongs to no question")
    assert (finding["value"], finding["row"], finding["column"]) == ("1.1|f_children", cell.row, "A")
    assert _refused(upload, "codes of rows are missing")["value"] == "1.1: f_child"


def test_a_copied_row_is_named() -> None:
    one = desk()
    filled = one.file()
    cell = filled.tag("1.1|f_child")
    cell.parent.cell(cell.parent.max_row + 1, 1).value = "1.1|f_child"

    finding = _refused(one.hand_in(filled), "a second time")

    assert (finding["value"], finding["row"]) == ("1.1|f_child", cell.parent.max_row)


def test_a_copied_sheet_is_named() -> None:
    one = desk()
    filled = one.file()
    filled.book.copy_worksheet(filled.book["1 Section victims"])

    finding = _refused(one.hand_in(filled), "a second time")

    assert "Copy" in str(finding["sheet"])


def test_merged_cells_are_named() -> None:
    one = desk()
    filled = one.file()
    cell = filled.at("1.1", "f_child", "2024")
    area = f"{cell.coordinate}:{cell.offset(row=1, column=1).coordinate}"
    cell.parent.merge_cells(area)

    finding = _refused(one.hand_in(filled), "merged")

    assert (finding["value"], finding["row"], finding["column"]) == (area, cell.row, cell.column_letter)


def test_cells_merged_apart_from_what_is_read_do_no_harm() -> None:
    one = desk()
    filled = one.file()
    filled.at("1.1", "total", "2025").parent.merge_cells("X1:Y1")
    filled.put({"1.1|total|2025": 5})

    assert kinds(one.hand_in(filled)) == {"1.1|total|2025": "added"}


def test_a_changed_list_of_codes_is_refused() -> None:
    one = desk()
    filled = one.file()
    cell = filled.meta("grid|1.1")
    cell.value = cell.value.replace("f_child", "f_infant")

    _refused(one.hand_in(filled), "hidden list of codes was changed")


def test_rows_and_columns_may_be_moved_since_codes_tell_what_is_what() -> None:
    one = desk()
    filled = one.file()
    filled.put({"1.1|total|2025": 5, "2.1|+1|country": "France (FRA)", "2.1|+1|2024": 3})
    sheet = filled.at("1.1", "total", "2025").parent
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    filled.book.move_sheet("2 Section origin", -2)
    filled.book["2 Section origin"].title = "Renamed"

    assert kinds(one.hand_in(filled)) == {"1.1|total|2025": "added", "2.1|FRA|2024": "added"}


def test_the_persons_own_sheets_and_notes_beside_are_told_but_not_read() -> None:
    one = desk()
    filled = one.file()
    filled.book.create_sheet("My notes")["A1"] = "call the court"
    cell = filled.at("1.1", "total", "2025")
    cell.parent.cell(cell.row, 40).value = "see file 12"

    upload = one.hand_in(filled)

    assert (upload.state, kinds(upload)) == ("checked", {})
    finding = upload.staged["findings"][0]
    assert (finding["level"], finding["value"], finding["column"]) == ("warning", "see file 12", get_column_letter(40))


# What stands in a cell, what is stored, what is said.
_TYPED: list[tuple[object, str, str]] = [
    (0, "0", ""),
    (12.0, "12", ""),
    ("1,757", "1757", ""),
    ("1 757", "1757", ""),
    ("12", "12", ""),
    ("١٢", "12", ""),
    ("<5", "<5", ""),
    ("n/a", "not_available", ""),
    ("Not applicable", "not_applicable", ""),
    ("سري", "confidential", ""),
    (12.5, "12.5", "no fraction"),
    (1.757, "1.7570", "no fraction"),
    ("12.5", "12.5", "no fraction"),
    (-3, "-3", "below zero"),
    (10**12, str(10**12), "too large"),
    ("about 20", "about 20", "no count"),
    ("-", "-", "two things"),
    (True, "TRUE", "no count"),
    (date(2025, 3, 4), "2025-03-04", "A date stands here"),
]


@pytest.mark.parametrize(("typed", "stored", "said"), _TYPED, ids=[str(case[0]) for case in _TYPED])
def test_what_stands_in_a_cell_is_read_as_the_form_reads_it(typed: object, stored: str, said: str) -> None:
    one = desk()

    upload = one.hand_in(one.file().put({"1.1|total|2025": typed}))
    one.take_over(upload)

    assert one.texts() == {"1.1|total|2025": stored}
    assert [said in why for why in whys(upload)] == ([True] if said else [])


def test_a_formula_counts_by_its_stored_result_and_is_named() -> None:
    one = desk()
    book = one.file()
    cell = book.at("1.1", "total", "2025")
    content = _with_formula(book.saved(), cell, "SUM(3,4)", "7")

    upload = one.hand_in(content)

    assert kinds(upload) == {"1.1|total|2025": "added"}
    finding = upload.staged["findings"][0]
    assert finding["level"] == "warning"
    assert "Its result 7 was taken" in finding["why"]
    assert (finding["row"], finding["column"]) == (cell.row, cell.column_letter)
    one.take_over(upload)
    assert one.cell("1.1|total|2025").value == 7


def test_a_formula_without_a_result_is_not_read_and_leaves_the_draft_alone() -> None:
    one = desk()
    one.write({"1.1|total|2025": "9"})

    upload = one.hand_in(one.file().put({"1.1|total|2025": "=3+4", "1.1|total|2024": 1}))

    assert kinds(upload) == {"1.1|total|2024": "added"}
    finding = only(upload.staged["findings"], "error")[0]
    assert finding["value"] == "=3+4"
    assert "does not hold its result" in finding["why"]


def test_a_failed_formula_is_not_read() -> None:
    one = desk()
    book = one.file()
    content = _with_formula(book.saved(), book.at("1.1", "total", "2025"), "1/0", "#DIV/0!", kind="e")

    upload = one.hand_in(content)

    assert kinds(upload) == {}
    assert "A formula has failed here" in whys(upload)[0]


def _with_formula(content: bytes, cell: object, formula: str, result: str, kind: str = "n") -> bytes:
    """Put a formula with its stored result into a cell, as a spreadsheet would."""
    made = io.BytesIO()
    coordinate = cell.coordinate  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            mark = f'<c r="{coordinate}" s='.encode()
            if name == "xl/worksheets/sheet2.xml":
                start = data.index(mark)
                end = data.index(b"/>", start) + 2
                style = data[start + len(mark) : end].split(b'"')[1].decode()
                text = f'<c r="{coordinate}" s="{style}" t="{kind}"><f>{formula}</f><v>{result}</v></c>'
                data = data[:start] + text.encode() + data[end:]
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("Europe", "a region, not a country"),
        ("France and Germany", "several countries"),
        ("Франция, Германия", "several countries"),
        ("Congolese", "not the name of a country"),
        ("3 nigériens et 1 tunisien", "not the name of a country"),
        ("Q6.1_12s_2019", "not the name of a country"),
    ],
)
def test_a_citizenship_that_is_no_country_is_named_and_not_taken_over(named: str, said: str) -> None:
    one = desk()

    upload = one.hand_in(one.file().put({"2.1|+1|country": named, "2.1|+1|2025": 4, "1.1|total|2025": 4}))

    assert kinds(upload) == {"1.1|total|2025": "added"}
    finding = upload.staged["findings"][0]
    assert (finding["level"], finding["value"]) == ("error", named)
    assert said in finding["why"]


@pytest.mark.parametrize(
    "named", ["France (FRA)", "FRA", "fra", "Frankreich (FRA)", "Francia", "Франция", "فرنسا", "法国"]
)
def test_a_country_is_known_by_its_code_and_its_name_in_six_languages(named: str) -> None:
    one = desk()

    upload = one.hand_in(one.file("ar").put({"2.1|+3|country": named, "2.1|+3|2025": 4}))

    assert kinds(upload) == {"2.1|FRA|2025": "added"}
    one.take_over(upload)
    assert one.cell("2.1|FRA|2025").partner_country == Country.objects.get(iso3="FRA")


def test_a_country_twice_and_a_row_without_a_country_are_named() -> None:
    one = desk()
    one.write({"2.1|FRA|2025": "4"})

    upload = one.hand_in(
        one.file().put(
            {
                "2.1|+1|country": "France (FRA)",
                "2.1|+1|2024": 1,
                "2.1|+2|2024": 2,
                "2.1|+3|country": "Germany (DEU)",
                "2.1|+3|2024": 3,
                "2.1|+4|country": "DEU",
                "2.1|+4|2024": 4,
            }
        )
    )

    assert kinds(upload) == {"2.1|DEU|2024": "added"}
    said = [why.split(".")[0] for why in whys(upload)]
    assert said.count("This country has a row above already") == 2
    assert said.count("This row has figures but no country") == 1


def test_ten_thousand_pasted_lines_are_named_as_one_block_and_the_rest_is_taken() -> None:
    one = desk()
    filled = one.file()
    filled.put({"2.1|total|2025": 7})
    first = filled.at("2.1", "+1", "country")
    sheet, years = first.parent, filled.at("2.1", "+1", "2023").column
    codes = list(Country.objects.values_list("iso3", flat=True))
    for number in range(10_000):
        sheet.cell(2000 + number, first.column).value = codes[number % len(codes)]
        for column in range(years, years + 3):
            sheet.cell(2000 + number, column).value = number

    upload = one.hand_in(filled)

    assert kinds(upload) == {"2.1|total|2025": "added"}
    assert whys(upload) == ["The rows 2000 to 11999 are not part of the questionnaire. They were not read."]


def test_years_out_of_range_are_named() -> None:
    one = desk()
    filled = one.file()
    filled.at("1.1", "total", "2025")
    header = filled.tag("#columns|1.1")
    for cell in header.parent[header.row]:
        if cell.value == "2025":
            cell.value = "1925"

    finding = _refused(one.hand_in(filled), "belongs to no question")

    assert finding["value"] == "1.1|1925"


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("1.2|+1|since", "30.6.2015", "no date"),
        ("1.2|+1|coverage", "most", "not in the list"),
        ("1.2|+1|act", "x" * 301, "too long: at most 300"),
        ("1.3|+1|url", "police dot example", "no web address"),
        ("2.2|answer|choice", "Perhaps", "not in the list"),
        ("1.4|answer|text", "x" * 20_001, "at most 20000"),
        ("1.1|total|2025:source", "x" * 301, "at most 300"),
    ],
)
def test_what_cannot_be_stored_is_named_and_not_taken_over(column: str, typed: str, said: str) -> None:
    one = desk()
    first = {"1.2|+1|since": "1.2|+1|act", "1.2|+1|coverage": "1.2|+1|act", "1.3|+1|url": "1.3|+1|authority"}

    upload = one.hand_in(one.file().put({column: typed, **({first[column]: "Name"} if column in first else {})}))

    assert kinds(upload) == {}
    assert said in whys(upload)[0]
    assert only(upload.staged["findings"], "error")


def test_a_law_without_an_act_is_named() -> None:
    one = desk()

    upload = one.hand_in(one.file().put({"1.2|+1|articles": "145 bis"}))

    assert (kinds(upload), whys(upload)) == ({}, ["This row names no act. It was not read."])


def _zip(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _plus(parts: dict[str, bytes]) -> Callable[[bytes], bytes]:
    def add(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _zip({name: archive.read(name) for name in archive.namelist()} | parts)

    return add


_HARMFUL: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda content: b"", "empty"),
    "a picture": (lambda content: b"\x89PNG\r\n\x1a\n" + b"0" * 100, "a picture"),
    "a text": (lambda content: b"total;12", "no workbook"),
    "another archive": (lambda content: _zip({"a.txt": b"x"}), "no workbook"),
    "an old format": (lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old format"),
    "a password": (
        lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "macros": (_plus({"xl/vbaProject.bin": b"x"}), "macros"),
    "a sheet of macros": (_plus({"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "a bomb": (_plus({"xl/media/x.bin": b"0" * 30_000_000}), "too large"),
    "a document type": (_plus({"xl/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "document type"),
    "half of a file": (lambda content: content[: len(content) // 2], "damaged"),
    "40 MB": (lambda content: content + b"0" * 40 * 1024 * 1024, "larger than"),
    "a damaged part": (_plus({"xl/workbook.xml": b"<workbook><sheets>"}), "cannot be read"),
}


@pytest.mark.parametrize("kind", _HARMFUL)
def test_a_file_that_is_no_harmless_workbook_is_refused_unread(kind: str) -> None:
    one = desk()
    spoil, said = _HARMFUL[kind]

    with pytest.raises(UnreadableError) as refusal:
        one.hand_in(spoil(one.made()))

    assert said in str(refusal.value)
    assert not WorkbookUpload.objects.exists()


def test_the_largest_file_is_smaller_than_forty_megabytes() -> None:
    assert MOST_BYTES < 40 * 1024 * 1024


def test_values_are_written_out_so_that_no_fraction_looks_like_thousands() -> None:
    assert as_text(1.757) == "1.7570"
    assert as_text(1757.0) == "1757"
    assert as_text(1e12) == "1000000000000"
    assert as_text(datetime(2025, 3, 4, 5, 6)) == "2025-03-04 05:06:00"  # noqa: DTZ001  spreadsheets know no time zone
    assert as_text(None) == ""
