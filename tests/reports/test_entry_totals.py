"""Which rows add up to which, and whether a typed total agrees with them."""

import pytest

from reports.cells import read_entry
from reports.presenters.entry_totals import Codes, Group, compare, groups_of

T = "_T"
# The rows of the first questionnaire: sexes add up to the total, ages to each sex, and ages to the total.
ROWS: dict[str, Codes] = {
    "total": (T, T, T, T),
    "f_total": ("F", T, T, T),
    "f_adult": ("F", "A", T, T),
    "f_child": ("F", "C", T, T),
    "m_total": ("M", T, T, T),
    "m_adult": ("M", "A", T, T),
    "m_child": ("M", "C", T, T),
    "u_total": ("U", T, T, T),
    "t_adult": (T, "A", T, T),
    "t_child": (T, "C", T, T),
}


def test_rows_split_a_total_by_sex_by_age_and_by_both() -> None:
    groups = groups_of(ROWS)

    assert groups["total"] == [
        Group(("f_total", "m_total", "u_total"), is_complete=True),
        Group(("t_adult", "t_child"), is_complete=True),
        Group(("f_adult", "f_child", "m_adult", "m_child"), is_complete=False),  # unknown sex is not among them
    ]
    assert groups["f_total"] == [Group(("f_adult", "f_child"), is_complete=True)]
    assert groups["t_adult"] == [Group(("f_adult", "m_adult"), is_complete=False)]
    assert set(groups) == {"total", "f_total", "m_total", "t_adult", "t_child"}


def test_countries_split_the_total_of_a_table_of_citizenships() -> None:
    rows: dict[str, Codes] = {"total": (T, T, T, T), "unknown": (T, T, T, "_U"), "NGA": (T, T, T, "NGA")}

    assert groups_of(rows) == {"total": [Group(("unknown", "NGA"), is_complete=True)]}


@pytest.mark.parametrize(
    ("total", "parts", "verdict", "added"),
    [
        ("12", ("5", "7"), "agrees", "12"),
        ("11", ("5", "7"), "above", "12"),
        ("13", ("5", "7"), "below", "12"),
        ("13", ("5", ""), "agrees", "5"),  # the other row may hold the rest
        ("4", ("5", ""), "above", "5"),
        ("13", ("5", "c"), "agrees", "5"),
        ("8", ("5", "<5"), "agrees", "5–9"),
        ("10", ("5", "<5"), "below", "5–9"),
        ("<5", ("5", "0"), "above", "5"),
        ("", ("5", "7"), "sum", "12"),
        ("n/a", ("5", "7"), "sum", "12"),
        ("", ("5", ""), "partial", "5"),
        ("0", ("0", "0"), "agrees", "0"),
    ],
)
def test_a_total_is_compared_with_what_its_rows_can_mean(
    total: str, parts: tuple[str, str], verdict: str, added: str
) -> None:
    entries = {"a": read_entry(parts[0]), "b": read_entry(parts[1])}

    found = compare(read_entry(total), [Group(("a", "b"), is_complete=True)], entries)

    assert found is not None
    assert (found.verdict, found.sum.text) == (verdict, added)


def test_an_incomplete_group_speaks_only_when_it_is_above_the_total() -> None:
    groups = [Group(("a", "b"), is_complete=False)]
    entries = {"a": read_entry("5"), "b": read_entry("7")}

    assert compare(read_entry("20"), groups, entries) is None
    above = compare(read_entry("11"), groups, entries)
    assert above is not None
    assert above.verdict == "above"


def test_rows_without_numbers_say_nothing() -> None:
    assert compare(read_entry("5"), [Group(("a", "b"), is_complete=True)], {"a": read_entry("c")}) is None
