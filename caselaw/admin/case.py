"""The page on which staff enter a brief."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pghistory.models import Events

from caselaw.actions import desk, drafts, steps
from caselaw.actions.desk import Answers
from caselaw.actions.gaps import gaps
from caselaw.admin import inlines
from caselaw.admin.bulk import BulkStepsMixin
from caselaw.admin.choices import CodingMixin
from caselaw.admin.filters import JurisdictionFilter, TermFilter
from caselaw.admin.forms import CaseForm
from caselaw.models import Attachment, Case
from portal.core.actions.records import Record
from portal.core.admin import RecordAdmin, record_of, user_of
from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.numbers import whole_number
from portal.core.uploads import serve_privately


@admin.register(Case)
class CaseAdmin(BulkStepsMixin, CodingMixin, RecordAdmin):
    """Briefs: the head, the parts in the order of coding, and the buttons of the workflow."""

    form = CaseForm
    change_form_template = "admin/caselaw/case/change_form.html"
    list_display = ("public_id", "title", "jurisdiction", "decision_date", "status", "anonymisation_state", "findings")
    list_display_links = ("public_id", "title")
    list_filter = (
        "status",
        "anonymisation_state",
        "confidence",
        "inclusion_basis",
        ("proceeding_type", TermFilter),
        ("jurisdiction", JurisdictionFilter),
    )
    list_select_related = ("jurisdiction__country",)
    list_per_page = 50
    date_hierarchy = "decision_date"
    ordering = ("-updated_at", "-pk")
    search_fields = ("public_id", "official_title", "safe_title", "identifiers__value", "source_id")
    search_help_text = _("Title, identifier, or number of the portal or of the system of origin.")
    autocomplete_fields = ("jurisdiction", "court", "countries_involved")
    readonly_fields = (
        "public_id",
        "status",
        "anonymisation_state",
        "cleared_by",
        "cleared_at",
        "published_at",
        "title_reason",
        "title_proposed_by",
        "title_confirmed_by",
        "created_by",
        "created_at",
        "updated_at",
        "source_system",
        "source_id",
        "import_batch",
    )
    fieldsets = (
        (
            _("Decision"),
            {
                "fields": (
                    ("jurisdiction", "court"),
                    "official_title",
                    "safe_title",
                    "title_policy",
                    ("decision_date", "decision_date_precision"),
                    ("proceeding_type", "legal_system"),
                    ("latest_stage", "final"),
                    "judgment_languages",
                )
            },
        ),
        (
            _("Inclusion and form"),
            {
                "fields": (
                    "inclusion_basis",
                    "inclusion_note",
                    ("scope", "ocg"),
                    "countries_involved",
                    ("significance", "confidence"),
                    "unverified_fields",
                    "robots",
                )
            },
        ),
        (
            _("State of the brief"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("public_id", "status", "anonymisation_state"),
                    ("cleared_by", "cleared_at", "published_at"),
                    ("title_reason", "title_proposed_by", "title_confirmed_by"),
                    ("created_by", "created_at", "updated_at"),
                    ("source_system", "source_id", "import_batch"),
                ),
            },
        ),
    )
    inlines = (
        inlines.SourceInline,
        inlines.IdentifierInline,
        inlines.TextInline,
        inlines.ProceedingInline,
        inlines.VictimGroupInline,
        inlines.DefendantInline,
        inlines.FindingInline,
        inlines.InterpretationInline,
        inlines.SectorInline,
        inlines.LegInline,
        inlines.AttachmentInline,
        inlines.RelationInline,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Count the findings in the same query."""
        briefs: QuerySet[Case] = super().get_queryset(request)
        return briefs.annotate(finding_count=Count("findings"))

    @admin.display(description=_("findings"), ordering="finding_count")
    def findings(self, case: Case) -> int:
        """Return the number of findings."""
        return int(case.finding_count)  # type: ignore[attr-defined]  # annotated above

    @admin.display(description=_("title"), ordering="official_title")
    def title(self, case: Case) -> str:
        """Return the title that may be shown."""
        return case.title

    def has_change_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        """A published or withdrawn brief is shown, not edited."""
        return super().has_change_permission(request, obj) and (obj is None or drafts.can_be_edited(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        """Only drafts that were never public, one at a time."""
        return super().has_delete_permission(request, obj) and obj is not None and drafts.can_be_deleted(obj)

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action that writes the whole brief."""
        drafts.save(
            case=form.instance,
            links=record_of(form).links,
            parts=changed,
            removed=removed,
            seen_at=form.cleaned_data["seen_at"],
            by=user_of(request),
            now=timezone.now(),
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever may delete a draft may delete its parts."""
        listed, counts, _permissions, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Call the action."""
        drafts.delete(case_id=obj.pk, by=user_of(request))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the buttons and what is missing."""
        case: Case | None = kwargs.get("obj")
        if case is not None and case.pk:
            is_open = drafts.can_be_edited(case)
            context["steps"] = steps.offered(case, user_of(request))
            context["missing"] = gaps(case) if is_open else []
            context["is_fixed"] = not is_open
        return super().render_change_form(request, context, *args, **kwargs)

    def events_of(self, row: models.Model) -> QuerySet[Any]:
        """Return the events of the brief and of everything that hangs on it."""
        return cast("QuerySet[Any]", Events.objects.references(row))  # type: ignore[no-untyped-call]

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons and the files."""
        own = [
            path("<int:pk>/step/<slug:name>/", self.admin_site.admin_view(self.step_view), name="caselaw_case_step"),
            path(
                "<int:pk>/attachments/<int:attachment_pk>/",
                self.admin_site.admin_view(self.attachment_view),
                name="caselaw_case_attachment",
            ),
        ]
        return own + super().get_urls()

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do what a button says."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        step = desk.step_named(name)
        if step is None:
            raise Http404
        case = get_object_or_404(Case.objects.visible_to(user_of(request)), pk=pk)
        seen_version = whole_number(request.POST.get("seen_version", ""))
        answers = Answers(reason=request.POST.get("reason", ""), seen_version=seen_version)
        try:
            shown = desk.take(step, case_id=case.pk, answers=answers, by=user_of(request), now=timezone.now())
        except NotAllowedError:
            raise  # the page for 403 says it
        except DomainError as refusal:
            messages.error(request, in_words(refusal))
            shown = case
        else:
            messages.success(request, str(step.done))
        return redirect("admin:caselaw_case_change", shown.pk)

    def attachment_view(self, request: HttpRequest, pk: int, attachment_pk: int) -> FileResponse:
        """Return a stored file."""
        visible = Attachment.objects.visible_to(user_of(request)).select_related("file")
        return serve_privately(get_object_or_404(visible, pk=attachment_pk, case_id=pk).file)
