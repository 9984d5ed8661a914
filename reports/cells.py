"""A cell of a questionnaire's table: its address, and how what people type into it is read."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _

from reports.choices import MissingReason

LARGEST_COUNT = 10**9
LONGEST_TEXT = 200
LONGEST_SOURCE = 300
# Counts below five that a source keeps to itself: any of 0 to 4.
SUPPRESSED = (0, 4)

_COUNT = re.compile(r"\d+")
# The same separator between all groups of three digits.
_GROUPED = re.compile(r"\d{1,3}(?P<sign>[,.'’٬ ])\d{3}(?:(?P=sign)\d{3})*")
_BELOW = re.compile(r"<\s*(\d{1,9})")
_NEGATIVE = re.compile(r"[-−–]\s*\d[\d.,]*")
_FRACTION = re.compile(r"\d+[.,٫]\d+")
_SPACES = re.compile(r"\s+")

# What people write for "no number", in the six languages and as Eurostat does it, without case and full stops.
_WORDS: dict[str, MissingReason] = {
    word: reason
    for reason, words in {
        MissingReason.NOT_AVAILABLE: (
            "n/a|na|:|not available|unknown|non disponible|nd|n/d|no disponible|нет данных|н/д|غير متاح|غير متوفر|不详|无数据|暂无数据"
        ),
        MissingReason.NOT_APPLICABLE: (
            "not applicable|n/app|sans objet|s/o|so|no aplicable|no procede|неприменимо|не применимо|لا ينطبق|不适用"
        ),
        MissingReason.CONFIDENTIAL: (
            "c|conf|confidential|confidentiel|confidentielle|confidencial|конфиденциально|سري|保密|机密"
        ),
    }.items()
    for word in words.split("|")
}


class Problem(StrEnum):
    """Why what stands in a cell is no count."""

    NEGATIVE = "negative"
    FRACTION = "fraction"
    TOO_LARGE = "too_large"
    DASH = "dash"
    TOO_LONG = "too_long"
    NO_COUNT = "no_count"

    def explain(self) -> str:
        """Return what is wrong and what to do, in the active language."""
        return {
            Problem.NEGATIVE: _("A count cannot be below zero. Write a whole number."),
            Problem.FRACTION: _("A count has no fraction. Write a whole number."),
            Problem.TOO_LARGE: _("The number is too large for a count. Check it."),
            Problem.DASH: _("A dash may mean two things. Write 0 if there were none, n/a if it is not known."),
            Problem.TOO_LONG: _("The text is too long for a cell. Write a whole number."),
            Problem.NO_COUNT: _(
                "This is no count. Write a whole number, 0 if there were none, n/a if it is not known."
            ),
        }[self]


@dataclass(frozen=True, slots=True)
class CellKey:
    """The address of a cell: number of the question, code of the row (or of its country), year."""

    question: str
    row: str
    year: int

    def __str__(self) -> str:
        return f"{self.question}|{self.row}|{self.year}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "4.1|f_child|2024". Raises ValueError for anything else."""
        question, row, year = text.split("|")
        if not question or not row or not re.fullmatch(r"\d{4}", year, re.ASCII):
            raise ValueError(text)
        return cls(question, row, int(year))


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell: a count, an interval, a reason why there is no number, or a text that is none of them."""

    value: int | None = None
    low: int | None = None
    high: int | None = None
    missing_reason: str = ""
    raw_text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there: not answered, which is not the same as zero."""
        return self == Entry()

    @property
    def problem(self) -> Problem | None:
        """Why this is no answer; None when it is one, or is empty."""
        is_answer = self.value is not None or self.low is not None or bool(self.missing_reason)
        return None if is_answer or not self.raw_text else _problem(_plain(self.raw_text))

    @property
    def text(self) -> str:
        """What a form shows in the cell, and what is read as the same entry again."""
        if self.value is not None:
            return str(self.value)
        if self.low is not None:
            return self.raw_text or f"<{(self.high or 0) + 1}"
        return _SHOWN.get(self.missing_reason, self.raw_text)


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What a person puts into a cell. None leaves a part as it is; `seen` is the version that the person saw, 0: none."""

    key: CellKey
    text: str | None = None
    comment: str | None = None
    source: str | None = None
    seen: int = 0


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """An answer in words or by choice, or a remark on a table. `seen` is the version that the person saw, 0: none."""

    question: str
    text: str = ""
    choice: str = ""
    seen: int = 0


# Short signs that are the same in every language.
_SHOWN: dict[str, str] = {
    MissingReason.NOT_AVAILABLE: "n/a",
    MissingReason.NOT_APPLICABLE: "n/app",
    MissingReason.CONFIDENTIAL: "c",
}


def read_entry(typed: str) -> Entry:
    """Read what was typed. Nothing is lost: what is no answer stays as text, cut after 200 signs."""
    text = _plain(typed)
    if not text:
        return Entry()
    word = text.casefold().replace(".", "").strip()
    if word in _WORDS or text in _WORDS:
        return Entry(missing_reason=(_WORDS.get(word) or _WORDS[text]).value)
    if below := _BELOW.fullmatch(text):
        bound = int(below[1])
        if bound > 0:
            return Entry(low=0, high=bound - 1, raw_text=f"<{bound}")
    number = re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else text
    if _COUNT.fullmatch(number) and len(number) <= 12 and int(number) <= LARGEST_COUNT:
        return Entry(value=int(number))
    kept = typed.replace("\x00", "�").strip()
    return Entry(raw_text=kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - 1] + "…")


def _plain(typed: str) -> str:
    """Return the text with digits of every script as 0-9 and with single spaces."""
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in typed)
    return _SPACES.sub(" ", digits).strip()


def _problem(text: str) -> Problem:
    if len(text) >= LONGEST_TEXT:
        return Problem.TOO_LONG
    if text in {"-", "–", "—", "−", "--"}:
        return Problem.DASH
    if _NEGATIVE.fullmatch(text):
        return Problem.NEGATIVE
    if _COUNT.fullmatch(text) or _GROUPED.fullmatch(text):
        return Problem.TOO_LARGE
    return Problem.FRACTION if _FRACTION.fullmatch(text) else Problem.NO_COUNT
