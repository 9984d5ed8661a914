"""Forms of the check for names: accept a hit, keep the list of names, redact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caselaw.anonymisation.spelling import REPLACEMENT
from caselaw.choices import RedactionReason, SuppressedKind


class AcceptHitForm(forms.Form):
    """Which hit, and why it tells nobody who a victim is."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class SuppressedNameForm(forms.Form):
    """A name that must not appear, and whose it is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("In full, as the papers give it. It is stored encrypted and deleted 30 days after clearing."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Whose name"), choices=SuppressedKind.choices)


class RedactionForm(forms.Form):
    """What to take out, what to put there, and why."""

    texts = forms.CharField(
        label=_("Texts to remove"),
        help_text=_("One on each line: every spelling that was used. Case and accents do not matter."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    replacement = forms.CharField(
        label=_("Put in their place"),
        max_length=40,
        initial=REPLACEMENT,
        help_text=_("For example “[name removed]”, or initials."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=RedactionReason.choices)

    def clean_texts(self) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in str(self.cleaned_data["texts"]).splitlines() if line.strip()]


class ConfirmedRedactionForm(RedactionForm):
    """The same after the preview, with the consent that nothing can be brought back."""

    is_understood = forms.BooleanField(
        label=_("I understand that the removed text cannot be brought back"),
        error_messages={"required": _("Tick this before you redact.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep what was previewed as it was."""
        super().__init__(*args, **kwargs)
        self.fields["texts"].widget.attrs["readonly"] = True
