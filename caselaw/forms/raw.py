"""The raw values of a form: what a browser would send for a field, as a list of texts that can be compared and stored."""

from __future__ import annotations

from typing import Any

from django import forms

# path of a row -> name of a field -> texts; see `PartFormSet.walk`.
State = dict[str, dict[str, list[str]]]
_TRUTH = {True: "true", False: "false", None: "unknown"}


def initial_of(form: Any, name: str) -> list[str]:
    """Return what the page would send for a field that nobody touches."""
    field = form.fields[name]
    if isinstance(field, forms.FileField):
        return []
    value = field.prepare_value(form.get_initial_for_field(field, name))
    widget = field.widget
    if isinstance(widget, forms.NullBooleanSelect):
        return [_TRUTH[value]]
    if isinstance(widget, forms.CheckboxInput | forms.SelectMultiple):
        return _texts(value)
    if isinstance(widget, forms.Select):
        return _texts("" if value is None else str(value))
    return _texts(widget.format_value(value))


def posted_of(form: Any, name: str) -> list[str]:
    """Return what was sent for a field."""
    widget = form.fields[name].widget
    value = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(widget, forms.NullBooleanSelect):
        return [_TRUTH[value]]
    return [value.name or "file"] if isinstance(widget, forms.FileInput) and value else _texts(value)


def values_of(form: Any, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return the values of all visible fields, as sent or, in a form that was not sent, as they would be."""
    read = posted_of if form.is_bound else initial_of
    return {
        name: read(form, name)
        for name, field in form.fields.items()
        if name not in without and not isinstance(field.widget, forms.HiddenInput | forms.FileInput)
    }


def _texts(value: Any) -> list[str]:
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple):
        return sorted(str(item) for item in value)
    text = "" if value in (None, False) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return [text] if text else []
