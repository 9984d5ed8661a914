"""Where uploaded files lie: outside the web server's reach, under names that tell nothing."""

from typing import NoReturn

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files without a URL; they leave only through a view that checks permission."""

    def url(self, name: str | None) -> NoReturn:
        """Refuse: a private file has no address."""
        raise ValueError("A private file has no URL; link to the view that checks permission.")
