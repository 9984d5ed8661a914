"""Small files of cases for tests of the import."""

import io
import json
from typing import Any

from caselaw.actions import import_staging, imports
from caselaw.importing.checking import Check
from caselaw.importing.existing import OnPublished
from caselaw.importing.findings import Finding
from caselaw.importing.parsing import CaseFile
from caselaw.models import ImportBatch
from portal.core.models import User
from tests.factories.core import NOW, TODAY, UserFactory

SYSTEM = "example"
Raw = dict[str, Any]


def case(**changes: Any) -> Raw:
    """Return the smallest case worth importing, with changes; a value of None stays in the case."""
    least = {
        "slug": "prosecutor-v-a",
        "title": "Prosecutor v. A.",
        "jurisdiction": "AR",
        "decision_date": "2020-05-04",
        "facts": "Workers were held on a farm.",
        "sources": [{"title": "Judgment of 4 May 2020"}],
        "acts": ["recruitment"],
    }
    return least | changes


def full_case(**changes: Any) -> Raw:
    """Return a case with something in every part."""
    parts = {
        "court": {"name": "Cámara Federal", "level": "appeal", "city": "Tucumán"},
        "citations": ["ECLI:AR:CF:2020:12", "No. 12/2020"],
        "country_of_facts": ["AR", "Bolivia"],
        "means": [{"term": "deception", "status": "found_proved", "text": "False pay.", "pinpoint": "§ 12"}],
        "purposes": ["forced_labour"],
        "cross_cutting": ["debt_bondage"],
        "sectors": ["crop_farming", {"term": "domestic_work", "promised": True}],
        "protocol_articles": ["3(a)", {"article": "5(2)(a)", "holding": "Attempt is enough."}],
        "victims": [{"count": 12, "gender": "male", "age_group": "adult", "nationality": ["BO", "PRY"]}],
        "defendants": [
            {
                "label": "Defendant 1",
                "nationality": "AR",
                "roles": ["recruiter"],
                "charges": [
                    {
                        "provision": "Criminal Code, art. 145 bis",
                        "verdict": "guilty_trial",
                        "sentence": {"imprisonment_months": 60, "fine": {"amount": 1000.5, "currency": "ARS"}},
                    }
                ],
            }
        ],
        "route": [{"from": "BO", "transit": ["PY"], "to": "AR", "note": "by bus"}],
        "procedural_history": [{"stage": "first_instance", "court": "Tribunal 1", "date": "2019-11"}],
        "texts": [{"language": "es", "facts": "Los trabajadores fueron retenidos.", "translation_kind": "official"}],
    }
    return case(**(parts | changes))


def content_of(*cases: Any, **head: Any) -> bytes:
    """Return the bytes of a file with these cases."""
    return json.dumps({"format": "tip-cases/1", "source_system": SYSTEM, "cases": list(cases)} | head).encode()


def file_of(content: bytes, name: str = "cases.json") -> CaseFile:
    """Return a file with this content."""
    return CaseFile(name, len(content), lambda: io.BytesIO(content))


def run(*cases: Any, by: User | None = None, **options: Any) -> imports.Summary:
    """Import these cases."""
    return run_bytes(content_of(*cases), by=by, **options)


def run_bytes(content: bytes, by: User | None = None, **options: Any) -> imports.Summary:
    """Import a file with this content."""
    values = {"by": by or UserFactory(), "now": NOW} | options
    return imports.run(file=file_of(content), **values)


def staged_file(file: CaseFile, kind: str = "json", by: User | None = None, system: str = SYSTEM) -> ImportBatch:
    """Check and stage a file as the page does, without its job."""
    batch = import_staging.begin(name=file.name, kind=kind, by=by or UserFactory(), now=NOW)
    check = Check(TODAY, 300_000_000, OnPublished.REFUSE, imports.no_report, import_staging.keeper(batch))
    return import_staging.finish(batch=batch, checked=check.run(file, kind, system), now=NOW)


def staged(*cases: Any, by: User | None = None) -> ImportBatch:
    """Check and stage these cases."""
    return staged_file(file_of(content_of(*cases)), by=by)


def only_error(summary: imports.Summary) -> Finding:
    """Return the only finding, which must be an error that says what to do."""
    (finding,) = summary.findings
    assert summary.findings.errors == 1
    assert finding.why
    assert finding.remedy
    return finding
