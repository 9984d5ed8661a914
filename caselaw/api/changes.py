"""The feed of changes, from which a mirror learns what came, changed and went."""

import re
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from caselaw.api.gone import tombstone_data
from caselaw.choices import ChangeKind
from caselaw.models import PublicChange
from caselaw.presenters.tombstones import Tombstone, tombstones
from portal.core.api.errors import BadParametersError
from portal.core.api.parameters import DEFAULT_LIMIT, ERRORS, LANGUAGE, limit_of, moment_of
from portal.core.api.views import PublicView

_CURSOR = re.compile(r"[0-9]{1,18}")
CHANGE = inline_serializer(
    "Change",
    {
        "id": serializers.CharField(),
        "change": serializers.ChoiceField(choices=ChangeKind.values),
        "changed_at": serializers.DateTimeField(),
        "url": serializers.CharField(allow_null=True),
        "withdrawn_at": serializers.DateTimeField(allow_null=True),
        "reason": serializers.CharField(allow_null=True),
        "replaced_by": serializers.CharField(allow_null=True),
    },
)


class ChangeList(PublicView):
    """What happened last to each brief that is or was public, in the order in which it became public."""

    parameters: ClassVar[frozenset[str]] = frozenset({"since", "cursor", "limit"})

    @extend_schema(
        operation_id="changes_list",
        description=(
            "Each brief appears once, with its last change: `created` or `updated` (fetch it), `withdrawn` or `hidden` "
            "(delete your copy; `hidden` may come back as `created`). Begin with `since` or with nothing, then send "
            "the `cursor` of the last answer, even when its `next` was null: the order is that of the commits, so "
            "nothing appears later behind a cursor that you hold."
        ),
        parameters=[
            OpenApiParameter("since", type=OpenApiTypes.DATETIME, description="To begin with. Not with `cursor`."),
            OpenApiParameter("cursor", description="From the answer before; keep the last one for the next visit."),
            OpenApiParameter("limit", type=OpenApiTypes.INT, description="At most 100; default 20."),
            LANGUAGE,
        ],
        responses={
            200: inline_serializer(
                "ChangePage",
                {
                    "next": serializers.CharField(allow_null=True),
                    "cursor": serializers.CharField(),
                    "results": serializers.ListField(child=CHANGE),
                },
            ),
            **ERRORS,
        },
        tags=["cases"],
    )
    def get(self, request: Request) -> Response:
        """Return the changes behind a cursor or since a moment."""
        after, limit, changes = _asked(request)
        rows = list(changes.select_related("case")[: limit + 1])
        shown = rows[:limit]
        cursor = str(shown[-1].number if shown else after)
        address = request.build_absolute_uri(f"{request.path}?cursor={cursor}&limit={limit}")
        return Response({"next": address if len(rows) > limit else None, "cursor": cursor, "results": _rows(shown)})


def _asked(request: Request) -> tuple[int, int, Any]:
    """Return where to begin, how many, and the changes. Raises BadParametersError naming every bad parameter."""
    given, problems = request.query_params, dict[str, str]()
    limit = limit_of(given.get("limit", str(DEFAULT_LIMIT)), problems)
    since = moment_of(given["since"], "since", problems) if "since" in given else None
    cursor = given.get("cursor", "0")
    if not _CURSOR.fullmatch(cursor):
        problems["cursor"] = "This is no cursor of ours."
    elif "cursor" in given and "since" in given:
        problems["since"] = "Give a cursor or a moment, not both."
    if problems:
        raise BadParametersError(problems)
    changes = PublicChange.objects.visible_to_all()
    after = changes.last_number_before(since) if since else int(cursor)
    return after, limit, changes.after(after)


def _rows(changes: list[PublicChange]) -> list[dict[str, Any]]:
    withdrawn = [change.case for change in changes if change.kind == ChangeKind.WITHDRAWN]
    gone = {tombstone.public_id: tombstone for tombstone in tombstones(withdrawn)}
    return [_row(change, gone.get(change.case.public_id or "")) for change in changes]


def _row(change: PublicChange, tombstone: Tombstone | None) -> dict[str, Any]:
    is_there = change.kind in (ChangeKind.CREATED, ChangeKind.UPDATED)
    return {
        "id": change.case.public_id,
        "change": change.kind,
        "changed_at": change.changed_at.isoformat().replace("+00:00", "Z"),
        "url": f"/api/v1/cases/{change.case.public_id}/" if is_there else None,
        **(tombstone_data(tombstone) if tombstone else dict.fromkeys(("withdrawn_at", "reason", "replaced_by"))),
    }
