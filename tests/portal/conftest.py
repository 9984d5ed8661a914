"""What the tests of portal/ share."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def make_open_folder() -> Iterator[Callable[[], Path]]:
    """Return a maker of folders that every account may enter.

    pytest's own are closed to others: there, root would keep PostgreSQL's data outside, which has a test of its own.
    """
    made: list[Path] = []

    def make() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="portal-"))
        folder.chmod(0o755)
        made.append(folder)
        return folder

    yield make
    for folder in made:
        shutil.rmtree(folder)


@pytest.fixture
def open_folder(make_open_folder: Callable[[], Path]) -> Path:
    """Return a folder that every account may enter."""
    return make_open_folder()
