"""Take data sets in as others published them, with every defect, and never change them afterwards."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils.translation import gettext as _

from portal.core.actions import uploads
from portal.core.audit import audited
from portal.core.errors import DomainError, NotAllowedError
from portal.core.models import Country, PrivateFile, User
from portal.jobs.actions import jobs
from reports.actions import published_copying as copying
from reports.actions.partner_labels import LabelKeeper, label_book
from reports.choices import DatasetState, DefectKind
from reports.importing.containers import PublishedFile
from reports.importing.published import HEADINGS, PublishedRow, PublishedTable
from reports.importing.published_countries import country_code, defects_of_country
from reports.importing.published_counts import Counts
from reports.importing.published_defects import Defect, Defects
from reports.models import Indicator, SourceDataset

READ = "reports.read_published"
_AT_ONCE = 2_000
Report = Callable[[int], None]


class SameRowsError(DomainError):
    """A data set with the same rows is here already; `dataset` is it."""

    code = "same_rows"

    def __init__(self, dataset: SourceDataset) -> None:
        """Take the data set that is here."""
        super().__init__(_("The rows of this file are here already: %(title)s.") % {"title": dataset.title})
        self.dataset = dataset


@audited("published.handed_in")
def hand_in(*, content: "UploadedFile[Any]", content_type: str, by: User, now: datetime) -> SourceDataset:
    """Keep a file and begin to read it; a file that is here already stays as it is. Raises NotAllowedError."""
    if not by.has_perm("reports.add_sourcedataset"):
        raise NotAllowedError(_("You may not take data sets in."))
    dataset = _row_for(uploads.digest(content), content.name or "", by, now)
    if dataset.state == DatasetState.READ or (dataset.job is not None and not dataset.job.is_finished):
        return dataset
    if dataset.file is None:
        name = dataset.file_name
        dataset.file = uploads.store(content=content, name=name, content_type=content_type, by=by)
    dataset.state = DatasetState.READING
    dataset.job = jobs.start(
        kind=READ,
        title=_("Reading of %(name)s") % {"name": dataset.file_name},
        arguments={"dataset_id": dataset.pk},
        unique_key=str(dataset.pk),
        by=by,
        now=now,
    )
    dataset.save()
    return dataset


@audited("published.read")
def read(*, dataset_id: int, report: Report, by: User, now: datetime) -> SourceDataset:
    """Read the file that was handed in. A second run finds it read. Raises InvalidFileError or SameRowsError."""
    dataset = SourceDataset.objects.select_for_update().get(pk=dataset_id)
    if dataset.state != DatasetState.READ:
        stored = PrivateFile.objects.get(pk=cast("int", dataset.file_id))
        _fill(dataset, _published_file(stored), None, report)
    return dataset


@audited("published.failed")
def fail(*, dataset_id: int, by: User) -> None:
    """Say that a file could not be read; nothing of it was kept."""
    SourceDataset.objects.filter(pk=dataset_id).exclude(state=DatasetState.READ).update(state=DatasetState.FAILED)


@audited("published.taken_in")
def take_in(
    *, file: PublishedFile, sha256: str, vintage: date | None, report: Report, by: User | None, now: datetime
) -> SourceDataset:
    """Read a file at once, in one transaction. The same file again changes nothing.

    `vintage` is the date for a file without one. Raises InvalidFileError or SameRowsError.
    """
    dataset = _row_for(sha256, file.name, by, now)
    if dataset.state != DatasetState.READ:
        _fill(dataset, file, vintage, report)
    return dataset


def _row_for(sha256: str, name: str, by: User | None, now: datetime) -> SourceDataset:
    """Return the row of a file, locked; made when the file is new."""
    values = {"title": name[:200], "file_name": name[:200], "imported_by": by, "imported_at": now}
    SourceDataset.objects.get_or_create(sha256=sha256, defaults=values)
    rows = SourceDataset.objects.select_for_update(of=("self",)).select_related("job", "file")
    return rows.get(sha256=sha256)


def _published_file(stored: PrivateFile) -> PublishedFile:
    storage, path = stored.file.storage, stored.file.name or ""
    return PublishedFile(stored.name, lambda: cast("BinaryIO", storage.open(path, "rb")))


def _fill(dataset: SourceDataset, file: PublishedFile, vintage: date | None, report: Report) -> None:
    table = PublishedTable(file)
    table.vintage = table.vintage or vintage
    reading = _Reading(dataset.pk)
    rows = table.rows()
    while piece := list(islice(rows, _AT_ONCE)):
        reading.take(piece)
        report(reading.counts.rows)
    reading.finish()
    dataset.vintage, dataset.counts = table.vintage, reading.counts.as_dict(table.vintage)
    same = _with_same_rows(dataset)
    if same is not None:
        raise SameRowsError(same)
    dataset.state = DatasetState.READ
    dataset.save()


@dataclass(slots=True)
class _Reading:
    """The reading of one file: what it has counted and compared so far."""

    dataset_id: int
    counts: Counts = field(default_factory=Counts)
    defects: Defects = field(default_factory=Defects)
    countries: dict[str, int] = field(default_factory=lambda: dict(Country.objects.values_list("iso3", "pk")))
    indicators: dict[str, int] = field(
        default_factory=lambda: dict(Indicator.objects.exclude(published_as="").values_list("published_as", "pk"))
    )
    labels: LabelKeeper = field(init=False)

    def __post_init__(self) -> None:
        self.labels = LabelKeeper(label_book(), self.countries)

    def take(self, kept: list[PublishedRow]) -> None:
        """Write some rows and their defects."""
        self.labels.take(dict.fromkeys(row.label for row in kept if row.label))
        for row in kept:
            self.counts.take(row)
        copying.insert_rows(self.dataset_id, ((row, self._keys(row)) for row in kept))
        self._insert(found for row in kept for found in self._defects_of(row))

    def finish(self) -> None:
        """Write what is only known at the end."""
        self._insert(self.defects.of_sums())

    def _insert(self, defects: Iterable[Defect]) -> None:
        found = list(defects)
        self.counts.defects.update(defect.kind for defect in found)
        if found:
            copying.insert_defects(self.dataset_id, found)

    def _keys(self, row: PublishedRow) -> copying.Keys:
        country = self.countries.get(country_code(row.texts, self.labels.book))
        indicator = self.indicators.get(row.texts.indicator.casefold())
        return copying.Keys(country, indicator, self.labels.of(row.label)[0])

    def _defects_of(self, row: PublishedRow) -> Iterator[Defect]:
        yield from self.defects.of_row(row)
        yield from defects_of_country(row.number, row.texts, self.labels.book)
        kind: DefectKind | None = self.labels.of(row.label)[1]
        if kind is not None:
            yield Defect(kind, row.number, HEADINGS["category"], row.label[:250])


def _with_same_rows(dataset: SourceDataset) -> SourceDataset | None:
    """Return the other data set that has the same rows in the same order, whatever file they came in."""
    others = SourceDataset.objects.filter(state=DatasetState.READ, counts__rows=dataset.counts["rows"])
    for other in others.exclude(pk=dataset.pk):
        if _digest(other.pk) == _digest(dataset.pk):
            return other
    return None


def _digest(dataset_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(row_hash, ''::bytea ORDER BY row_number)) FROM reports_publishedobservation"
            " WHERE dataset_id = %s",
            [dataset_id],
        )
        return str(cursor.fetchone()[0])
