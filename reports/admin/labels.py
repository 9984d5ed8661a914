"""Labels and longer texts in six languages, a box each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest

from portal.core.labels import LabelsField, LongLabelsField

_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
_FORMS = {
    "names": LabelsField,
    "labels": LabelsField,
    "titles": LongLabelsField,
    "helps": LongLabelsField,
    "definitions": LongLabelsField,
    "messages": LongLabelsField,
}


def in_any_language(field: str) -> tuple[str, ...]:
    """Return the look-ups that search a JSON field of labels."""
    return tuple(f"{field}__{language}" for language in _LANGUAGES)


class LabelsMixin:
    """For an admin or inline: a box per language."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give texts in six languages a box each, and take addresses of the Web as they are typed today."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, models.JSONField) and db_field.name in _FORMS:
            kwargs["form_class"] = _FORMS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
