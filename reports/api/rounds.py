"""The public part of rounds, and the questionnaires that they use."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api.errors import BadParametersError
from portal.core.api.parameters import (
    DEFAULT_LIMIT,
    ERRORS,
    FIELDS,
    LANGUAGE,
    chosen_fields,
    limit_of,
    pick,
)
from portal.core.api.views import PublicView
from reports.api.reference import page_of, whole
from reports.api.serializers import QuestionnaireDetail, QuestionnaireSummary, RoundDetail
from reports.models import Question, Questionnaire, Round, RoundQuerySet, Section, TableRow
from reports.models.collection import PUBLIC_ROUNDS

_EXAMPLE = {
    "collection": "glotip",
    "code": "2026",
    "name": "Round 2026",
    "state": "open",
    "first_year": 2023,
    "last_year": 2025,
    "opens_on": "2026-02-01",
    "due_on": "2026-04-30",
    "is_invented": False,
    "questionnaire": {"code": "glotip-annual", "version": 1},
    "names": dict.fromkeys(("en", "fr", "es", "ru", "ar", "zh"), "Round 2026"),
}


class RoundList(PublicView):
    """Rounds that are or were open."""

    parameters: ClassVar[frozenset[str]] = frozenset({"collection", "state", "limit", "cursor", "fields"})

    @extend_schema(
        operation_id="rounds_list",
        parameters=[
            OpenApiParameter("collection", description="Code of a collection, for example glotip."),
            OpenApiParameter("state", enum=[str(state) for state in PUBLIC_ROUNDS], description="Where they stand."),
            OpenApiParameter("limit", type=OpenApiTypes.INT, description="At most 100; default 20."),
            OpenApiParameter("cursor", description="From `next` of the answer before."),
            FIELDS,
            LANGUAGE,
        ],
        responses={200: page_of("RoundPage", RoundDetail(many=True)), **ERRORS},
        examples=[
            OpenApiExample(
                "One round",
                response_only=True,
                status_codes=["200"],
                value={"count": 1, "next": None, "results": [_EXAMPLE]},
            )
        ],
        tags=["country data"],
    )
    def get(self, request: Request) -> Response:
        """Return the public rounds, the newest first. What countries answered is no part of it."""
        fields = chosen_fields(request, RoundDetail)
        found, before, limit = _asked(request)
        window = found.filter(pk__lt=before) if before else found
        rows = list(window.select_related("collection", "questionnaire").order_by("-pk")[: limit + 1])
        shown = rows[:limit]
        following = _address(request, shown[-1].pk) if len(rows) > limit else None
        results = [pick(row, fields) for row in RoundDetail(shown, many=True).data]
        return Response({"count": found.count(), "next": following, "results": results})


def _asked(request: Request) -> tuple[RoundQuerySet, int, int]:
    """Return the rounds, before which one to go on, and how many. Raises BadParametersError."""
    given, problems = request.query_params, dict[str, str]()
    rounds = _public_rounds()
    limit = limit_of(given.get("limit", str(DEFAULT_LIMIT)), problems)
    cursor = given.get("cursor", "0")
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        problems["cursor"] = "This is no cursor of ours."
    if "state" in given:
        if given["state"] not in PUBLIC_ROUNDS:
            problems["state"] = f"One of: {', '.join(PUBLIC_ROUNDS)}."
        rounds = rounds.filter(state=given["state"])
    if "collection" in given:
        code = given["collection"]
        if "\x00" in code or not _public_rounds().filter(collection__code=code).exists():
            problems["collection"] = "There is no such collection with public rounds."
        else:
            rounds = rounds.filter(collection__code=code)
    if problems:
        raise BadParametersError(problems)
    return rounds, int(cursor), limit


def _public_rounds() -> RoundQuerySet:
    """Return what everybody may see: the answer is the same whoever asks, since caches share it."""
    return Round.objects.visible_to(AnonymousUser())


def _address(request: Request, last: int) -> str:
    """Return the address of the next window."""
    given = [(name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*given, ('cursor', last)])}")


class QuestionnaireList(PublicView):
    """Questionnaires of public rounds."""

    parameters: ClassVar[frozenset[str]] = frozenset({"fields"})

    @extend_schema(
        operation_id="questionnaires_list",
        parameters=[FIELDS, LANGUAGE],
        responses={200: page_of("QuestionnairePage", QuestionnaireSummary(many=True)), **ERRORS},
        tags=["country data"],
    )
    def get(self, request: Request) -> Response:
        """Return the questionnaires that public rounds use, without their questions."""
        fields = chosen_fields(request, QuestionnaireSummary)
        found = _public_questionnaires().order_by("code", "-version")
        return whole(list(QuestionnaireSummary(found, many=True).data), fields)


class QuestionnaireRetrieve(PublicView):
    """One questionnaire."""

    parameters: ClassVar[frozenset[str]] = frozenset({"fields"})

    @extend_schema(
        operation_id="questionnaires_retrieve",
        parameters=[FIELDS, LANGUAGE],
        responses={200: QuestionnaireDetail, **ERRORS},
        tags=["country data"],
    )
    def get(self, request: Request, code: str, version: int) -> Response:
        """Return a questionnaire with its sections, questions and rows."""
        fields = chosen_fields(request, QuestionnaireDetail)
        rows = Prefetch("rows", TableRow.objects.order_by("order", "pk"))
        questions = Question.objects.select_related("indicator").prefetch_related(rows).order_by("order", "pk")
        sections = Section.objects.prefetch_related(Prefetch("questions", questions)).order_by("order", "pk")
        found = _public_questionnaires().prefetch_related(Prefetch("sections", sections))
        return Response(pick(QuestionnaireDetail(get_object_or_404(found, code=code, version=version)).data, fields))


def _public_questionnaires() -> QuerySet[Questionnaire, Any]:
    return Questionnaire.objects.filter(pk__in=_public_rounds().values("questionnaire"))
