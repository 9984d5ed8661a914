"""What endpoints of several apps read and describe in the same way."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from portal.core.api.errors import BadParametersError
from portal.core.choices import Language

DEFAULT_LIMIT, MOST_LIMIT = 20, 100
_MOST_SIGNS = 40
LANGUAGE = OpenApiParameter("language", enum=Language.values, default="en", description="Language of labels.")
FIELDS = OpenApiParameter("fields", description="Names of the wanted fields, separated by commas. Without it: all.")
PROBLEM = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(),
        "code": serializers.CharField(required=False),
        "errors": serializers.ListField(child=serializers.DictField(), required=False),
    },
)
ERRORS = {(code, "application/problem+json"): PROBLEM for code in (400, 404, 429)}


def limit_of(text: str, problems: dict[str, str]) -> int:
    """Return the number of rows asked for; what is wrong with it goes into `problems`."""
    if not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= MOST_LIMIT:
        problems["limit"] = f"A whole number from 1 to {MOST_LIMIT}."
        return DEFAULT_LIMIT
    return int(text)


def moment_of(text: str, name: str, problems: dict[str, str]) -> datetime | None:
    """Return a moment in ISO 8601, in UTC unless it says otherwise; what is wrong with it goes into `problems`.

    A plus sign that came unescaped arrives as a blank and is taken for what it was.
    """
    moment = _parsed(text[:_MOST_SIGNS].strip().replace(" ", "+") if "T" in text else text[:_MOST_SIGNS])
    if moment is None:
        problems[name] = "A date and time of ISO 8601, for example 2026-11-22T10:00:00Z."
    return moment


def _parsed(text: str) -> datetime | None:
    try:
        found = parse_datetime(text) or parse_date(text)
        if isinstance(found, datetime):
            # In UTC, since PostgreSQL takes no moment that leaves the calendar on the way there.
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        # Before the first year there is no moment in UTC for some zones.
        return datetime.combine(found, time(), UTC) if isinstance(found, date) else None
    except (ValueError, OverflowError):
        return None


def chosen_fields(request: Request, serializer: type[serializers.Serializer[Any]]) -> list[str] | None:
    """Return the names in `fields`, None for all. Raises BadParametersError for a name that does not exist."""
    if "fields" not in request.query_params:
        return None
    wanted = [name.strip() for name in request.query_params["fields"].split(",") if name.strip()]
    known = serializer().fields
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        raise BadParametersError({"fields": f"Not among: {', '.join(known)}."})
    return wanted


def pick(row: dict[str, Any], fields: list[str] | None) -> dict[str, Any]:
    """Return the wanted fields of a row."""
    return row if fields is None else {name: row[name] for name in fields}
