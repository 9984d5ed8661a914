"""Forms of the workflow: a step with its reason, handing in, validating, a question and its answer, a hand-over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from portal.core.errors import InvalidFileError
from portal.core.models import User
from reports.attachments import content_type_of
from reports.choices import Channel
from reports.models import Question, Section, SectionDelegation

_WORDS = {"rows": 4, "dir": "auto"}
_OFFICER_HELP = _("Name and function of the person in whose name you act, if it is not you.")


class StepForm(forms.Form):
    """What a person enters with a step. Which fields are shown depends on the step."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs=_WORDS),
        help_text=_("The other side reads it. No name of a victim."),
    )
    extended_to = forms.DateField(label=_("New last day"), widget=forms.DateInput(attrs={"type": "date"}))
    channel = forms.ChoiceField(
        label=_("Where the answers come from"),
        choices=[(Channel.PROXY, _("The country sent them in another way")), (Channel.FOUND, Channel.FOUND.label)],
        widget=forms.RadioSelect,
        initial=Channel.PROXY,
    )
    on_behalf_of = forms.CharField(
        label=_("Authorised officer"), max_length=200, required=False, help_text=_OFFICER_HELP
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: tuple[str, ...], **kwargs: Any) -> None:
        """Take the names of the fields that the step asks for."""
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*shown, "seen"}:
            del self.fields[name]


class ValidationForm(forms.Form):
    """What a State says to its figures."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("validate", _("The figures are right")),
            ("validate_with_changes", _("The figures are right, with the changes that I describe below")),
            ("object", _("I object to the figures")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Changes, or the reason of the objection"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=_WORDS),
    )
    on_behalf_of = forms.CharField(
        label=_("Authorised officer"), max_length=200, required=False, help_text=_OFFICER_HELP
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words with everything but plain consent."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") in ("validate_with_changes", "object") and not cleaned.get("reason"):
            self.add_error("reason", _("Say what should change, or why you object."))
        return cleaned


class MessageForm(forms.Form):
    """A message with, at will, a file."""

    text = forms.CharField(
        label=_("Message"), max_length=8000, widget=forms.Textarea(attrs=_WORDS), help_text=_("No name of a victim.")
    )
    file = forms.FileField(
        label=_("Attachment"), required=False, help_text=_("PDF, Word or Excel without macros, at most 20 MB.")
    )
    content_type = ""

    def clean_file(self) -> Any:
        """Look into the file."""
        given = self.cleaned_data["file"]
        if given:
            try:
                self.content_type = content_type_of(given, name=given.name, size=given.size)
            except InvalidFileError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return given


class QuestionForm(MessageForm):
    """A question to the country."""

    subject = forms.CharField(label=_("About"), max_length=200)
    question = forms.ModelChoiceField(
        Question.objects.none(), label=_("Question of the form"), required=False, empty_label=_("the whole")
    )
    cell = forms.CharField(
        label=_("Cell"), max_length=70, required=False, help_text=_("For example 4.1|f_child|2024; empty for none.")
    )
    due_on = forms.DateField(label=_("Answer due"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("subject", "question", "cell", "text", "due_on", "file")

    def __init__(self, *args: Any, questions: Any, **kwargs: Any) -> None:
        """Take the questions of the questionnaire."""
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = questions  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["text"].label = _("Your question")


class DelegationForm(forms.Form):
    """Which section goes to which colleague."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), to_field_name="code", empty_label=None)
    email = forms.EmailField(label=_("E-mail address of your colleague"), max_length=254)
    may_write = forms.BooleanField(
        label=_("The colleague may fill the section, not only read it"), required=False, initial=True
    )

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        """Take the sections of the questionnaire."""
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]  # a ModelChoiceField


class NewColleagueForm(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]  # generic in the stubs alone
    """Name and password of a colleague who has no account yet."""

    full_name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("Password"), label2=_("The password again"))

    def __init__(self, *args: Any, delegation: SectionDelegation, **kwargs: Any) -> None:
        """Take the invitation, whose address the password must not repeat."""
        super().__init__(*args, **kwargs)
        self.person = User(email=delegation.email)

    def clean(self) -> dict[str, Any]:
        """Compare the two and weigh the password."""
        self.person.full_name = self.cleaned_data.get("full_name", "")
        self.validate_passwords("password1", "password2")
        self.validate_password_for_user(self.person, "password1")
        return super().clean() or {}
