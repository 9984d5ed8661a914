"""Background jobs in the API: the same as on their page."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.core.api.account import PrivateView
from portal.core.choices import TokenScope
from portal.core.models import User
from portal.jobs.choices import JobState
from portal.jobs.models import Job, JobFile


class JobFileSerializer(serializers.Serializer[Any]):
    """A file that the job made."""

    name = serializers.CharField(source="file.name")
    content_type = serializers.CharField(source="file.content_type")
    size = serializers.IntegerField(source="file.size", help_text="bytes")
    url = serializers.SerializerMethodField()

    def get_url(self, made: JobFile) -> str:
        """Return where a signed-in person gets the file."""
        kwargs = {"public_id": self.context["job"].public_id, "pk": made.pk}
        return reverse("jobs:job-file", kwargs=kwargs, request=self.context["request"])


class JobSerializer(serializers.Serializer[Job]):
    """A job: how far it is, what came of it."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    step = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    is_cancel_requested = serializers.BooleanField()
    result = serializers.JSONField()
    findings = serializers.JSONField()
    error = serializers.CharField()
    files = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    def get_files(self, job: Job) -> list[dict[str, Any]]:
        """Return the files in the order in which they were made."""
        made = job.files.select_related("file").order_by("pk")
        return list(JobFileSerializer(made, many=True, context={**self.context, "job": job}).data)

    def get_url(self, job: Job) -> str:
        """Return the job's page."""
        return reverse("jobs:job-detail", kwargs={"public_id": job.public_id}, request=self.context["request"])


class JobView(PrivateView):
    """A background job of one's own."""

    scope = TokenScope.JOBS

    @extend_schema(operation_id="job", summary="A background job of one's own", tags=["jobs"], responses=JobSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return progress, result, findings and files."""
        user = request.user
        assert isinstance(user, User)
        job = get_object_or_404(Job.objects.visible_to(user), public_id=public_id)
        return Response(JobSerializer(job, context={"request": request}).data)
