"""Keep the rows of tables on disk until their case is put together: memory holds only where each row begins."""

import json
import tempfile
from array import array
from collections.abc import Iterator
from typing import Any


class Spool:
    """Rows by the case that they belong to."""

    def __init__(self) -> None:
        """Open a temporary file, which nobody else sees and which goes with the process."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the object
        self._offsets: dict[str, array[int]] = {}
        self._end = 0

    def keep(self, table: str, key: str, row: int, values: dict[str, Any]) -> None:
        """Keep a row."""
        line = json.dumps([table, row, values], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._offsets.setdefault(key, array("q")).append(self._end)
        self._file.write(line)
        self._end += len(line)

    def __iter__(self) -> Iterator[str]:
        """Give the keys in the order of their first rows."""
        return iter(self._offsets)

    def rows(self, key: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Give the rows of a key in the order in which they were kept: table, row, values."""
        for offset in self._offsets.get(key, ()):
            self._file.seek(offset)
            table, row, values = json.loads(self._file.readline())
            yield table, row, values

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
