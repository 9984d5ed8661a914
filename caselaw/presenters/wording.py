"""Dates, terms and sentences in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caselaw.choices import DatePrecision


def shown_date(day: date | None, precision: str) -> str:
    """Return the date as far as it is known: 26 July 2005, July 2005 or 2005; empty when there is none."""
    if day is None:
        return ""
    if precision == DatePrecision.DAY:
        return date_format(day, "DATE_FORMAT")
    return date_format(day, "YEAR_MONTH_FORMAT" if precision == DatePrecision.MONTH else "Y")


def machine_date(day: date | None, precision: str) -> str:
    """Return the date in ISO 8601 as far as it is known: 2005-07-26, 2005-07 or 2005."""
    if day is None:
        return ""
    return day.isoformat()[
        : {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}[DatePrecision(precision)]
    ]


def duration(months: int) -> str:
    """Return a term in words: 18 becomes "1 year 6 months"."""
    years, rest = divmod(months, 12)
    in_years = ngettext("%(number)d year", "%(number)d years", years) % {"number": years}
    in_months = ngettext("%(number)d month", "%(number)d months", rest) % {"number": rest}
    if years and rest:
        return _("%(years)s %(months)s") % {"years": in_years, "months": in_months}
    return in_years if years else in_months


def duration_range(shortest: int, longest: int) -> str:
    """Return a span of terms in words."""
    if shortest == longest:
        return duration(longest)
    return _("%(shortest)s to %(longest)s") % {"shortest": duration(shortest), "longest": duration(longest)}


def joined(words: list[str]) -> str:
    """Return words as an enumeration of the page's language."""
    return _(", ").join(words)
