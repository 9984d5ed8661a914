"""Rounds, the countries that they ask, and who sends the data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.core.actions.records import Record
from portal.core.admin import RecordAdmin, user_of
from portal.core.errors import DomainError, NotAllowedError, in_words
from portal.core.models import Country, Region
from reports.actions import rounds
from reports.admin.labels import LabelsMixin, in_any_language
from reports.choices import RoundState
from reports.models import Assignment, Provider, Round

COUNTRY_SEARCH = ("country__iso2", "country__iso3", *in_any_language("country__names"))


class AssignForm(forms.Form):
    """Which countries a round shall ask: all of a region, chosen ones, or both."""

    region = forms.ModelChoiceField(
        Region.objects.none(), required=False, label=_("All countries of a region"), empty_label=_("none")
    )
    countries = forms.ModelMultipleChoiceField(
        Country.objects.order_by("iso3"),
        required=False,
        label=_("Countries"),
        widget=AutocompleteSelectMultiple(Assignment._meta.get_field("country").remote_field, admin.site),
    )
    provider = forms.ModelChoiceField(
        Provider.objects.order_by("name"),
        required=False,
        label=_("Who sends the data"),
        empty_label=_("the focal point of each country"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the regions, each under its scheme."""
        super().__init__(*args, **kwargs)
        regions = Region.objects.select_related("scheme").order_by("scheme__code", "code")
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]  # of model choices

    def clean(self) -> dict[str, Any] | None:
        """Ask for one of them."""
        cleaned = super().clean()
        if cleaned is not None and not cleaned.get("region") and not cleaned.get("countries") and not self.errors:
            raise forms.ValidationError(_("Choose a region or at least one country."))
        return cleaned

    def chosen(self) -> list[Country]:
        """Return the countries of a checked form."""
        region = self.cleaned_data["region"]
        return [*self.cleaned_data["countries"], *(rounds.countries_of(region) if region else ())]


@admin.register(Round)
class RoundAdmin(LabelsMixin, RecordAdmin):
    """Rounds, with the buttons of their states and the form that adds countries."""

    change_form_template = "admin/reports/round/change_form.html"
    list_display = ("code", "__str__", "collection", "state", "opens_on", "due_on", "country_count", "is_invented")
    list_filter = ("state", "collection", "is_invented")
    list_select_related = ("collection", "questionnaire")
    date_hierarchy = "opens_on"
    ordering = ("-opens_on", "-pk")
    search_fields = ("code", *in_any_language("names"))
    autocomplete_fields = ("collection", "questionnaire")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Count the countries in the same query."""
        found: QuerySet[Round] = super().get_queryset(request)
        return found.annotate(country_count=Count("assignments"))

    @admin.display(description=_("countries"), ordering="country_count")
    def country_count(self, round_: Round) -> int:
        """Return the number of countries."""
        return int(round_.country_count)  # type: ignore[attr-defined]  # annotated above

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> tuple[str, ...]:
        """The state moves by steps; what an opened round asks stays."""
        if obj is None or obj.state == RoundState.DRAFT:
            return ("state",)
        names = [field.name for field in Round._meta.fields if field.editable and not field.primary_key]
        return tuple(name for name in names if name not in rounds.STAYS_OPEN_TO_CHANGE)

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        """Only rounds that were never opened, one at a time."""
        return super().has_delete_permission(request, obj) and obj is not None and obj.state == RoundState.DRAFT

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action."""
        action = rounds.change if form.instance.pk else rounds.create
        action(round_=form.instance, by=user_of(request))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Call the action."""
        rounds.delete(round_id=obj.pk, by=user_of(request))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever may delete a round in preparation may delete its list of countries; nothing protects it."""
        listed, counts, _permissions, _protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), []

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the buttons."""
        round_: Round | None = kwargs.get("obj")
        if round_ is not None and round_.pk:
            context["steps"] = rounds.offered(round_, user_of(request))
            context["takes_countries"] = _takes_countries(request, round_)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons and the form of countries."""
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/step/<slug:name>/", view(self.step_view), name="reports_round_step"),
            path("<int:pk>/countries/", view(self.countries_view), name="reports_round_countries"),
        ]
        return own + super().get_urls()

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do what a button says."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        step = rounds.BY_NAME.get(name)
        if step is None:
            raise Http404
        round_ = get_object_or_404(Round.objects.visible_to(user_of(request)), pk=pk)
        try:
            rounds.take(step, round_id=round_.pk, by=user_of(request), now=timezone.now())
        except NotAllowedError:
            raise  # the page for 403 says it
        except DomainError as refusal:
            messages.error(request, in_words(refusal))
        else:
            messages.success(request, str(step.done))
        return redirect("admin:reports_round_change", round_.pk)

    def countries_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let the round ask more countries."""
        round_ = get_object_or_404(Round.objects.visible_to(user_of(request)), pk=pk)
        if not _takes_countries(request, round_):
            raise PermissionDenied
        form = AssignForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._assign(request, round_, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Countries of %(round)s") % {"round": round_},
            "original": round_,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/reports/round/countries.html", context, status=status)

    def _assign(self, request: HttpRequest, round_: Round, form: AssignForm) -> HttpResponse:
        count = rounds.assign(
            round_id=round_.pk,
            countries=form.chosen(),
            provider=form.cleaned_data["provider"],
            by=user_of(request),
            now=timezone.now(),
        )
        text = ngettext("%(n)d country was added.", "%(n)d countries were added.", count) % {"n": count}
        messages.success(request, text)
        return redirect("admin:reports_round_change", round_.pk)


def _takes_countries(request: HttpRequest, round_: Round) -> bool:
    return user_of(request).has_perm("reports.add_assignment") and round_.state in rounds.TAKES_COUNTRIES


@admin.register(Provider)
class ProviderAdmin(LabelsMixin, RecordAdmin):
    """Who sends data."""

    list_display = ("name", "kind", "url")
    list_filter = ("kind",)
    ordering = ("name",)
    search_fields = ("name",)


@admin.register(Assignment)
class AssignmentAdmin(RecordAdmin):
    """Countries of rounds. Extensions are given on the status board, with their notices."""

    list_display = ("country", "round", "provider", "extended_to")
    list_filter = ("round", "provider", ("extended_to", admin.EmptyFieldListFilter))
    list_select_related = ("country", "round", "provider")
    ordering = ("-round", "country__iso3")
    search_fields = COUNTRY_SEARCH
    autocomplete_fields = ("round", "country", "provider")

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> tuple[str, ...]:
        """Round and country are chosen once."""
        extension = ("extended_to", "extension_reason", "extended_by")
        return ("round", "country", *extension) if obj else extension

    def has_delete_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        """One at a time, while nobody has begun."""
        return user_of(request).has_perm("reports.change_assignment") and obj is not None

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action."""
        row: Assignment = form.instance
        if row.pk:
            rounds.set_provider(assignment_id=row.pk, provider=row.provider, by=user_of(request))
            return
        rounds.assign(
            round_id=row.round_id,
            countries=[row.country],
            provider=row.provider,
            by=user_of(request),
            now=timezone.now(),
        )
        row.pk = Assignment.objects.values_list("pk", flat=True).get(round=row.round_id, country=row.country_id)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The action decides; answers that nobody has begun go too."""
        listed, counts, _permissions, _protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), []

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Call the action."""
        rounds.unassign(assignment_id=obj.pk, by=user_of(request))
