"""Background work in the administration: to look at, not to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.core.admin import ReadOnlyAdmin
from portal.jobs.models import Job, JobFile


class JobFileInline(admin.TabularInline[JobFile, Job]):
    """Files that the job made."""

    model = JobFile
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Who may see the job sees its files."""
        return True


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Jobs with their progress and end."""

    list_display = ("title", "kind", "state", "owner", "done", "total", "attempts", "created_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("owner",)
    search_fields = ("title", "owner__email", "public_id")
    date_hierarchy = "created_at"
    inlines = (JobFileInline,)
