"""The structure of a country's workbook, and its content: what is written into it and read from it by code.

Everything in a workbook has an address: number of the question, code of the row, code of the column. In tables the
column is the year, or the year with ":comment" or ":source". Content is text, as a form would show it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Prefetch

from portal.core.choices import Language
from reports.cells import Entry
from reports.choices import MissingReason, OpenRows, QuestionKind
from reports.models import (
    Answer,
    LegalArticle,
    Observation,
    Question,
    Section,
    SourceCitation,
    Submission,
    TableRow,
)

FORMAT = "tip-country-data/1"
META, BASE, LISTS, README = "_meta", "_base", "_lists", "README"
# Empty rows of tables that grow by country, and of lists of sources and laws.
COUNTRY_ROWS, LIST_ROWS = 60, 10
COLUMNS_TAG, OTHER_TAG, NEW_ROW, KNOWN_ROW = "#columns|", "#", "+", "@"
COMMENT, SOURCE = ":comment", ":source"
COUNTRY, ANSWER = "country", "answer"
# Columns that are shown only and never read.
LABEL, LAST = "label", "last:"
LIST_COLUMNS: dict[str, tuple[str, ...]] = {
    QuestionKind.SOURCE: ("authority", "title", "url"),
    QuestionKind.LAW: ("act", "articles", "since", "coverage", "note"),
    QuestionKind.TEXT: ("text",),
    QuestionKind.CHOICE: ("choice",),
}
# A cell of a workbook holds at most 32,767 signs.
LONGEST = 32_000

# What a drop-down offers where there is no number; each is read back as its reason.
REASON_WORDS: dict[str, dict[str, str]] = {
    MissingReason.NOT_AVAILABLE: {
        "en": "Not available",
        "fr": "Non disponible",
        "es": "No disponible",
        "ru": "Нет данных",
        "ar": "غير متاح",
        "zh": "不详",
    },
    MissingReason.NOT_APPLICABLE: {
        "en": "Not applicable",
        "fr": "Sans objet",
        "es": "No aplicable",
        "ru": "Неприменимо",
        "ar": "لا ينطبق",
        "zh": "不适用",
    },
    MissingReason.CONFIDENTIAL: {
        "en": "Confidential",
        "fr": "Confidentiel",
        "es": "Confidencial",
        "ru": "Конфиденциально",
        "ar": "سري",
        "zh": "保密",
    },
}


# Codes of our data that the interface calls otherwise.
_OF_THE_INTERFACE = {Language.ZH.value: "zh-hans"}


def interface_language(code: str) -> str:
    """Return the code under which the interface knows one of the six languages."""
    return _OF_THE_INTERFACE.get(code, code)


class Address(NamedTuple):
    """Where something stands in a workbook, whatever the sheet, row and column."""

    question: str
    row: str
    column: str

    @property
    def item(self) -> "Item":
        """What is written together: a cell with its comment and source, or a row of a list."""
        year = self.column.partition(":")[0]
        return Item(self.question, self.row, year if year.isdecimal() else "")


class Item(NamedTuple):
    """A cell of a table with its year; else an answer, or a row of a list, with an empty year."""

    question: str
    row: str
    year: str

    @property
    def key(self) -> str:
        """The item as one text; in tables the key of the cell."""
        return "|".join(self) if self.year else f"{self.question}|{self.row}"


Values = dict[Address, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """The hidden codes of one question: its columns and rows that are read."""

    question: str
    kind: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, years: Iterable[int], values: Values) -> Self:
        """Return the codes of a question for a draft: fixed rows, those of the draft, and empty ones."""
        used = sorted({address.row for address in values if address.question == question.code})
        if question.kind == QuestionKind.TABLE:
            fixed = [row.code for row in question.rows.all()]
            grown = [row for row in used if row not in fixed] if question.open_rows else []
            empty = [f"{NEW_ROW}{number}" for number in range(1, COUNTRY_ROWS + 1)] if question.open_rows else []
            return cls(question.code, question.kind, table_columns(question, years), (*fixed, *grown, *empty))
        columns = LIST_COLUMNS[question.kind]
        if question.kind in (QuestionKind.TEXT, QuestionKind.CHOICE):
            return cls(question.code, question.kind, columns, (ANSWER,))
        empty = [f"{NEW_ROW}{number}" for number in range(1, LIST_ROWS + 1)]
        known = sorted(used, key=lambda row: int(row[1:]))
        return cls(question.code, question.kind, columns, (*known, *empty))


def table_columns(question: Question, years: Iterable[int]) -> tuple[str, ...]:
    """Return the columns of a table that are read."""
    figures = [str(year) for year in years]
    country = [COUNTRY] if question.open_rows != OpenRows.NONE else []
    words = [f"{year}{part}" for part in (COMMENT, SOURCE) for year in figures]
    return (*country, *figures, *words)


def checksum(grids: Iterable[Grid]) -> str:
    """Return the checksum of a structure."""
    parts = [[grid.question, grid.kind, list(grid.columns), list(grid.rows)] for grid in grids]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def identity(submission: Submission) -> dict[str, str]:
    """Return what a workbook must say to be taken for these answers."""
    round_ = submission.assignment.round
    return {
        "format": FORMAT,
        "collection": round_.collection.code,
        "round": round_.code,
        "questionnaire": f"{round_.questionnaire.code} {round_.questionnaire.version}",
        "country": submission.assignment.country.iso3,
        "submission": str(submission.public_id),
        "number": str(submission.number),
    }


def sections_of(submission: Submission) -> list[Section]:
    """Return the sections of the questionnaire in order, with their questions and rows."""
    rows = Prefetch("rows", TableRow.objects.order_by("order", "pk"))
    questions = Question.objects.select_related("indicator").order_by("order", "pk").prefetch_related(rows)
    found = Section.objects.filter(questionnaire=submission.assignment.round.questionnaire_id)
    return list(found.order_by("order", "pk").prefetch_related(Prefetch("questions", questions)))


def draft_values(submission: Submission) -> Values:
    """Return all answers of the draft as a workbook shows them."""
    values: Values = {}
    for cell in Observation.objects.filter(submission=submission).select_related("question"):
        entry = Entry(cell.value, cell.low, cell.high, cell.missing_reason, cell.raw_text)
        year = str(cell.year)
        for column, text in ((year, entry.text), (year + COMMENT, cell.comment), (year + SOURCE, cell.source)):
            values[Address(cell.question.code, cell.row_code, column)] = text
    for answer in Answer.objects.filter(submission=submission).select_related("question"):
        column = LIST_COLUMNS[answer.question.kind][0]
        values[Address(answer.question.code, ANSWER, column)] = answer.choice or answer.text
    for source in SourceCitation.objects.filter(submission=submission).select_related("question"):
        values |= _listed(source.question, source.pk, (source.authority, source.title, source.url))
    for law in LegalArticle.objects.filter(submission=submission).select_related("question"):
        since = law.in_force_since.isoformat() if law.in_force_since else ""
        values |= _listed(law.question, law.pk, (law.act, law.articles, since, law.coverage, law.note))
    return {address: shown(text) for address, text in values.items() if text}


def shown(text: str) -> str:
    """Return the text as a cell of a workbook can hold it: cut when too long, without control signs."""
    kept = "".join(sign if sign.isprintable() or sign in "\n\t " or ord(sign) > 159 else "�" for sign in plain(text))
    kept = "".join("�" if "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff" else sign for sign in kept)
    return kept if len(kept.encode("utf-16-le")) // 2 <= LONGEST else kept[: LONGEST // 2] + "…"


def plain(text: str) -> str:
    """Return the text with one kind of line end and without spaces around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _listed(question: Question, key: int, texts: tuple[str, ...]) -> Values:
    columns = LIST_COLUMNS[question.kind]
    return {
        Address(question.code, f"{KNOWN_ROW}{key}", column): text for column, text in zip(columns, texts, strict=True)
    }
