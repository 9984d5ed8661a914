"""The rows of a brief, on the site and in the administration. They check what people type; an action writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from caselaw import attachments
from caselaw.choices import DatePrecision, DefendantKind, NamePolicy, TitlePolicy
from caselaw.models import Attachment, Case, CaseIdentifier, Defendant
from portal.core.errors import InvalidFileError


def check_precision(form: forms.ModelForm[Any]) -> None:
    """Ask for the first day of the month or year when only that is known."""
    day, precision = form.cleaned_data.get("decision_date"), form.cleaned_data.get("decision_date_precision")
    if day is None:
        return
    if (precision == DatePrecision.MONTH and day.day != 1) or (
        precision == DatePrecision.YEAR and (day.month, day.day) != (1, 1)
    ):
        form.add_error("decision_date", _("Enter the first day of the month or year when only that is known."))


class HeadRules(forms.ModelForm[Any]):
    """What holds for the head of a brief, on the site and in the administration."""

    def clean(self) -> dict[str, Any] | None:
        """Check what the database would refuse, in words."""
        cleaned = super().clean()
        check_precision(self)
        policy = self.cleaned_data.get("title_policy")
        if policy == TitlePolicy.INITIALS and not self.cleaned_data.get("safe_title"):
            self.add_error("safe_title", _("Give the title with initials, since it is the one shown."))
        if policy == TitlePolicy.OFFICIAL and self.initial.get("title_policy") != TitlePolicy.OFFICIAL:
            self.add_error("title_policy", _("Two persons decide on this: use the buttons on the page of the brief."))
        self._check_court()
        return cleaned

    def _check_court(self) -> None:
        court, jurisdiction = self.cleaned_data.get("court"), self.cleaned_data.get("jurisdiction")
        if court and jurisdiction and court.jurisdiction_id != jurisdiction.pk:
            self.add_error("court", _("This court belongs to another jurisdiction."))


def check_name_policy(form: forms.ModelForm[Any]) -> None:
    """A State is named as a State."""
    cleaned = form.cleaned_data
    if cleaned.get("kind") == DefendantKind.STATE and cleaned.get("name_policy") != NamePolicy.STATE:
        form.add_error("name_policy", _("A State is shown by its name: choose “State”."))


class DefendantRowForm(forms.ModelForm[Defendant]):
    """A defendant as a row on the page of the brief."""

    def clean(self) -> dict[str, Any] | None:
        """Check what the database would refuse, in words."""
        cleaned = super().clean()
        check_name_policy(self)
        return cleaned


class ProceedingForm(forms.ModelForm[Any]):
    """A stage of the case."""

    def clean(self) -> dict[str, Any] | None:
        """Check what the database would refuse, in words."""
        cleaned = super().clean()
        check_precision(self)
        if self.instance.pk and self.cleaned_data.get("appeal_of") == self.instance:
            self.add_error("appeal_of", _("A proceeding is not an appeal of itself."))
        return cleaned


class AttachmentForm(forms.ModelForm[Attachment]):
    """A file of a brief."""

    upload = forms.FileField(label=_("file"), required=False, help_text=_("PDF or Word, at most 20 MB."))

    def clean_upload(self) -> UploadedFile[bytes] | None:
        """Accept PDF and Word files by their content."""
        upload: UploadedFile[bytes] | None = self.cleaned_data.get("upload")
        if upload is None:
            if not self.instance.pk:
                raise ValidationError(_("Choose a file."))
            return None
        try:
            attachments.content_type_of(upload.file, name=upload.name or "", size=upload.size or 0)  # type: ignore[arg-type]
        except InvalidFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return upload


class OrderedFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows with an order: an empty one goes to the end, and rows may change places."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let people leave the order to us; `clean` and a deferred constraint check it, row by row it would mislead."""
        super().add_fields(form, index)
        if "seq" in form.fields:
            form.fields["seq"].required = False
            form.fields["seq"].widget.attrs["size"] = 3

    def clean(self) -> None:
        """Number what has no number; refuse the same number twice."""
        super().clean()
        rows = [form for form in self.forms if form not in self.deleted_forms and form.has_changed()]
        untouched = [form for form in self.initial_forms if form not in rows and form not in self.deleted_forms]
        taken = [form.instance.seq for form in (*untouched, *rows) if form.instance.seq]
        if len(taken) != len(set(taken)):
            raise ValidationError(_("Two rows have the same place in the order."))
        last = max(taken, default=0)
        for form in rows:
            if not form.instance.seq:
                last += 1
                form.instance.seq = last

    def validate_unique(self) -> None:
        """Nothing: `clean` has looked at the order of all rows together."""


class OrderedRowMixin:
    """A row whose place in the order is checked by its formset."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "seq"}  # type: ignore[misc]  # a mixin over ModelForm


class IdentifierFormSet(BaseInlineFormSet[CaseIdentifier, Case, Any]):
    """Identifiers, at most one of them preferred."""

    def clean(self) -> None:
        """Refuse a second preferred one."""
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        if sum(1 for form in kept if form.instance.is_preferred) > 1:
            raise ValidationError(_("Only one identifier can be the preferred one."))
