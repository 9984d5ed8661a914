"""Indicators and code lists: what the codes of figures mean."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api.errors import BadParametersError
from portal.core.api.parameters import ERRORS, FIELDS, LANGUAGE, chosen_fields, pick
from portal.core.api.views import PublicView
from reports.api.labels import CODE_LISTS
from reports.api.serializers import CodeListDetail, IndicatorDetail
from reports.models import Indicator

_SIX = {"en": "Total", "fr": "Total", "es": "Total", "ru": "Всего", "ar": "المجموع", "zh": "合计"}


def page_of(name: str, serializer: serializers.Serializer[Any]) -> Any:
    """Describe a list that is complete in one answer, or goes on at `next`."""
    return inline_serializer(
        name,
        {
            "count": serializers.IntegerField(),
            "next": serializers.CharField(allow_null=True),
            "results": serializer,
        },
    )


def whole(rows: list[dict[str, Any]], fields: list[str] | None) -> Response:
    """Answer with a complete list."""
    return Response({"count": len(rows), "next": None, "results": [pick(row, fields) for row in rows]})


class IndicatorList(PublicView):
    """What figures count."""

    parameters: ClassVar[frozenset[str]] = frozenset({"fields"})

    @extend_schema(
        operation_id="indicators_list",
        parameters=[FIELDS, LANGUAGE],
        responses={200: page_of("IndicatorPage", IndicatorDetail(many=True)), **ERRORS},
        examples=[
            OpenApiExample(
                "One indicator",
                response_only=True,
                status_codes=["200"],
                value={
                    "count": 1,
                    "next": None,
                    "results": [
                        {
                            "code": "victims",
                            "name": "Detected victims of trafficking in persons",
                            "definition": "Persons whom national authorities identified as victims …",
                            "unit": "persons",
                            "iccs": "0204",
                            "dimensions": ["sex", "age", "exploitation", "citizenship", "repatriation"],
                            "published_as": "detected trafficking victims",
                            "names": _SIX,
                            "definitions": _SIX,
                        }
                    ],
                },
            )
        ],
        tags=["country data"],
    )
    def get(self, request: Request) -> Response:
        """Return every indicator with its definition."""
        fields = chosen_fields(request, IndicatorDetail)
        rows = IndicatorDetail(Indicator.objects.order_by("order", "pk"), many=True).data
        return whole(list(rows), fields)


class CodeListList(PublicView):
    """The code lists of the figures."""

    parameters: ClassVar[frozenset[str]] = frozenset({"list"})

    @extend_schema(
        operation_id="code_lists_list",
        parameters=[
            OpenApiParameter("list", enum=list(CODE_LISTS), description="One list. Without it: all."),
            LANGUAGE,
        ],
        responses={200: page_of("CodeListPage", CodeListDetail(many=True)), **ERRORS},
        examples=[
            OpenApiExample(
                "One code of a list",
                response_only=True,
                status_codes=["200"],
                value={
                    "count": 1,
                    "next": None,
                    "results": [
                        {
                            "list": "sex",
                            "concept": "SEX",
                            "codes": [{"code": "_T", "sdmx": "_T", "label": "Total", "labels": _SIX}],
                        }
                    ],
                },
            )
        ],
        tags=["country data"],
    )
    def get(self, request: Request) -> Response:
        """Return the lists with their codes, the codes of SDMX and labels in six languages."""
        wanted = request.query_params.get("list")
        if wanted is not None and wanted not in CODE_LISTS:
            raise BadParametersError({"list": f"One of: {', '.join(CODE_LISTS)}."})
        lists = [
            {"list": name, "concept": found.concept, "codes": found.codes()}
            for name, found in CODE_LISTS.items()
            if wanted in (None, name)
        ]
        return whole(list(CodeListDetail(lists, many=True).data), None)
