"""Take a text out of everything that is stored, history included, and prove that none is left.

The one action that may rewrite history. What it removes is gone for good: no copy, and no hash that could be guessed,
is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import pgtrigger
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from caselaw.actions import redaction_files, redaction_rows
from caselaw.actions.redaction_documents import stale_documents
from caselaw.actions.redaction_refusals import check_texts
from caselaw.actions.redaction_rows import Rewritten
from caselaw.actions.redaction_schema import SESSIONS, searched_tables
from caselaw.anonymisation.folding import folded
from caselaw.anonymisation.spelling import REPLACEMENT, Spelling, spellings_of
from caselaw.models import Case, CaseVersion, Defendant, RedactionRecord, SearchDocument
from caselaw.search import documents
from portal.core.audit import audited
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User

MOST_EXCERPTS = 50
# Redactions wait for one another; any number that nothing else locks does.
_LOCK = 7_406_229
_WAIT_FOR_WRITERS = "30s"


@dataclass(frozen=True, slots=True)
class FoundIn:
    """Where a text was found: the kind of place, how many rows or files, and excerpts for the screen only."""

    label: str
    table: str
    count: int
    excerpts: list[tuple[str, str, str]]


@dataclass(slots=True)
class Proof:
    """How many places were searched, and where the text still stands."""

    searched: int = 0
    hits: dict[str, int] = field(default_factory=dict)

    def add(self, place: str, hits: int, *, searched: int = 1) -> None:
        """Count a place, and what was found in it."""
        self.searched += searched
        if hits:
            self.hits[place] = self.hits.get(place, 0) + hits

    @property
    def left(self) -> int:
        """How often the text still stands somewhere."""
        return sum(self.hits.values())


def preview(*, texts: Iterable[str], by: User) -> list[FoundIn]:
    """Return every place where the texts stand. Nothing of it is stored. Raises NotAllowedError, IncompleteError."""
    _may_redact(by)
    spellings = spellings_of(check_texts(texts))
    return [*_found_rows(spellings), *_found_elsewhere(spellings)]


def redact(
    *, case_id: int, texts: Iterable[str], replacement: str, reason: str, by: User, now: datetime
) -> RedactionRecord:
    """Replace the texts everywhere, in one transaction.

    Raises NotAllowedError, IncompleteError for a text that is too common, and WrongStatusError when other work does
    not let go of the rows or the database refuses the replacement; then nothing is changed.
    """
    _may_redact(by)
    checked = check_texts(texts, replacement)
    try:
        return _redact(case_id=case_id, texts=checked, replacement=replacement.strip(), reason=reason, by=by, now=now)
    except OperationalError as fault:
        raise WrongStatusError(_("Others are writing at this moment. Nothing was changed; try again.")) from fault
    except IntegrityError as fault:
        raise WrongStatusError(
            _("The replacement does not fit everywhere. Nothing was changed; choose another one.")
        ) from fault


def proof(texts: Iterable[str]) -> Proof:
    """Search every table, session, stored file, search document and the cache for the texts."""
    return _prove(list(texts), left_out=redaction_files.waiting_paths())


def finish_all(*, now: datetime) -> int:
    """Finish what a process that died after the commit has left: files to delete, the cache to clear."""
    unfinished = list(RedactionRecord.objects.filter(finished_at__isnull=True).values_list("pk", flat=True))
    for key in unfinished:
        _finish(record_id=key, now=now)
    return len(unfinished)


def hash_of(text: str) -> str:
    """Return the keyed hash under which a redacted text is known."""
    words = " ".join(folded(text).text.split())
    return salted_hmac("caselaw.redaction", words, algorithm="sha256").hexdigest()


@audited("case.redacted")
def _redact(
    *, case_id: int, texts: list[str], replacement: str, reason: str, by: User, now: datetime
) -> RedactionRecord:
    _keep_writers_out()
    case = Case.objects.select_for_update().get(pk=case_id)
    spellings = spellings_of(texts)
    indexed = set(stale_documents(texts, only_stale=False))
    # The savepoint ends first when the database refuses something, so that history can be closed by a statement.
    with pgtrigger.ignore(*_history()), transaction.atomic():
        done = redaction_rows.rewrite_all(spellings, replacement)
    _renew_briefs(done, {case.pk} | indexed, now)
    waited = redaction_files.waiting_paths()
    paths, _read = redaction_files.paths_with(spellings, left_out=waited)
    removed, waiting = redaction_files.set_aside(case.pk, paths)
    cache.clear()
    left = _prove(texts, left_out=frozenset(removed) | redaction_files.waiting_paths())
    if left.left:
        places = ", ".join(sorted(left.hits))
        raise WrongStatusError(
            _("The text would still stand in: %(places)s. Nothing was changed.") % {"places": places}
        )
    record = RedactionRecord.objects.create(
        case=case,
        reason=reason,
        is_replaced_by_initials=replacement != REPLACEMENT,
        text_hashes=sorted({hash_of(text) for text in texts}),
        rewritten=dict(sorted(done.rows.items())),
        files_removed=len(removed),
        attachments_to_redact=waiting,
        places_searched=left.searched,
        hits_left=left.left,
        redacted_by=by,
        redacted_at=now,
        paths_to_delete=removed,
    )
    transaction.on_commit(partial(_finish, record_id=record.pk, now=now))
    return record


@audited("case.redaction_finished")
def _finish(*, record_id: int, now: datetime) -> None:
    record = RedactionRecord.objects.select_for_update().get(pk=record_id)
    if record.finished_at is None:
        redaction_files.delete(record.paths_to_delete)
        cache.clear()
        record.paths_to_delete, record.finished_at = [], now
        record.save(update_fields=["paths_to_delete", "finished_at"])


def _may_redact(by: User) -> None:
    if not by.is_active or not by.has_perm("caselaw.redact_case"):
        raise NotAllowedError(_("You may not redact."))


def _keep_writers_out() -> None:
    """Wait for other redactions and for all who write briefs, and let none in until the end; readers go on.

    Who edits a brief locks its row first, so whoever holds none of those holds nothing else. Otherwise an edit that
    was begun before would bring the text back.
    """
    names = [table.name for table in searched_tables() if table.name.startswith("caselaw_")]
    others = ", ".join(f'"{name}"' for name in names if name != "caselaw_case")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_WAIT_FOR_WRITERS])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("LOCK TABLE caselaw_case IN EXCLUSIVE MODE")
        cursor.execute(f"LOCK TABLE {others} IN SHARE ROW EXCLUSIVE MODE")


def _history() -> Iterator[str]:
    """Give the triggers that keep events and published versions as they were; for everybody else all stay on."""
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model") or model is CaseVersion:
            for item in getattr(model._meta, "triggers", []):
                if item.name in ("append_only", "immutable"):
                    yield f"{model._meta.label}:{item.name}"


def _renew_briefs(done: Rewritten, more: set[int], now: datetime) -> None:
    """Tell readers of changed briefs that they changed, and write their search documents anew."""
    of_defendants = Defendant.objects.filter(pk__in=done.defendants).values_list("case_id", flat=True)
    Case.objects.filter(pk__in=done.briefs | set(of_defendants)).update(updated_at=now)
    documents.write(sorted(done.briefs | set(of_defendants) | more))


def _prove(texts: list[str], *, left_out: frozenset[str]) -> Proof:
    spellings, found = spellings_of(texts), Proof()
    for table in searched_tables():
        rows = sum(1 for _match in redaction_rows.matches(table, spellings))
        found.add(table.name, rows, searched=len(table.columns))
    found.add(SESSIONS, len(redaction_rows.sessions_with(spellings)))
    paths, read = redaction_files.paths_with(spellings, left_out=left_out)
    found.add("files", len(paths), searched=read)
    found.add(SearchDocument._meta.db_table, len(stale_documents(texts, only_stale=True)))
    found.add("cache", redaction_files.cache_hits(spellings))
    return found


def _found_rows(spellings: list[Spelling]) -> Iterator[FoundIn]:
    for table in searched_tables():
        found = list(redaction_rows.matches(table, spellings))
        if found:
            shown = [part for match in found[:MOST_EXCERPTS] for part in redaction_rows.excerpts(match, spellings)]
            yield FoundIn(table.label, table.name, len(found), shown[:MOST_EXCERPTS])


def _found_elsewhere(spellings: list[Spelling]) -> Iterator[FoundIn]:
    if sessions := redaction_rows.sessions_with(spellings):
        yield FoundIn(_("Sessions of signed-in people"), SESSIONS, len(sessions), [])
    paths, _read = redaction_files.paths_with(spellings)
    if paths:
        yield FoundIn(_("Stored files"), "files", len(paths), [])
