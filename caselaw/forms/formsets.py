"""Rows of the long form of a brief: loaded with the brief, compared as sent, with rows inside rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext_lazy as _

from caselaw.forms.choices import Offers
from caselaw.forms.fields import OfferedField, field_for, precision_of
from caselaw.forms.raw import initial_of, posted_of
from caselaw.forms.rows import OrderedFormSet
from caselaw.models import Case

MOST_ROWS = 500


class PartForm(forms.ModelForm[Any]):
    """A row. It has changed when what was posted differs from what the page would have posted untouched."""

    # What the merging of two versions asks about this row; by field name.
    conflicts: dict[str, Any]

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        """Connect the fields with what the page offers."""
        super().__init__(*args, **kwargs)
        self.offers, self.conflicts = offers, {}
        for field in self.fields.values():
            if isinstance(field, OfferedField):
                field.take(offers)
        self.prepare()

    def prepare(self) -> None:
        """Set initial values of fields that are no columns."""

    @cached_property
    def changed_data(self) -> list[str]:
        """Compare what the browser sent with what it would have sent untouched."""
        shown = [name for name, used in self.fields.items() if not isinstance(used.widget, forms.HiddenInput)]
        return [name for name in shown if posted_of(self, name) != initial_of(self, name)]

    def nested(self) -> dict[str, PartFormSet]:
        """Return the formsets inside this row by name."""
        return {}

    def fill_precision(self) -> None:
        """Set the precision that a date typed as 2020 or 2020-05 shows by itself."""
        typed = str(self.data.get(self.add_prefix("decision_date")) or "")
        if precision := precision_of(typed):
            self.cleaned_data["decision_date_precision"] = precision

    def quiet(self) -> None:
        """Show what was typed without checking it."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for formset in self.nested().values():
            formset.quiet()

    def _post_clean(self) -> None:
        # A row that nobody touched was checked when it was written; asking the database again costs a query per field.
        if not self.instance.pk or self.has_changed():
            super()._post_clean()  # type: ignore[misc]  # the stubs leave it out


class KeyField(forms.Field):
    """The key of a stored row, hidden."""

    widget = forms.HiddenInput

    def __init__(self, row: models.Model | None) -> None:
        """Take the row that the formset found for the posted key."""
        super().__init__(required=False, initial=row.pk if row else None)
        self.row = row

    def clean(self, value: Any) -> Any:
        """Return the row. A key without one belongs to a row that somebody has removed."""
        if value and self.row is None:
            raise ValidationError(_("This row was removed meanwhile."), code="invalid_choice")
        return self.row


class PartFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows of one part. They are loaded with the brief, and may hold further formsets."""

    def __init__(self, *args: Any, offers: Offers, rows: list[Any], **kwargs: Any) -> None:
        """Take the stored rows, which were loaded in one query for the whole brief."""
        self.offers, self._rows = offers, rows
        kwargs["form_kwargs"] = {"offers": offers}
        kwargs["queryset"] = self.part._default_manager.none()
        super().__init__(*args, **kwargs)

    @property
    def part(self) -> type[models.Model]:
        """The model of the rows."""
        return cast("type[models.Model]", self.model)

    def get_queryset(self) -> Any:
        """Return the rows that were loaded."""
        return self._rows

    def add_fields(self, form: Any, index: int | None) -> None:
        """Replace the key's field, which would ask for each row, and say what the box does."""
        super().add_fields(form, index)
        key = self.part._meta.pk.name
        is_stored = index is not None and index < self.initial_form_count()
        form.fields[key] = KeyField(form.instance if is_stored and form.instance.pk else None)
        form.fields[self.fk.name].widget = forms.HiddenInput()
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Remove when saving")
        self.add_nested(form)

    def add_nested(self, form: Any) -> None:
        """Add formsets inside a row."""

    def kept(self) -> list[Any]:
        """Return the rows that stay, without added ones that were left empty."""
        return [form for form in self.forms if not self.is_removed(form) and (form.instance.pk or form.has_changed())]

    def is_removed(self, form: Any) -> bool:
        """Tell whether the box to remove the row is ticked."""
        return self.is_bound and posted_of(form, DELETION_FIELD_NAME) == ["on"]

    def is_valid(self) -> bool:
        """Look into the rows that stay as well. Nothing was sent for a row that was just added."""
        if not self.is_bound:
            return not self._rows
        inside = [formset.is_valid() for form in self.kept() for formset in form.nested().values()]
        return super().is_valid() and all(inside)

    def has_changed(self) -> bool:
        """Tell whether any row, or anything inside one, was added, removed or changed."""
        return any(self._form_has_changed(form) for form in self.forms)

    def _form_has_changed(self, form: Any) -> bool:
        if form.instance.pk is None and self.is_removed(form):
            return False
        return form.has_changed() or any(formset.has_changed() for formset in form.nested().values())

    def quiet(self) -> None:
        """Show what was typed without checking it."""
        self._errors: list[Any] = []
        self._non_form_errors = ErrorList()
        for form in self.forms:
            form.quiet()

    def walk(self, path: str) -> Iterator[tuple[str, Any, PartFormSet]]:
        """Yield every row with its path, such as "defendants:5/charges:9"; an added row has "+" and its place."""
        for place, form in enumerate(self.forms):
            key = self.key_of(form) or f"+{place}"
            here = f"{path}:{key}"
            yield here, form, self
            for name, formset in form.nested().items():
                yield from formset.walk(f"{here}/{name}")

    def key_of(self, form: Any) -> str:
        """Return the key of the stored row as text; empty for an added one."""
        if not self.is_bound:
            return str(form.instance.pk or "")
        return str(self.data.get(form.add_prefix(self.part._meta.pk.name)) or "")


class OrderedPartFormSet(OrderedFormSet, PartFormSet):
    """Rows with an order."""


def rows_of(
    model: type[models.Model],
    form: type[PartForm],
    fields: tuple[str, ...],
    *,
    parent: type[models.Model] = Case,
    formset: type[PartFormSet] = PartFormSet,
    fk_name: str | None = None,
) -> type[PartFormSet]:
    """Return the formset class of a part."""
    made = inlineformset_factory(
        parent,
        model,
        form=form,
        formset=formset,
        fields=fields,
        fk_name=fk_name,
        extra=0,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
        formfield_callback=field_for,
    )
    return cast("type[PartFormSet]", made)


def inside(kind: type[PartFormSet], form: Any, name: str, rows: list[Any], outer: PartFormSet) -> PartFormSet:
    """Return a formset inside a row; its names begin with those of the row. In a row just added nothing was sent."""
    prefix = f"{form.prefix}-{name}"
    is_sent = outer.is_bound and (bool(rows) or f"{prefix}-TOTAL_FORMS" in outer.data)
    return kind(
        outer.data if is_sent else None,
        instance=form.instance,
        prefix=prefix,
        offers=outer.offers,
        rows=rows,
    )
