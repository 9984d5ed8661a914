"""Find a text in stored files. What holds it is removed and a note put in its place; attachments wait for a person."""

import hashlib
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from caselaw.anonymisation.spelling import Spelling, is_in
from caselaw.choices import RedactionState
from caselaw.models import Attachment
from portal.core.models import PrivateFile

TOMBSTONE = "The content of this file was removed to protect a person. The portal keeps no copy.\n"
TOMBSTONE_NAME = "removed.txt"
_CHUNK = 4 * 1024 * 1024
# Longer than any text that is looked for, so that none is cut in two between chunks.
_OVERLAP = 4096
_MOST_UNPACKED = 500 * 1024 * 1024
# What zipfile raises for a part that is locked, damaged or packed in a way that it does not know.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)
_TAG = re.compile(r"<[^>]{0,2000}>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>")


def paths_with(spellings: list[Spelling], *, left_out: frozenset[str] = frozenset()) -> tuple[list[str], int]:
    """Return the paths of stored files that hold the text, and how many files were read."""
    found, read = [], 0
    for path in _stored_paths(default_storage):
        if path not in left_out:
            read += 1
            if holds(path, spellings):
                found.append(path)
    return found, read


def holds(path: str, spellings: list[Spelling]) -> bool:
    """Tell whether a stored file holds the text, as far as its words can be read."""
    return any(is_in(text, spellings) for text in _texts_of(path))


def set_aside(case_id: int, paths: list[str]) -> tuple[list[str], int]:
    """Take the text's files out of use; return the paths to delete and the number of attachments for a person.

    An attachment is made private and waits for redaction by hand. So do all PDF files of the brief itself, since words
    in them cannot be read with certainty. Any other file is replaced by a note.
    """
    attachments = Attachment.objects.filter(file__file__in=paths) | Attachment.objects.filter(
        case=case_id, file__content_type="application/pdf"
    )
    kept = set(attachments.values_list("file__file", flat=True))
    waiting = Attachment.objects.filter(pk__in=list(attachments.values_list("pk", flat=True))).update(
        is_public=False, redaction_state=RedactionState.NEEDS_REDACTION
    )
    removed = [path for path in paths if path not in kept]
    for stored in PrivateFile.objects.filter(file__in=removed):
        _bury(stored)
    return removed, waiting


def waiting_paths() -> frozenset[str]:
    """Return the paths of attachments that wait for redaction by hand: private until then."""
    waiting = Attachment.objects.filter(is_public=False, redaction_state=RedactionState.NEEDS_REDACTION)
    return frozenset(waiting.values_list("file__file", flat=True))


def delete(paths: list[str]) -> None:
    """Delete stored files; one that is gone already is no fault."""
    for path in paths:
        default_storage.delete(path)


def cache_hits(spellings: list[Spelling]) -> int:
    """Return how many cached values hold the text."""
    return sum(is_in(value.decode("utf-8", "ignore"), spellings) for value in _cached_values(cache))


def _bury(stored: PrivateFile) -> None:
    content = TOMBSTONE.encode()
    stored.file.save(TOMBSTONE_NAME, ContentFile(content), save=False)
    stored.name, stored.content_type = TOMBSTONE_NAME, "text/plain"
    stored.size, stored.sha256 = len(content), hashlib.sha256(content).hexdigest()
    stored.save()


def _stored_paths(storage: Storage, folder: str = "") -> Iterator[str]:
    if folder and not storage.exists(folder):
        return
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in names)
    for name in folders:
        yield from _stored_paths(storage, f"{folder}/{name}".lstrip("/"))


def _texts_of(path: str) -> Iterator[str]:
    with default_storage.open(path, "rb") as file:
        start = file.read(8)
        file.seek(0)
        if start.startswith(b"PK\x03\x04") and zipfile.is_zipfile(file):
            yield from _texts_of_archive(file)
        elif start.startswith(b"%PDF-"):
            yield from _texts_of_pdf(file.read())
        else:
            yield from _texts_of_stream(file)


def _texts_of_stream(file: Any) -> Iterator[str]:
    tail = b""
    while chunk := file.read(_CHUNK):
        block = tail + chunk
        text = block.decode("utf-8", "ignore")
        yield text
        if "\\u" in text:
            yield _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        if b"\0" in block:
            yield block.decode("utf-16", "ignore")
        tail = block[-_OVERLAP:]


def _texts_of_archive(file: Any) -> Iterator[str]:
    try:
        archive = zipfile.ZipFile(file)
    except (*_UNREADABLE, OSError):  # it looks like an archive only
        file.seek(0)
        yield from _texts_of_stream(file)
        return
    with archive:
        left = _MOST_UNPACKED
        for entry in archive.infolist():
            yield entry.filename
            left -= entry.file_size
            if left < 0 or entry.is_dir():
                continue
            try:
                with archive.open(entry) as member:
                    for text in _texts_of_stream(member):
                        yield text
                        yield _TAG.sub("", text)
            except _UNREADABLE:
                continue


def _texts_of_pdf(content: bytes) -> Iterator[str]:
    """Give what can be read of a PDF: plain parts, unpacked streams, and the strings that they show, joined."""
    yield content.decode("latin-1")
    left = _MOST_UNPACKED
    for match in _STREAM.finditer(content):
        try:
            stream = zlib.decompressobj().decompress(match[1], left)
        except zlib.error:
            continue
        left = max(left - len(stream), 1)  # 0 would mean without limit
        yield stream.decode("utf-8", "ignore")
        yield "".join(_shown_string(found[0]) for found in _SHOWN.finditer(stream))


def _shown_string(found: bytes) -> str:
    if found.startswith(b"("):
        return found[1:-1].decode("latin-1")
    digits = re.sub(rb"\s", b"", found[1:-1])
    raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return raw.decode("utf-16-be", "ignore") if raw[:1] == b"\0" else raw.decode("latin-1")


def _cached_values(backend: Any) -> Iterator[bytes]:
    """Give the raw values of the cache in memory or in Redis; the keys are the program's own."""
    store = backend._cache
    if isinstance(store, dict):
        yield from store.values()
        return
    client = store.get_client(None, write=False)
    for key in client.scan_iter(match=f"{backend.key_prefix}:*"):
        value = client.get(key)
        if value is not None:
            yield value
