"""Serve private files. The caller has checked that this person may have the file."""

from django.http import FileResponse

from portal.core.models import PrivateFile


def serve_privately(stored: PrivateFile) -> FileResponse:
    """Return the file as a download that no browser runs, shows inline or keeps in a shared cache."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
