"""How many complete briefs per second are checked, staged, written and audited, in how much memory. Run by `make bench`.

PORTAL_BENCH_BRIEFS sets another number of briefs than 2,000; docs/formats/case-import.md gives what 10,000 take.
"""

import os
import resource
import time
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
from django.db import connection

from caselaw.actions import imports
from caselaw.importing.parsing import CaseFile
from portal.celery import settle_memory
from portal.core.models import User
from tests.caselaw.generated_cases import SYSTEM, generated_cases, generated_file
from tests.caselaw.test_import_unodc import INDEX
from tests.caselaw.workbook_files import generated_workbook
from tests.factories.core import NOW, UserFactory

BRIEFS = int(os.environ.get("PORTAL_BENCH_BRIEFS", "2000"))
LEAST_PER_SECOND = 100


def _timed(what: str, number: int, by: User, **options: Any) -> tuple[imports.Summary, float]:
    told: list[int] = []
    settle_memory()  # as each worker process does
    cpu, started = time.process_time(), time.perf_counter()
    summary = imports.run(by=by, now=NOW, report=lambda done, _total: told.append(done), **options)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would still have to check
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = f"{what}: {number} briefs in {seconds:.1f} s ({cpu:.1f} s CPU): {number / seconds:.0f} per second"
    print(f"\n{text}, peak {peak} MB, progress told {len(told)} times")  # noqa: T201  the measurement
    return summary, number / seconds


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_at_least_100_briefs_per_second_are_imported(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"generated.{kind}"
    made = generated_file(path, BRIEFS) if kind == "json" else generated_workbook(path, generated_cases(BRIEFS))
    file, person = CaseFile.at(made), UserFactory()

    summary, per_second = _timed(kind, BRIEFS, person, file=file, kind=kind, source_system=SYSTEM)
    events = pghistory.models.Events.objects.count()
    again, _again_per_second = _timed(f"{kind} again", BRIEFS, person, file=file, kind=kind, source_system=SYSTEM)

    assert (summary.findings.errors, summary.created) == (0, BRIEFS)
    assert (again.unchanged, pghistory.models.Events.objects.count() - events) == (BRIEFS, 0)
    assert per_second >= LEAST_PER_SECOND


@pytest.mark.django_db
def test_fifty_thousand_rows_are_checked_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    small = ({"slug": f"c-{number}", "title": f"Case {number}", "jurisdiction": "AR"} for number in range(25_000))
    file = CaseFile.at(generated_workbook(path, small))

    summary, _per_second = _timed(
        "50,000 rows, checked only",
        25_000,
        UserFactory(),
        file=file,
        kind="xlsx",
        source_system=SYSTEM,
        is_dry_run=True,
    )

    assert (summary.read, summary.findings.errors) == (25_000, 0)


@pytest.mark.django_db
@pytest.mark.skipif(not INDEX.is_file(), reason=f"The real index is not here: {INDEX} (PORTAL_SHARED_DATA)")
def test_the_unodc_index_becomes_drafts() -> None:
    summary, _per_second = _timed("UNODC index", 1590, UserFactory(), file=CaseFile.at(INDEX), kind="unodc")

    for finding in summary.findings:
        print(f"{finding.path}: {finding.value}: {finding.why}")  # noqa: T201  what could not be mapped
    assert summary.created == 1590
