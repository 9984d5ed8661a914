"""The first sheet of a country's workbook: what it is and how to write zero, nothing and "no number"."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.choices import Language
from portal.core.models.country import label_in
from reports.models import Submission
from reports.rendering.workbook_formats import Formats


def write_readme(
    sheet: Any,
    formats: Formats,
    *,
    submission: Submission,
    language: str,
    sections: list[str],
    address: str,
    closed: str,
) -> None:
    """Write the sheet."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    assignment = submission.assignment
    sheet.write_string(0, 0, label_in(assignment.round.names), formats.title)
    sheet.write_string(1, 0, label_in(assignment.country.names), formats.title)
    row = 3
    for warning in _warnings(submission, closed):
        sheet.write_string(row, 1, warning, formats.warning)
        row += 1
    for sign, meaning in _signs():
        sheet.set_row(row, 44)
        sheet.write_string(row, 0, sign, formats.large_sign)
        sheet.write_string(row, 1, meaning, formats.large)
        row += 1
    for text in _steps(submission, address, Language(language).label):
        row += 1
        sheet.write_string(row, 1, text, formats.text)
    row += 2
    sheet.write_string(row, 1, _("Sheets of this workbook"), formats.question)
    for name in sections:
        row += 1
        sheet.write_string(row, 1, name, formats.text)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True})
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _warnings(submission: Submission, closed: str) -> list[str]:
    found = []
    if submission.assignment.round.is_invented:
        found.append(_("This round is invented, for practice. Do not enter real figures."))
    if closed:
        found.append(closed)
    return found


def _signs() -> list[tuple[str, str]]:
    return [
        ("0", _("There were none. Write the zero; do not leave the cell empty.")),
        (" ", _("An empty cell means: not answered yet. It does not mean zero.")),
        ("n/a", _("Not available: there may be cases, but there is no number.")),
        ("n/app", _("Not applicable: the question cannot arise in your country.")),
        ("c", _("Confidential: the number exists but may not be given.")),
        ("<5", _("The source keeps small numbers to itself. Below five includes zero.")),
    ]


def _steps(submission: Submission, address: str, language: str) -> list[str]:
    due = date_format(submission.assignment.due_on)
    steps = [
        _("Language of this workbook: %(language)s.") % {"language": language},
        _("Last day: %(day)s.") % {"day": due},
        _("1. Fill in the yellow cells. They hold what is in the portal already."),
        _("2. Grey cells show your last round and sums. They are not read."),
        _("3. Choose countries from the list in the cell. A region or two countries together are not taken."),
        _("4. Write a comment or a source in the columns to the right of a figure."),
        _("5. Do not delete or merge rows, columns or sheets. Each cell has a hidden code by which it is read."),
        _("6. Hand the workbook in on the portal. You see what would change and decide. Nothing is written before."),
        _("Cells that you do not touch change nothing, even if a colleague has changed them online."),
        _("Write no names of victims and no other personal data of victims."),
    ]
    return [*steps, address] if address else steps
