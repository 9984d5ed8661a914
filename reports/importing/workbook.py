"""Read an uploaded workbook into what its author changed, and what is wrong with it. Nothing is written."""

from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.core.choices import Language
from reports.importing.workbook_checking import check_identity, check_structure, questions_of
from reports.importing.workbook_countries import Countries
from reports.importing.workbook_diff import Touched, touched_items
from reports.importing.workbook_entries import Entries, entries_of
from reports.importing.workbook_findings import Findings
from reports.importing.workbook_opening import checked
from reports.importing.workbook_parsing import read_book
from reports.models import Question, Submission
from reports.permissions import Rights


@dataclass(slots=True)
class Read:
    """What was read. A refused workbook has findings and nothing else."""

    is_refused: bool
    language: str
    generated_at: str = ""
    touched: list[Touched] = field(default_factory=list)
    untouched: int = 0
    entries: Entries = field(default_factory=Entries)
    findings: Findings = field(default_factory=Findings)


def read_workbook(content: BinaryIO, submission: Submission, held: Rights) -> Read:
    """Read a workbook for these answers. Raises UnreadableError for what is no harmless workbook."""
    book = read_book(checked(content))
    questions = questions_of(submission)
    check_identity(book, submission)
    if not book.is_another:
        check_structure(book, submission, questions)
    language = book.about.get("language", "")
    read = Read(
        is_refused=book.is_refused,
        language=language if language in Language.values else Language.EN,
        generated_at=book.about.get("generated_at", ""),
        findings=book.findings,
    )
    if not read.is_refused:
        read.entries = entries_of(book, questions, Countries.load())
        touched, read.untouched = touched_items(read.entries)
        read.touched = [one for one in touched if _may_write(one, questions, held, read.findings)]
    return read


def _may_write(one: Touched, questions: dict[str, Question], held: Rights, findings: Findings) -> bool:
    if held.may_write(questions[one.item.question].section_id):
        return True
    why = _("This section was not handed over to you. The cell was not read.")
    findings.error(one.place, next(iter(one.file.values()), ""), why, _("Ask a colleague who fills this section."))
    return False
