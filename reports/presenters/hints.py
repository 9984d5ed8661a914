"""What is told about cells while somebody types. The one place to which further checks are added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.cells import CellKey, Entry
from reports.choices import Severity
from reports.models import Submission
from reports.presenters.entry_totals import Codes, compare, groups_of


@dataclass(frozen=True, slots=True)
class Figures:
    """A table as checks see it: number of the question, codes of its rows in order, years, and what stands where."""

    question: str
    rows: Mapping[str, Codes]
    years: Sequence[int]
    entries: Mapping[CellKey, Entry]


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark. It stands at the first of its cells; an "info" is only told there, not in the list on top."""

    severity: Severity
    text: str
    cells: tuple[CellKey, ...]


def hints_of(submission: Submission, tables: Sequence[Figures]) -> list[Hint]:
    """Return what to say about the tables of a section."""
    return [hint for table in tables for hint in (*_problems(table), *_totals(table))]


def _problems(table: Figures) -> list[Hint]:
    return [
        Hint(Severity.BLOCKER, entry.problem.explain(), (key,))
        for key, entry in table.entries.items()
        if entry.problem is not None
    ]


def _totals(table: Figures) -> list[Hint]:
    hints = []
    for code, groups in groups_of(table.rows).items():
        for year in table.years:
            at_year = {row: table.entries.get(CellKey(table.question, row, year), Entry()) for row in table.rows}
            found = compare(at_year[code], groups, at_year)
            if found is not None:
                values = {"sum": found.sum.text, "total": at_year[code].text}
                severity, text = _in_words(found.verdict)
                hints.append(Hint(severity, text % values, (CellKey(table.question, code, year),)))
    return hints


def _in_words(verdict: str) -> tuple[Severity, str]:
    return {
        "above": (Severity.ERROR, _("The rows add up to %(sum)s, more than this total of %(total)s.")),
        "below": (Severity.WARNING, _("The rows add up to %(sum)s. This total says %(total)s.")),
        "sum": (Severity.INFO, _("The rows add up to %(sum)s.")),
        "partial": (Severity.INFO, _("The rows filled so far add up to %(sum)s.")),
        "agrees": (Severity.INFO, _("Sum of the rows: %(sum)s")),
    }[verdict]
