"""Forty people at once in one country's answers, on a real database: what was confirmed is never lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from portal.core.models import User
from reports.actions.answers import CellResult, Outcome
from reports.models import Observation
from tests.factories.core import UserFactory
from tests.reports.entries import Desk, desk

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS, ENTRIES = 40, 4
CELLS = [f"1.1|{row}|{year}" for row in ("total", "f_adult", "m_adult", "f_child") for year in (2023, 2024, 2025)]


def test_forty_editors_of_one_submission_lose_nothing_that_was_confirmed() -> None:
    with transaction.atomic():  # a role and its country are checked together at the commit
        at = desk()
        people = [UserFactory(role="statistics_officer", country=at.country) for _ in range(EDITORS)]
    barrier = Barrier(EDITORS)

    def edit(number: int) -> list[tuple[str, CellResult]]:
        try:
            barrier.wait()
            return _confirmed(at, people[number], number)
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        confirmed = [entry for entries in pool.map(edit, range(EDITORS)) for entry in entries]

    assert len(confirmed) == EDITORS * ENTRIES
    _assert_that_the_trail_holds(at, confirmed)


def _confirmed(at: Desk, person: User, number: int) -> list[tuple[str, CellResult]]:
    """Write until each entry is confirmed: whoever meets a conflict looks at the other's figure and writes again."""
    done: list[tuple[str, CellResult]] = []
    seen: dict[str, int] = {}
    for place in range(ENTRIES):
        cell = CELLS[(number * 7 + place * 5) % len(CELLS)]
        figure = 1000 * (number + 1) + place
        text = "" if (number + place) % 5 == 0 else str(figure)
        while True:
            result = at.write(cell, text, seen=seen.get(cell, 0), by=person)
            seen[cell] = result.version
            if result.outcome == Outcome.SAVED:
                break
            if result.outcome == Outcome.UNCHANGED:  # it was empty already
                text = str(figure)
        done.append((cell, result))
    return done


def _assert_that_the_trail_holds(at: Desk, confirmed: list[tuple[str, CellResult]]) -> None:
    """Each confirmed entry has a version of its own, the last one stands, and the trail keeps the others."""
    versions = Counter((cell, result.version) for cell, result in confirmed)
    assert set(versions.values()) == {1}
    events: Any = Observation.pgh_event_model.objects  # type: ignore[attr-defined]
    kept = {
        (f"{one.question.code}|{one.row_code}|{one.year}", one.version): str(one.value)
        for one in events.exclude(pgh_label="delete").select_related("question")
    }
    for cell in {cell for cell, _ in confirmed}:
        mine = {result.version: result.entry.text for one, result in confirmed if one == cell}
        assert sorted(mine) == list(range(1, len(mine) + 1))
        for version, text in mine.items():
            assert kept.get((cell, version), "") == text
        question, row, year = cell.split("|")
        there = at.submission.observations.filter(question__code=question, row_code=row, year=year).first()
        assert (str(there.value) if there else "") == mine[max(mine)]
