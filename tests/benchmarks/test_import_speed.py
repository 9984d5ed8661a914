"""How many complete briefs per second are checked, written and audited. Run by `make bench`."""

import time
from pathlib import Path

import pytest
from django.db import connection

from caselaw.actions import imports
from caselaw.importing.parsing import CaseFile
from tests.caselaw.generated_cases import generated_file
from tests.factories.core import NOW, UserFactory

BRIEFS = 2000
LEAST_PER_SECOND = 100


@pytest.mark.django_db
def test_at_least_100_briefs_per_second_are_imported(tmp_path: Path) -> None:
    file = CaseFile.at(generated_file(tmp_path / "generated.json", BRIEFS))
    started = time.perf_counter()

    summary = imports.run(file=file, by=UserFactory(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would still have to check

    seconds = time.perf_counter() - started
    print(f"\n{BRIEFS} briefs in {seconds:.1f} s: {BRIEFS / seconds:.0f} per second")  # noqa: T201  the measurement
    assert (summary.findings.errors, summary.created) == (0, BRIEFS)
    assert BRIEFS / seconds >= LEAST_PER_SECOND
