"""How fast the audit log is with a million events."""

import sys
import time
from statistics import quantiles

import pytest
from django.db import connection
from django.test import Client

from tests.factories.caselaw import CaseFactory
from tests.factories.core import UserFactory

CONTEXTS, EVENTS_EACH = 250_000, 4


@pytest.mark.django_db
def test_a_page_of_the_log_stays_fast_with_a_million_events(capsys: pytest.CaptureFixture[str]) -> None:
    case, auditor = CaseFactory(), UserFactory(permissions=("core.view_audit_log",))
    fill(case.pk)
    client = Client()
    client.force_login(auditor)
    middle = client.get("/desk/log/?until=2001-01-01").context["following"]
    asked = {
        "newest": "/desk/log/",
        "deep": f"/desk/log/?before={middle}".replace("+", "%2B"),
        "one person": f"/desk/log/?person={auditor.email}",
        "one action": "/desk/log/?action=log.exported",
        "kind of row": "/desk/log/?model=caselaw.casetextevent",
        "rare kind": "/desk/log/?model=core.userevent",
    }

    for name, address in asked.items():
        times = []
        for _ in range(20):
            start = time.perf_counter()
            assert client.get(address).status_code == 200
            times.append((time.perf_counter() - start) * 1000)
        p95 = quantiles(times, n=20)[-1]
        with capsys.disabled():
            sys.stdout.write(f"\naudit log, {CONTEXTS * EVENTS_EACH:,} events, {name}: p95 {p95:.0f} ms")


def fill(case_id: int) -> None:
    """Write contexts of the years since 1990, each with events in four tables' worth of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
            SELECT gen_random_uuid(), jsonb_build_object('action', 'case.edited', 'user', n %% 50 + 1000),
                   timestamptz '1990-01-01' + n * interval '1 hour', now()
            FROM generate_series(1, %s) n
            """,
            [CONTEXTS],
        )
        cursor.execute(
            """
            INSERT INTO caselaw_casetextevent (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, language,
                headline, fact_summary, legal_reasoning, commentary, keywords, translation_kind, case_id)
            SELECT c.created_at, 'update', c.id, k * 1000 + (random() * 999)::int, 1, 'en', 'Headline', 'Facts', '', '',
                   '{}', 'original', %s
            FROM pghistory_context c, generate_series(1, %s) k WHERE c.created_at < '2020-01-01'
            """,
            [case_id, EVENTS_EACH],
        )
        cursor.execute("ANALYZE pghistory_context; ANALYZE caselaw_casetextevent")
