"""Take a country's workbook in: check and stage it, then write what its author decides, all of it or nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.actions import uploads
from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.actions.answers import CellEntry, Outcome, write_cells
from reports.actions.locking import locked_for_writing
from reports.actions.words import add_article, add_source, remove_article, remove_source, write_answer
from reports.cells import CellKey
from reports.choices import Channel
from reports.choices.workbook import ChangeKind, Side, WorkbookState
from reports.exports.workbook import ANSWER, KNOWN_ROW, draft_values
from reports.importing.workbook import read_workbook
from reports.importing.workbook_diff import Change, Difference, Texts, Touched, compare
from reports.models import Answer, Observation, SourceCitation, Submission, WorkbookUpload
from reports.permissions import Rights, day_everywhere, rights, why_locked

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UndecidedError(DomainError):
    """A conflict waits for a decision; nothing was written."""

    code = "undecided"


def check_open(*, submission: Submission, by: User, today: date) -> Rights:
    """Return the person's rights. Raises NotAllowedError, or WrongStatusError that says why nobody may write."""
    held = rights(by, submission)
    if not held.writes_all and not held.writes_sections:
        raise NotAllowedError(_("You may not write in these answers."))
    if reason := why_locked(submission, today):
        raise WrongStatusError(reason)
    return held


@audited("country_data.workbook_handed_in")
def hand_in(*, submission: Submission, content: "UploadedFile[Any]", by: User, now: datetime) -> WorkbookUpload:
    """Read a workbook and stage what it would change; nothing is written in the answers.

    Raises UnreadableError for what is no harmless workbook, NotAllowedError, and WrongStatusError with the reason.
    """
    held = check_open(submission=submission, by=by, today=day_everywhere(now))
    read = read_workbook(cast("Any", content), submission, held)
    content.seek(0)
    stored = uploads.store(content=content, name=content.name or "workbook.xlsx", content_type=CONTENT_TYPE, by=by)
    return WorkbookUpload.objects.create(
        submission=submission,
        file=stored,
        language=read.language,
        state=WorkbookState.REFUSED if read.is_refused else WorkbookState.CHECKED,
        staged={
            "generated_at": read.generated_at[:40],
            "touched": [one.as_list() for one in read.touched],
            "untouched": read.untouched,
            "findings": read.findings.as_dicts(),
            "findings_left_out": read.findings.left_out,
        },
        uploaded_by=by,
        uploaded_at=now,
    )


def difference(upload: WorkbookUpload) -> Difference:
    """Compare what the workbook changes with the answers as they are now."""
    touched = (Touched.of(stored) for stored in upload.staged.get("touched", []))
    return compare(touched, draft_values(upload.submission))


@audited("country_data.workbook_taken_over")
def take_over(*, upload_id: int, digest: str, sides: Mapping[str, str], by: User, now: datetime) -> WorkbookUpload:
    """Write what the person has seen (`digest`), with a side for each conflict by its key.

    Raises ChangedMeanwhileError when the answers have changed since, UndecidedError, WrongStatusError, NotAllowedError.
    """
    submission_id = WorkbookUpload.objects.values_list("submission_id", flat=True).get(pk=upload_id)
    submission, _held = locked_for_writing(submission_id, by, now)
    upload = WorkbookUpload.objects.select_for_update().get(pk=upload_id)
    if upload.state != WorkbookState.CHECKED or upload.uploaded_by_id != by.pk:
        raise WrongStatusError(_("This workbook does not wait for your decision."))
    upload.submission = submission
    found = difference(upload)
    if found.digest != digest:
        raise ChangedMeanwhileError(
            _("The answers have changed since you looked. The comparison was made again: look at it, then confirm.")
        )
    changes = _decided(found, sides)
    _Writing(submission, by, now).write(changes)
    upload.state, upload.written, upload.written_at = WorkbookState.WRITTEN, len(changes), now
    upload.save(update_fields=["state", "written", "written_at"])
    return upload


@audited("country_data.workbook_discarded")
def discard(*, upload_id: int, by: User) -> None:
    """Remove a workbook of which nothing was written, and its file."""
    upload = WorkbookUpload.objects.select_for_update().select_related("file").get(pk=upload_id)
    if upload.state == WorkbookState.WRITTEN or upload.uploaded_by_id != by.pk:
        raise WrongStatusError(_("This workbook can no longer be removed."))
    stored = upload.file
    upload.delete()
    uploads.remove(stored)


def _decided(found: Difference, sides: Mapping[str, str]) -> list[Change]:
    """Return what is to be written. Raises UndecidedError."""
    conflicts = found.of_kind(ChangeKind.CONFLICT)
    undecided = [change for change in conflicts if sides.get(change.key) not in Side.values]
    if undecided:
        text = ngettext(
            "Decide %(number)d more conflict: take the workbook, or keep what is online.",
            "Decide %(number)d more conflicts: take the workbook, or keep what is online.",
            len(undecided),
        )
        raise UndecidedError(text % {"number": len(undecided)})
    kept = {change.key for change in conflicts if sides[change.key] == Side.ONLINE}
    return [change for change in found.changes if change.key not in kept]


class _Writing:
    """Writes the changes of one workbook in locked answers."""

    def __init__(self, submission: Submission, by: User, now: datetime) -> None:
        self._submission = submission
        self._common: dict[str, Any] = {"submission_id": submission.pk, "by": by, "now": now}

    def write(self, changes: list[Change]) -> None:
        """Write figures first, since they say that the answers came by workbook."""
        cells = [change for change in changes if change.item.year]
        self._cells(cells)
        for change in changes:
            if change.item.row == ANSWER:
                self._answer(change)
            elif not change.item.year:
                self._listed(change)

    def _cells(self, changes: list[Change]) -> None:
        """Write figures, each against its present version: the answers are locked and were compared."""
        versions = {
            (one.question.code, one.row_code, one.year): one.version
            for one in Observation.objects.filter(submission=self._submission).select_related("question")
        }
        entries = {}
        for change in changes:
            key = CellKey(change.item.question, change.item.row, int(change.item.year))
            entries[key] = _entry(key, change.after, versions.get((key.question, key.row, key.year), 0))
        for _attempt in range(2):
            results = write_cells(entries=list(entries.values()), channel=Channel.WORKBOOK, **self._common)
            # Cells that were emptied once have a version too, which only the answer tells.
            conflicts = [result for result in results if result.outcome == Outcome.CONFLICT]
            if not conflicts:
                return
            after = {change.key: change.after for change in changes}
            entries = {one.key: _entry(one.key, after[str(one.key)], one.version) for one in conflicts}
        raise ChangedMeanwhileError(_("The answers have changed since you looked."))

    def _answer(self, change: Change) -> None:
        answer: dict[str, Any] = dict(change.after)
        there = Answer.objects.filter(submission=self._submission, question__code=change.item.question).first()
        write_answer(
            question=change.item.question,
            seen=there.version if there else 0,
            channel=Channel.WORKBOOK,
            **answer,
            **self._common,
        )

    def _listed(self, change: Change) -> None:
        """Replace a row of sources or laws: its former row goes, the new one comes, with the file of a source."""
        is_law = "act" in change.after
        key = int(change.item.row[1:]) if change.item.row.startswith(KNOWN_ROW) else 0
        file = None
        if key and any(change.before.values()):
            if is_law:
                remove_article(article_id=key, **self._common)
            else:
                file = _file_of(self._submission, key)
                remove_source(source_id=key, **self._common)
        if any(change.after.values()):
            values: dict[str, Any] = dict(change.after)
            if is_law:
                since = values.pop("since", "")
                day = date.fromisoformat(since) if since else None
                add_article(question=change.item.question, in_force_since=day, **values, **self._common)
            else:
                add_source(question=change.item.question, file=file, **values, **self._common)


def _file_of(submission: Submission, source_id: int) -> Any:
    source = SourceCitation.objects.select_related("file").filter(submission=submission, pk=source_id).first()
    return source.file if source else None


def _entry(key: CellKey, after: Texts, seen: int) -> CellEntry:
    return CellEntry(key, text=after.get(""), comment=after.get("comment"), source=after.get("source"), seen=seen)
