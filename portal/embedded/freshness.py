"""Whether the collected static files still match their sources, so that a second start does not collect them again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path


class Stamp:
    """A digest of everything that `collectstatic` reads, kept in a file."""

    def __init__(self, path: Path, checkout: Path) -> None:
        self.path = path
        self.checkout = checkout

    def is_current(self) -> bool:
        """Say whether nothing changed since `renew`."""
        return self.path.exists() and self.path.read_text() == self._digest()

    def renew(self) -> None:
        """Remember the present state."""
        self.path.write_text(self._digest())

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in self._sources():
            status = path.stat()
            digest.update(f"{path.relative_to(self.checkout)} {status.st_size} {status.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def _sources(self) -> Iterator[Path]:
        """Yield our static files, and the two files that decide about other packages' ones."""
        yield self.checkout / "requirements.txt"
        yield self.checkout / "portal" / "settings" / "base.py"
        for folder in ("static", "*/static", "portal/*/static"):
            for parent in sorted(self.checkout.glob(folder)):
                yield from sorted(path for path in parent.rglob("*") if path.is_file())
