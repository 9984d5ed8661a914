"""Check whether a workbook is the one of these answers: country, round, questionnaire, and all its hidden codes."""

from django.utils.translation import gettext as _

from portal.core.choices import Language
from reports.choices import QuestionKind
from reports.exports.workbook import FORMAT, LIST_COLUMNS, META, Grid, identity, sections_of, table_columns
from reports.importing.workbook_findings import Findings, Place
from reports.importing.workbook_parsing import RawBook, check_codes
from reports.models import Question, Submission


def questions_of(submission: Submission) -> dict[str, Question]:
    """Return the questions of the questionnaire by their number, with section and rows."""
    found: dict[str, Question] = {}
    for section in sections_of(submission):
        for question in section.questions.all():
            found[question.code] = question
    return found


def check_identity(book: RawBook, submission: Submission) -> None:
    """Report, in words, what the workbook is if it is not the one of these answers; then nothing else matters."""
    if finding := _another(book, submission):
        book.is_another, book.findings = True, Findings()
        book.refuse(*finding, _download())


def _another(book: RawBook, submission: Submission) -> tuple[Place, str, str] | None:
    """Return where it says what and what is wrong with that; None if it is the right one."""
    about = book.about
    if about.get("format") != FORMAT:
        why = _("This is not a workbook of the portal, or its hidden sheet was deleted.")
        return Place(), about.get("format", ""), why
    wanted = identity(submission)
    for name, why in _refusals():
        there = about.get(name, "")
        if there != wanted[name]:
            return Place(META), there, why % {"there": there, "wanted": wanted[name]}
    if about.get("language") not in Language.values:
        return Place(META), about.get("language", ""), _("The workbook does not say its language.")
    return None


def check_structure(book: RawBook, submission: Submission, questions: dict[str, Question]) -> None:
    """Report what is not as the questionnaire has it, and what was deleted, copied or merged."""
    if not book.grids:
        book.refuse(Place(META), "", _("The hidden list of codes was changed."), _download())
        return
    years = submission.assignment.round.years
    for grid in book.grids.values():
        if not _fits(grid, questions.get(grid.question), years):
            why = _("The workbook does not ask question %(question)s as the questionnaire does.")
            book.refuse(Place(META), grid.question, why % {"question": grid.question}, _download())
    check_codes(book)


def _fits(grid: Grid, question: Question | None, years: list[int]) -> bool:
    if question is None or grid.kind != question.kind:
        return False
    if grid.kind != QuestionKind.TABLE:
        return grid.columns == LIST_COLUMNS[grid.kind]
    fixed = {row.code for row in question.rows.all()}
    has_rows = fixed <= set(grid.rows) and (bool(question.open_rows) or fixed == set(grid.rows))
    return grid.columns == table_columns(question, years) and has_rows


def _refusals() -> list[tuple[str, str]]:
    """Return what must agree, in order, with the sentence for each; the value is shown as the file has it."""
    return [
        ("collection", _("This workbook belongs to another collection: %(there)s, not %(wanted)s.")),
        ("round", _("This workbook belongs to another round: %(there)s, not %(wanted)s.")),
        ("country", _("This workbook belongs to another country: %(there)s, not %(wanted)s.")),
        (
            "questionnaire",
            _("This workbook was made for another version of the questionnaire: %(there)s, not %(wanted)s."),
        ),
        ("number", _("This workbook was made for version %(there)s of the answers; the present one is %(wanted)s.")),
        ("submission", _("This workbook was made for other answers of this country.")),
    ]


def _download() -> str:
    return _("Download the workbook of this page and copy your figures into it.")
