"""What people type into a cell: counts in any writing, intervals, reasons, and what is none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import LARGEST_COUNT, CellKey, Entry, Problem, read_entry


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0), ("12", 12), (" 1 234 ", 1234), ("1,757", 1757), ("1.234.567", 1234567), ("1'000", 1000), ("1\u202f234", 1234),
        ("٢١", 21), ("١٬٢٣٤", 1234), ("۱۲", 12), ("１２", 12), ("007", 7), ("1000000000", LARGEST_COUNT),
    ],
)  # fmt: skip
def test_a_count_is_read_in_any_writing(typed: str, value: int) -> None:
    assert read_entry(typed) == Entry(value=value)


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", "\t\n"])
def test_nothing_is_not_zero(typed: str) -> None:
    assert read_entry(typed).is_empty


@pytest.mark.parametrize(("typed", "high"), [("<5", 4), ("< 5", 4), ("<10", 9), ("<٥", 4), ("<1", 0)])
def test_a_suppressed_count_is_an_interval_from_zero(typed: str, high: int) -> None:
    entry = read_entry(typed)

    assert (entry.value, entry.low, entry.high, entry.problem) == (None, 0, high, None)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("n/a", "not_available"), ("N.A.", "not_available"), (":", "not_available"), ("н/д", "not_available"),
        ("غير متاح", "not_available"), ("不详", "not_available"), ("sans objet", "not_applicable"),
        ("Not applicable", "not_applicable"), ("c", "confidential"), ("Confidentiel", "confidential"),
    ],
)  # fmt: skip
def test_words_for_no_number_are_understood_in_six_languages(typed: str, reason: str) -> None:
    assert read_entry(typed) == Entry(missing_reason=reason)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-3", Problem.NEGATIVE), ("−3", Problem.NEGATIVE), ("1.5", Problem.FRACTION), ("12,75", Problem.FRACTION),
        ("1000000000000", Problem.TOO_LARGE), ("1,000,000,000,000", Problem.TOO_LARGE), ("-", Problem.DASH), ("–", Problem.DASH),
        ("about ten", Problem.NO_COUNT), ("5-10", Problem.NO_COUNT), ("1,23,456", Problem.NO_COUNT), ("<0", Problem.NO_COUNT),
        ("=1+1", Problem.NO_COUNT), ("x" * 500, Problem.TOO_LONG),
    ],
)  # fmt: skip
def test_what_is_no_count_is_kept_and_says_why(typed: str, problem: Problem) -> None:
    entry = read_entry(typed)

    assert (entry.value, entry.low, entry.missing_reason) == (None, None, "")
    assert entry.problem == problem
    assert typed.startswith(entry.raw_text.rstrip("…"))
    assert problem.explain()


@given(st.text())
def test_reading_never_fails_and_reading_what_is_shown_gives_the_same(typed: str) -> None:
    entry = read_entry(typed)

    assert read_entry(entry.text) == entry
    assert len(entry.raw_text) <= 200
    assert "\x00" not in entry.raw_text


def test_a_key_is_read_as_it_is_written() -> None:
    key = CellKey("4.1", "f_child", 2024)

    assert CellKey.parse(str(key)) == key


@pytest.mark.parametrize("text", ["", "4.1", "4.1|f_child", "4.1|f_child|24", "|a|2024", "4.1|a|2024|x", "4.1|a|٢٠٢٤"])
def test_a_broken_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^|not enough|too many"):
        CellKey.parse(text)
