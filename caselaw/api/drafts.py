"""Briefs that are not public, for those who work on them: by session, or by a token with the scope `drafts`."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from caselaw.api.serializers import CaseDetail
from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.models import Case, CaseQuerySet
from portal.core.api.account import PrivateView
from portal.core.api.errors import BadParametersError
from portal.core.choices import TokenScope

DEFAULT_LIMIT, MOST_LIMIT = 20, 100


class DraftSummary(serializers.Serializer[Any]):
    """A brief at the desk and where it stands."""

    uuid = serializers.UUIDField()
    id = serializers.CharField(source="public_id", allow_null=True, help_text="Null for changes of a public brief.")
    revises = serializers.CharField(
        source="revises.public_id",
        allow_null=True,
        default=None,
        help_text="The public brief that these changes are of.",
    )
    title = serializers.CharField()
    jurisdiction = serializers.CharField(source="jurisdiction.code")
    status = serializers.ChoiceField(choices=CaseStatus.choices)
    status_since = serializers.DateTimeField(allow_null=True)
    anonymisation = serializers.ChoiceField(choices=AnonymisationState.choices, source="anonymisation_state")
    version = serializers.IntegerField(source="content_version")
    updated_at = serializers.DateTimeField()


class DraftDetail(CaseDetail, DraftSummary):
    """A brief at the desk with its content."""

    jurisdiction = CaseDetail().fields["jurisdiction"]  # type: ignore[assignment]  # in full, as in public briefs


class DraftList(PrivateView):
    """Briefs at the desk that are not public."""

    scope = TokenScope.DRAFTS

    @extend_schema(
        operation_id="drafts_list",
        parameters=[
            OpenApiParameter("limit", type=OpenApiTypes.INT, description="At most 100; default 20."),
            OpenApiParameter("cursor", type=OpenApiTypes.INT, description="From `next` of the answer before."),
        ],
        responses=inline_serializer(
            "DraftPage",
            {"next": serializers.IntegerField(allow_null=True), "results": DraftSummary(many=True)},
        ),
        tags=["drafts"],
    )
    def get(self, request: Request) -> Response:
        """Return the briefs that the person works on and that are not public, in the order of their entry."""
        limit, cursor = _numbers(request)
        rows = list(_at_desk(request).filter(pk__gt=cursor).order_by("pk")[: limit + 1])
        page = rows[:limit]
        following = page[-1].pk if len(rows) > limit else None
        return Response({"next": following, "results": DraftSummary(page, many=True).data})


class DraftRetrieve(PrivateView):
    """One brief at the desk."""

    scope = TokenScope.DRAFTS

    @extend_schema(operation_id="drafts_retrieve", responses=DraftDetail, tags=["drafts"])
    def get(self, request: Request, uuid: UUID) -> Response:
        """Return a brief that is not public with all its content."""
        return Response(DraftDetail(get_object_or_404(_at_desk(request).for_brief(), uuid=uuid)).data)


def _at_desk(request: Request) -> CaseQuerySet:
    briefs = Case.objects.at_desk_of(request.user).select_related("jurisdiction", "revises")
    return briefs.exclude(status__in=(CaseStatus.PUBLISHED, CaseStatus.WITHDRAWN))


def _numbers(request: Request) -> tuple[int, int]:
    """Return limit and cursor; raise BadParametersError for everything else."""
    problems = dict.fromkeys(set(request.query_params) - {"limit", "cursor"}, "There is no such parameter.")
    values: dict[str, Any] = {"limit": str(DEFAULT_LIMIT), "cursor": "0"} | request.query_params.dict()
    most = {"limit": MOST_LIMIT, "cursor": 2**62}
    for name in ("limit", "cursor"):
        text = values[name]
        if not (text.isascii() and text.isdecimal() and len(text) < 20 and (name == "cursor" or int(text) >= 1)):
            problems[name] = "A whole number."
        elif int(text) > most[name]:
            problems[name] = f"At most {most[name]}."
    if problems:
        raise BadParametersError(problems)
    return int(values["limit"]), int(values["cursor"])
