"""Import a file of briefs: check and stage all of it, then write all of it in one transaction, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from caselaw.actions import import_staging
from caselaw.actions.import_rows import Writer
from caselaw.choices import ImportDecision, ImportFormat, ImportState
from caselaw.importing import checking, existing
from caselaw.importing.brief import Brief
from caselaw.importing.cases import read_case
from caselaw.importing.checking import Check, Checked, Report
from caselaw.importing.existing import Decision, OnPublished
from caselaw.importing.findings import Findings
from caselaw.importing.lookups import Lookups
from caselaw.importing.parsing import CaseFile
from caselaw.importing.reading import Reading
from caselaw.models import ImportBatch, ImportItem
from portal.core.audit import audited
from portal.core.errors import InvalidFileError, WrongStatusError
from portal.core.models import User

SYSTEM_ACCOUNT = "import@localhost"

# Imports wait for one another; any number that nothing else locks does.
_LOCK = 7_406_221
# By a join: with tables that were filled a moment ago the planner would look each case up by reading all of them.
_LINK = """
    UPDATE caselaw_importitem AS item SET case_id = made.id FROM caselaw_case AS made
    WHERE item.batch_id = %(batch)s AND item.decision = %(new)s
    AND made.import_batch_id = %(batch)s AND made.source_id = item.source_id
"""


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


def run(
    *,
    file: CaseFile,
    by: User | None,
    now: datetime,
    kind: str = ImportFormat.JSON,
    source_system: str = "",
    is_dry_run: bool = False,
    allow_loss: bool = False,
    on_published: OnPublished = OnPublished.REFUSE,
    report: Report = no_report,
) -> Summary:
    """Check a file and, without an error, write it at once. `source_system` is needed where the file names none.

    `by` is None on the command line when no account is named: then the brief is the system's.
    """
    share = 1 if is_dry_run else 2
    check = Check(
        today=now.date(),
        most_bytes=settings.CASE_IMPORT_MAX_BYTES,
        on_published=on_published,
        report=lambda done, total: report(done, total * share),
        keep=lambda staged: None,
        allow_loss=allow_loss,
    )
    if is_dry_run:
        return _summary(check.run(file, kind, source_system))
    batch = import_staging.begin(name=file.name, kind=kind, by=by or _system_account(), now=now)
    check.keep = import_staging.keeper(batch)
    checked = check.run(file, kind, source_system)
    import_staging.finish(batch=batch, checked=checked, now=now)
    try:
        if not checked.findings.errors:
            write(
                batch_id=batch.pk,
                on_published=on_published,
                report=report,
                by=batch.imported_by,
                now=now,
                lookups=checked.lookups,
            )
    except ImportRefusedError as refusal:
        checked.findings = refusal.findings
    if checked.findings.errors:
        import_staging.discard_unwritten(batch=batch)
    return _summary(checked)


@audited("cases.imported")
def write(
    *,
    batch_id: int,
    report: Report,
    by: User,
    now: datetime,
    on_published: OnPublished = OnPublished.REFUSE,
    lookups: Lookups | None = None,
) -> ImportBatch:
    """Write a checked file in one transaction. Raises ImportRefusedError when the portal has changed since.

    Raises WrongStatusError when the import does not wait to be written. `lookups` are those of a check a moment ago.
    """
    prepare_transaction()
    # By the ORM and first, so that the audit context exists before the bulk inserts.
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in (ImportState.READY, ImportState.WRITING):
        raise WrongStatusError(_("This import does not wait to be written."))
    batch.state, batch.imported_at = ImportState.WRITTEN, now
    batch.save(update_fields=["state", "imported_at"])
    writing = _Writing(Writer(batch, by, now), batch, on_published)
    writing.run(lookups or Lookups.load(), report)
    if writing.findings.errors:
        raise ImportRefusedError(writing.findings)
    batch.created, batch.updated, batch.unchanged = (writing.counts[decision] for decision in Decision)
    batch.save(update_fields=["created", "updated", "unchanged"])
    return batch


@dataclass(slots=True)
class _Writing:
    """Reads the staged cases again, and writes them."""

    writer: Writer
    batch: ImportBatch
    on_published: OnPublished
    findings: Findings = field(default_factory=Findings)
    counts: dict[Decision, int] = field(default_factory=lambda: dict.fromkeys(Decision, 0))

    def run(self, lookups: Lookups, report: Report) -> None:
        """Write chunk by chunk; stop at the first fault."""
        total = self.batch.read
        items = self.batch.items.exclude(decision=ImportDecision.REFUSED)
        done = self.counts[Decision.KEEP] = items.filter(decision=ImportDecision.UNCHANGED).count()
        to_write = items.exclude(decision=ImportDecision.UNCHANGED).order_by("position")
        if done:
            report(total + done, total * 2)
        for chunk in _in_chunks(to_write.iterator(checking.CHUNK)):
            self._write(chunk, lookups)
            if self.findings.errors:
                return
            done += len(chunk)
            report(total + done, total * 2)
        _link_new(self.batch)

    def _write(self, items: list[ImportItem], lookups: Lookups) -> None:
        reading = [(item, read_again(item, lookups, self.findings, self.writer.now)) for item in items]
        known = existing.of_source(self.batch.source_system, [item.source_id for item in items], lock=True)
        decided: dict[Decision, list[tuple[ImportItem, Brief]]] = {decision: [] for decision in Decision}
        for item, brief in reading:
            if brief is not None:
                found = known.get(item.source_id)
                decision = existing.decide(brief, found, self.on_published, self.findings)
                self._refuse_stale(item, brief, decision, found.batch_id if found else None)
                decided[decision].append((item, brief))
                self.counts[decision] += 1
        if self.findings.errors:
            return
        changed = [(known[brief.source_id].pk, brief) for _item, brief in decided[Decision.UPDATE]]
        self.writer.write([brief for _item, brief in decided[Decision.CREATE]], changed)

    def _refuse_stale(self, item: ImportItem, brief: Brief, decision: Decision, batch_id: int | None) -> None:
        """What was shown to the person who confirmed must be what is written."""
        is_as_shown = (item.decision == ImportDecision.NEW) == (decision == Decision.CREATE)
        if not is_as_shown or item.former_batch_id != batch_id:
            why = _("The portal has changed since the file was checked.")
            self.findings.error(brief.path, brief.source_id, why, _("Check the file again."))


def read_again(item: ImportItem, lookups: Lookups, findings: Findings, now: datetime) -> Brief | None:
    """Read a staged case; its form is known to be right."""
    return read_case(item.raw, item.path, Reading(lookups, findings, now.date()), is_form_known=True)


def _link_new(batch: ImportBatch) -> None:
    """Let the staged cases of new briefs name their briefs."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK, {"batch": batch.pk, "new": ImportDecision.NEW.value})


def _in_chunks(items: Iterator[ImportItem]) -> Iterator[list[ImportItem]]:
    while chunk := list(islice(items, checking.CHUNK)):
        yield chunk


@audited("cases.import_account_created")
def _system_account() -> User:
    """Return the account of files that nobody in person imports; nobody can sign in to it."""
    known = User.objects.filter(email=SYSTEM_ACCOUNT).first()
    return known or User.objects.create_user(SYSTEM_ACCOUNT, full_name="Import", is_active=False)


def prepare_transaction() -> None:
    """Wait for other imports, and keep the cost of each row the same however many there are.

    Triggers look for the setting `pgtrigger.ignore` ("none" here) and recover from its absence by a subtransaction;
    ending that one takes time for each check of a foreign key that still waits. So the setting is given, and the
    checks do not wait for the end of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'; SET CONSTRAINTS ALL IMMEDIATE")


def _summary(checked: Checked) -> Summary:
    counts = dict.fromkeys(Decision, 0) if checked.findings.errors else checked.counts
    created, updated, unchanged = (counts[decision] for decision in Decision)
    return Summary(checked.read, created, updated, unchanged, checked.findings)
