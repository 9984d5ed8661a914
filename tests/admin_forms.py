"""Fill in forms of the administration as a person does who changes a few fields."""

from typing import Any

from django.forms import BaseForm
from django.test import Client

from portal.core.choices import Language
from portal.core.labels import LabelsField


def filled_in(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Open a page and return what its form would send, with some fields changed."""
    context = client.get(address).context
    data = _values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= _values(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _values(form)
    return data | changes


def new_row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Return the data with one more row in a formset."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": number + 1}


def _values(form: BaseForm) -> dict[str, Any]:
    values = {}
    for field in form:
        value = field.value()
        if isinstance(field.field, LabelsField):
            parts = field.field.widget.decompress(value)
            values |= {f"{field.html_name}_{code}": part for code, part in zip(Language.values, parts, strict=True)}
        elif value is not None and value is not False:
            values[field.html_name] = value
    return values
