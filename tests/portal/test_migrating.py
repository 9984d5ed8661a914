"""AtOnce leaves the same tables and the same state as its operations one by one, forwards and back."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from portal.core.migrating import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)

MAKE: list[Operation] = [
    CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
    CreateModel(
        "Box", [("id", models.BigAutoField(primary_key=True)), ("shelf", models.ForeignKey("Shelf", models.CASCADE))]
    ),
]
ALTER: list[Operation] = [
    AddField("Box", "weight", models.IntegerField(default=0)),
    AddField("Shelf", "room", models.CharField(max_length=5, default="")),
    AlterField("Shelf", "name", models.CharField(max_length=20, unique=True)),
    AddConstraint("Box", models.CheckConstraint(name="box_has_weight", condition=models.Q(weight__gte=0))),
]


def _apply(operations: list[Operation]) -> list[ProjectState]:
    """Run the operations as a migration does; return the states before, between and after them."""
    states = [ProjectState()]
    _ = states[0].apps  # rendered first, as `migrate` does it
    for operation in operations:
        state = states[-1].clone()
        operation.state_forwards("depot", state)
        with connection.schema_editor() as editor:
            operation.database_forwards("depot", editor, states[-1], state)
        states.append(state)
    return states


def _undo(operations: list[Operation], states: list[ProjectState]) -> None:
    for number, operation in reversed(list(enumerate(operations))):
        with connection.schema_editor() as editor:
            operation.database_backwards("depot", editor, states[number + 1], states[number])


def _tables() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid::regclass::text LIKE 'depot_%'
            UNION ALL
            SELECT table_name, column_name || data_type || coalesce(character_maximum_length, 0)
            FROM information_schema.columns WHERE table_name LIKE 'depot_%'
            ORDER BY 1, 2
        """)
        return cursor.fetchall()


def test_all_at_once_is_the_same_as_one_by_one() -> None:
    single = MAKE + ALTER
    states = _apply(single)
    tables = _tables()
    _undo(single, states)
    assert tables
    assert _tables() == []

    together: list[Operation] = [AtOnce(MAKE), AtOnce(ALTER)]
    states_together = _apply(together)
    assert _tables() == tables
    assert states_together[-1] == states[-1]
    _undo(together, states_together)
    assert _tables() == []


def test_it_says_what_it_does() -> None:
    assert AtOnce(MAKE).describe() == "Create model Shelf; Create model Box"
