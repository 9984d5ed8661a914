"""Ask the database to keep what can never be true, and see that it refuses."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, models, transaction


@contextmanager
def refused_by(constraint: str) -> Generator[None]:
    """Expect that the database refuses the block because of this constraint and no other."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
        _check_what_waits_for_the_commit()
    assert _diagnosis(refusal.value).constraint_name == constraint


@contextmanager
def refused_with(message: str) -> Generator[None]:
    """Expect that a trigger refuses the block with this message."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        yield
        _check_what_waits_for_the_commit()


def constraints_of(*tracked: type[models.Model]) -> set[str]:
    """Return the names of all constraints of these models, so that a test can ask for one fault each."""
    return {constraint.name for model in tracked for constraint in model._meta.constraints}


def _check_what_waits_for_the_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _diagnosis(refusal: IntegrityError) -> object:
    return refusal.__cause__.diag  # type: ignore[union-attr]  # psycopg2 says which constraint it was
