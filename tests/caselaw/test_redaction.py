"""Redaction: a text is taken out of everything stored, and nothing but that one action may rewrite history."""

import io
import json
import zipfile
import zlib
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from caselaw.actions import redaction, redaction_files
from caselaw.actions.redaction_schema import NEVER_TOUCHED, SESSIONS, searched_tables, unknown_columns
from caselaw.anonymisation.spelling import REPLACEMENT, is_in, replace, spelling_of, spellings_of
from caselaw.choices import RedactionReason, RedactionState
from caselaw.models import Attachment, Case, CaseText, RedactionRecord, SearchDocument, SuppressedName
from portal.core.models import PrivateFile, User
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseIdentifierFactory,
    CaseTextFactory,
    DefendantFactory,
    ProceedingFactory,
    SourceFactory,
    index,
)
from tests.factories.core import NOW, NoticeFactory, PrivateFileFactory, UserFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

NAME = "Rosa Vargas"
WRITINGS = ["Rosa Vargas", "ROSA VARGAS", "rósa  várgas", "Rosa\u00a0Var\u00adgas", "Ro\u200bsa-Vargas", "Rоsа_Vаrgаs"]
WRITINGS += ["Rosa%20V%C3%A1rgas", "Ros%E1+Vargas", "R&oacute;sa &#86;argas", "&#x52;osa&nbsp;Vargas"]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer() -> User:
    return UserFactory(permissions=("caselaw.view_case", "caselaw.redact_case"))


def redact(case: Case, by: User, *texts: str, replacement: str = REPLACEMENT) -> RedactionRecord:
    return redaction.redact(
        case_id=case.pk,
        texts=texts or [NAME],
        replacement=replacement,
        reason=RedactionReason.NAMES_VICTIM,
        by=by,
        now=NOW,
    )


def dump() -> str:
    """Return all that the database holds as text, but for what a redaction leaves alone."""
    parts = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            parts += [row for (row,) in cursor.fetchall()]
    return "\n".join(parts)


# Spellings


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_spelling_covers_how_a_text_is_written(writing: str) -> None:
    assert replace(f"({writing}), fled", [spelling_of(NAME)], "X") == "(X), fled"


@pytest.mark.parametrize("text", ["Rosamund Vargas", "Rosa and Vargas", "Prosa Vargas", "Rosa Vargason"])
def test_a_spelling_leaves_other_words(text: str) -> None:
    assert replace(text, [spelling_of(NAME)], "X") == text


@pytest.mark.parametrize(
    ("name", "text", "rest"),
    [
        ("فاطمة", "قالت لفاطمة ثم", "قالت لX ثم"),
        ("王小丽", "后来王小丽被带走", "后来X被带走"),
        ("Groß", "Mrs GROSS and Groß", "Mrs X and X"),
        ("Иванова", "и Иванова, ИВАНОВА", "и X, X"),
        ("Zoë", "Zoe\u0308 and ZOE", "X and X"),
    ],
)
def test_spellings_in_other_scripts(name: str, text: str, rest: str) -> None:
    assert replace(text, [spelling_of(name)], "X") == rest


@pytest.mark.parametrize("writing", [*WRITINGS, "Rosa\\nVargas"])
def test_the_database_finds_at_least_what_python_finds(writing: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s ~ %s", [writing, spelling_of(NAME).postgres])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize("address", ["https://court.example/?q=a%20Rosa", "https://court.example/%D0%90%2FRosa%2C%20A"])
def test_a_spelling_is_found_beside_a_code_of_an_address(address: str) -> None:
    assert "Rosa" not in replace(address, [spelling_of("Rosa")], "X")


def test_the_longest_text_goes_first() -> None:
    assert replace("Rosa Vargas and Rosa", spellings_of(["Rosa", NAME]), "X") == "X and X"


# The schema


def test_every_column_is_searched_or_says_why_not() -> None:
    assert unknown_columns() == []


def test_every_table_is_searched_or_on_the_list_or_holds_no_text() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT table_name FROM information_schema.columns JOIN information_schema.tables
            USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
            AND (data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'tsvector', 'bytea',
            'USER-DEFINED', 'xml') OR (data_type = 'ARRAY' AND udt_name IN ('_text', '_varchar', '_jsonb')))"""
        )
        with_text = {name for (name,) in cursor.fetchall()}

    assert with_text - {table.name for table in searched_tables()} - set(NEVER_TOUCHED) - {SESSIONS} == set()


def test_a_new_table_is_searched_without_anybody_listing_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later_note (words varchar(40), more jsonb, labels text[], number int)")

    (table,) = [table for table in searched_tables() if table.name == "later_note"]
    assert [column.name for column in table.columns] == ["words", "more", "labels"]


def test_a_column_of_an_unknown_kind_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later_note (raw bytea)")

    assert unknown_columns() == ["later_note.raw (bytea)"]


@pytest.mark.parametrize("name", ["caselaw_casetext", "caselaw_casetextevent", "pghistory_context", "django_admin_log"])
def test_what_holds_texts_of_briefs_is_searched(name: str) -> None:
    assert name in {table.name for table in searched_tables()}


# The action


def everywhere(case: Case) -> None:
    """Put the name into one place of every kind."""
    CaseTextFactory(case=case, language="es", fact_summary=f"{WRITINGS[2]} huyó.", keywords=["farm", NAME])
    text = CaseTextFactory(case=case, language="fr", legal_reasoning=f"Selon {WRITINGS[3]}.")
    text.legal_reasoning = "Rien."
    text.save()
    SourceFactory(case=case, citation=f"{NAME} tells", url="https://news.example/rosa-vargas-tells.html")
    CaseIdentifierFactory(case=case, value=f"No. 1 {NAME}")
    DefendantFactory(case=case, display_name="Defendant 1")
    ProceedingFactory(case=case, description=f"Appeal by {WRITINGS[5]}")
    Case.objects.filter(pk=case.pk).update(slug="republic-v-rosa-vargas", official_title=f"Republic v. {NAME}")
    JobFactory(arguments={"note": {NAME: [WRITINGS[1]]}}, findings=[{"value": NAME}])
    NoticeFactory(context={"file": f"{NAME}.json"})
    other = CaseFactory()
    CaseTextFactory(case=other, headline=f"See also {NAME}.")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later_note (words varchar(20), more jsonb, labels varchar(12)[])")
        cursor.execute(
            "INSERT INTO later_note VALUES (%s, %s, %s)", [f"by {NAME}", json.dumps({"a": [f"x\n{NAME}"]}), [NAME]]
        )


def test_the_text_is_gone_from_every_table_and_history(officer: User) -> None:
    case = CaseFactory(published=True)
    everywhere(case)
    before = dump()

    record = redact(case, officer)

    after = dump()
    assert is_in(before, [spelling_of(NAME)])
    assert not is_in(after, [spelling_of(NAME)])
    assert redaction.proof([NAME]).hits == {}
    assert {"caselaw_casetext", "caselaw_casetextevent", "jobs_job", "core_notice", "later_note"} <= set(
        record.rewritten
    )
    assert record.places_searched > 200
    assert record.hits_left == 0


def test_the_rest_of_each_text_stays_as_it_was(officer: User) -> None:
    case = CaseFactory(published=True)
    everywhere(case)

    redact(case, officer)

    assert case.texts.get(language="es").fact_summary == "[name removed] huyó."
    assert case.texts.get(language="es").keywords == ["farm", "[name removed]"]
    event = CaseText.pgh_event_model.objects.filter(language="fr").earliest("pgh_id")  # type: ignore[attr-defined]
    assert event.legal_reasoning == "Selon [name removed]."
    source = case.sources.latest("pk")
    assert source.url == "https://news.example/name-removed-tells.html"
    case.refresh_from_db()
    assert case.slug == "republic-v-name-removed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, more::text, labels FROM later_note")
        assert cursor.fetchone() == ("by [name removed]", '{"a": ["x\\n[name removed]"]}', ["[name remove"])


def test_readers_are_told_that_the_brief_changed_and_find_it_no_more_by_the_name(officer: User) -> None:
    case = CaseFactory(published=True)
    CaseTextFactory(case=case, language="fr", headline=f"{NAME}, une victime")
    index(case)
    Case.objects.filter(pk=case.pk).update(updated_at=NOW.replace(year=2020))
    assert "varg" in SearchDocument.objects.values_list("text", flat=True).get(case=case)

    redact(case, officer)

    assert "varg" not in SearchDocument.objects.values_list("text", flat=True).get(case=case)
    case.refresh_from_db()
    assert (case.updated_at, case.status) == (NOW, "published")


def test_the_record_and_the_trail_hold_no_name(officer: User) -> None:
    case = CaseFactory(complete=True)
    CaseTextFactory(case=case, language="fr", headline=NAME)

    record = redact(case, officer, NAME, "la petite Rosita")

    assert record.text_hashes == sorted([redaction.hash_of("ROSA vargas"), redaction.hash_of("la petite rosita")])
    assert not is_in(dump(), spellings_of([NAME, "Rosita"]))
    trail = RedactionRecord.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert trail.pgh_context.metadata["action"] == "case.redacted"
    assert trail.pgh_context.metadata["user"] == officer.pk


def test_sessions_that_hold_the_text_end(officer: User) -> None:
    with_name, without = SessionStore(), SessionStore()
    with_name["draft"], without["draft"] = {"headline": f"{WRITINGS[1]} fled"}, {"headline": "She fled"}
    with_name.save()
    without.save()

    redact(CaseFactory(), officer)

    assert not with_name.exists(with_name.session_key or "")
    assert without.exists(without.session_key or "")


def test_the_cache_is_emptied(officer: User) -> None:
    cache.set("page", f"… {NAME} …")
    assert redaction.proof([NAME]).hits == {"cache": 1}

    redact(CaseFactory(), officer)

    assert cache.get("page") is None


# Files


def stored(content: bytes, name: str = "cases.json", content_type: str = "application/json") -> PrivateFile:
    file = PrivateFileFactory.build(name=name, content_type=content_type, owner=UserFactory())
    file.file.save(name, ContentFile(content), save=False)
    file.save()
    return file


def packed(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<si><t>{text[:7]}</t><t>{text[7:]}</t></si>")
    return buffer.getvalue()


FILES = {
    "json": json.dumps({"facts": f"{NAME} fled"}).encode(),
    "json with escapes": json.dumps({"facts": "Rósa Várgas fled"}).encode(),
    "csv": f"a;b\n1;{NAME}\n".encode(),
    "utf-16": f"a\t{NAME}".encode("utf-16"),
    "xlsx": packed(f"{NAME} fled"),
    "no archive after all": b"PK\x03\x04" + f" {NAME} ".encode() + b"PK\x05\x06" + b"\xff" * 16 + b"\x00" * 2,
    "pdf cut short": b"%PDF-1.4\nstream\n" + zlib.compress(b"(Rosa Vargas) Tj")[:-4] + b"\nendstream\n%%EOF",
    "across two chunks": b"x" * (4 * 1024 * 1024 - 5) + f" {NAME} fled".encode(),
    "pdf": b"%PDF-1.4\nstream\n" + zlib.compress(b"[(Rosa V) 3 (argas)] TJ") + b"\nendstream\n%%EOF",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_with_the_text_is_replaced_by_a_note(
    officer: User, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    file, clean = stored(FILES[kind], "Rosa Vargas.bin"), stored(b'{"facts": "She fled."}')
    old = file.file.name

    with django_capture_on_commit_callbacks(execute=True):
        record = redact(CaseFactory(), officer)

    file.refresh_from_db()
    with default_storage.open(file.file.name or "") as content:
        assert content.read().decode() == redaction_files.TOMBSTONE
    assert (file.name, file.content_type) == ("removed.txt", "text/plain")
    assert not default_storage.exists(old or "")
    assert default_storage.exists(clean.file.name or "")
    record.refresh_from_db()
    assert (record.files_removed, record.paths_to_delete, record.finished_at) == (1, [], NOW)
    assert redaction.proof([NAME]).hits == {}


def test_a_file_is_deleted_only_when_the_redaction_is_sure(officer: User) -> None:
    file = stored(FILES["json"])

    record = redact(CaseFactory(), officer)

    assert record.paths_to_delete == [file.file.name]
    assert default_storage.exists(file.file.name or "")


def test_what_a_dead_process_left_is_finished_later(officer: User) -> None:
    file = stored(FILES["json"])
    redact(CaseFactory(), officer)  # the test's transaction never ends, so nothing runs on commit

    assert redaction.finish_all(now=NOW) == 1
    assert not default_storage.exists(file.file.name or "")
    assert redaction.finish_all(now=NOW) == 0


def test_an_attachment_with_the_text_becomes_private_and_waits_for_a_person(officer: User) -> None:
    attachment = AttachmentFactory(
        file=stored(FILES["xlsx"], "judgment.docx", "application/octet-stream"),
        is_public=True,
        redaction_state=RedactionState.CLEARED,
    )

    record = redact(CaseFactory(), officer)

    attachment.refresh_from_db()
    assert (attachment.is_public, attachment.redaction_state) == (False, RedactionState.NEEDS_REDACTION)
    assert (record.files_removed, record.attachments_to_redact) == (0, 1)
    assert default_storage.exists(attachment.file.file.name or "")


def test_a_pdf_of_the_brief_is_never_trusted(officer: User) -> None:
    case = CaseFactory()
    of_brief = AttachmentFactory(case=case, file=stored(b"%PDF-1.4 scan %%EOF", "a.pdf", "application/pdf"))
    of_another = AttachmentFactory(file=stored(b"%PDF-1.4 scan %%EOF", "b.pdf", "application/pdf"))

    redact(case, officer)

    states = dict(Attachment.objects.values_list("pk", "redaction_state"))
    assert states == {
        of_brief.pk: RedactionState.NEEDS_REDACTION,
        of_another.pk: RedactionState.NOT_CHECKED,
    }


# Refusals


def test_the_preview_shows_every_kind_of_place_and_stores_nothing(officer: User) -> None:
    case = CaseFactory(complete=True)
    everywhere(case)
    before = dump()

    found = {place.table: place for place in redaction.preview(texts=[NAME], by=officer)}

    assert {"caselaw_source", "caselaw_casetextevent", "later_note", "jobs_job"} <= set(found)
    assert ("", "Rosa Vargas", " tells") in found["caselaw_source"].excerpts
    assert dump() == before


def test_the_suppress_list_keeps_the_name_from_coming_back(officer: User) -> None:
    case = CaseFactory()
    SuppressedName.objects.create(case=case, name=NAME, added_by=officer, added_at=NOW)

    redact(case, officer)

    assert SuppressedName.objects.get().name == NAME
