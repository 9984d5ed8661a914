"""Which rows belong to which place of the long form: `defendants-0-charges` holds charges."""

from __future__ import annotations

import re
from typing import Any

from caselaw.forms import parts
from caselaw.forms.brief import SECTIONS
from caselaw.forms.choices import Offers
from caselaw.forms.formsets import PartFormSet

_INSIDE: tuple[tuple[str, str, type[PartFormSet]], ...] = (
    (r"defendants-\d{1,3}-charges", "charges", parts.ChargeRows),
    (r"defendants-\d{1,3}-sanctions", "overall", parts.OverallSanctions),
    (r"defendants-\d{1,3}-charges-\d{1,3}-sanctions", "sanctions", parts.ChargeSanctions),
)


def added_row(prefix: str, place: int, offers: Offers) -> tuple[str, Any] | None:
    """Return the name of the part and an empty row for the place; None for a prefix that no rows have."""
    name, kind = prefix, SECTIONS.get(prefix)
    for pattern, called, inner in _INSIDE:
        if re.fullmatch(pattern, prefix):
            name, kind = called, inner
    if kind is None:
        return None
    formset: Any = kind(prefix=prefix, offers=offers, rows=[])
    form = formset._construct_form(place, **formset.get_form_kwargs(place))
    first = next(field for field in form.visible_fields() if field.name != "DELETE")
    first.field.widget.attrs["autofocus"] = True
    return name, form
