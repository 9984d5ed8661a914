"""A form field for a name in six languages, one box for each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.choices import Language


class LabelsWidget(forms.MultiWidget):
    """Six boxes, each marked with its language."""

    box: type[forms.Widget] = forms.TextInput
    box_class = "vTextField"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make a box per language; it is read aloud and set in the right direction."""
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            str(code): self.box(
                attrs={
                    "aria-label": name,
                    "placeholder": name,
                    "lang": code,
                    "dir": "auto",
                    "class": self.box_class,
                    **(attrs or {}),
                }
            )
            for code, name in Language.choices
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[str]:
        """Spread the stored labels over the boxes."""
        labels = value if isinstance(value, dict) else {}
        return [labels.get(code, "") for code in Language.values]


class LongLabelsWidget(LabelsWidget):
    """Six boxes for texts of several lines."""

    box = forms.Textarea
    box_class = "vLargeTextField"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Keep the boxes low, since there are six."""
        super().__init__({"rows": 2, **(attrs or {})})


class LabelsField(forms.MultiValueField):
    """Labels by language code. A required one needs all six; an optional one, once it has any, needs English."""

    widget: type[LabelsWidget] = LabelsWidget
    longest: int | None = 200

    def __init__(self, **kwargs: Any) -> None:
        """Make a field per language."""
        for unused in ("encoder", "decoder", "max_length", "widget"):
            kwargs.pop(unused, None)
        boxes = [forms.CharField(max_length=self.longest, required=False) for _code in Language.values]
        super().__init__(fields=boxes, require_all_fields=kwargs.get("required", True), **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Return the labels that were entered."""
        labels = {code: text for code, text in zip(Language.values, data_list, strict=False) if text}
        if labels and "en" not in labels:
            raise ValidationError(_("Give at least the English name."))
        return labels


class LongLabelsField(LabelsField):
    """Texts by language code, of any length."""

    widget = LongLabelsWidget
    longest = None
