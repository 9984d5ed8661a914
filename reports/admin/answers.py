"""What countries answered. The form, the workbook and the workflow write it; here it is found and read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.core.admin import ReadOnlyAdmin
from reports.admin.labels import in_any_language
from reports.models import (
    Answer,
    Clarification,
    ClarificationMessage,
    Finding,
    LegalArticle,
    Observation,
    SectionDelegation,
    SectionProgress,
    SignOff,
    SourceCitation,
    Submission,
)

_COUNTRY = ("assignment__country__iso3", *in_any_language("assignment__country__names"))
_OF_SUBMISSION = tuple(f"submission__{name}" for name in _COUNTRY)
_CONTEXT = ("assignment__country", "assignment__round")


class _ReadOnlyInline(admin.TabularInline[Any, Any]):
    """Rows that another place writes."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes."""
        return False


class SectionProgressInline(_ReadOnlyInline):
    """Sections that their authors call done."""

    model = SectionProgress
    fields = ("section", "done_by", "done_at")


class SignOffInline(_ReadOnlyInline):
    """Signatures."""

    model = SignOff
    fields = ("role", "user", "on_behalf_of", "signed_at", "is_deemed", "content_hash")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """Answers of countries with their states; "view on site" opens the form."""

    list_display = ("country", "round", "number", "is_current", "state", "state_since", "channel", "submitted_at")
    list_display_links = ("country",)
    list_filter = ("state", "is_current", "channel", "assignment__round")
    list_select_related = _CONTEXT
    date_hierarchy = "state_since"
    ordering = ("-assignment__round", "assignment__country__iso3", "-number")
    search_fields = (*_COUNTRY, "on_behalf_of")
    inlines = (SectionProgressInline, SignOffInline)

    @admin.display(description=_("country"), ordering="assignment__country__iso3")
    def country(self, submission: Submission) -> str:
        """Return the country described."""
        return str(submission.assignment.country)

    @admin.display(description=_("round"), ordering="assignment__round")
    def round(self, submission: Submission) -> str:
        """Return the round."""
        return str(submission.assignment.round)


class _AnswerAdmin(ReadOnlyAdmin):
    """Something that belongs to the answers of a country."""

    list_select_related: ClassVar[tuple[str, ...]] = (
        *(f"submission__{name}" for name in _CONTEXT),
        "question",
    )
    search_fields: ClassVar[tuple[str, ...]] = _OF_SUBMISSION
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    readonly_fields: ClassVar[tuple[str, ...]] = ("form_link",)

    @admin.display(description=_("country"), ordering="submission__assignment__country__iso3")
    def country(self, row: Any) -> str:
        """Return the country described."""
        return str(row.submission.assignment.country)

    @admin.display(description=_("round"), ordering="submission__assignment__round")
    def round(self, row: Any) -> str:
        """Return the round."""
        return str(row.submission.assignment.round)

    @admin.display(description=_("question"), ordering="question__code")
    def number(self, row: Any) -> str:
        """Return the number of the question."""
        return row.question.code if row.question else ""

    @admin.display(description=_("form"))
    def form_link(self, row: Any) -> str:
        """Link to the country's form, the place where this is written."""
        kind = ContentType.objects.get_for_model(Submission)
        address = reverse("admin:view_on_site", args=(kind.pk, row.submission_id))
        return format_html('<a href="{}">{}</a>', address, _("Open the form"))


@admin.register(Observation)
class ObservationAdmin(_AnswerAdmin):
    """Figures; the history of each holds its revisions."""

    list_display = ("country", "round", "number", "row_code", "year", "value", "missing_reason", "raw_text")
    list_filter = ("indicator", "year", "missing_reason", "submission__assignment__round")
    search_fields = (*_OF_SUBMISSION, "row_code", "raw_text", "question__code")
    show_full_result_count = False


@admin.register(Answer)
class AnswerAdmin(_AnswerAdmin):
    """Answers in words and by choice."""

    list_display = ("country", "round", "number", "__str__", "changed_at")
    list_filter = ("submission__assignment__round",)
    search_fields = (*_OF_SUBMISSION, "text")


@admin.register(SourceCitation)
class SourceCitationAdmin(_AnswerAdmin):
    """Sources of tables."""

    list_display = ("country", "round", "number", "authority", "title")
    list_filter = ("submission__assignment__round",)
    search_fields = (*_OF_SUBMISSION, "authority", "title")


@admin.register(LegalArticle)
class LegalArticleAdmin(_AnswerAdmin):
    """Articles of law."""

    list_display = ("country", "round", "number", "act", "articles", "in_force_since", "coverage")
    list_filter = ("coverage", "submission__assignment__round")
    search_fields = (*_OF_SUBMISSION, "act", "articles")


@admin.register(SectionDelegation)
class SectionDelegationAdmin(ReadOnlyAdmin):
    """Sections that were handed over to colleagues, by invitation."""

    list_display = ("country", "section", "email", "user", "may_write", "state", "invited_at")
    list_display_links = ("country",)
    list_filter = ("state", "may_write")
    list_select_related = ("assignment__country", "section", "user")
    ordering = ("-invited_at", "-pk")
    search_fields = (*_COUNTRY, "email")

    @admin.display(description=_("country"), ordering="assignment__country__iso3")
    def country(self, delegation: SectionDelegation) -> str:
        """Return the country described."""
        return str(delegation.assignment.country)


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    """Signatures."""

    list_display = ("submission", "role", "user", "on_behalf_of", "signed_at", "is_deemed")
    list_filter = ("role", "is_deemed")
    list_select_related = (*(f"submission__{name}" for name in _CONTEXT), "user")
    ordering = ("-signed_at", "-pk")
    search_fields = _OF_SUBMISSION


@admin.register(Finding)
class FindingAdmin(_AnswerAdmin):
    """What checks found; explained on the form, waived by staff there."""

    list_display = ("country", "round", "rule_code", "cell_list", "severity", "state", "found_at")
    list_filter = ("severity", "state", "rule__code", "submission__assignment__round")
    list_select_related = (*(f"submission__{name}" for name in _CONTEXT), "question", "rule")
    search_fields = (*_OF_SUBMISSION, "rule__code")

    @admin.display(description=_("check"), ordering="rule__code")
    def rule_code(self, finding: Finding) -> str:
        """Return the code of the check."""
        return finding.rule.code

    @admin.display(description=_("cells"))
    def cell_list(self, finding: Finding) -> str:
        """Return the cells."""
        return ", ".join(finding.cells)


class MessageInline(_ReadOnlyInline):
    """What was asked and answered."""

    model = ClarificationMessage
    fields = ("written_at", "written_by", "text", "file")
    ordering = ("written_at", "pk")


@admin.register(Clarification)
class ClarificationAdmin(_AnswerAdmin):
    """Questions to countries."""

    list_display = ("country", "round", "subject", "cell", "state", "opened_by", "opened_at", "due_on")
    list_display_links = ("subject",)
    list_filter = ("state", "submission__assignment__round")
    list_select_related = (*(f"submission__{name}" for name in _CONTEXT), "question", "opened_by")
    date_hierarchy = "opened_at"
    search_fields = (*_OF_SUBMISSION, "subject", "messages__text")
    inlines = (MessageInline,)
