"""What the pages of imports show."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from caselaw.actions import import_undo
from caselaw.choices import ImportDecision, ImportState
from caselaw.models import ImportBatch, ImportFinding, ImportItem
from portal.core.models import User

ON_PAGE = 50
CHANGES_SHOWN = 12
FINDING_COLUMNS = ("level", "sheet", "row", "column", "heading", "place", "value", "why", "what_to_do")
# Work of the person, on the way, done, failed: the same shapes as those of jobs.
KINDS = {
    ImportState.CHECKING: "active",
    ImportState.READY: "todo",
    ImportState.WRITING: "active",
    ImportState.WRITTEN: "done",
    ImportState.REFUSED: "failed",
    ImportState.UNDONE: "closed",
    ImportState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """An import in the list."""

    batch: ImportBatch
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of decision with its number of cases."""

    value: str
    label: str
    count: int
    is_current: bool


def list_rows(batches: list[ImportBatch]) -> list[ListRow]:
    """Return the rows of a page of the list."""
    return [ListRow(batch, str(batch.standing.label), KINDS[batch.standing]) for batch in batches]


def is_working(batch: ImportBatch) -> bool:
    """Tell whether a job of the import has not ended."""
    return batch.job is not None and not batch.job.is_finished


def may_stop(batch: ImportBatch, user: User) -> bool:
    """Tell whether the person may end the work that goes on, and has not asked for it yet."""
    is_owner = batch.imported_by_id == user.pk and user.has_perm("caselaw.add_importbatch")
    return is_owner and batch.job is not None and is_working(batch) and not batch.job.is_cancel_requested


def detail(batch: ImportBatch, user: User, asked: dict[str, str]) -> dict[str, Any]:
    """Return everything that the page of an import shows: its findings, or the cases of one kind."""
    standing = batch.standing
    may_decide = _may_decide(batch, user)
    tabs = _tabs(batch, asked.get("show", ""))
    shows_findings = bool(batch.errors or batch.warnings) and not asked.get("show")
    shown = "" if shows_findings else next((tab.value for tab in tabs if tab.is_current), "")
    findings = batch.findings.order_by("number")
    return {
        "batch": batch,
        "standing": standing,
        "kind": KINDS[standing],
        "is_working": is_working(batch),
        "findings": _page(findings, asked.get("page", "")) if shows_findings else None,
        "findings_left_out": batch.errors + batch.warnings - findings.count(),
        "tabs": tabs,
        "shown": shown,
        "items": _page(_items(batch, shown), asked.get("page", "")) if shown else None,
        "may_confirm": may_decide and _may_confirm(batch, standing),
        "may_recheck": may_decide and batch.file_id is not None and standing in _OPEN_ENDS,
        "may_stop": may_stop(batch, user),
        "may_discard": may_decide and standing in _OPEN_ENDS,
        "touched": import_undo.touched(batch) if standing == ImportState.WRITTEN else [],
        "may_undo": standing == ImportState.WRITTEN and not is_working(batch) and import_undo.may_undo(batch, user),
        "changes_shown": f":{CHANGES_SHOWN}",
    }


def _may_decide(batch: ImportBatch, user: User) -> bool:
    is_owner = batch.imported_by_id == user.pk
    return is_owner and user.has_perm("caselaw.add_importbatch") and not is_working(batch)


_OPEN_ENDS = (ImportState.READY, ImportState.REFUSED, ImportState.FAILED)


def findings_rows(batch: ImportBatch) -> Iterator[list[str]]:
    """Give the findings as rows of a table."""
    for one in batch.findings.order_by("number").iterator():
        place = (one.sheet, str(one.row or ""), one.column, one.header, one.path)
        yield [one.get_level_display(), *place, one.value, one.why, one.remedy]


def _may_confirm(batch: ImportBatch, standing: ImportState) -> bool:
    return standing == ImportState.READY or (standing == ImportState.FAILED and batch.state == ImportState.WRITING)


def _tabs(batch: ImportBatch, asked: str) -> list[Tab]:
    counts = dict(batch.items.values_list("decision").annotate(Count("pk")))
    present = [decision for decision in ImportDecision if counts.get(decision)]
    current = asked if asked in present else (present[0] if present else "")
    labels = {
        ImportDecision.NEW: _("New briefs"),
        ImportDecision.CHANGED: _("Changed briefs"),
        ImportDecision.UNCHANGED: _("Unchanged briefs"),
        ImportDecision.REFUSED: _("Refused cases"),
    }
    return [Tab(str(one), labels[one], counts[one], str(one) == current) for one in present]


def _items(batch: ImportBatch, shown: str) -> Any:
    items = ImportItem.objects.filter(batch=batch, decision=shown).select_related("case__jurisdiction")
    return items.defer("raw").order_by("position")


def _page(rows: Any, number: str) -> Page[ImportItem] | Page[ImportFinding]:
    return Paginator(rows, ON_PAGE).get_page(number)
