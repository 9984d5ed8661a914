"""Endpoints of case law."""

import re
from typing import ClassVar
from urllib.parse import urlencode

from django.db import DataError
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from caselaw.api import cursors
from caselaw.api.cursors import Cursor
from caselaw.api.gone import GONE, gone_or_missing
from caselaw.api.serializers import CaseDetail, CaseSummary, JurisdictionDetail, TermDetail
from caselaw.forms.search import CaseFilterSet
from caselaw.models import Case, Jurisdiction
from caselaw.public_ids import PATTERN
from caselaw.search import engine
from caselaw.search.engine import SearchResult
from caselaw.search.facets import BY_NAME
from caselaw.search.query import SearchQuery, Sort
from portal.core.api.errors import BadParametersError
from portal.core.api.parameters import (
    DEFAULT_LIMIT,
    ERRORS,
    FIELDS,
    LANGUAGE,
    chosen_fields,
    limit_of,
    moment_of,
    pick,
)
from portal.core.api.views import PublicView
from portal.core.models import Term, TermScheme


def _search_parameters() -> list[OpenApiParameter]:
    """Describe the parameters that the page and the API share."""
    described = []
    for name, declared in CaseFilterSet.base_filters.items():
        label = str(declared.label)
        if name in BY_NAME:
            label += ". May be repeated: any of the values."
            described.append(
                OpenApiParameter(
                    name, type={"type": "array", "items": {"type": "string"}}, explode=True, description=label
                )
            )
        elif name == "sort":
            described.append(
                OpenApiParameter(name, enum=Sort.values, description="Default: relevance with q, else newest.")
            )
        else:
            kind = OpenApiTypes.INT if name.startswith("year_") else OpenApiTypes.STR
            described.append(OpenApiParameter(name, type=kind, description=label))
    return described


class CaseList(PublicView):
    """Search published case briefs."""

    parameters: ClassVar[frozenset[str]] = frozenset(
        {*CaseFilterSet.base_filters, "cursor", "limit", "fields", "updated_since"}
    )

    @extend_schema(
        operation_id="cases_list",
        parameters=[
            *_search_parameters(),
            OpenApiParameter(
                "updated_since",
                type=OpenApiTypes.DATETIME,
                description="Only briefs changed at or after this moment. What went is told by /changes/ alone.",
            ),
            OpenApiParameter("limit", type=OpenApiTypes.INT, description="At most 100; default 20."),
            OpenApiParameter("cursor", description="From `next` of the answer before."),
            FIELDS,
            LANGUAGE,
        ],
        responses={
            200: inline_serializer(
                "CasePage",
                {
                    "count": serializers.IntegerField(),
                    "next": serializers.CharField(allow_null=True),
                    "results": CaseSummary(many=True),
                },
            ),
            **ERRORS,
        },
        examples=[
            OpenApiExample(
                "One brief",
                response_only=True,
                status_codes=["200"],
                value={
                    "count": 1,
                    "next": None,
                    "results": [
                        {
                            "id": "HT-7k2m4qxd",
                            "url": "/cases/HT-7k2m4qxd/example-v-example/",
                            "title": "Example v. Example",
                            "jurisdiction": {"code": "ECHR", "name": "European Court of Human Rights"},
                            "court": "European Court of Human Rights (Chamber)",
                            "decision_date": "2005-07-26",
                            "headline": "One or two sentences.",
                            "headline_language": "en",
                            "acts": ["recruitment"],
                            "means": ["deception"],
                            "purposes": ["servitude"],
                            "form": "transnational",
                            "verdicts": ["violation_found"],
                            "published_at": "2026-11-22T10:00:00Z",
                            "updated_at": "2026-11-22T10:00:00Z",
                        }
                    ],
                },
            )
        ],
        tags=["cases"],
    )
    def get(self, request: Request) -> Response:
        """Search published case briefs: the same filters as the page, with a cursor."""
        fields = chosen_fields(request, CaseSummary)
        query = _query(request)
        try:
            result = engine.search(query)
        except DataError as error:  # a cursor of the right form with an impossible date
            raise BadParametersError({"cursor": "This is no cursor of ours."}) from error
        cases = Case.objects.published().for_results().in_bulk(result.case_ids)
        rows = [cases[pk] for pk in result.case_ids if pk in cases]
        return Response(
            {
                "count": result.total,
                "next": _next(request, query, result),
                "results": [pick(row, fields) for row in CaseSummary(rows, many=True).data],
            }
        )


class CaseRetrieve(PublicView):
    """One published brief."""

    parameters: ClassVar[frozenset[str]] = frozenset({"fields"})

    @extend_schema(
        operation_id="cases_retrieve",
        parameters=[FIELDS, LANGUAGE],
        responses={200: CaseDetail, (410, "application/problem+json"): GONE, **ERRORS},
        tags=["cases"],
    )
    def get(self, request: Request, public_id: str) -> Response:
        """Return a whole brief."""
        fields = chosen_fields(request, CaseDetail)
        if not re.fullmatch(PATTERN, public_id):  # null signs cannot reach PostgreSQL
            raise Http404
        case = Case.objects.published().for_brief().filter(public_id=public_id).first()
        if case is None:
            return gone_or_missing(public_id)
        return Response(pick(CaseDetail(case).data, fields))


class TermList(PublicView):
    """The vocabularies."""

    parameters: ClassVar[frozenset[str]] = frozenset({"scheme"})

    @extend_schema(
        operation_id="terms_list",
        parameters=[OpenApiParameter("scheme", description="One vocabulary, for example means."), LANGUAGE],
        responses={
            200: inline_serializer(
                "TermPage",
                {
                    "count": serializers.IntegerField(),
                    "next": serializers.CharField(allow_null=True),
                    "results": TermDetail(many=True),
                },
            ),
            **ERRORS,
        },
        tags=["reference"],
    )
    def get(self, request: Request) -> Response:
        """Return all terms, or those of one vocabulary, in display order."""
        terms = Term.objects.in_display_order().select_related("parent").prefetch_related("labels", "aliases")
        if scheme := request.query_params.get("scheme"):
            if "\x00" in scheme or not TermScheme.objects.filter(code=scheme).exists():
                raise BadParametersError({"scheme": "There is no such vocabulary."})
            terms = terms.in_scheme(scheme)
        rows = TermDetail(terms, many=True).data
        return Response({"count": len(rows), "next": None, "results": rows})


class JurisdictionList(PublicView):
    """Jurisdictions with what the portal holds of each."""

    @extend_schema(
        operation_id="jurisdictions_list",
        parameters=[LANGUAGE],
        responses={
            200: inline_serializer(
                "JurisdictionPage",
                {
                    "count": serializers.IntegerField(),
                    "next": serializers.CharField(allow_null=True),
                    "results": JurisdictionDetail(many=True),
                },
            ),
            **ERRORS,
        },
        tags=["reference"],
    )
    def get(self, request: Request) -> Response:
        """Return every jurisdiction with the number of its published briefs."""
        covered = Jurisdiction.objects.visible_to(request.user).with_coverage()
        rows = JurisdictionDetail(covered.select_related("country", "legal_system").order_by("code"), many=True).data
        return Response({"count": len(rows), "next": None, "results": rows})


_OWN = ("cursor", "limit", "fields", "language", "format", "updated_since")


def _query(request: Request) -> SearchQuery:
    """Return the search asked for. Raises BadParametersError naming every bad parameter."""
    data = request.query_params.copy()
    own = {name: data.pop(name)[-1] for name in _OWN if name in data}
    filterset = CaseFilterSet(data, queryset=Case.objects.none())
    problems = dict(filterset.problems)
    limit = limit_of(own.get("limit", str(DEFAULT_LIMIT)), problems)
    since = moment_of(own["updated_since"], "updated_since", problems) if "updated_since" in own else None
    cursor = cursors.decode(own["cursor"]) if "cursor" in own else None
    if "cursor" in own and cursor is None:
        problems["cursor"] = "This is no cursor of ours."
    if problems:
        raise BadParametersError(problems)
    query = filterset.search_query(offset=cursor.offset if cursor else 0, limit=limit)
    if cursor and cursor.sort != query.sort:
        raise BadParametersError({"cursor": "This cursor belongs to another order."})
    return SearchQuery(
        query.text,
        query.filters,
        query.decided_from,
        query.decided_to,
        query.sort,
        query.offset,
        limit,
        cursor.after if cursor else (),
        since,
    )


def _next(request: Request, query: SearchQuery, result: SearchResult) -> str | None:
    """Return the address of the next window; None after the last one."""
    if query.sort == Sort.RELEVANCE:
        offset = query.offset + query.limit
        if offset >= result.total:
            return None
        cursor = Cursor(query.sort, offset)
    elif result.last_key:
        cursor = Cursor(query.sort, 0, result.last_key)
    else:
        return None
    parameters = [
        (name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"
    ]
    address = f"{request.path}?{urlencode([*parameters, ('cursor', cursors.encode(cursor))])}"
    return request.build_absolute_uri(address)
