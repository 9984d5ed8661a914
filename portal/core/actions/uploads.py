"""Take files in."""

import hashlib

from django.core.files.base import File

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
