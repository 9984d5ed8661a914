"""What the pages of a country's workbook show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.core.models import Country, User
from portal.core.models.country import label_in
from reports.choices import LegalCoverage
from reports.choices.workbook import ChangeKind, WorkbookState
from reports.exports.workbook import ANSWER
from reports.importing.workbook_checking import questions_of
from reports.importing.workbook_diff import Change, Difference, Texts
from reports.models import Question, Submission, WorkbookUpload

ON_PAGE = 50
FINDINGS = "findings"
# States as the component of status tags knows them.
KINDS = {WorkbookState.CHECKED: "todo", WorkbookState.REFUSED: "failed", WorkbookState.WRITTEN: "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """One change, in words."""

    key: str
    place: str
    title: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of the page and how many entries it has."""

    value: str
    label: str
    count: int


class Wording:
    """Names the questions, rows and codes of one questionnaire."""

    def __init__(self, submission: Submission) -> None:
        """Load the questionnaire and the countries once."""
        self._questions = questions_of(submission)
        self._countries = {country.iso3: label_in(country.names) for country in Country.objects.all()}

    def line(self, change: Change) -> Line:
        """Return a change in words."""
        question = self._questions[change.item.question]
        place = change.touched.place
        return Line(
            change.key,
            _("Sheet %(sheet)s, %(column)s%(row)d") % {"sheet": place.sheet, "column": place.column, "row": place.row}
            if place.row
            else "",
            self._title(question, change),
            self._texts(question, change.before),
            self._texts(question, change.after),
        )

    def sides(self, change: Change) -> str:
        """Return what stands online and in the workbook."""
        line = self.line(change)
        return _("Online: %(online)s. In the workbook: %(workbook)s.") % {
            "online": _joined(line.before),
            "workbook": _joined(line.after),
        }

    def _title(self, question: Question, change: Change) -> str:
        item = change.item
        if item.year:
            return f"{question} · {self._row(question, item.row)} · {item.year}"
        return str(question) if item.row == ANSWER else f"{question} · {_('a row of the list')}"

    def _row(self, question: Question, code: str) -> str:
        label = next((label_in(row.labels) for row in question.rows.all() if row.code == code), "")
        return label or self._countries.get(code, code)

    def _texts(self, question: Question, texts: Texts) -> list[tuple[str, str]]:
        options = {option["code"]: label_in(option["labels"]) for option in question.options}
        words = {"choice": options, "coverage": {code: str(label) for code, label in LegalCoverage.choices}}
        names = _names()
        return [
            (names.get(column, ""), words.get(column, {}).get(text, text)) for column, text in texts.items() if text
        ]


def _names() -> dict[str, str]:
    """Return the names of parts that need one."""
    return {
        "comment": _("Comment"),
        "source": _("Source"),
        "authority": _("Authority"),
        "title": _("Title"),
        "url": _("Website"),
        "act": _("Act"),
        "articles": _("Articles"),
        "since": _("In force since"),
        "coverage": _("Covers"),
        "note": _("Note"),
    }


def _joined(texts: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {text}" if name else text for name, text in texts) or _("empty")


def upload_page(upload: WorkbookUpload, found: Difference, asked: dict[str, str]) -> dict[str, Any]:
    """Return what the page of an upload shows: its tabs, and a page of the one that was asked for."""
    findings = upload.staged.get("findings", [])
    tabs = _tabs(found, findings, upload)
    shown = asked["show"] if asked["show"] in {tab.value for tab in tabs} else (tabs[0].value if tabs else "")
    entries: list[Any] = findings if shown == FINDINGS else found.of_kind(shown)
    page = Paginator(entries, ON_PAGE).get_page(asked["page"])
    wording = Wording(upload.submission) if shown not in ("", FINDINGS) else None
    return {
        "upload": upload,
        "difference": found,
        "tabs": tabs,
        "shown": shown,
        "page": page,
        "lines": [wording.line(change) for change in page.object_list] if wording else [],
        "findings": list(page.object_list) if shown == FINDINGS else [],
        "kind": KINDS[WorkbookState(upload.state)],
        "errors": sum(finding["level"] == "error" for finding in findings),
    }


def _tabs(found: Difference, findings: list[Any], upload: WorkbookUpload) -> list[Tab]:
    tabs = [Tab(FINDINGS, _("Findings"), len(findings))] if findings else []
    if upload.state != WorkbookState.CHECKED:
        return tabs
    kinds = [Tab(kind.value, str(kind.label), len(found.of_kind(kind))) for kind in ChangeKind]
    return [*tabs, *(tab for tab in kinds if tab.count)]


def conflicts(upload: WorkbookUpload, found: Difference) -> list[tuple[str, str, str]]:
    """Return the key of each conflict, its name and what stands on both sides."""
    changes = found.of_kind(ChangeKind.CONFLICT)
    wording = Wording(upload.submission) if changes else None
    return [(change.key, wording.line(change).title, wording.sides(change)) for change in changes] if wording else []


def upload_rows(uploads: "QuerySet[WorkbookUpload]", user: User, number: str | None) -> dict[str, Any]:
    """Return a page of the workbooks handed in for a submission that the person may see."""
    found = uploads.visible_to(user).select_related("file", "uploaded_by", "submission")  # type: ignore[attr-defined]
    page = Paginator(found.defer("staged").order_by("-uploaded_at", "-pk"), ON_PAGE).get_page(number)
    return {"page": page, "rows": [(upload, KINDS[WorkbookState(upload.state)]) for upload in page.object_list]}
