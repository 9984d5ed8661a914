"""Which version of a brief a form was opened on, and how a form becomes one again after two versions were merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from caselaw.forms.brief import HEAD, SECTIONS
from caselaw.forms.merging import MergedRow, RowQuestion
from caselaw.forms.raw import State

FIELD = "base"
_SALT = "caselaw.writing"
_INSIDE = {"defendants": ("charges", "sanctions"), "charges": ("sanctions",)}
# What a field of the form is called that holds the answer to a question about another field.
_ANSWER = "choice-"
_UNSTORED = ("new_court", "new_court_level")


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked about a field, or (`row`) about a whole row, after two versions were merged."""

    before: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    row: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The brief as it was when the form was opened: `at` is its `updated_at`; questions are by the field's full name."""

    at: str
    state: State
    questions: dict[str, Question] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return what is kept with unsaved entries; see `of_draft`."""
        questions = {name: [item.before, item.theirs, item.row] for name, item in self.questions.items()}
        return {"state": self.state, "questions": questions}

    @classmethod
    def of_draft(cls, base: dict[str, Any], seen_state: str) -> Opened:
        """Return the version on which unsaved entries rest."""
        asked = {name: Question(*item) for name, item in base.get("questions", {}).items()}
        return cls(seen_state, base.get("state", {}), asked)

    def signed(self) -> str:
        """Return a text that the form carries and that nobody can change."""
        return signing.dumps({"at": self.at, **self.kept()}, salt=_SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Opened:
        """Return what a form carried. Of a text that was lost or changed nothing is believed: all is then compared."""
        try:
            found = signing.loads(text, salt=_SALT)
        except signing.BadSignature:
            return cls("", {})
        return cls.of_draft(found, found["at"])


def answer_name(name: str) -> str:
    """Return the name of the control that answers the question about a field."""
    return f"{_ANSWER}{name}"


def answered(data: QueryDict, opened: Opened) -> tuple[QueryDict, dict[str, Question]]:
    """Return the form with the answers put into it, and the questions that are still open."""
    changed, still_open = data.copy(), {}
    for name, question in opened.questions.items():
        answer = data.get(answer_name(name), "")
        if answer not in ("mine", "theirs"):
            still_open[name] = question
        elif question.row:
            _set(changed, name, ["on"] if answer == _REMOVES[RowQuestion(question.row)] else [])
        elif answer == "theirs":
            _set(changed, name, question.theirs)
    return changed, still_open


# Whose wish it was to remove the row.
_REMOVES = {RowQuestion.REMOVED_BY_THEM: "theirs", RowQuestion.REMOVED_BY_ME: "mine"}


def _set(data: QueryDict, name: str, values: list[str]) -> None:
    if values:
        data.setlist(name, values)
    else:
        data.pop(name, None)


def as_form(rows: list[MergedRow], mine: Mapping[str, Any]) -> tuple[MultiValueDict[str, str], dict[str, Question]]:
    """Return merged rows as a browser would send them, and the questions that they leave."""
    groups: dict[str, list[MergedRow]] = defaultdict(list)
    for row in rows:
        groups[row.path.rpartition(":")[0]].append(row)
    data: MultiValueDict[str, str] = MultiValueDict()
    questions: dict[str, Question] = {}
    for row in groups.pop(HEAD, []) + groups.pop("", []):
        _put(data, questions, "", row)
    data.update({name: mine[name] for name in _UNSTORED if mine.get(name)})
    for name in SECTIONS:
        _put_group(data, questions, groups, name, name)
    return data, questions


def _put_group(
    data: MultiValueDict[str, str],
    questions: dict[str, Question],
    groups: dict[str, list[MergedRow]],
    group: str,
    prefix: str,
) -> None:
    rows = sorted(groups.get(group, []), key=lambda row: not row.key)  # stored rows come first
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(1 for row in rows if row.key))
    for place, row in enumerate(rows):
        here = f"{prefix}-{place}"
        _put(data, questions, f"{here}-", row)
        if row.key:
            data[f"{here}-id"] = row.key
        for inner in _INSIDE.get(group.rpartition("/")[2], ()):
            _put_group(data, questions, groups, f"{row.path}/{inner}", f"{here}-{inner}")


def _put(data: MultiValueDict[str, str], questions: dict[str, Question], prefix: str, row: MergedRow) -> None:
    for name, values in row.values.items():
        if values:
            data.setlist(f"{prefix}{name}", values)
    for name, conflict in row.conflicts.items():
        questions[f"{prefix}{name}"] = Question(conflict.base, conflict.theirs)
    if row.is_removed:
        data[f"{prefix}DELETE"] = "on"
    if row.question:
        questions[f"{prefix}DELETE"] = Question(row=row.question)
