"""What the database refuses of imports, their cases and their findings; and how their rows are inserted at once."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from caselaw.actions import import_copying
from caselaw.choices import ImportDecision, ImportState
from caselaw.models import CaseText, ImportBatch, ImportFinding, ImportItem
from portal.core.models import PrivateFile
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db


def _batch(**values: Any) -> ImportBatch:
    return ImportBatch.objects.create(
        **{"file_name": "a.json", "imported_by": UserFactory(), "handed_in_at": NOW} | values
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("written_has_a_time", {"state": ImportState.WRITTEN}),
        ("written_has_a_time", {"state": ImportState.READY, "imported_at": NOW}),
        ("undone_says_when_and_by_whom", {"state": ImportState.UNDONE, "imported_at": NOW, "undone_at": NOW}),
        ("undone_says_when_and_by_whom", {"state": ImportState.WRITTEN, "imported_at": NOW, "undone_at": NOW}),
        ("with_errors_is_not_written", {"state": ImportState.READY, "errors": 1}),
        ("with_errors_is_not_written", {"state": ImportState.WRITING, "errors": 1}),
        ("with_errors_is_not_written", {"state": ImportState.WRITTEN, "imported_at": NOW, "errors": 1}),
    ],
)
def test_the_database_refuses_an_import(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=f"caselaw_importbatch_{name}"), transaction.atomic():
        _batch(**values)


def test_a_person_has_one_open_import_of_a_file() -> None:
    person = UserFactory()
    stored = PrivateFile.objects.create(name="a.json", sha256="0" * 64, size=1, owner=person)
    values = {"imported_by": person, "file": stored, "sha256": "0" * 64}
    _batch(**values)

    with pytest.raises(IntegrityError, match="one_at_a_time_per_file"), transaction.atomic():
        _batch(**values)
    assert _batch(**values, state=ImportState.REFUSED).pk


@pytest.mark.parametrize("decision", [ImportDecision.NEW, ImportDecision.CHANGED])
def test_a_case_that_will_be_written_has_content(decision: ImportDecision) -> None:
    with pytest.raises(IntegrityError, match="caselaw_importitem_to_write_has_content"), transaction.atomic():
        ImportItem.objects.create(batch=_batch(), position=0, path="cases[0]", decision=decision)


def test_a_position_is_staged_once() -> None:
    values = {"batch": _batch(), "position": 0, "path": "cases[0]", "decision": ImportDecision.REFUSED}
    ImportItem.objects.create(**values)

    with pytest.raises(IntegrityError, match="caselaw_importitem_once_per_position"), transaction.atomic():
        ImportItem.objects.create(**values)


def test_a_finding_has_its_number_once() -> None:
    values = {"batch": _batch(), "number": 0, "level": "error", "why": "w", "remedy": "r"}
    ImportFinding.objects.create(**values)

    with pytest.raises(IntegrityError, match="caselaw_importfinding_once"), transaction.atomic():
        ImportFinding.objects.create(**values)


ODD = 'Tab\there, back\\slash \\N, "quoted", {braces}, line\nbreak\rreturn, ¶ 中文 😀'


def test_odd_signs_arrive_as_they_are() -> None:
    row = CaseText(case=CaseFactory(), language="en", fact_summary=ODD, keywords=["a,b", "NULL", "", ODD[:60]])
    item = ImportItem(batch=_batch(), position=0, path="p", decision="new", raw={"a": [ODD, None, 1.5]}, changes=[])

    import_copying.insert([row])
    import_copying.insert([item])

    stored = CaseText.objects.get(pk=row.pk)
    assert (stored.fact_summary, stored.keywords) == (ODD, ["a,b", "NULL", "", ODD[:60]])
    assert ImportItem.objects.get(pk=item.pk).raw == {"a": [ODD, None, 1.5]}


def test_rows_inserted_at_once_are_in_the_audit_trail() -> None:
    row = CaseText(case=CaseFactory(), language="en", fact_summary="Held on a farm.")

    import_copying.insert([row])

    events = CaseText.pgh_event_model.objects  # type: ignore[attr-defined]
    assert events.filter(pgh_obj=row.pk, fact_summary="Held on a farm.").count() == 1


def test_a_value_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TypeError):
        import_copying.insert_values(CaseText, ["id"], [[object()]])
