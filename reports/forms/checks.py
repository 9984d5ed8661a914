"""What people fill in about findings and rules."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.checking.parameters import Accepts, accepted_by, defaults_of
from reports.checking.registry import check_named
from reports.choices import FindingState, Severity
from reports.models import Indicator, Round, SourceDataset, ValidationRule

LONGEST_EXPLANATION = 5000
# What stands in a field of digits between two of them.
_SPACE = " "


class FindingFilterForm(forms.Form):
    """Which findings a page shows."""

    severity = forms.ChoiceField(
        label=_("Weight"), required=False, choices=[("", _("All")), *Severity.choices], initial=""
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("of a job", "State"),
        required=False,
        choices=[("", _("All")), *FindingState.choices],
        initial="",
    )


class ReasonForm(forms.Form):
    """Why a finding is no fault; the mark says what the person saw."""

    text = forms.CharField(
        label=_("Explanation"),
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Say why the figures are right. The secretariat reads it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_waiver: bool = False, **kwargs: Any) -> None:
        """Call the text what it is."""
        super().__init__(*args, **kwargs)
        if is_waiver:
            self.fields["text"].label = _("Reason of the waiver")
            self.fields["text"].help_text = _("The country reads it too.")


class TryOutForm(forms.Form):
    """On which data a rule is tried out."""

    round = forms.ModelChoiceField(label=_("Answers of a round"), queryset=Round.objects.none(), required=False)
    dataset = forms.ModelChoiceField(
        label=_("Or a data set as published"), queryset=SourceDataset.objects.none(), required=False
    )

    def __init__(self, *args: Any, rounds: Any, datasets: Any, **kwargs: Any) -> None:
        """Offer what the person may see."""
        super().__init__(*args, **kwargs)
        for name, rows in (("round", rounds), ("dataset", datasets)):
            field: Any = self.fields[name]
            field.queryset = rows


class RuleForm(forms.Form):
    """A further version of a rule: its weight, its parameters, its texts in six languages."""

    severity = forms.ChoiceField(label=_("Weight"), choices=Severity)

    def __init__(self, *args: Any, rule: ValidationRule, **kwargs: Any) -> None:
        """Ask for the parameters of the rule's check, with those of the rule filled in."""
        super().__init__(*args, **kwargs)
        self.fields["severity"].initial = rule.severity
        check = check_named(rule.test)
        given = defaults_of(check.parameters) | rule.parameters
        self.accepted = accepted_by(check.parameters)
        for name, accepts in self.accepted.items():
            self.fields[f"parameter_{name}"] = _field(accepts, given[name])
        for code, language in settings.LANGUAGES:
            words = {"code": code, "language": language}
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % words,
                max_length=200,
                initial=rule.titles.get(_short(code), ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            self.fields[f"message_{code}"] = forms.CharField(
                label=_("Message (%(language)s)") % words,
                max_length=1000,
                initial=rule.messages.get(_short(code), ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
            )

    def parameters(self) -> dict[str, Any]:
        """Return the parameters as a rule keeps them."""
        values = {name: self.cleaned_data[f"parameter_{name}"] for name in self.accepted}
        return {
            name: str(value).split() if self.accepted[name].kind == "digits" else value
            for name, value in values.items()
        }

    def texts(self, part: str) -> dict[str, str]:
        """Return the titles or messages by language."""
        return {_short(code): self.cleaned_data[f"{part}_{code}"] for code, _language in settings.LANGUAGES}


def _short(code: str) -> str:
    return code.split("-")[0]


def _field(accepts: Accepts, initial: Any) -> forms.Field:
    if accepts.kind == "whole":
        return forms.IntegerField(
            label=accepts.label, initial=initial, min_value=int(accepts.least), max_value=int(accepts.most)
        )
    if accepts.kind == "decimal":
        return forms.FloatField(
            label=accepts.label, initial=initial, min_value=accepts.least, max_value=accepts.most, localize=True
        )
    if accepts.kind == "flag":
        return forms.BooleanField(label=accepts.label, initial=initial, required=False)
    if accepts.kind == "digits":
        return forms.RegexField(
            regex=r"^[0-9]*( [0-9]+)*$",
            label=accepts.label,
            initial=_SPACE.join(initial),
            required=False,
            help_text=_("With spaces between them."),
        )
    return _choice_field(accepts, initial)


def _choice_field(accepts: Accepts, initial: Any) -> forms.Field:
    if accepts.kind == "code":
        names = [(indicator.code, str(indicator)) for indicator in Indicator.objects.order_by("order", "code")]
        return forms.ChoiceField(label=accepts.label, initial=initial, choices=names)
    named = [(choice, WORDS.get(choice, choice)) for choice in accepts.choices]
    if accepts.kind == "one":
        return forms.ChoiceField(label=accepts.label, initial=initial, choices=named)
    return forms.MultipleChoiceField(
        label=accepts.label, initial=list(initial), choices=named, widget=forms.CheckboxSelectMultiple
    )


# The choices of parameters, in words.
WORDS = {
    "sex": _("Sex"),
    "age": _("Age"),
    "exploitation": _("Form of exploitation"),
    "citizenship": _("Citizenship"),
    "repatriation": _("Country of repatriation"),
    "zero": _("zero"),
    "blank": _("empty"),
    "totals": _("Totals only"),
    "all": _("All rows"),
}
