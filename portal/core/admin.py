"""The administration's shared parts: every save goes through one action, and every row shows its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pghistory.models
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.core.actions import records
from portal.core.actions.records import Record
from portal.core.history import changes_of
from portal.core.labels import LabelsField
from portal.core.models import (
    Country,
    CountryAlias,
    Notice,
    PrivateFile,
    Region,
    RegionScheme,
    Term,
    TermAlias,
    TermLabel,
    TermScheme,
    User,
)
from portal.core.names import normalised


def user_of(request: HttpRequest) -> User:
    """Return the signed-in person."""
    return cast("User", request.user)


def record_of(form: forms.ModelForm[Any]) -> Record:
    """Return the row of a checked form, with its many-to-many values and its file."""
    fields = {field.name for field in form.instance._meta.many_to_many}
    links = {name: values for name, values in form.cleaned_data.items() if name in fields}
    return Record(form.instance, links, form.cleaned_data.get("upload"))


def parts_of(formsets: Iterable[Any]) -> tuple[list[Record], list[models.Model]]:
    """Return the rows of checked formsets that shall be written, and those that shall be deleted."""
    changed: list[Record] = []
    removed: list[models.Model] = []
    for formset in formsets:
        formset.save(commit=False)  # sorts the forms; nothing is written
        changed += [record_of(form) for form in formset.saved_forms]
        removed += formset.deleted_objects
    return changed, removed


class HistoryAdmin(admin.ModelAdmin[Any]):
    """An admin whose history page reads the audit trail."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what and when."""
        found = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(row)s") % {"row": found},
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": found,
            "opts": self.opts,
            "changes": changes_of(self.events_of(found)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def events_of(self, row: models.Model) -> QuerySet[Any]:
        """Return the events that belong to the row: its own."""
        return cast("QuerySet[Any]", pghistory.models.Events.objects.tracks(row))  # type: ignore[no-untyped-call]


class RecordAdmin(HistoryAdmin):
    """An admin that hands the row and its parts to an action; neither form nor formset saves by itself."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give names and labels in six languages a box each."""
        if isinstance(db_field, models.JSONField) and db_field.name in ("names", "labels"):
            kwargs["form_class"] = LabelsField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        """Leave the writing to `save_related`, which knows the parts too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's
        """Hand everything over at once."""
        changed, removed = parts_of(formsets)
        self.hand_over(request, form, changed, removed)

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action."""
        records.save(changed=[record_of(form), *changed], removed=removed, by=user_of(request))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Call the action."""
        records.delete(rows=[obj], by=user_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Call the action."""
        records.delete(rows=list(queryset), by=user_of(request))


class ReadOnlyAdmin(HistoryAdmin):
    """An admin that shows rows which only the portal itself writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes."""
        return False


class CountryAliasForm(forms.ModelForm[CountryAlias]):
    """Another name; the form in which names are compared follows from it."""

    class Meta:
        model = CountryAlias
        fields = ("name",)

    def clean_name(self) -> str:
        """Refuse a name that already stands for a country."""
        name = str(self.cleaned_data["name"])
        self.instance.normalised = normalised(name)
        taken = CountryAlias.objects.filter(normalised=self.instance.normalised).exclude(pk=self.instance.pk)
        if other := taken.select_related("country").first():
            raise forms.ValidationError(
                _("This name already stands for %(country)s."), params={"country": other.country}
            )
        return name


class CountryAliasInline(admin.TabularInline[CountryAlias, Country]):
    """Other names of the country."""

    model = CountryAlias
    form = CountryAliasForm
    extra = 0


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    """Countries and territories; codes come from the standards."""

    list_display = ("iso3", "__str__", "kind", "un_status", "m49")
    list_filter = ("kind", "un_status")
    ordering = ("iso3",)
    search_fields = ("iso2", "iso3", "names__en", "names__fr", "names__es", "names__ru", "names__ar", "names__zh")
    autocomplete_fields = ("parent",)
    inlines = (CountryAliasInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> tuple[str, ...]:
        """Codes are given once."""
        return ("iso2", "iso3") if obj else ()


@admin.register(RegionScheme)
class RegionSchemeAdmin(ReadOnlyAdmin):
    """Ways to group countries."""

    list_display = ("code", "__str__", "version")


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Regions."""

    list_display = ("code", "__str__", "scheme")
    list_select_related = ("scheme",)


class TermLabelInline(admin.TabularInline[TermLabel, Term]):
    """The term's name in each language."""

    model = TermLabel
    extra = 0
    max_num = 6


class TermAliasForm(forms.ModelForm[TermAlias]):
    """A name in another system, in the vocabulary of its term."""

    class Meta:
        model = TermAlias
        fields = ("system", "label")

    def _post_clean(self) -> None:
        # The vocabulary is known only now that the formset has set the term, and the uniqueness rule needs it.
        self.instance.scheme_id = self.instance.term.scheme_id
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out


class TermAliasInline(admin.TabularInline[TermAlias, Term]):
    """What other systems call the term."""

    model = TermAlias
    form = TermAliasForm
    extra = 0


@admin.register(Term)
class TermAdmin(RecordAdmin):
    """Entries of vocabularies."""

    list_display = ("code", "label", "scheme", "parent_code", "protocol_ref", "is_active")
    list_filter = ("scheme", "is_active")
    list_select_related = ("scheme", "parent")
    ordering = ("scheme", "order", "pk")
    search_fields = ("code", "labels__text", "aliases__label")
    autocomplete_fields = ("parent", "replaced_by")
    inlines = (TermLabelInline, TermAliasInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        """Load labels, which every row shows."""
        return super().get_queryset(request).prefetch_related("labels")

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> tuple[str, ...]:
        """Codes never change, since addresses and files refer to them."""
        return ("scheme", "code") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Terms are taken out of use or replaced, since briefs refer to them."""
        return False

    @admin.display(description=_("label"))
    def label(self, term: Term) -> str:
        """Return the label in the language of the page."""
        return str(term)

    @admin.display(description=_("broader term"))
    def parent_code(self, term: Term) -> str:
        """Return the code, since the label would be a query per row."""
        return term.parent.code if term.parent else ""


@admin.register(TermScheme)
class TermSchemeAdmin(RecordAdmin):
    """Vocabularies."""

    list_display = ("code", "__str__", "term_count")
    search_fields = ("code",)
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TermScheme]:
        """Count the terms in the same query."""
        schemes: QuerySet[TermScheme] = super().get_queryset(request)
        return schemes.annotate(term_count=models.Count("terms"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> tuple[str, ...]:
        """Codes never change."""
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Vocabularies belong to the code that reads them."""
        return False

    @admin.display(description=_("terms"), ordering="term_count")
    def term_count(self, scheme: TermScheme) -> int:
        """Return the number of terms."""
        return int(scheme.term_count)  # type: ignore[attr-defined]  # annotated above


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """The outbox."""

    list_display = ("kind", "subject_key", "recipient", "address", "state", "failures", "created_at", "sent_at")
    exclude = ("context",)  # links in it open accounts
    list_filter = ("state", "kind")
    list_select_related = ("recipient",)
    search_fields = ("subject_key", "recipient__email", "address")
    date_hierarchy = "created_at"


@admin.register(PrivateFile)
class PrivateFileAdmin(ReadOnlyAdmin):
    """Stored files; what is in them is shown only where its permission is checked."""

    list_display = ("name", "content_type", "size", "owner", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "sha256")
    exclude = ("file",)


admin.site.site_header = _("Trafficking in Persons Knowledge Portal: administration")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Administration")
