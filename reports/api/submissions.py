"""A country's own answers, for those who may see them: by session, or by a token with the scope `submissions`."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api.account import PrivateView
from portal.core.api.errors import BadParametersError
from portal.core.api.parameters import DEFAULT_LIMIT, ERRORS, FIELDS, chosen_fields, limit_of, pick
from portal.core.choices import TokenScope
from portal.core.models import User
from reports.api.serializers import ObservationDetail, SubmissionDetail, SubmissionSummary
from reports.models import Observation, Submission, SubmissionQuerySet
from reports.permissions import rights

_WINDOW = [
    OpenApiParameter("limit", type=OpenApiTypes.INT, description="At most 100; default 20."),
    OpenApiParameter("cursor", type=OpenApiTypes.INT, description="From `next` of the answer before."),
    FIELDS,
]
_ERRORS = {key: value for key, value in ERRORS.items() if key[0] != 429}
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def _page(name: str, rows: serializers.Serializer[Any]) -> Any:
    return inline_serializer(name, {"next": serializers.IntegerField(allow_null=True), "results": rows})


class SubmissionList(PrivateView):
    """Answers that the person may see."""

    scope = TokenScope.SUBMISSIONS

    @extend_schema(
        operation_id="submissions_list",
        parameters=[
            OpenApiParameter("country", description="ISO 3166-1 alpha-3."),
            OpenApiParameter("round", description="Code of a round."),
            *_WINDOW,
        ],
        responses={200: _page("SubmissionPage", SubmissionSummary(many=True)), **_ERRORS},
        tags=["country data"],
    )
    def get(self, request: Request) -> Response:
        """Return the answers of the person's country, or those with a section of theirs, in the order of their making."""
        limit, cursor, given = _window(request, "country", "round")
        fields = chosen_fields(request, SubmissionSummary)
        found = _visible(request).filter(pk__gt=cursor)
        if "country" in given:
            found = found.filter(assignment__country__iso3=given["country"].upper())
        if "round" in given:
            found = found.filter(assignment__round__code=given["round"])
        rows = list(found.order_by("pk")[: limit + 1])
        return _answer(rows, limit, SubmissionSummary, fields)


class SubmissionRetrieve(PrivateView):
    """One country's answers."""

    scope = TokenScope.SUBMISSIONS

    @extend_schema(
        operation_id="submissions_retrieve",
        parameters=[FIELDS],
        responses={200: SubmissionDetail, **_ERRORS},
        tags=["country data"],
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return answers in words, sources and articles of law of the sections that the person may read."""
        _refuse_others(request, {"fields"})
        fields = chosen_fields(request, SubmissionDetail)
        submission = get_object_or_404(_visible(request), public_id=public_id)
        done = submission.done_sections.select_related("section").order_by("section__order")
        values = {
            "submission": submission,
            "done_sections": [item.section.code for item in _readable(done, request, submission, "section")],
            "answers": _readable(_parts(submission.answers), request, submission),
            "sources": _readable(_parts(submission.citations), request, submission),
            "articles": _readable(_parts(submission.legal_articles), request, submission),
        }
        return Response(pick(SubmissionDetail(values).data, fields))


class ObservationList(PrivateView):
    """The figures of one country's answers."""

    scope = TokenScope.SUBMISSIONS

    @extend_schema(
        operation_id="observations_list",
        parameters=[
            OpenApiParameter("question", description="Number of a question, for example 6.1."),
            OpenApiParameter("year", type=OpenApiTypes.INT, description="A year."),
            *_WINDOW,
        ],
        responses={200: _page("ObservationPage", ObservationDetail(many=True)), **_ERRORS},
        examples=[
            OpenApiExample(
                "A suppressed figure",
                response_only=True,
                status_codes=["200"],
                value={
                    "next": None,
                    "results": [
                        {
                            "question": "6.1",
                            "row": "f_child",
                            "year": 2025,
                            "indicator": "victims",
                            "sex": "F",
                            "age": "Y0T17",
                            "exploitation": "_T",
                            "partner_as": "",
                            "partner": "_T",
                            "partner_country": None,
                            "value": None,
                            "low": 0,
                            "high": 4,
                            "missing_reason": "",
                            "obs_status": "A",
                            "raw_text": "<5",
                            "comment": "",
                            "source_note": "",
                            "version": 1,
                            "changed_at": "2026-03-02T09:00:00Z",
                        }
                    ],
                },
            )
        ],
        tags=["country data"],
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the figures of the sections that the person may read, in the order in which they were first entered."""
        limit, cursor, given = _window(request, "question", "year")
        fields = chosen_fields(request, ObservationDetail)
        submission = get_object_or_404(_visible(request), public_id=public_id)
        found = Observation.objects.filter(submission=submission, pk__gt=cursor)
        if "question" in given:
            found = found.filter(question__code=given["question"])
        if "year" in given:
            found = found.filter(year=int(given["year"]))
        found = _readable(found.select_related("question", "indicator", "partner_country"), request, submission)
        return _answer(list(found.order_by("pk")[: limit + 1]), limit, ObservationDetail, fields)


def _visible(request: Request) -> SubmissionQuerySet:
    user = request.user
    assert isinstance(user, User)
    return Submission.objects.visible_to(user).with_context()


def _parts(related: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = related.select_related("question").order_by("pk")
    return rows


def _readable(
    rows: QuerySet[Any], request: Request, submission: Submission, path: str = "question__section"
) -> QuerySet[Any]:
    """Narrow the rows to the sections that the person may read; a colleague sees what was handed over, nothing else."""
    user = request.user
    assert isinstance(user, User)
    held = rights(user, submission)
    return rows if held.reads_all else rows.filter(**{f"{path}__in": held.reads_sections | held.writes_sections})


def _answer(
    rows: list[Any], limit: int, serializer: type[serializers.Serializer[Any]], fields: list[str] | None
) -> Response:
    shown = rows[:limit]
    following = shown[-1].pk if len(rows) > limit else None
    results = [pick(row, fields) for row in serializer(shown, many=True).data]
    return Response({"next": following, "results": results})


def _window(request: Request, *own: str) -> tuple[int, int, dict[str, str]]:
    """Return limit, cursor and the endpoint's own parameters. Raises BadParametersError naming every bad one."""
    _refuse_others(request, {"limit", "cursor", "fields", *own})
    given, problems = request.query_params, dict[str, str]()
    limit = limit_of(given.get("limit", str(DEFAULT_LIMIT)), problems)
    cursor = given.get("cursor", "0")
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        problems["cursor"] = "A whole number."
    values = {name: given[name] for name in own if name in given}
    problems |= {name: "This cannot be read." for name, value in values.items() if "\x00" in value}
    year = values.get("year", str(_FIRST_YEAR))
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and _FIRST_YEAR <= int(year) <= _LAST_YEAR):
        problems["year"] = f"A year from {_FIRST_YEAR} to {_LAST_YEAR}."
    if problems:
        raise BadParametersError(problems)
    return limit, int(cursor), values


def _refuse_others(request: Request, known: set[str]) -> None:
    unknown = set(request.query_params) - known
    if unknown:
        raise BadParametersError(dict.fromkeys(unknown, "There is no such parameter."))
