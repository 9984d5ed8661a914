"""How long the published file takes to read, write and compare, and in how much memory. Run by `make bench`."""

import os
import resource
import time
from pathlib import Path

import pytest
from django.db import connection

from reports.actions import published
from reports.importing.containers import PublishedFile
from tests.factories.core import NOW, UserFactory
from tests.reports.published_files import by_citizenship, csv_content, file_of, lines_of, row
from tests.reports.test_published_import import RELEASE, needs_real_file

ROWS = 58_769
MOST_SECONDS = 15
MOST_MEGABYTES = 400
_FORMS = ("Sexual exploitation", "Forced labour", "Other forms of exploitation")


def _label(number: int) -> str:
    """Return a word that is no name of a country, so that each is compared with all of them."""
    return "lab" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")


def _database_cpu() -> float:
    """Return the seconds that the server process of this connection has worked, where the system tells them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not told.is_file():
        return 0.0
    user, system = told.read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _take_in(what: str, file: PublishedFile) -> tuple[int, float]:
    told: list[int] = []
    cpu, server, started = time.process_time(), _database_cpu(), time.perf_counter()
    dataset = published.take_in(file=file, sha256="b" * 64, vintage=None, report=told.append, by=UserFactory(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would still have to check
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    server = _database_cpu() - server
    text = f"{what}: {dataset.counts['rows']} rows in {seconds:.1f} s (CPU: {cpu:.1f} s here, {server:.1f} s database)"
    print(f"\n{text}, peak {peak} MB, progress told {len(told)} times")  # noqa: T201  the measurement
    assert peak < MOST_MEGABYTES
    return dataset.counts["rows"], cpu + server


@pytest.mark.django_db
def test_a_file_of_the_size_of_the_real_one_is_read_in_time() -> None:
    years = [str(2003 + number % 20) for number in range(ROWS)]
    lines = [
        by_citizenship(_label(number % 700), year=year, value="<5")
        if number % 3
        else row(dimension="by form of exploitation", category=_FORMS[number % 9 // 3], year=year, value=f"{number:,}")
        for number, year in enumerate(years)
    ]

    rows, cpu = _take_in("generated", file_of(csv_content(lines_of(lines))))

    assert (rows, cpu < MOST_SECONDS) == (ROWS, True)


@pytest.mark.django_db
@needs_real_file
def test_the_real_file_is_read_in_time() -> None:
    rows, cpu = _take_in("real file", PublishedFile.at(RELEASE))

    assert (rows, cpu < MOST_SECONDS) == (ROWS, True)
