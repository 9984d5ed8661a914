"""What tests of the workbook share: a desk, its workbook, and a way to fill it in by its hidden codes."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from portal.core.models import User
from reports.actions import workbooks
from reports.actions.answers import CellEntry, write_cells
from reports.cells import CellKey
from reports.models import Observation, Submission, WorkbookUpload
from reports.permissions import rights, why_locked
from reports.rendering.workbook import workbook
from tests.factories.core import NOW, CountryFactory, UserFactory
from tests.factories.reports import RoundFactory, SubmissionFactory

LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Desk:
    """A country's answers in an open round, and its officer."""

    submission: Submission
    officer: User

    def write(self, cells: dict[str, str], *, seen: int = 0) -> None:
        """Write figures online."""
        entries = [CellEntry(CellKey.parse(key), text=text, seen=seen) for key, text in cells.items()]
        write_cells(submission_id=self.submission.pk, entries=entries, by=self.officer, now=NOW)

    def made(self, language: str = "en", by: User | None = None) -> bytes:
        """Return the workbook of the moment."""
        submission = Submission.objects.with_context().get(pk=self.submission.pk)
        return workbook(
            submission=submission,
            rights=rights(by or self.officer, submission),
            language=language,
            generated_at=NOW,
            closed=why_locked(submission, NOW.date()),
        )

    def file(self, language: str = "en", by: User | None = None) -> "Filled":
        """Return the workbook of the moment, opened to fill it in."""
        return Filled.of(self.made(language, by))

    def hand_in(self, content: "bytes | Filled", by: User | None = None) -> WorkbookUpload:
        """Hand a workbook in."""
        data = content if isinstance(content, bytes) else content.saved()
        submission = Submission.objects.with_context().get(pk=self.submission.pk)
        file = SimpleUploadedFile("workbook.xlsx", data)
        return workbooks.hand_in(submission=submission, content=file, by=by or self.officer, now=LATER)

    def take_over(self, upload: WorkbookUpload, sides: dict[str, str] | None = None) -> WorkbookUpload:
        """Confirm what the comparison shows now."""
        digest = workbooks.difference(upload).digest
        return workbooks.take_over(upload_id=upload.pk, digest=digest, sides=sides or {}, by=self.officer, now=LATER)

    def cell(self, key: str) -> Observation:
        """Return what is stored in a cell."""
        address = CellKey.parse(key)
        return self.submission.observations.get(
            question__code=address.question, row_code=address.row, year=address.year
        )

    def texts(self) -> dict[str, str]:
        """Return what stands in the cells, as the form shows it."""
        cells = Observation.objects.filter(submission=self.submission).select_related("question")
        found = {f"{one.question.code}|{one.row_code}|{one.year}": one for one in cells}
        return {
            key: str(one.value) if one.value is not None else one.raw_text or one.missing_reason
            for key, one in found.items()
        }


def desk(**round_traits: Any) -> Desk:
    """Make a desk with the complete questionnaire of the factories, for 2023 to 2025."""
    country = CountryFactory()
    round_ = RoundFactory(opened=True, complete=True, **round_traits)
    submission = SubmissionFactory(assignment__round=round_, assignment__country=country)
    return Desk(submission, UserFactory(role="statistics_officer", country=country, full_name="Olga Officer"))


@dataclass(frozen=True)
class Filled:
    """An open workbook whose cells are found by their codes."""

    book: Any

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Open a workbook."""
        return cls(load_workbook(io.BytesIO(content)))

    def at(self, question: str, row: str, column: str) -> Any:
        """Return the cell with these codes."""
        for sheet in self.book.worksheets:
            columns: dict[str, int] = {}
            for cells in sheet.iter_rows():
                tag = str(cells[0].value or "")
                if tag == f"#columns|{question}":
                    columns = {str(cell.value): cell.column for cell in cells[1:] if cell.value is not None}
                elif tag == f"{question}|{row}" and column in columns:
                    return sheet.cell(cells[0].row, columns[column])
        raise AssertionError(f"{question}|{row}|{column} is not in the workbook")

    def tag(self, text: str) -> Any:
        """Return the cell that holds a hidden code."""
        return next(
            cell
            for sheet in self.book.worksheets
            for cells in sheet.iter_rows()
            for cell in cells
            if cell.value == text
        )

    def put(self, values: dict[str, Any]) -> Self:
        """Write into cells by their codes, such as "1.1|total|2025"."""
        for codes, value in values.items():
            question, row, column = codes.split("|")
            self.at(question, row, column).value = value
        return self

    def meta(self, name: str) -> Any:
        """Return the cell of the hidden sheet that holds a value."""
        return next(cells[1] for cells in self.book["_meta"].iter_rows() if cells[0].value == name)

    def saved(self) -> bytes:
        """Return the file."""
        made = io.BytesIO()
        self.book.save(made)
        return made.getvalue()


def whys(upload: WorkbookUpload) -> list[str]:
    """Return why the findings say that something is wrong."""
    return [finding["why"] for finding in upload.staged["findings"]]


def kinds(upload: WorkbookUpload) -> dict[str, str]:
    """Return the kind of each change by its key."""
    return {change.key: change.kind.value for change in workbooks.difference(upload).changes}


def only(findings: Iterable[dict[str, Any]], level: str) -> list[dict[str, Any]]:
    """Return the findings of one weight."""
    return [finding for finding in findings if finding["level"] == level]
