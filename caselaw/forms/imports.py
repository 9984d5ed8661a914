"""The form with which a file of briefs is handed in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_slug
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class ImportForm(forms.Form):
    """A JSON file, where it comes from, and whether to check it only."""

    file = forms.FileField(
        label=_("JSON file"),
        help_text=_("In the format tip-cases/1."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    source_system = forms.CharField(
        label=_("System of origin"),
        required=False,
        max_length=40,
        validators=[validate_slug],
        help_text=_("Only for a file that is a bare list of cases: small letters, digits and hyphens."),
    )
    is_dry_run = forms.BooleanField(label=_("Check the file only; import nothing"), required=False, initial=True)

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse early what cannot be a file of briefs; the import itself reads the rest."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(".json"):
            raise forms.ValidationError(_("Choose a file whose name ends in .json."))
        most = settings.CASE_IMPORT_MAX_BYTES
        if (file.size or 0) > most:
            limit = filesizeformat(most)
            raise forms.ValidationError(_("The file is larger than %(limit)s.") % {"limit": limit})
        start = file.read(4096).removeprefix(_BYTE_ORDER_MARK).lstrip()
        file.seek(0)
        if not start.startswith((b"{", b"[")):
            raise forms.ValidationError(_("This is no JSON: it begins neither with { nor with [."))
        return file
