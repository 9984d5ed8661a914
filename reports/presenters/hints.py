"""What is told about cells while somebody types: problems of cells, rules in use about cells and rows, sums of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.actions.rules import live_rules
from reports.cells import CellKey, Entry
from reports.checking import engine
from reports.checking.engine import Rule
from reports.checking.sheet import Cell, Sheet
from reports.checking.sheet import Codes as CheckedCodes
from reports.choices import PartnerKind, Severity
from reports.models import Submission
from reports.presenters.checks import sentence
from reports.presenters.entry_totals import Codes, compare, groups_of


@dataclass(frozen=True, slots=True)
class Figures:
    """A table as checks see it: number of the question, codes of its rows in order, years, and what stands where."""

    question: str
    rows: Mapping[str, Codes]
    years: Sequence[int]
    entries: Mapping[CellKey, Entry]
    indicator: str = ""
    # What its rows for countries stand for.
    open_rows: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark. It stands at the first of its cells; an "info" is only told there, not in the list on top."""

    severity: Severity
    text: str
    cells: tuple[CellKey, ...]


def hints_of(submission: Submission, tables: Sequence[Figures]) -> list[Hint]:
    """Return what to say about the tables of a section, in the active language. Of two remarks that disagree with the
    same cell the first is enough.
    """
    if not tables:
        return []
    assignment = submission.assignment
    hints = [hint for table in tables for hint in _problems(table)]
    sheet = _sheet(assignment.country.iso3, tables)
    hints += _untold(hints, checked(sheet, live_rules(assignment.round.collection_id)))
    return hints + _untold(hints, [hint for table in tables for hint in _totals(table)])


def checked(sheet: Sheet, rules: Iterable[Rule]) -> list[Hint]:
    """Return what rules about cells and rows say; a sentence about several cells stands at the first, the total."""
    return [
        Hint(
            Severity(found.rule.severity),
            sentence(found.rule.messages, found.values, found.question, found.cells),
            found.cells,
        )
        for found in engine.run(sheet, rules, scopes=engine.WHILE_TYPING)
        if found.cells
    ]


def _untold(told: Iterable[Hint], further: Iterable[Hint]) -> list[Hint]:
    """Leave out remarks on cells that something is told of already; mere information always fits beside."""
    cells = {hint.cells[0] for hint in told if hint.severity != Severity.INFO}
    return [hint for hint in further if hint.severity == Severity.INFO or hint.cells[0] not in cells]


def _sheet(country: str, tables: Sequence[Figures]) -> Sheet:
    cells: dict[CellKey, Cell] = {}
    for table in tables:
        for row, codes in table.rows.items():
            for year in table.years:
                key = CellKey(table.question, row, year)
                cells[key] = Cell(key, _codes(table, codes), table.entries.get(key, Entry()))
    return Sheet(country, tuple(tables[0].years), cells)


def _codes(table: Figures, codes: Codes) -> CheckedCodes:
    sex, age, form, partner = codes
    kind, _colon, iso3 = partner.partition(f"{PartnerKind.COUNTRY}:")
    if iso3:
        kind = PartnerKind.COUNTRY
    return CheckedCodes(table.indicator, sex, age, form, table.open_rows, str(kind), iso3)


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
