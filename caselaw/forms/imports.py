"""The form with which a file of briefs is handed in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from caselaw.choices import ImportFormat
from caselaw.importing.contents import ENDINGS, format_of

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NEEDS_SYSTEM = (ImportFormat.XLSX, ImportFormat.CSV)


def too_large() -> str:
    """Return in words how large a file may be."""
    return _("The file is larger than %(limit)s.") % {"limit": filesizeformat(settings.CASE_IMPORT_MAX_BYTES)}


class ImportForm(forms.Form):
    """A file, and where its cases come from."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx), CSV files in a ZIP (.zip), JSON (.json), or the UNODC index (.csv)."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    source_system = forms.CharField(
        label=_("System of origin"),
        required=False,
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_-]*$", _("Use small letters, digits and hyphens."))],
        help_text=_(
            "Where the cases come from: small letters, digits and hyphens. The same name each time, so that known cases "
            "are recognised. A JSON file may say it itself."
        ),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse early what cannot be a file of briefs; the check itself reads the rest."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        kind = format_of(file.name or "")
        if kind is None:
            raise forms.ValidationError(
                _("Choose a file whose name ends in one of: %(endings)s.") % {"endings": ", ".join(ENDINGS)}
            )
        if (file.size or 0) > settings.CASE_IMPORT_MAX_BYTES:
            raise forms.ValidationError(too_large())
        start = file.read(4096).removeprefix(_BYTE_ORDER_MARK).lstrip()
        file.seek(0)
        if kind == ImportFormat.JSON and not start.startswith((b"{", b"[")):
            raise forms.ValidationError(_("This is no JSON: it begins neither with { nor with [."))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for the system where the file cannot say it."""
        values = super().clean() or {}
        if values.get("file") and self.kind in _NEEDS_SYSTEM and not values.get("source_system"):
            self.add_error("source_system", _("Say where the cases of this file come from."))
        return values

    @property
    def kind(self) -> str:
        """The format of the file that was chosen."""
        file = self.cleaned_data.get("file")
        return format_of(file.name or "") or "" if file else ""
