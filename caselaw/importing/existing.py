"""What the portal already holds of the cases of a file, and what importing them means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from caselaw.choices import CaseStatus
from caselaw.importing.brief import Brief
from caselaw.importing.findings import Findings
from caselaw.models import Case, CaseIdentifier, ImportItem


class Decision(StrEnum):
    """What happens to a case of the file."""

    CREATE = "created"
    UPDATE = "updated"
    KEEP = "unchanged"


class OnPublished(StrEnum):
    """What happens when a brief has left the state of a draft."""

    REFUSE = "refuse"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Existing:
    """A brief that came from the same case of the same system."""

    pk: int
    public_id: str
    source_id: str
    source_hash: str
    status: str
    batch_id: int | None
    was_edited: bool


def of_source(system: str, source_ids: Iterable[str], *, lock: bool = False) -> dict[str, Existing]:
    """Return the briefs that came from the cases; `lock` keeps others from changing them until the transaction ends."""
    briefs = Case.objects.filter(source_system=system, source_id__in=list(source_ids))
    if lock:
        # Rows are locked in one order, so that two imports never wait for each other.
        list(briefs.order_by("pk").select_for_update().values_list("pk", flat=True))
    rows = briefs.annotate(was_edited=Q(updated_at__gt=F("imported_at"))).values_list(
        "pk", "public_id", "source_id", "source_hash", "status", "import_batch_id", "was_edited"
    )
    return {row[2]: Existing(row[0], row[1] or "", *row[2:]) for row in rows}


def former_cases(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what the import that last wrote each brief brought of it."""
    items = ImportItem.objects.filter(case__in=list(pks), batch=F("case__import_batch"), raw__isnull=False)
    return {pk: raw for pk, raw in items.values_list("case_id", "raw") if pk is not None and raw is not None}


def decide(brief: Brief, known: Existing | None, on_published: OnPublished, findings: Findings) -> Decision:
    """Return what happens to a case; what may not be overwritten is an error."""
    if known is None:
        return Decision.CREATE
    if known.source_hash == brief.source_hash:
        return Decision.KEEP
    if on_published == OnPublished.REPLACE:
        return Decision.KEEP if known.status == CaseStatus.WITHDRAWN else Decision.UPDATE
    if known.status != CaseStatus.DRAFT:
        why = _("The brief %(id)s has left the state of a draft.") % {"id": known.public_id}
        findings.error(brief.path, brief.source_id, why, _("Change it in the portal, or leave it out of the file."))
    elif known.was_edited:
        why = _("The brief %(id)s was edited in the portal since it was imported.") % {"id": known.public_id}
        findings.error(
            brief.path, brief.source_id, why, _("Make the change in the portal, or leave it out of the file.")
        )
    return Decision.UPDATE


def warn_of_known_identifiers(briefs: list[Brief], known: dict[str, Existing], findings: Findings) -> None:
    """Warn where another brief of the portal has the same citation: it may be the same case."""
    wanted = {row.normalised for brief in briefs for row in brief.identifiers}
    holders: dict[tuple[str, str], list[tuple[int, str]]] = {}
    rows = CaseIdentifier.objects.filter(normalised__in=wanted, case__revises__isnull=True)
    for scheme, form, pk, public_id in rows.values_list("scheme", "normalised", "case_id", "case__public_id"):
        holders.setdefault((scheme, form), []).append((pk, public_id or ""))
    for brief in briefs:
        own = known[brief.source_id].pk if brief.source_id in known else None
        for row in brief.identifiers:
            for pk, public_id in holders.get((row.scheme, row.normalised), []):
                if pk != own:
                    why = _("The brief %(id)s has the same citation.") % {"id": public_id}
                    findings.warn(f"{brief.path}.citations", row.value, why, _("Check whether it is the same case."))
