"""The one audit trail: triggers record every change of a row, actions say who did what.

`tracked` goes on each model that people edit: inserts, updates and deletes land in an event table with the whole row,
also for bulk writes and plain SQL. `audited` goes on each action: it opens the transaction and the context (action,
user, request) that those events refer to. Event tables refuse update, delete and TRUNCATE.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
import pgtrigger
import structlog
from django.db import models, transaction

Params = ParamSpec("Params")
Result = TypeVar("Result")
ModelClass = TypeVar("ModelClass", bound=type[models.Model])

_is_acting: ContextVar[bool] = ContextVar("is_acting", default=False)

# Set by the test settings alone, since a test run empties its tables with TRUNCATE.
_TRUNCATE_IS_ALLOWED = "current_setting('portal.allow_truncate', true) = 'on'"


# Inserts are recorded once per statement, not once per row: imports write thousands of rows with one COPY.
_INSERTS = pghistory.InsertEvent(level=pghistory.Statement)


def refuse_truncate() -> pgtrigger.Trigger:
    """Return a trigger that refuses TRUNCATE of an event table."""
    return pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=f"""
            IF {_TRUNCATE_IS_ALLOWED} THEN RETURN NULL; END IF;
            RAISE EXCEPTION 'The audit trail %% cannot be emptied.', TG_TABLE_NAME;
        """.replace("%%", "%"),
    )


def tracked(*, exclude: list[str] | None = None) -> Callable[[ModelClass], ModelClass]:
    """Decorate a model whose changes are recorded; `exclude` names fields that must not be kept."""
    decorator: Callable[[ModelClass], ModelClass] = pghistory.track(
        _INSERTS,
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
        obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="event"),
        meta={"triggers": [refuse_truncate()]},
    )
    return decorator


def tracked_link() -> Callable[[ModelClass], ModelClass]:
    """Decorate a proxy of a many-to-many table: its rows are only ever added or removed, and name what they join."""
    decorator: Callable[[ModelClass], ModelClass] = pghistory.track(
        _INSERTS, pghistory.DeleteEvent(), obj_field=None, meta={"triggers": [refuse_truncate()]}
    )
    return decorator


def audited(action: str) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Run an action in one transaction and record its name, its actor (`by`) and the request with every change.

    An action that another one calls is a part of it: the outer name and actor hold for the whole transaction.
    """

    def decorate(function: Callable[Params, Result]) -> Callable[Params, Result]:
        @wraps(function)
        def run(*args: Params.args, **kwargs: Params.kwargs) -> Result:
            if _is_acting.get():
                with transaction.atomic():
                    return function(*args, **kwargs)
            mark = _is_acting.set(True)
            try:
                with transaction.atomic(), pghistory.context(**_context(action, kwargs.get("by"))):
                    return function(*args, **kwargs)
            finally:
                _is_acting.reset(mark)

        return run

    return decorate


def _context(action: str, by: Any) -> dict[str, Any]:
    bound = structlog.contextvars.get_contextvars()
    context = {"action": action, "user": getattr(by, "pk", None), "request": bound.get("request_id")}
    return {key: value for key, value in context.items() if value is not None}
