"""Import a file of briefs: check all of it, then write all of it in one transaction, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils.translation import gettext as _

from caselaw.actions.import_rows import Writer
from caselaw.importing import checking, existing, parsing
from caselaw.importing.brief import Brief
from caselaw.importing.checking import Checked, Report
from caselaw.importing.existing import Decision, OnPublished
from caselaw.importing.findings import Findings
from caselaw.importing.lookups import Lookups
from caselaw.importing.parsing import CaseFile, Head, UnreadableError
from caselaw.models import ImportBatch
from portal.core.actions import uploads
from portal.core.audit import audited
from portal.core.errors import InvalidFileError
from portal.core.models import User
from portal.jobs.actions import jobs
from portal.jobs.models import Job

SYSTEM_ACCOUNT = "import@localhost"
JOB_KIND = "caselaw.import_cases"

# Imports wait for one another; any number that nothing else locks does.
_LOCK = 7_406_221


class ImportRefusedError(InvalidFileError):
    """Something came between the check and the writing; nothing was written. `findings` says what."""

    code = "import_refused"

    def __init__(self, findings: Findings) -> None:
        """Take the findings."""
        super().__init__(_("The file was not imported."))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import read and did, or would do if it was only tried."""

    read: int
    created: int
    updated: int
    unchanged: int
    findings: Findings

    @property
    def is_refused(self) -> bool:
        """Tell whether an error kept everything from being written."""
        return self.findings.errors > 0

    def as_dict(self) -> dict[str, object]:
        """Return the summary as plain values."""
        counts = {"read": self.read, "created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return {**counts, "findings": self.findings.as_dicts(), "findings_left_out": self.findings.left_out}


def no_report(_done: int, _total: int) -> None:
    """Tell nobody how far the import is."""


@audited("cases.import_started")
def start(*, content: "UploadedFile[Any]", source_system: str, is_dry_run: bool, by: User, now: datetime) -> Job:
    """Keep a file and begin to import it in the background; handing in the same one twice starts one job."""
    stored = uploads.store(content=content, name=content.name or "", content_type="application/json", by=by)
    return jobs.start(
        kind=JOB_KIND,
        title=_("Import of %(name)s") % {"name": stored.name},
        arguments={"file_id": stored.pk, "source_system": source_system, "dry_run": is_dry_run},
        unique_key=f"{by.pk}:{stored.sha256}:{source_system}:{is_dry_run}",
        by=by,
        now=now,
    )


def run(
    *,
    file: CaseFile,
    by: User | None,
    now: datetime,
    source_system: str = "",
    is_dry_run: bool = False,
    on_published: OnPublished = OnPublished.REFUSE,
    report: Report = no_report,
) -> Summary:
    """Check a file and, without an error, write it. `source_system` is needed for a bare list of cases.

    `by` is None on the command line when no account is named: then the brief is the system's.
    """
    share = 1 if is_dry_run else 2
    checked = checking.check(
        file,
        source_system,
        today=now.date(),
        most_bytes=settings.CASE_IMPORT_MAX_BYTES,
        on_published=on_published,
        report=lambda done, total: report(done, total * share),
    )
    if checked.findings.errors or is_dry_run:
        return _summary(checked)
    try:
        write(checked=checked, on_published=on_published, report=report, by=by or _system_account(), now=now)
    except ImportRefusedError as refusal:
        checked.findings = refusal.findings
    return _summary(checked)


@audited("cases.imported")
def write(*, checked: Checked, on_published: OnPublished, report: Report, by: User, now: datetime) -> ImportBatch:
    """Write a checked file in one transaction. Raises ImportRefusedError when it or the portal has changed since."""
    _prepare_transaction()
    head = checked.head
    if head is None:
        raise ImportRefusedError(checked.findings)
    # By the ORM and first, so that the audit context exists before the bulk inserts.
    batch = ImportBatch.objects.create(
        file_name=checked.file.name[:200],
        sha256=head.sha256,
        source_system=checked.system,
        imported_by=by,
        imported_at=now,
    )
    writing = _Writing(Writer(batch, by, now), checked, on_published, Findings())
    writing.run(report, now.date())
    if writing.findings.errors:
        raise ImportRefusedError(writing.findings)
    batch.read = head.count
    batch.created, batch.updated, batch.unchanged = (checked.counts[decision] for decision in Decision)
    batch.save(update_fields=["read", "created", "updated", "unchanged"])
    return batch


@dataclass(slots=True)
class _Writing:
    """The second reading of a file, which writes."""

    writer: Writer
    checked: Checked
    on_published: OnPublished
    findings: Findings

    def run(self, report: Report, today: date) -> None:
        """Read the file again and write it chunk by chunk; stops at the first fault."""
        head = cast("Head", self.checked.head)
        counts, done = dict.fromkeys(Decision, 0), 0
        try:
            parsing.refuse_changed(self.checked.file, head)
            lookups = Lookups.load()
            chunks = checking.briefs_in_chunks(self.checked, lookups, today, self.findings, is_form_known=True)
            for briefs in chunks:
                for decision, number in self._write(briefs).items():
                    counts[decision] += number
                if self.findings.errors:
                    return
                done = min(done + checking.CHUNK, head.count)
                report(head.count + done, head.count * 2)
        except UnreadableError as fault:
            self.findings.error(fault.path, fault.value, fault.why, fault.remedy)
        self.checked.counts = counts

    def _write(self, briefs: list[Brief]) -> dict[Decision, int]:
        known = existing.of_source(self.checked.system, [brief.source_id for brief in briefs], lock=True)
        decided: dict[Decision, list[Brief]] = {decision: [] for decision in Decision}
        for brief in briefs:
            decision = existing.decide(brief, known.get(brief.source_id), self.on_published, self.findings)
            decided[decision].append(brief)
        if not self.findings.errors:
            changed = [(known[brief.source_id].pk, brief) for brief in decided[Decision.UPDATE]]
            self.writer.write(decided[Decision.CREATE], changed)
        return {decision: len(found) for decision, found in decided.items()}


@audited("cases.import_account_created")
def _system_account() -> User:
    """Return the account of files that nobody in person imports; nobody can sign in to it."""
    known = User.objects.filter(email=SYSTEM_ACCOUNT).first()
    return known or User.objects.create_user(SYSTEM_ACCOUNT, full_name="Import", is_active=False)


def _prepare_transaction() -> None:
    """Wait for other imports, and keep the cost of each row the same however many there are.

    Triggers look for the setting `pgtrigger.ignore` ("none" here) and recover from its absence by a subtransaction;
    ending that one takes time for each check of a foreign key that still waits. So the setting is given, and the
    checks do not wait for the end of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'; SET CONSTRAINTS ALL IMMEDIATE")


def _summary(checked: Checked) -> Summary:
    read = checked.head.count if checked.head else 0
    counts = dict.fromkeys(Decision, 0) if checked.findings.errors else checked.counts
    return Summary(read, counts[Decision.CREATE], counts[Decision.UPDATE], counts[Decision.KEEP], checked.findings)
