"""manage.py unpack_fonts: unpack the fonts of PDFs ahead of their first use."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.rendering import fonts


class Command(BaseCommand):
    """Unpack every font that a PDF may ask for. Without it each is unpacked when a text first needs it."""

    help = "Unpacks the fonts of PDFs, which is done once: part of building an image whose files do not change later."

    def handle(self, *args: Any, **options: Any) -> None:
        """Unpack what is not there yet."""
        for piece in fonts.pieces():
            fonts.unpack(piece)
        self.stdout.write(f"Fonts of PDFs: {len(fonts.pieces())} pieces in {fonts.folder()}.")
