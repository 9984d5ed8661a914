"""manage.py import_glotip: the published file of figures, as published."""

import hashlib
import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.core.errors import InvalidFileError
from portal.core.models import User
from reports.actions import published
from reports.importing.containers import PublishedFile
from reports.importing.published_counts import in_order
from reports.models import PartnerLabel, PublishedDefect, SourceDataset


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text} is no date such as 2025-04-14.") from fault


class Command(BaseCommand):
    """Read a published file whole, or not at all."""

    help = (
        "Takes in the published file on trafficking in persons (XLSX, CSV or CSV.GZ; docs/formats/published-data.md) as "
        "a data set of its own. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="The file.")
        parser.add_argument("--json", action="store_true", help="Print the counts as JSON, in the last line.")
        parser.add_argument("--vintage", type=_day, help="Date of publication, for a file whose banner has none.")
        parser.add_argument("--by", default="", help="E-mail address of the account that imports.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and say what was found; end with status 1 when the file was refused."""
        path: Path = options["file"]
        by = self._account(options["by"])
        before = SourceDataset.objects.count()
        try:
            dataset = published.take_in(
                file=PublishedFile.at(path),
                sha256=self._sha256(path),
                vintage=options["vintage"],
                report=lambda _rows: None,
                by=by,
                now=timezone.now(),
            )
        except published.SameRowsError as same:
            dataset = same.dataset
        except InvalidFileError as refusal:
            raise self._stopped(str(refusal)) from refusal
        self._tell(dataset, is_new=SourceDataset.objects.count() > before)
        if options["json"]:
            self.stdout.write(json.dumps(in_order(dataset.counts), ensure_ascii=False))

    def _sha256(self, path: Path) -> str:
        try:
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as fault:
            raise self._stopped(f"{path} cannot be read: {fault.strerror}.") from fault

    def _account(self, email: str) -> User | None:
        """Return the account that imports; None without an address."""
        if not email:
            return None
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise self._stopped(f"There is no account {email}.")
        return user

    def _stopped(self, message: str) -> SystemExit:
        self.stderr.write(message)
        return SystemExit(1)

    def _tell(self, dataset: SourceDataset, *, is_new: bool) -> None:
        counts = dataset.counts
        self.stdout.write(
            f"{counts['rows']} rows read, {counts['suppressed_rows']} suppressed, "
            f"{sum(counts['quarantined'].values())} quarantined."
            if is_new
            else f"Nothing was changed: the rows are here already as {dataset.title}."
        )
        labels = PartnerLabel.objects.filter(observations__dataset=dataset).distinct()
        states = Counter(labels.values_list("state", flat=True))
        self.stdout.write("Labels: " + ", ".join(f"{number} {state}" for state, number in sorted(states.items())))
        kinds = Counter(PublishedDefect.objects.filter(dataset=dataset).values_list("kind", flat=True))
        for kind, number in kinds.most_common():
            self.stdout.write(f"{number:8} {kind}")
