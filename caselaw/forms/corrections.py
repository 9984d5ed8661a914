"""What readers fill in to report something, and what the desk fills in to answer."""

import re
import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caselaw.choices import CorrectionKind, CorrectionState
from caselaw.models.corrections import MOST_TEXT

QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(hours=24)
MOST_LINKS = 3
_SALT = "caselaw.correction-form"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def new_stamp(public_id: str) -> str:
    """Return the sign that this form was handed out by us, for this brief, now."""
    return signing.dumps([public_id, secrets.token_urlsafe(12)], salt=_SALT)


def nonce_of(stamp: str, public_id: str, longest: timedelta | None = None) -> str | None:
    """Return what is unique in a stamp of ours for this brief; None for any other, or one older than `longest`."""
    try:
        brief, nonce = signing.loads(stamp, salt=_SALT, max_age=longest)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(nonce) if brief == public_id else None


class CorrectionForm(forms.Form):
    """A report. Protected without asking anyone else: a trap for robots, a signed time, limits on length and links."""

    kind = forms.ChoiceField(label=_("What do you report?"), choices=CorrectionKind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Say where it stands and what would be right. Do not write the name of a victim: say which part."),
        max_length=MOST_TEXT,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reporter_name = forms.CharField(label=_("Your name"), max_length=150, required=False)
    reporter_email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only for questions about this report. It is deleted 90 days after the answer."),
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False)
    stamp = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, public_id: str, **kwargs: Any) -> None:
        """Take the brief for which the form was handed out."""
        super().__init__(*args, **kwargs)
        self.public_id = public_id
        self.fields["reporter_name"].widget.attrs["autocomplete"] = "name"
        self.fields["reporter_email"].widget.attrs["autocomplete"] = "email"
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_text(self) -> str:
        """Refuse texts that are mostly addresses."""
        text = str(self.cleaned_data["text"]).strip()
        if len(_LINK.findall(text)) > MOST_LINKS:
            raise forms.ValidationError(_("At most three addresses of other pages."))
        return text

    def clean_website(self) -> str:
        """Refuse robots, which fill in everything."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: it is a trap for robots."))
        return ""

    def clean_stamp(self) -> str:
        """Return the nonce of the form. A stamp that is not of ours, too old or too young is refused."""
        stamp = self.cleaned_data["stamp"]
        nonce = nonce_of(stamp, self.public_id, LONGEST)
        if nonce is None:
            raise forms.ValidationError(_("The form was open for too long. Your text is still here: send it again."))
        if nonce_of(stamp, self.public_id, QUICKEST - timedelta(seconds=1)) is not None:
            raise forms.ValidationError(_("That was very quick. Read your text once more and send it again."))
        return nonce


class CorrectionFilterForm(forms.Form):
    """What the desk filters reports by."""

    state = forms.ChoiceField(
        label=pgettext_lazy("of a job", "State"), choices=[("", _("any")), *CorrectionState.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("What it is about"), choices=[("", _("any")), *CorrectionKind.choices], required=False
    )
    older_than = forms.TypedChoiceField(
        label=_("Waiting for"),
        choices=[("", _("Any time")), (7, _("More than 7 days")), (30, _("More than 30 days"))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class AnswerForm(forms.Form):
    """What the desk says to the reporter."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("The reporter reads it. Do not repeat a name."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
