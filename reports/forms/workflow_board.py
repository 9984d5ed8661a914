"""The filter of the status board of a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.choices import SubmissionState
from reports.models import Provider, Round


class BoardFilterForm(forms.Form):
    """Narrows the countries of a round."""

    q = forms.CharField(label=_("Country"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("of a job", "State"), required=False, choices=[("", _("any")), *SubmissionState.choices]
    )
    region = forms.TypedChoiceField(label=_("Region"), required=False, coerce=int, empty_value=None)
    provider = forms.ModelChoiceField(
        Provider.objects.none(), label=_("Provider"), required=False, empty_label=_("any")
    )
    overdue = forms.BooleanField(label=_("Only those overdue"), required=False)

    def __init__(self, *args: Any, round_: Round, regions: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the regions, and the providers of this round."""
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("any")), *regions]  # type: ignore[attr-defined]  # a field with choices
        providers = Provider.objects.filter(assignments__round=round_).distinct().order_by("name")
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]  # a ModelChoiceField
