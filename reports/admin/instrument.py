"""Collections, indicators and questionnaires: entered and edited here, shown only once a round uses them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.actions.records import Record
from portal.core.admin import RecordAdmin, record_of, user_of
from reports.actions import questionnaires
from reports.admin.labels import LabelsMixin, in_any_language
from reports.models import Collection, Indicator, Question, Questionnaire, Section, TableRow


@admin.register(Collection)
class CollectionAdmin(LabelsMixin, RecordAdmin):
    """Data collections, with who sees their answers."""

    list_display = ("code", "__str__", "audience", "suppress_below")
    list_filter = ("audience",)
    ordering = ("code",)
    search_fields = ("code", *in_any_language("names"))

    def get_readonly_fields(self, request: HttpRequest, obj: Collection | None = None) -> tuple[str, ...]:
        """Codes stand in addresses; who sees the answers was promised when they were given."""
        return ("code", "audience") if obj and obj.rounds.exists() else ()


@admin.register(Indicator)
class IndicatorAdmin(LabelsMixin, RecordAdmin):
    """What figures count."""

    list_display = ("code", "__str__", "unit", "iccs", "published_as", "order")
    list_filter = ("unit",)
    ordering = ("order", "pk")
    search_fields = ("code", "published_as", *in_any_language("names"))

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> tuple[str, ...]:
        """Codes never change, since files refer to them."""
        return ("code",) if obj else ()


class _UntilInUse(LabelsMixin):
    """For the admin of a questionnaire or of a part of it, and for its inlines: once in use it is only shown."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Parts are added while nobody uses the questionnaire."""
        return bool(super().has_add_permission(request, *_given(self, obj))) and _is_editable(obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of a questionnaire in use is changed."""
        return bool(super().has_change_permission(request, obj)) and _is_editable(obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change a questionnaire may take parts out of it."""
        return user_of(request).has_perm("reports.change_questionnaire") and _is_editable(obj)


def _given(owner: object, obj: Any) -> tuple[Any, ...]:
    """Return what `has_add_permission` of an admin (nothing) or of an inline (the parent) takes."""
    return () if isinstance(owner, admin.ModelAdmin) else (obj,)


def _is_editable(row: Any) -> bool:
    """Whether the questionnaire that a row is, or is a part of, can be edited; true where there is no row yet."""
    if row is None or row.pk is None:
        return True
    key = questionnaires.questionnaire_key(row)
    return Questionnaire.objects.filter(pk=key, frozen_at__isnull=True).exists()


class _PartAdmin(_UntilInUse, RecordAdmin):
    """A questionnaire or a part of it, written by the action that refuses what is in use."""

    def questionnaire_of(self, row: Any) -> Questionnaire:
        """Return the questionnaire of a row that may be new."""
        raise NotImplementedError

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action."""
        questionnaires.save(
            questionnaire=self.questionnaire_of(form.instance),
            changed=[record_of(form), *changed],
            removed=removed,
            by=user_of(request),
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever may delete a part may delete what is in it."""
        listed, counts, _permissions, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Call the action."""
        questionnaires.delete(rows=[obj], by=user_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Call the action."""
        questionnaires.delete(rows=list(queryset), by=user_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> tuple[str, ...]:
        """A part stays where it is."""
        return self.place if obj else ()

    place: tuple[str, ...] = ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only places in questionnaires that can be edited."""
        if db_field.name == "questionnaire":
            kwargs["queryset"] = Questionnaire.objects.filter(frozen_at__isnull=True).order_by("code", "version")
        if db_field.name == "section":
            kwargs["queryset"] = Section.objects.filter(questionnaire__frozen_at__isnull=True).order_by("pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SectionInline(_UntilInUse, admin.TabularInline[Any, Questionnaire]):
    """The sections; questions are entered on the page of each."""

    model = Section
    extra = 0
    fields = ("order", "code", "titles")
    ordering = ("order", "pk")
    show_change_link = True
    verbose_name_plural = _("sections (save, then open each one to enter its questions)")


class QuestionInline(_UntilInUse, admin.StackedInline[Any, Section]):
    """The questions; rows of tables are entered on the page of each."""

    model = Question
    extra = 0
    fields = (("order", "code", "kind"), "titles", ("indicator", "open_rows", "is_required"))
    autocomplete_fields = ("indicator",)
    ordering = ("order", "pk")
    show_change_link = True
    verbose_name_plural = _("questions (save, then open each one to enter its rows and explanations)")


class TableRowInline(_UntilInUse, admin.TabularInline[Any, Question]):
    """The fixed rows of a table."""

    model = TableRow
    extra = 0
    ordering = ("order", "pk")


@admin.register(Questionnaire)
class QuestionnaireAdmin(_PartAdmin):
    """Versions of questionnaires."""

    change_form_template = "admin/reports/questionnaire/change_form.html"
    list_display = ("code", "version", "__str__", "frozen_at", "section_count")
    list_filter = ("code", ("frozen_at", admin.EmptyFieldListFilter))
    ordering = ("code", "-version")
    search_fields = ("code", *in_any_language("names"))
    inlines = (SectionInline,)
    place = ("code", "version", "frozen_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        """Count the sections in the same query."""
        found: QuerySet[Questionnaire] = super().get_queryset(request)
        return found.annotate(section_count=Count("sections"))

    @admin.display(description=_("sections"), ordering="section_count")
    def section_count(self, questionnaire: Questionnaire) -> int:
        """Return the number of sections."""
        return int(questionnaire.section_count)  # type: ignore[attr-defined]  # annotated above

    def questionnaire_of(self, row: Questionnaire) -> Questionnaire:
        """Return the questionnaire itself."""
        return row

    def get_urls(self) -> list[URLPattern]:
        """Add the button that copies."""
        copy = path("<int:pk>/copy/", self.admin_site.admin_view(self.copy_view), name="reports_questionnaire_copy")
        return [copy, *super().get_urls()]

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy into a new version and open it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(self.get_queryset(request), pk=pk)
        made = questionnaires.copy(questionnaire_id=found.pk, by=user_of(request))
        messages.success(request, _now("This is the new version. It can be edited until a round opens with it."))
        return redirect("admin:reports_questionnaire_change", made.pk)


@admin.register(Section)
class SectionAdmin(_PartAdmin):
    """Sections."""

    list_display = ("code", "__str__", "questionnaire", "order")
    list_filter = ("questionnaire__code", "questionnaire__version")
    list_select_related = ("questionnaire",)
    ordering = ("questionnaire", "order", "pk")
    search_fields = ("code", *in_any_language("titles"))
    inlines = (QuestionInline,)
    place = ("questionnaire",)

    def questionnaire_of(self, row: Section) -> Questionnaire:
        """Return its questionnaire."""
        return row.questionnaire


@admin.register(Question)
class QuestionAdmin(_PartAdmin):
    """Questions with the rows of their tables."""

    list_display = ("code", "__str__", "kind", "section_code", "version", "is_required")
    list_filter = ("kind", "section__questionnaire__code", "section__questionnaire__version", "open_rows")
    list_select_related = ("section__questionnaire",)
    ordering = ("section__questionnaire", "section__order", "order", "pk")
    search_fields = ("code", "section__code", *in_any_language("titles"))
    autocomplete_fields = ("indicator",)
    inlines = (TableRowInline,)
    place = ("section",)

    def questionnaire_of(self, row: Question) -> Questionnaire:
        """Return the questionnaire of its section."""
        return row.section.questionnaire

    @admin.display(description=_("section"), ordering="section__code")
    def section_code(self, question: Question) -> str:
        """Return the code."""
        return question.section.code

    @admin.display(description=_("version"), ordering="section__questionnaire__version")
    def version(self, question: Question) -> int:
        """Return the version of the questionnaire."""
        return question.section.questionnaire.version


@admin.register(TableRow)
class TableRowAdmin(_PartAdmin):
    """Rows of tables, to be found; they are entered on the page of their question."""

    list_display = ("code", "__str__", "question_code", "sex", "age", "exploitation", "partner")
    list_filter = ("sex", "age", "exploitation", "partner")
    list_select_related = ("question",)
    ordering = ("question", "order", "pk")
    search_fields = ("code", "question__code", *in_any_language("labels"))
    place = ("question",)

    def questionnaire_of(self, row: TableRow) -> Questionnaire:
        """Return the questionnaire of its question."""
        return row.question.section.questionnaire

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are added on the page of their question."""
        return False

    @admin.display(description=_("question"), ordering="question__code")
    def question_code(self, row: TableRow) -> str:
        """Return the number of the question."""
        return row.question.code
