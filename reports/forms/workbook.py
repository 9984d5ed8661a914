"""Forms around a country's workbook: hand it in, decide conflicts."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.core.choices import Language
from reports.choices.workbook import Side
from reports.importing.workbook_opening import MOST_BYTES, too_large

# More conflicts than these are decided together.
MOST_SINGLE = 100
ALL_OTHERS = "all_others"


class LanguageForm(forms.Form):
    """The language of the workbook to download."""

    language = forms.ChoiceField(label=_("Language of the workbook"), choices=Language.choices)


class WorkbookForm(forms.Form):
    """The workbook that somebody has filled in."""

    file = forms.FileField(
        label=_("Filled-in workbook"),
        help_text=_("The file that you downloaded here (.xlsx), at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse early what is too large or has another ending; the reading looks at the content."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(str(too_large()))
        if (file.name or "").lower().endswith(".xlsm"):
            raise forms.ValidationError(
                _("The workbook holds macros. Save it as “Excel Workbook (.xlsx)”, without macros.")
            )
        return file


class DecisionForm(forms.Form):
    """A side for each conflict, and one for all that are too many to be listed."""

    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, conflicts: list[tuple[str, str, str]], *args: Any, **kwargs: Any) -> None:
        """Make a field per conflict: its key, its label and what stands on both sides."""
        super().__init__(*args, **kwargs)
        self._keys = [key for key, _label, _help in conflicts]
        for key, label, help_text in conflicts[:MOST_SINGLE]:
            self.fields[_name(key)] = _side(label, help_text)
        if len(conflicts) > MOST_SINGLE:
            self.fields[ALL_OTHERS] = _side(_("All other conflicts"), "")

    @property
    def decided(self) -> list[BoundField]:
        """The fields to decide."""
        return [field for field in self if field.name != "digest"]

    @property
    def sides(self) -> dict[str, str]:
        """The side for each conflict by its key."""
        others = self.cleaned_data.get(ALL_OTHERS, "")
        return {key: self.cleaned_data.get(_name(key)) or others for key in self._keys}


def _name(key: str) -> str:
    return "side-" + key.replace("|", "~")


def _side(label: Any, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=Side.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
