"""Make the workbook in which a country answers without a connection: one sheet per section, in one of six languages."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import override

from portal.core.choices import Language
from portal.core.models import Country
from portal.core.models.country import label_in
from reports.choices import LegalCoverage, QuestionKind
from reports.exports.last_round import LastRound, last_round
from reports.exports.workbook import (
    BASE,
    LISTS,
    META,
    README,
    REASON_WORDS,
    Grid,
    Values,
    checksum,
    draft_values,
    identity,
    interface_language,
    sections_of,
)
from reports.models import Question, Section, Submission
from reports.permissions import Rights
from reports.rendering.workbook_formats import Formats
from reports.rendering.workbook_readme import write_readme
from reports.rendering.workbook_sheets import SectionSheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the codes of its questions, and whether the person fills it."""

    section: Section
    grids: list[tuple[Question, Grid]]
    is_writable: bool


def workbook(
    *,
    submission: Submission,
    rights: Rights,
    language: str,
    generated_at: datetime,
    address: str = "",
    closed: str = "",
) -> bytes:
    """Return the workbook of the sections that the person sees; `closed` says in words why nobody may write."""
    with override(interface_language(language)):
        return _Book(submission, rights, language, generated_at, closed).made(address)


class _Book:
    """Writes one workbook."""

    def __init__(
        self, submission: Submission, rights: Rights, language: str, generated_at: datetime, closed: str
    ) -> None:
        self.submission, self.language, self.generated_at, self.closed = submission, language, generated_at, closed
        self.round = submission.assignment.round
        self.values = draft_values(submission)
        self.last = last_round(submission)
        self.countries = {one.iso3: label_in(one.names, language) for one in Country.objects.all()}
        self.parts = [self._part(section, rights) for section in sections_of(submission) if rights.may_read(section.pk)]
        self._made = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._made, {"in_memory": True, "strings_to_urls": False})
        self._formats = Formats(self._book, is_right_to_left=language == Language.AR)

    def made(self, address: str) -> bytes:
        """Return the file."""
        title = f"{label_in(self.round.names)} – {label_in(self.submission.assignment.country.names)}"
        self._book.set_properties({"title": title, "created": self.generated_at.astimezone(UTC).replace(tzinfo=None)})
        readme = self._sheet(README)
        write_readme(
            readme,
            self._formats,
            submission=self.submission,
            language=self.language,
            sections=[str(part.section) for part in self.parts],
            address=address,
            closed=self.closed,
        )
        names = _sheet_names([str(part.section) for part in self.parts])
        sheets = [(part, self._sheet(name)) for part, name in zip(self.parts, names, strict=True)]
        self._lists()
        for part, sheet in sheets:
            self._section(part, sheet)
        self._meta()
        self._base()
        readme.activate()
        self._book.close()
        return self._made.getvalue()

    def _part(self, section: Section, rights: Rights) -> Part:
        grids = [
            (question, Grid.of(question, self.round.years, _of_question(self.values, question)))
            for question in section.questions.all()
        ]
        return Part(section, grids, is_writable=rights.may_write(section.pk) and not self.closed)

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        if self.language == Language.AR:
            sheet.right_to_left()
        return sheet

    def _section(self, part: Part, sheet: Any) -> None:
        last = self.last if self.last.years else LastRound()
        writer = SectionSheet(sheet, self._formats, self.values, last, self.countries, is_open=part.is_writable)
        writer.head(part.section)
        for question, grid in part.grids:
            writer.question(question, grid)
        writer.finish()

    def _lists(self) -> None:
        """Write what drop-downs offer, and give each list a name."""
        sheet = self._book.add_worksheet(LISTS)
        sheet.very_hidden()
        names = sorted(self.countries, key=lambda code: (self.countries[code].casefold(), code))
        lists = {
            "tip_reasons": [words[self.language] for words in REASON_WORDS.values()],
            "tip_coverage": [str(label) for label in LegalCoverage.labels],
            "tip_countries": [f"{self.countries[code]} ({code})" for code in names],
        }
        for part in self.parts:
            for question, _grid in part.grids:
                if question.kind == QuestionKind.CHOICE:
                    lists[choice_name(question)] = [label_in(option["labels"]) for option in question.options]
        for column, (name, items) in enumerate(lists.items()):
            for row, item in enumerate(items):
                sheet.write_string(row, column, item)
            letters = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
            self._book.define_name(name, f"={LISTS}!{letters}$1:{letters}${len(items)}")

    def _meta(self) -> None:
        sheet = self._book.add_worksheet(META)
        sheet.very_hidden()
        grids = [grid for part in self.parts for _question, grid in part.grids]
        about = identity(self.submission) | {
            "language": self.language,
            "generated_at": self.generated_at.isoformat(),
            "checksum": checksum(grids),
        }
        rows = [*about.items(), *((f"grid|{grid.question}", _grid_text(grid)) for grid in grids)]
        for row, (name, text) in enumerate(rows):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, text)

    def _base(self) -> None:
        """Write the content of the moment, so that what nobody touches in the file is told from what somebody does."""
        sheet = self._book.add_worksheet(BASE)
        sheet.very_hidden()
        there = {grid.question for part in self.parts for _question, grid in part.grids}
        kept = sorted((address, text) for address, text in self.values.items() if address.question in there)
        for row, (address, text) in enumerate(kept):
            for column, one in enumerate((*address, text)):
                sheet.write_string(row, column, one)


def choice_name(question: Question) -> str:
    """Return the name of the list that a drop-down of a choice offers."""
    return f"tip_choice_{question.code.replace('.', '_')}"


def _of_question(values: Values, question: Question) -> Values:
    return {address: text for address, text in values.items() if address.question == question.code}


def _grid_text(grid: Grid) -> str:
    return json.dumps({"kind": grid.kind, "columns": grid.columns, "rows": grid.rows})


def _sheet_names(titles: Iterable[str]) -> list[str]:
    """Return names as spreadsheets allow them: short, unique, without signs of formulas."""
    names: list[str] = []
    for number, title in enumerate(titles, start=1):
        name = f"{number} {title.translate(_FORBIDDEN)}"[:_LONGEST_NAME].strip()
        names.append(name)
    return names
