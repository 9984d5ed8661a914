"""Forms around data sets as published: hand a file in, find labels, say what a label stands for."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.models import Country
from reports.choices import LabelState, PartnerKind
from reports.importing.containers import ENDINGS, MOST_BYTES

UNDECIDED = "undecided"


def too_large() -> str:
    """Return in words how large a file may be."""
    return _("The file is larger than %(limit)s.") % {"limit": filesizeformat(MOST_BYTES)}


class PublishedFileForm(forms.Form):
    """A file as somebody published it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The published table as it is: a workbook (.xlsx) or CSV (.csv or .csv.gz)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.gz"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse early what cannot be a published table; the reading looks at the content."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(ENDINGS):
            raise forms.ValidationError(
                _("Choose a file whose name ends in one of: %(endings)s.") % {"endings": ", ".join(ENDINGS)}
            )
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file


class LabelFilterForm(forms.Form):
    """Which labels a page shows; at first those that wait for a decision."""

    state = forms.ChoiceField(
        label=pgettext_lazy("of a job", "State"),
        required=False,
        choices=[("", _("All")), (UNDECIDED, _("To be decided")), *LabelState.choices],
    )
    q = forms.CharField(label=_("Label contains"), required=False, max_length=250)


class LabelForm(forms.Form):
    """What a label stands for; `was` is the version that the person saw."""

    kind = forms.ChoiceField(label=_("Stands for"), choices=PartnerKind.choices)
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.none(),
        required=False,
        help_text=_("Only for a label that stands for one country."),
    )
    was = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the countries in the order of their names in the reader's language."""
        super().__init__(*args, **kwargs)
        language = (get_language() or "en").split("-")[0]
        self.fields["country"].queryset = Country.objects.order_by(f"names__{language}")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the country where one is meant, and for none elsewhere."""
        values = super().clean() or {}
        country, kind = values.get("country"), values.get("kind")
        if kind == PartnerKind.COUNTRY and country is None and "country" not in self.errors:
            self.add_error("country", _("Say which country it is."))
        if kind and kind != PartnerKind.COUNTRY and country is not None:
            self.add_error("kind", _("You chose a country. Choose “A country” here, or leave the country empty."))
        return values
