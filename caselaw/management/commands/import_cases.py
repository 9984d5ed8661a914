"""manage.py import_cases: case briefs from a file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from caselaw.actions import imports
from caselaw.choices import ImportFormat
from caselaw.importing.contents import format_of
from caselaw.importing.parsing import CaseFile
from portal.core.models import User


class Command(BaseCommand):
    """Check a file of briefs and import it whole, or not at all."""

    help = "Imports case briefs (JSON, XLSX, CSV files in a ZIP; docs/formats/case-import.md) as drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="The file.")
        parser.add_argument("--format", choices=ImportFormat.values, help="What it is, if its ending does not say so.")
        parser.add_argument("--dry-run", action="store_true", help="Check only; write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")
        parser.add_argument(
            "--source-system", default="", help="Where the cases come from, if the file does not say so."
        )
        parser.add_argument("--allow-loss", action="store_true", help="Also empty values of existing briefs.")
        parser.add_argument("--by", default="", help="E-mail address of the account that imports.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, say what happened, and end with status 1 when something was wrong."""
        file = self._file(options["file"])
        by = self._account(options["by"])
        summary = imports.run(
            file=file,
            kind=options["format"] or format_of(file.name) or ImportFormat.JSON,
            allow_loss=options["allow_loss"],
            source_system=options["source_system"],
            is_dry_run=options["dry_run"],
            by=by,
            now=timezone.now(),
        )
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_dict(), ensure_ascii=False, indent=2))
        else:
            self._tell(summary, is_dry_run=options["dry_run"])
        if summary.is_refused:
            raise SystemExit(1)

    def _file(self, path: Path) -> CaseFile:
        if path.is_dir():
            raise self._stopped(f"{path} is a folder, not a file.")
        try:
            file = CaseFile.at(path)
            with file.open():
                return file
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

    def _tell(self, summary: imports.Summary, *, is_dry_run: bool) -> None:
        for finding in summary.findings:
            place = f"{finding.path}: " if finding.path else ""
            value = f" ({finding.value})" if finding.value else ""
            self.stdout.write(f"{finding.level.capitalize()}: {place}{finding.why}{value} {finding.remedy}")
        if summary.findings.left_out:
            self.stdout.write(f"{summary.findings.left_out} further findings are not shown.")
        counts = f"{summary.created} created, {summary.updated} updated, {summary.unchanged} unchanged"
        if summary.is_refused:
            self.stdout.write(f"{summary.read} cases read. Nothing was written: {summary.findings.errors} errors.")
        elif is_dry_run:
            self.stdout.write(f"{summary.read} cases read. Nothing was written; it would be: {counts}.")
        else:
            self.stdout.write(f"{summary.read} cases read: {counts}. Warnings: {summary.findings.warnings}.")
