"""Where the files of the embedded servers lie, remembered in <root>/embedded.json.

Root may have to keep PostgreSQL's files outside the checkout, and a socket's path must be short. What was
decided at the first start is written down, so that every process and every user finds the same place.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from portal.embedded.processes import exclusive

RECORD = "embedded.json"
# The kernel allows 107 bytes for a socket's path, and "/.s.PGSQL.5432" follows the folder's.
LONGEST_SOCKET_FOLDER = 85


@dataclass
class Layout:
    """The places of one checkout. `instance` tells it from any other that ever had the same path."""

    root: Path
    instance: str
    postgres_data: Path
    postgres_socket: Path
    valkey_socket: Path

    @classmethod
    def read(cls, root: Path) -> Self:
        """Return what was recorded under `root`, or the places that are used when nothing stands against them."""
        root = root.resolve()
        record = _recorded(root)
        if record is None or _is_copy(root, record):
            data = root / "postgres"
            return cls(root, secrets.token_hex(5), data, data, root / "valkey" / "valkey.sock")
        former = Path(record["root"])

        def place(name: str) -> Path:
            path = Path(record[name])
            return root / path.relative_to(former) if path.is_relative_to(former) else path

        return cls(root, record["instance"], place("postgres_data"), place("postgres_socket"), place("valkey_socket"))

    @classmethod
    def open(cls, root: Path, **places: Path) -> Self:
        """Return the layout of `root` with these places set, and record it."""
        root.mkdir(parents=True, exist_ok=True)
        with exclusive(root / "embedded.lock"):
            layout = cls.read(root)
            for name, place in places.items():
                setattr(layout, name, place)
            record = {key: str(value) for key, value in asdict(layout).items()}
            if record != _recorded(layout.root):
                # In one step: another process may be reading.
                draft = layout.root / f"{RECORD}.new"
                draft.write_text(json.dumps(record, indent=1))
                draft.replace(layout.root / RECORD)
        return layout

    def short_folder(self, wanted: Path, name: str) -> Path:
        """Return `wanted` when a socket in it has a short enough path, else a folder of this checkout's under /tmp."""
        if len(os.fsencode(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        return Path("/tmp") / f"tip-portal-{self.instance}-{name}"  # noqa: S108  its maker checks whose it is


def _recorded(root: Path) -> dict[str, Any] | None:
    """Return the record under `root`, None when nothing was started there yet."""
    try:
        record: dict[str, Any] = json.loads((root / RECORD).read_text())
    except (FileNotFoundError, NotADirectoryError):
        return None
    return record


def _is_copy(root: Path, record: dict[str, Any]) -> bool:
    """Say whether the recorded checkout still exists elsewhere: then this one must not use its database."""
    former = Path(record["root"])
    if former == root:
        return False
    original = _recorded(former)
    return original is not None and original["instance"] == record["instance"]
