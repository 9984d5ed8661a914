"""Dates, terms and enumerations in words."""

from datetime import date

import pytest
from django.utils.translation import override

from caselaw.choices import DatePrecision
from caselaw.presenters.wording import duration, duration_range, joined, machine_date, shown_date

DAY = date(2005, 7, 26)


@pytest.mark.parametrize(
    ("precision", "shown", "machine"),
    [
        (DatePrecision.DAY, "26 July 2005", "2005-07-26"),
        (DatePrecision.MONTH, "July 2005", "2005-07"),
        (DatePrecision.YEAR, "2005", "2005"),
    ],
)
def test_a_date_says_no_more_than_is_known(precision: str, shown: str, machine: str) -> None:
    assert shown_date(DAY, precision) == shown
    assert machine_date(DAY, precision) == machine


def test_no_date_is_an_empty_text() -> None:
    assert (shown_date(None, DatePrecision.DAY), machine_date(None, DatePrecision.DAY)) == ("", "")


def test_a_date_is_written_in_the_language_of_the_page_and_its_machine_form_is_not() -> None:
    with override("ar"):
        assert "يوليو" in shown_date(DAY, DatePrecision.DAY)
        assert machine_date(DAY, DatePrecision.DAY) == "2005-07-26"


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "0 months"),
        (1, "1 month"),
        (11, "11 months"),
        (12, "1 year"),
        (13, "1 year 1 month"),
        (24, "2 years"),
        (30, "2 years 6 months"),
    ],
)
def test_a_term_is_counted_in_years_and_months(months: int, words: str) -> None:
    assert duration(months) == words


def test_a_span_of_one_term_is_that_term() -> None:
    assert duration_range(60, 60) == "5 years"
    assert duration_range(6, 60) == "6 months to 5 years"


def test_words_are_joined_by_commas() -> None:
    assert joined(["a", "b"]) == "a, b"
    assert joined([]) == ""
