"""The long form of a brief: its head and twelve kinds of rows, checked together and handed over to one action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from caselaw.choices import Scheme
from caselaw.forms import parts, route
from caselaw.forms.choices import Offers
from caselaw.forms.fields import OfferedField, field_for
from caselaw.forms.formsets import PartForm, PartFormSet
from caselaw.forms.raw import State, values_of
from caselaw.forms.rows import HeadRules
from caselaw.models import Attachment, Case, Charge, Court, Defendant, ElementFinding, Place, RouteLeg, Sanction
from portal.core.actions.records import Record
from portal.core.models import User
from portal.core.numbers import whole_number

HEAD = "case"
# Names of the sections in their order, which are also the names of their rows and their anchors (`section-<name>`).
SECTIONS: dict[str, type[PartFormSet]] = {
    "identifiers": parts.IdentifiersRows,
    "texts": parts.TextRows,
    "proceedings": parts.ProceedingRows,
    "victims": parts.VictimRows,
    "defendants": parts.DefendantRows,
    "findings": parts.FindingsRows,
    "provisions": parts.InterpretationRows,
    "sectors": parts.SectorRows,
    "route": route.LegRows,
    "sources": parts.SourceRows,
    "attachments": parts.AttachmentRows,
    "relations": route.RelationRows,
}
_ACCESSORS = {"victims": "victim_groups", "provisions": "interpretations", "sectors": "case_sectors", "route": "legs"}
_NO_STATE = frozenset({"DELETE", "new_court", "new_court_level"})


class HeadForm(HeadRules, PartForm):
    """The head of a brief; a court that the list lacks is given by name and level."""

    new_court = forms.CharField(
        label=_("a court that is not in the list"),
        required=False,
        max_length=200,
        help_text=_("Its name in its own language. It is added to the courts of the jurisdiction."),
    )
    new_court_level = OfferedField(kind=(Scheme.STAGE,), label=_("level of the new court"), required=False)

    class Meta:
        model = Case
        fields = (
            "official_title",
            "safe_title",
            "title_policy",
            "jurisdiction",
            "court",
            "decision_date",
            "decision_date_precision",
            "proceeding_type",
            "legal_system",
            "latest_stage",
            "final",
            "judgment_languages",
            "inclusion_basis",
            "inclusion_note",
            "scope",
            "ocg",
            "countries_involved",
            "significance",
            "confidence",
            "unverified_fields",
        )
        formfield_callback = field_for

    def clean(self) -> dict[str, Any] | None:
        """A date says its precision; a new court replaces the choice."""
        self.fill_precision()
        name, level = self.cleaned_data.get("new_court"), self.cleaned_data.get("new_court_level")
        if name and not level:
            self.add_error("new_court_level", _("Say the level of the new court."))
        elif name and self.cleaned_data.get("jurisdiction"):
            self.cleaned_data["court"] = self._court(name, level)
        return super().clean()

    def _court(self, name: str, level: Any) -> Court:
        wanted = {"jurisdiction": self.cleaned_data["jurisdiction"], "name_original": name, "level": level}
        return Court.objects.filter(**wanted).first() or Court(**wanted)

    def _post_clean(self) -> None:
        new = self.cleaned_data.get("court")
        if new is not None and new.pk is None:  # made with the brief; until then the column stays as it is
            self.cleaned_data["court"] = None
        super()._post_clean()
        if new is not None and new.pk is None:
            self.instance.court = new


@dataclass
class Written:
    """What the action shall write."""

    case: Case
    links: dict[str, Any]
    before: list[Record] = field(default_factory=list)
    parts: list[Record] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)


class BriefForm:
    """The form of a whole brief. `data` is what was sent; None shows what is stored."""

    def __init__(self, case: Case, *, user: User, data: Any = None, files: Any = None) -> None:
        """Load the brief with its parts, and what its fields offer."""
        self.case, self.is_bound, self.data = case, data is not None, data
        self.stored_title = case.title  # checking the form writes what was typed into the row
        if case.pk:
            load_parts(case)
        self.offers = Offers(user, case, _jurisdiction_id(case, data), _chosen_courts(case, data))
        self.head = HeadForm(data, files, instance=case, offers=self.offers)
        self.sections = {
            name: kind(
                data, files, instance=case, prefix=name, offers=self.offers, rows=_rows(case, name) if case.pk else []
            )
            for name, kind in SECTIONS.items()
        }
        self.errors: list[Any] = []

    def walk(self) -> Iterator[tuple[str, Any, PartFormSet]]:
        """Yield every row with its path."""
        for name, formset in self.sections.items():
            yield from formset.walk(name)

    def formsets(self) -> Iterator[PartFormSet]:
        """Yield every formset, those inside rows too."""
        yield from self.sections.values()
        for _path, form, _formset in self.walk():
            yield from form.nested().values()

    def quiet(self) -> None:
        """Show what was typed without checking it."""
        self.head.quiet()
        for formset in self.sections.values():
            formset.quiet()

    def is_valid(self) -> bool:
        """Check everything, so that all errors show at once."""
        checks = [self.head.is_valid(), *(formset.is_valid() for formset in self.sections.values())]
        return all(checks) and self._references_stay()

    def has_changed(self) -> bool:
        """Tell whether anything differs from what is stored."""
        return self.head.has_changed() or any(formset.has_changed() for formset in self.sections.values())

    def state(self) -> State:
        """Return the raw values of everything, for comparing versions."""
        state = {HEAD: values_of(self.head, without=_NO_STATE)}
        for path, form, _formset in self.walk():
            state[path] = values_of(form, without=_NO_STATE)
        return state

    def removed_paths(self) -> set[str]:
        """Return the rows whose box to remove them is ticked."""
        return {path for path, form, formset in self.walk() if formset.is_removed(form)}

    def written(self) -> Written:
        """Return what the action shall write. The form is valid."""
        links = {name: self.head.cleaned_data[name] for name in ("countries_involved",)}
        written = Written(self.case, links)
        if self.case.court is not None and self.case.court._state.adding:
            written.before.append(Record(self.case.court))
        places = _Places()
        for formset in self.sections.values():
            _collect(formset, written, places)
        written.before += [Record(place) for place in places.new]
        return written

    def _references_stay(self) -> bool:
        """Refuse to remove a row that another one names: the database would remove or empty that one silently."""
        rows = list(self.walk())
        removed = self.removed_paths()
        gone = [form.instance for path, form, _formset in rows if _is_gone(path, removed)]
        is_sound = True
        for path, form, _formset in rows:
            if not _is_gone(path, removed):
                is_sound = _names_none_of(form, gone) and is_sound
        return is_sound


def _is_gone(path: str, removed: set[str]) -> bool:
    """Tell whether the row, or one around it, is about to be removed."""
    return any(path == other or path.startswith(f"{other}/") for other in removed)


def _names_none_of(form: PartForm, gone: list[models.Model]) -> bool:
    fields = [name for name, used in form.fields.items() if isinstance(getattr(used, "kind", None), type)]
    checked = getattr(form, "cleaned_data", {})  # nothing inside an empty row is checked
    named = [name for name in fields if checked.get(name) in gone]
    for name in named:
        form.add_error(name, _("This entry is about to be removed: choose another, or none."))
    return not named


class _Places:
    """Places of the route: stored ones are found in one query per place, a new one is made once."""

    def __init__(self) -> None:
        self.new: list[Place] = []

    def stored(self, place: Place) -> Place:
        """Return the place with this country and name."""
        for known in self.new:
            if (known.country_id, known.name) == (place.country_id, place.name):
                return known
        found = Place.objects.filter(country=place.country, name=place.name).first()
        if found is None:
            self.new.append(place)
        return found or place


def _collect(formset: PartFormSet, written: Written, places: _Places) -> None:
    for form in formset.forms:
        if formset.is_removed(form):
            if form.instance.pk:
                written.removed.append(form.instance)
            continue
        if form.has_changed():
            setattr(form.instance, formset.fk.name, formset.instance)
            _complete(form, formset, places)
            written.parts.append(_record(form))
        for nested in form.nested().values():
            _collect(nested, written, places)


def _complete(form: PartForm, formset: PartFormSet, places: _Places) -> None:
    row = form.instance
    if isinstance(row, RouteLeg):
        for name, place in form.places().items():  # type: ignore[attr-defined]  # a LegRow
            setattr(row, name, places.stored(place))
    if isinstance(row, Sanction) and isinstance(formset.instance, Charge):
        row.defendant = formset.instance.defendant


def _record(form: PartForm) -> Record:
    names = {column.name for column in form.instance._meta.many_to_many}
    links = {name: values for name, values in form.cleaned_data.items() if name in names}
    return Record(form.instance, links, form.cleaned_data.get("upload"))


def load_parts(case: Case) -> None:
    """Load everything that the form shows, in a fixed number of queries."""
    charges = Charge.objects.order_by("seq")
    prefetch_related_objects(
        [case],
        "countries_involved",
        "identifiers",
        Prefetch("texts", case.texts.model._default_manager.order_by("pk")),
        Prefetch("proceedings", case.proceedings.model._default_manager.select_related("court").order_by("seq")),
        Prefetch("victim_groups", case.victim_groups.model._default_manager.order_by("pk")),
        "victim_groups__nationalities",
        "victim_groups__recruitment_methods",
        Prefetch("defendants", Defendant.objects.order_by("seq")),
        "defendants__nationalities",
        "defendants__roles",
        Prefetch("defendants__charges", charges),
        Prefetch("defendants__sanctions", Sanction.objects.order_by("pk")),
        Prefetch("defendants__charges__sanctions", Sanction.objects.order_by("pk")),
        Prefetch("findings", ElementFinding.objects.order_by("term__scheme", "term__order", "pk")),
        Prefetch("interpretations", case.interpretations.model._default_manager.order_by("pk")),
        Prefetch("case_sectors", case.case_sectors.model._default_manager.order_by("pk")),
        Prefetch("legs", RouteLeg.objects.select_related("from_place", "to_place").order_by("seq")),
        Prefetch("sources", case.sources.model._default_manager.order_by("seq")),
        Prefetch("attachments", Attachment.objects.select_related("file").order_by("pk")),
        Prefetch("relations", case.relations.model._default_manager.select_related("to_case").order_by("pk")),
    )


def _rows(case: Case, name: str) -> list[Any]:
    return list(getattr(case, _ACCESSORS.get(name, name)).all())


def _jurisdiction_id(case: Case, data: Any) -> int | None:
    typed = str(data.get("jurisdiction", "")) if data is not None else ""
    number = whole_number(typed)
    return case.jurisdiction_id if number is None else number


def _chosen_courts(case: Case, data: Any) -> frozenset[int]:
    """Return the courts that are chosen somewhere, so that they are offered whatever the jurisdiction."""
    stored = {case.court_id, *(row.court_id for row in case.proceedings.all())} if case.pk else set()
    sent = [str(data[name]) for name in data if name == "court" or name.endswith("-court")] if data is not None else []
    keys = {key for typed in sent if (key := whole_number(typed)) is not None}
    return frozenset({pk for pk in stored if pk} | keys)
