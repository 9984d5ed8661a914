"""docs/editorial-workflow.md says what the table of steps says."""

from fnmatch import fnmatch
from pathlib import Path

from caselaw.actions.steps import STEPS, Step
from caselaw.choices import CaseStatus
from portal.core.roles import ROLES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "editorial-workflow.md"


def row_of(step: Step) -> str:
    """Return the row of the document for a step."""
    may = [str(role.label) for role in ROLES if any(fnmatch(step.permission, may) for may in role.permissions)]
    who = [name for name in may if name != "Administrator"] + (["its author"] if step.own else [])
    sources = [str(status.label) for status in CaseStatus if status in step.sources]
    to = str(step.to.label) if step.to else "–"
    marks = [word for word, holds in (("second person", step.refuses_author), ("reason", step.asks_reason)) if holds]
    return f"| `{step.name}` | {step.label} | {', '.join(sources)} | {to} | {', '.join(who)} | {', '.join(marks)} |"


def test_the_document_holds_the_table_of_steps_row_by_row() -> None:
    rows = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]

    assert rows == [row_of(step) for step in STEPS]


def test_the_document_names_every_state() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert [status.label for status in CaseStatus if f"**{status.label}**" not in text] == []
