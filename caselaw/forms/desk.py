"""Forms of the editorial desk: a step with its reason, a comment, an assignment, the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caselaw.choices import CaseStatus
from caselaw.models import Case
from portal.core.models import User


class StepForm(forms.Form):
    """What a person enters with a step. Which fields are shown depends on the step."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("No name of a victim."),
    )
    note = forms.CharField(
        label=_("What changed, for readers"),
        max_length=300,
        required=False,
        help_text=_("Shown in the list of versions."),
    )
    replaced_by = forms.CharField(
        label=_("Identifier of the brief that replaces it"), required=False, help_text=_("For example HT-7k2m4qxd.")
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: tuple[str, ...], is_reason_required: bool, **kwargs: Any) -> None:
        """Take the names of the fields that the step asks for."""
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*shown, "seen_version"}:
            del self.fields[name]
        if "reason" in self.fields:
            self.fields["reason"].required = is_reason_required

    def clean_replaced_by(self) -> Case | None:
        """Find the public brief."""
        given = str(self.cleaned_data["replaced_by"]).strip()
        if not given:
            return None
        case = Case.objects.published().filter(public_id=given).first()
        if case is None:
            raise ValidationError(_("There is no public brief with this identifier."))
        return case


class CommentForm(forms.Form):
    """A remark for the others at the desk."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Those who work on this brief read it. No name of a victim."),
    )


class AssignForm(forms.Form):
    """To whom the brief is given."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Assigned to"), required=False, empty_label=_("nobody"), blank=True
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer the people who may take part."""
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class DeskFilterForm(forms.Form):
    """Narrows the list of all briefs that the person may see."""

    q = forms.CharField(label=_("Title or identifier"), max_length=200, required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("any")), *CaseStatus.choices, ("changes", _("Draft of changes"))],
    )
    mine = forms.BooleanField(label=_("Only those I began or was given"), required=False)
