"""Take files in."""

import hashlib

from django.core.files.base import File
from django.db import transaction

from portal.core.audit import audited
from portal.core.models import PrivateFile, User

_CHUNK_BYTES = 1024 * 1024


@audited("file.stored")
def store(*, content: File, name: str, content_type: str, by: User) -> PrivateFile:  # type: ignore[type-arg]
    """Keep a checked file privately and return its row; the caller has checked kind and size."""
    digest = hashlib.sha256()
    for chunk in content.chunks(_CHUNK_BYTES):
        digest.update(chunk)
    content.seek(0)
    stored = PrivateFile(
        name=name[:200], content_type=content_type, size=content.size or 0, sha256=digest.hexdigest(), owner=by
    )
    stored.file.save(name, content, save=False)
    stored.save()
    return stored


def digest(content: File) -> str:  # type: ignore[type-arg]
    """Return the hash of a file that is not stored yet."""
    found = hashlib.sha256()
    for chunk in content.chunks(_CHUNK_BYTES):
        found.update(chunk)
    content.seek(0)
    return found.hexdigest()


@audited("file.removed")
def remove(stored: PrivateFile) -> None:
    """Forget a file, and delete its content once that is certain."""
    storage, path = stored.file.storage, stored.file.name
    stored.delete()
    if path:
        transaction.on_commit(lambda: storage.delete(path))
