"""Checks over a sheet: sums with intervals and gaps against brute force, changes over time, what is there at all."""

from itertools import product
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import CellKey, Entry, read_entry
from reports.checking.bounds import ANYTHING, Bounds, bounds_of, sum_of
from reports.checking.engine import WHILE_TYPING, Found, Rule, run
from reports.checking.sheet import Asked, Cell, Codes, Sheet
from reports.choices import MissingReason, RuleScope

BY_SEX = ("F", "M", "_O", "_U")


def cell(typed: str, row: str = "total", *, question: str = "1.1", year: int = 2024, **codes: str) -> Cell:
    """Return a cell of victims in which something was typed."""
    comment, source = codes.pop("comment", ""), codes.pop("source", "")
    indicator, label = codes.pop("indicator", "victims"), codes.pop("label", "")
    key = CellKey(question, row, year)
    return Cell(key, Codes(indicator, **codes), read_entry(typed), comment, source, label)


def sheet_of(*cells: Cell, **parts: Any) -> Sheet:
    """Return a sheet for 2023 to 2025."""
    by_key = {one.key: one for one in cells}
    questions = {one.key.question: Asked(one.key.question) for one in cells}
    return Sheet("XAA", (2023, 2024, 2025), by_key, **{"questions": questions, **parts})


def findings(sheet: Sheet, test: str, **parameters: Any) -> list[Found]:
    """Return what one check finds."""
    return run(sheet, [Rule("rule", RuleScope.CELL, "warning", test, parameters)])


def by_sex(total: str, *parts: str, **more: Any) -> Sheet:
    """Return a table with a total and a row for each sex."""
    rows = [cell(typed, f"row_{sex.strip('_').lower()}", sex=sex) for sex, typed in zip(BY_SEX, parts, strict=False)]
    return sheet_of(cell(total), *rows, **more)


# Bounds


def test_what_is_not_applicable_counts_nobody_and_any_other_gap_may_be_any_number() -> None:
    assert bounds_of(Entry(missing_reason=MissingReason.NOT_APPLICABLE)) == Bounds(0, 0)
    assert bounds_of(Entry(missing_reason=MissingReason.CONFIDENTIAL)) == ANYTHING
    assert bounds_of(Entry()) == bounds_of(Entry(raw_text="many")) == ANYTHING


SMALL = st.one_of(
    st.integers(0, 6).map(lambda value: Bounds(value, value)),
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: Bounds(min(pair), max(pair))),
    st.integers(0, 6).map(lambda low: Bounds(low, None)),
)
# More than any sum of the small ones, so that an open end is tried far enough.
FAR = 40


def every(bounds: Bounds) -> range:
    """Return all numbers that it may be, as far as matters."""
    return range(bounds.low, (FAR if bounds.high is None else bounds.high) + 1)


@given(st.lists(SMALL, min_size=1, max_size=3), SMALL)
def test_a_sum_can_be_the_total_when_some_numbers_add_up(parts: list[Bounds], total: Bounds) -> None:
    sums = {sum(numbers) for numbers in product(*(every(part) for part in parts))}

    assert sum_of(parts).may_equal(total) == bool(sums & set(every(total)))
    assert sum_of(parts).may_be_at_most(total) == any(one <= most for one in sums for most in (max(every(total)),))


ENTRIES = st.one_of(st.integers(0, 5).map(str), st.sampled_from(["", "<3", "<5", "n/a", "c", "n/app", "?"]))


@given(st.lists(ENTRIES, min_size=4, max_size=4), ENTRIES)
def test_a_total_by_sex_is_wrong_exactly_when_no_numbers_could_mend_it(parts: list[str], total: str) -> None:
    possible = [every(bounds_of(read_entry(part))) for part in parts]
    whole = bounds_of(read_entry(total))
    least, most = sum(min(one) for one in possible), sum(max(one) for one in possible)
    fits = any(least <= number <= most for number in every(whole)) or whole.high is None

    found = findings(by_sex(total, *parts), "sums_to_total", dimensions=["sex"])

    assert bool(found) == (not fits)


# Sums


def test_a_total_that_its_parts_do_not_make_names_all_cells_and_both_numbers() -> None:
    (found,) = findings(by_sex("12", "5", "4", "0", "2"), "sums_to_total", dimensions=["sex"])

    assert found.values == {"sum": 11, "total": 12}
    assert [key.row for key in found.cells] == ["total", "row_f", "row_m", "row_o", "row_u"]


def test_a_suppressed_part_leaves_room_for_what_it_may_be() -> None:
    assert not findings(by_sex("12", "5", "4", "0", "<5"), "sums_to_total", dimensions=["sex"])
    (found,) = findings(by_sex("14", "5", "4", "0", "<5"), "sums_to_total", dimensions=["sex"])
    assert found.values == {"sum": [9, 13], "total": 14}


def test_where_no_row_counts_the_unknown_parts_may_fall_short_but_not_exceed() -> None:
    assert not findings(by_sex("12", "5", "4"), "sums_to_total", dimensions=["sex"])
    assert findings(by_sex("8", "5", "4"), "sums_to_total", dimensions=["sex"])


def test_in_a_published_file_rows_that_are_absent_count_nobody() -> None:
    assert findings(by_sex("12", "5", "4", absent_is_zero=True), "sums_to_total", dimensions=["sex"])


def test_ages_add_up_within_each_sex() -> None:
    rows = [cell("5", "f", sex="F"), cell("2", "f_adult", sex="F", age="Y_GE18"), cell("1", "f_u", sex="F", age="_U")]

    (found,) = findings(sheet_of(*rows), "ages_to_total")

    assert [key.row for key in found.cells] == ["f", "f_adult", "f_u"]


def test_women_men_girls_and_boys_are_compared_only_where_no_rows_stand_between() -> None:
    leaves = [cell("7", "women", sex="F", age="Y_GE18"), cell("6", "boys", sex="M", age="Y0T17")]
    between = cell("7", "f", sex="F")

    assert findings(sheet_of(cell("12"), *leaves), "sums_to_total", dimensions=["sex", "age"])
    assert not findings(sheet_of(cell("12"), between, *leaves), "sums_to_total", dimensions=["sex", "age"])


def test_years_and_tables_are_not_mixed() -> None:
    other_year = cell("9", "f", sex="F", year=2025)
    other_table = cell("9", "f", sex="F", question="2.1")

    assert not findings(sheet_of(cell("5"), other_year, other_table), "sums_to_total", dimensions=["sex"])


def test_forms_are_compared_with_the_total_of_another_table() -> None:
    forms = [cell("8", "sex", question="7.1", exploitation="SEX"), cell("5", "lab", question="7.1", exploitation="LAB")]

    (above,) = findings(sheet_of(cell("12"), *forms), "parts_at_most_total", dimension="exploitation")
    (below,) = findings(sheet_of(cell("14"), *forms), "parts_at_least_total", dimension="exploitation")

    assert (above.question, above.values) == ("7.1", {"sum": 13, "total": 12})
    assert below.values == {"sum": 13, "total": 14}
    assert [str(key) for key in above.cells] == ["1.1|total|2024", "7.1|sex|2024", "7.1|lab|2024"]


def test_a_new_country_does_not_make_another_finding_of_the_citizenships() -> None:
    def rows(*countries: str) -> Sheet:
        parts = [
            cell("9", iso3, question="8.1", partner_as="citizenship", partner="country", country=iso3)
            for iso3 in countries
        ]
        return sheet_of(cell("12", question="8.1", partner_as="citizenship"), *parts)

    (two,) = findings(rows("FRA", "NER"), "parts_at_most_total", dimension="citizenship")
    (three,) = findings(rows("FRA", "NER", "TGO"), "parts_at_most_total", dimension="citizenship")

    assert two.key == three.key
    assert (two.values["sum"], three.values["sum"]) == (18, 27)


def test_more_convicted_than_prosecuted_is_found_at_both() -> None:
    convicted, prosecuted = cell("9", indicator="convicted"), cell("4", question="3.1", indicator="prosecuted")

    (found,) = findings(
        sheet_of(convicted, prosecuted), "at_most_other_indicator", indicator="convicted", other="prosecuted"
    )

    assert [str(key) for key in found.cells] == ["1.1|total|2024", "3.1|total|2024"]


def test_the_total_of_all_citizenships_is_the_same_figure_as_the_total() -> None:
    there = cell("12"), cell("13", question="8.1", partner_as="citizenship")

    (found,) = findings(sheet_of(*there), "duplicate_key")

    assert found.values == {"value": 12, "other": 13}
    assert not findings(sheet_of(cell("12"), cell("12", question="8.1", partner_as="citizenship")), "duplicate_key")
    assert not findings(sheet_of(cell("12"), cell("3", question="9.1", partner_as="repatriation")), "duplicate_key")


# Cells


@pytest.mark.parametrize(
    ("typed", "problem"), [("-3", "negative"), ("1,5", "fraction"), ("—", "dash"), ("many", "no_count")]
)
def test_a_text_that_is_no_count_is_found_with_its_problem(typed: str, problem: str) -> None:
    (found,) = findings(sheet_of(cell(typed)), "whole_number")

    assert found.values == {"typed": typed, "problem": problem}


@pytest.mark.parametrize("typed", ["", "0", "12", "<5", "n/a"])
def test_a_count_a_gap_and_a_reason_are_no_problem(typed: str) -> None:
    assert not findings(sheet_of(cell(typed)), "whole_number")


def test_a_count_at_the_edge_of_the_range_is_in_it() -> None:
    assert not findings(sheet_of(cell("100")), "out_of_range", maximum=100)
    assert findings(sheet_of(cell("101")), "out_of_range", maximum=100)


@pytest.mark.parametrize(
    ("typed", "question", "year", "is_found"),
    [
        ("2024", "1.1", 2025, True), ("2031", "1.1", 2025, False), ("6112024", "6.1", 2024, True),
        ("61122024", "6.1", 2024, True), ("61122019", "6.1", 2024, False), ("611222024", "6.1", 2024, False),
        ("<5", "1.1", 2024, False),
    ],
)  # fmt: skip
def test_a_year_and_the_digits_of_a_cell_code_are_no_counts(
    typed: str, question: str, year: int, *, is_found: bool
) -> None:
    assert bool(findings(sheet_of(cell(typed, question=question, year=year)), "equals_year_or_code")) == is_found


def test_a_leaked_cell_code_of_a_published_file_is_known_by_its_prefix() -> None:
    leaked = cell("61122024", question="convicted/citizenship", year=2024)

    assert findings(sheet_of(leaked), "equals_year_or_code", prefixes=["61"])
    assert not findings(sheet_of(leaked), "equals_year_or_code", prefixes=["62"])


def test_a_label_that_nobody_knows_is_found() -> None:
    unknown = cell("3", "Q6.1_12s_2019", partner_as="citizenship", partner="", label="Q6.1_12s_2019")

    (found,) = findings(sheet_of(unknown), "label_not_in_list")

    assert found.values == {"label": "Q6.1_12s_2019"}


# History and other sources


@pytest.mark.parametrize(
    ("before", "now", "is_found"),
    [
        ("30", "90", False), ("30", "91", True), ("91", "30", True), ("90", "30", False), ("1", "19", False),
        ("0", "20", True), ("<5", "20", True), ("<10", "20", False), ("n/a", "500", False), ("", "500", False),
    ],
)  # fmt: skip
def test_a_change_is_large_beyond_the_factor_and_from_twenty_on(before: str, now: str, *, is_found: bool) -> None:
    sheet = sheet_of(cell(before, year=2023), cell(now, year=2024))

    assert bool(findings(sheet, "year_on_year_factor", factor=3, at_least=20)) == is_found


def test_the_year_before_the_first_comes_from_an_earlier_round() -> None:
    earlier = {(Codes("victims"), 2022): Entry(value=10)}

    (found,) = findings(sheet_of(cell("50", year=2023), earlier=earlier), "year_on_year_factor")

    assert found.values == {"value": 50, "before": 10, "factor": 3}
    assert [key.year for key in found.cells] == [2023]


@pytest.mark.parametrize(
    ("before", "now", "is_found"),
    [("49", "1001", True), ("50", "1001", False), ("49", "1000", False), ("1001", "49", True)],
)
def test_a_leap_goes_from_few_to_very_many_or_back(before: str, now: str, *, is_found: bool) -> None:
    sheet = sheet_of(cell(before, year=2023), cell(now, year=2024))

    assert bool(findings(sheet, "year_on_year_leap")) == is_found


def test_a_comment_settles_a_large_change() -> None:
    def sheet(comment: str) -> Sheet:
        return sheet_of(cell("30", year=2023), cell("300", comment=comment))

    assert findings(sheet(""), "comment_missing_for_big_change")
    assert not findings(sheet("A new law."), "comment_missing_for_big_change")


@pytest.mark.parametrize(
    ("now", "published", "is_found"),
    [("12", "12", False), ("13", "12", True), ("4", "<5", False), ("5", "<5", True), ("<5", "7", True)],
)
def test_a_figure_differs_when_it_cannot_be_the_published_one(now: str, published: str, *, is_found: bool) -> None:
    sheet = sheet_of(cell(now), published={(Codes("victims"), 2024): read_entry(published)})

    assert bool(findings(sheet, "differs_from_published")) == is_found


def test_a_small_difference_can_be_let_through() -> None:
    sheet = sheet_of(cell("104"), published={(Codes("victims"), 2024): Entry(value=100)})

    assert not findings(sheet, "differs_from_published", percent=5)
    assert findings(sheet, "differs_from_published", percent=3)


# What is there


def test_a_required_table_without_a_total_is_found_for_each_year() -> None:
    questions = {"1.1": Asked("1.1", is_required=True)}
    sheet = sheet_of(cell("", year=2023), cell("n/a", year=2024), cell("0", year=2025), questions=questions)

    (found,) = findings(sheet, "unanswered_required")

    assert [str(key) for key in found.cells] == ["1.1|total|2023"]


def test_a_required_text_without_an_answer_is_found() -> None:
    questions = {"1.4": Asked("1.4", is_table=False, is_required=True), "1.5": Asked("1.5", is_table=False)}

    assert [found.question for found in findings(sheet_of(questions=questions), "unanswered_required")] == ["1.4"]


def test_a_table_needs_a_source_for_its_section_or_at_each_figure() -> None:
    sourced = {"1.1": Asked("1.1", is_sourced=True)}

    assert findings(sheet_of(cell("3")), "no_source")
    assert not findings(sheet_of(cell("3"), questions=sourced), "no_source")
    assert not findings(sheet_of(cell("3", source="Police")), "no_source")
    assert not findings(sheet_of(cell("n/a")), "no_source")


def test_a_table_of_zeros_is_found_and_a_blank_is_no_zero() -> None:
    zeros, blanks = ["0"] * 9 + ["4"], ["0"] * 9 + [""]

    def sheet(typed: list[str]) -> Sheet:
        return sheet_of(*(cell(text, f"row{number}") for number, text in enumerate(typed)))

    assert findings(sheet(zeros), "zero_blank_ratio", percent=90)
    assert not findings(sheet(blanks), "zero_blank_ratio", percent=90)
    assert findings(sheet([""] * 9 + ["4"]), "zero_blank_ratio", what="blank", percent=90)
    assert not findings(sheet([""] * 10), "zero_blank_ratio", what="blank", percent=90)


# The engine


def test_findings_come_in_the_order_of_the_questionnaire_the_weightiest_first() -> None:
    cells = [cell("-1", "a"), cell("2024", "b"), cell("-1", question="2.1")]
    rules = [
        Rule("z-warning", RuleScope.CELL, "warning", "equals_year_or_code"),
        Rule("y-blocker", RuleScope.CELL, "blocker", "whole_number"),
        Rule("x-info", RuleScope.CELL, "info", "whole_number"),
    ]

    found = run(sheet_of(*cells), rules)

    assert found == run(sheet_of(*cells), reversed(rules))
    assert [(one.rule.code, str(one.cells[0])) for one in found] == [
        ("y-blocker", "1.1|a|2024"), ("x-info", "1.1|a|2024"), ("z-warning", "1.1|b|2024"),
        ("y-blocker", "2.1|total|2024"), ("x-info", "2.1|total|2024"),
    ]  # fmt: skip


def test_while_somebody_types_only_cells_and_rows_are_looked_at() -> None:
    rules = [Rule(scope, scope, "info", "whole_number") for scope in RuleScope.values]

    found = run(sheet_of(cell("-1")), rules, scopes=WHILE_TYPING)

    assert {one.rule.code for one in found} == {"cell", "row"}


def test_a_sheet_of_four_hundred_cells_takes_less_than_fifty_milliseconds() -> None:
    """The aim is 10 ms; the machine that runs the tests may be busy."""
    cells = [
        cell(str(number % 40), f"row{number}_{sex}_{age}", year=year, sex=sex, age=age)
        for number in range(7)
        for sex in ("_T", "F", "M", "_O", "_U")
        for age in ("_T", "Y0T17", "Y_GE18", "_U")
        for year in (2023, 2024, 2025)
    ]
    rules = [Rule(test, RuleScope.ROW, "error", test) for test in ("whole_number", "sums_to_total", "ages_to_total")]
    assert len(cells) == 420
    best = min(_seconds(sheet_of(*cells), rules) for _turn in range(3))

    assert best < 0.05


def _seconds(sheet: Sheet, rules: list[Rule]) -> float:
    before = perf_counter()
    run(sheet, rules)
    return perf_counter() - before
