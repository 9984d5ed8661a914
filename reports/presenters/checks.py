"""Findings in words: sentences in the reader's language, rows of pages and downloads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.models.country import label_in
from reports.actions.checks import mark_of
from reports.building.sheets import questions_of
from reports.cells import CellKey, Problem
from reports.checking.parameters import accepted_by, defaults_of
from reports.checking.registry import check_named
from reports.choices import FindingState, Severity
from reports.forms.checks import WORDS
from reports.models import Finding, Section, Submission, ValidationRule

BADGES: dict[str, str] = {
    Severity.INFO: "",
    Severity.WARNING: "warn",
    Severity.ERROR: "error",
    Severity.BLOCKER: "error",
}


def sentence(
    messages: Mapping[str, str], values: Mapping[str, Any], question: str, cells: Iterable[CellKey] = ()
) -> str:
    """Return a rule's message with its values, in the active language."""
    first = next(iter(cells), None)
    shown = {name: _shown(name, value) for name, value in values.items()}
    words = {"question": question, "year": str(first.year) if first else "", **shown}
    return label_in(dict(messages)) % _Words(words)


class _Words(dict[str, str]):
    """Values by name; a message of a later version may name one that an older finding does not have."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, value: Any) -> str:
    if name == "problem" and value in set(Problem):
        return Problem(value).explain()
    if isinstance(value, list):
        return _interval(*value)
    if isinstance(value, int | float):
        text = number_format(value, decimal_pos=None, use_l10n=True, force_grouping=True)
        return text.removesuffix(".0").removesuffix(",0")
    return str(value)


def _interval(low: int, high: int | None) -> str:
    """Write what a count may be, as the portal's tables do."""
    if high is None:
        return _("%(number)s or more") % {"number": _shown("", low)}
    if low == 0:
        return f"<{_shown('', high + 1)}"
    return f"{_shown('', low)}–{_shown('', high)}"


@dataclass(frozen=True, slots=True)
class CellLink:
    """A cell of a finding: what it is called and its anchor on the page of its section."""

    label: str
    section: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as pages show it."""

    finding: Finding
    text: str
    cells: list[CellLink]
    badge: str
    is_stale: bool
    is_open: bool
    mark: str


@dataclass(frozen=True, slots=True)
class SectionFindings:
    """The findings of a section; None: of no section."""

    section: Section | None
    rows: list[FindingRow]


class Places:
    """What the questions and rows of a questionnaire are called."""

    def __init__(self, submission: Submission) -> None:
        questions = questions_of(submission.assignment.round.questionnaire_id)
        self._sections = {question.code: question.section.code for question in questions}
        self._rows = {(question.code, row.code): row for question in questions for row in question.rows.all()}

    def link(self, key: CellKey) -> CellLink:
        """Return a cell's name and address."""
        row = self._rows.get((key.question, key.row))
        names = {"question": key.question, "row": str(row) if row else key.row, "year": key.year}
        label = _("%(question)s, %(row)s, %(year)s") % names
        return CellLink(label, self._sections.get(key.question, ""), f"cell-{key.question}-{key.row}-{key.year}")


def in_sections(findings: Iterable[Finding], places: Places) -> list[SectionFindings]:
    """Group findings, which come in order, by section."""
    groups: list[SectionFindings] = []
    for finding in findings:
        section = finding.question.section if finding.question else None
        if not groups or groups[-1].section != section:
            groups.append(SectionFindings(section, []))
        groups[-1].rows.append(row_of(finding, places))
    return groups


def row_of(finding: Finding, places: Places) -> FindingRow:
    """Return a finding as pages show it."""
    keys = [CellKey.parse(cell) for cell in finding.cells]
    is_open = finding.state == FindingState.OPEN
    return FindingRow(
        finding=finding,
        text=text_of(finding),
        cells=[places.link(key) for key in keys],
        badge=BADGES[Severity(finding.severity)],
        is_stale=is_open and bool(finding.explanation or finding.waiver_reason),
        is_open=is_open,
        mark=mark_of(finding),
    )


def text_of(finding: Finding) -> str:
    """Return what a finding says, in the active language."""
    keys = [CellKey.parse(cell) for cell in finding.cells]
    return sentence(finding.rule.messages, finding.values, finding.question.code if finding.question else "", keys)


def columns() -> list[str]:
    """Return the heads of a download of findings."""
    return [_("Section"), _("Question"), _("Cells"), _("Weight"), pgettext("of a job", "State"), _("Finding"), _("Explanation"),
            _("Reason of the waiver"), _("Check")]  # fmt: skip


def table_rows(findings: Iterable[Finding]) -> Iterator[list[str]]:
    """Return the lines of a download of findings."""
    for finding in findings:
        yield [
            str(finding.question.section) if finding.question else "",
            finding.question.code if finding.question else "",
            "; ".join(finding.cells),
            finding.get_severity_display(),
            finding.get_state_display(),
            text_of(finding),
            finding.explanation,
            finding.waiver_reason,
            f"{finding.rule.code} v{finding.rule.version}",
        ]


def parameters_in_words(rule: ValidationRule) -> list[tuple[str, str]]:
    """Return the parameters of a rule, also those that it leaves as they are, as name and value."""
    check = check_named(rule.test)
    given = defaults_of(check.parameters) | rule.parameters
    return [(str(accepts.label), _in_words(given[name])) for name, accepts in accepted_by(check.parameters).items()]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_in_words(item) for item in value) or "–"
    return str(WORDS[value]) if value in WORDS else _shown("", value)
