"""The small forms beside the long one: how a brief begins, and the text of the judgment for reading while writing."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from caselaw.forms.fields import field_for
from caselaw.forms.formsets import PartForm
from caselaw.forms.rows import check_precision
from caselaw.models import Case, CaseText
from portal.core.choices import Language

MOST_TEXT_BYTES = 5 * 1024 * 1024
_MOST_UNPACKED = 20 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What a file raises that is damaged, locked or packed in a way that the program does not know.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError, KeyError)


class BeginForm(PartForm):
    """What must be known to begin a brief."""

    language = forms.ChoiceField(
        label=_("language in which you write"), choices=Language.choices, help_text=_("More languages can follow.")
    )

    class Meta:
        model = Case
        fields = ("official_title", "jurisdiction", "decision_date", "decision_date_precision")
        formfield_callback = field_for

    def prepare(self) -> None:
        """Begin in the language of the page."""
        self.fields["language"].initial = (get_language() or "en").split("-")[0]

    def clean(self) -> dict[str, Any] | None:
        """A date that is known to the month or year says so by itself."""
        cleaned = super().clean()
        self.fill_precision()
        check_precision(self)
        return cleaned

    def text(self) -> CaseText:
        """Return the first, still empty text."""
        return CaseText(case=self.instance, language=self.cleaned_data["language"])


class SourceTextForm(forms.Form):
    """The judgment's text, pasted or from a file. It is kept for its owner alone."""

    text = forms.CharField(
        label=_("Text of the judgment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "form": "brief-form"}),
        help_text=_("Paste it here. Only you see it, and it is never published."),
    )
    upload = forms.FileField(
        label=_("or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.docx", "form": "brief-form"}),
        help_text=_("Plain text or Word, at most 5 MB. Of a PDF, copy the text and paste it."),
    )

    def clean_upload(self) -> str:
        """Return the text of the file."""
        upload: UploadedFile[bytes] | None = self.cleaned_data.get("upload")
        if upload is None:
            return ""
        if (upload.size or 0) > MOST_TEXT_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        name = (upload.name or "").lower()
        if name.endswith(".docx"):
            return _text_of_word(upload)
        if not name.endswith(".txt"):
            raise forms.ValidationError(_("Choose a file whose name ends in .txt or .docx."))
        content = upload.read()
        if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise forms.ValidationError(_("This is no plain text."))
        return _decoded(content)

    def whole_text(self) -> str:
        """Return what shall be kept."""
        return str(self.cleaned_data.get("upload") or self.cleaned_data.get("text") or "")


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _text_of_word(upload: UploadedFile[bytes]) -> str:
    """Return the paragraphs of a Word document; refuse one that unpacks to more than a text can be."""
    try:
        with zipfile.ZipFile(upload.file) as archive:  # type: ignore[arg-type]  # bytes, as the browser sent them
            if archive.getinfo("word/document.xml").file_size > _MOST_UNPACKED:
                raise forms.ValidationError(_("The document is too large to show."))
            root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314  expat refuses entity bombs
    except (*_UNREADABLE, ElementTree.ParseError) as fault:
        raise forms.ValidationError(_("This is no Word document.")) from fault
    paragraphs: list[list[str]] = [[]]
    for item in root.iter():  # once over all: paragraphs may stand inside one another
        if item.tag == f"{_WORD}p":
            paragraphs.append([])
        elif item.tag == f"{_WORD}t":
            paragraphs[-1].append(item.text or "")
    return "\n\n".join("".join(pieces) for pieces in paragraphs if any(pieces))
