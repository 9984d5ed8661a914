"""A data set as published in words: what was counted, what is wrong with it, and the rows where it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from portal.core.models import User
from reports.choices import DatasetState, DefectKind, LabelState
from reports.models import PublishedDefect, PublishedObservation, SourceDataset

STATE_KINDS: dict[str, str] = {DatasetState.READING: "", DatasetState.READ: "ok", DatasetState.FAILED: "error"}
LABEL_KINDS: dict[str, str] = {
    LabelState.KNOWN: "ok",
    LabelState.PROPOSED: "warn",
    LabelState.UNKNOWN: "error",
    LabelState.DECIDED: "ok",
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of defect, and how often it was found."""

    kind: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class DefectRow:
    """A defect, in words, with the row of the file at which it was found."""

    defect: PublishedDefect
    text: str
    row: PublishedObservation | None


def facts(dataset: SourceDataset) -> list[tuple[str, str]]:
    """Return what reading has counted; nothing before it has ended."""
    counts = dataset.counts
    if not counts:
        return []
    return [
        (_("Date of publication"), date_format(dataset.vintage) if dataset.vintage else _("not stated")),
        (_("Rows"), number_format(counts["rows"], force_grouping=True)),
        (_("Countries"), number_format(counts["distinct_iso3"], force_grouping=True)),
        (_("Suppressed values"), number_format(counts["suppressed_rows"], force_grouping=True)),
        (_("Rows kept out of calculations"), number_format(sum(counts["quarantined"].values()), force_grouping=True)),
        (_("Rows without a country code"), number_format(counts["rows_without_iso3"], force_grouping=True)),
        (_("Rows without a category"), number_format(counts["rows_without_category"], force_grouping=True)),
    ]


def kinds(dataset: SourceDataset) -> list[KindRow]:
    """Return every kind of defect with its number, those not found too."""
    found = dict(dataset.defects.values_list("kind").annotate(Count("pk")))
    return [KindRow(kind.value, str(kind.label), found.get(kind.value, 0)) for kind in DefectKind]


def defect_rows(dataset: SourceDataset, defects: Iterable[PublishedDefect]) -> list[DefectRow]:
    """Return defects beside the rows of the file."""
    listed = list(defects)
    numbers = {defect.row_number for defect in listed if defect.row_number is not None}
    rows = {row.row_number: row for row in dataset.observations.filter(row_number__in=numbers)}
    return [DefectRow(defect, in_words(defect), rows.get(defect.row_number or 0)) for defect in listed]


def report_rows(dataset: SourceDataset) -> Iterator[tuple[str, int | None, str, str, str]]:
    """Give every defect for the workbook: kind, row, column, value, explanation."""
    for defect in dataset.defects.order_by("kind", "row_number", "pk").iterator():
        yield defect.get_kind_display(), defect.row_number, defect.column, defect.value, in_words(defect)


def report_heads() -> list[str]:
    """Return the heads of the columns of `report_rows`."""
    return [_("Defect"), _("Row"), _("Column"), _("Value"), _("Explanation")]


def in_words(defect: PublishedDefect) -> str:
    """Return the sentence that explains a defect; nothing where its kind says all."""
    details: dict[str, Any] = defect.details
    if defect.kind in (DefectKind.EXACT_DUPLICATE, DefectKind.DUPLICATE_KEY):
        return _("First in row %(first)s.") % details
    if defect.kind == DefectKind.UNDONE_SUPPRESSION:
        return _("%(country)s, %(indicator)s, %(year)s: the total in row %(total_row)s gives the value back.") % details
    if "total_low" in details:
        named = details | {
            "sum": _range(details["low"], details["high"]),
            "total": _range(details["total_low"], details["total_high"]),
        }
        return _("%(country)s, %(indicator)s, %(year)s: the parts make %(sum)s, the total is %(total)s.") % named
    return ""


def may_see_job(dataset: SourceDataset, user: User) -> bool:
    """Whether the page of the job answers this person."""
    return dataset.job is not None and dataset.job.owner_id == user.pk


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
