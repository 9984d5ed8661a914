"""What the API answers for a brief that was public: 410 with date, reason and replacement, or 404."""

from django.http import Http404
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers, status
from rest_framework.response import Response

from caselaw.presenters.tombstones import Tombstone, tombstone_of
from portal.core.api.errors import problem

GONE = inline_serializer(
    "Gone",
    {
        "type": serializers.CharField(),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(),
        "code": serializers.CharField(),
        "withdrawn_at": serializers.DateTimeField(),
        "reason": serializers.CharField(),
        "replaced_by": serializers.CharField(allow_null=True),
    },
)


def gone_or_missing(public_id: str) -> Response:
    """Answer for a brief that the public does not see. Raises Http404 unless it was public and was withdrawn."""
    tombstone = tombstone_of(public_id)
    if tombstone is None:
        raise Http404
    answer = problem(
        status.HTTP_410_GONE, "This brief was withdrawn.", {"code": "withdrawn", **tombstone_data(tombstone)}
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def tombstone_data(tombstone: Tombstone) -> dict[str, str | None]:
    """Return date, reason and replacement."""
    return {
        "withdrawn_at": tombstone.withdrawn_at.isoformat().replace("+00:00", "Z"),
        "reason": tombstone.reason,
        "replaced_by": tombstone.replacement.public_id if tombstone.replacement else None,
    }
