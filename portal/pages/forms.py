"""What auditors filter the log by."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caselaw.models import Case
from caselaw.presenters.history import scope_of
from portal.core import trail
from portal.core.history import known_actions
from portal.core.log import LogFilter
from portal.core.models import User


class LogForm(forms.Form):
    """Filters of the audit log."""

    person = forms.CharField(label=_("Person (e-mail address)"), required=False, max_length=254)
    action = forms.ChoiceField(label=_("Action"), required=False)
    model = forms.ChoiceField(label=_("Kind of row"), required=False)
    key = forms.IntegerField(
        label=_("Key of the row"), required=False, min_value=1, max_value=2**63 - 1, help_text=_("With a kind of row.")
    )
    brief = forms.CharField(label=_("Brief"), required=False, max_length=11, help_text=_("For example HT-7k2m4qxd."))
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the actions and kinds of rows that there are."""
        super().__init__(*args, **kwargs)
        actions = sorted((str(sentence), action) for action, sentence in known_actions().items())
        kinds = sorted((_kind(model), model._meta.label_lower) for model in trail.event_models())
        self.fields["action"].choices = [("", _("any")), *((action, words) for words, action in actions)]  # type: ignore[attr-defined]
        self.fields["model"].choices = [("", _("any")), *((label, words) for words, label in kinds)]  # type: ignore[attr-defined]

    def clean_person(self) -> int | None:
        """Return the key of the account."""
        email = self.cleaned_data["person"].strip().lower()
        if not email:
            return None
        person = User.objects.filter(email=email).first()
        if person is None:
            raise forms.ValidationError(_("There is no account with this address."))
        return person.pk

    def clean_model(self) -> Any:
        """Return the event table."""
        label = self.cleaned_data["model"]
        return next((model for model in trail.event_models() if model._meta.label_lower == label), None)

    def clean_brief(self) -> int | None:
        """Return the key of the brief, whatever its state."""
        public_id = self.cleaned_data["brief"].strip()
        if not public_id:
            return None
        case = Case.objects.filter(public_id=public_id).first()
        if case is None:
            raise forms.ValidationError(_("There is no brief with this identifier."))
        return case.pk

    def clean(self) -> dict[str, Any]:
        """Refuse a key that belongs to no kind of row."""
        values: dict[str, Any] = self.cleaned_data
        if values.get("key") and "model" in values and values["model"] is None:
            self.add_error("model", _("Choose the kind of row to which the key belongs."))
        return values

    def log_filter(self) -> LogFilter:
        """Return what to show; the form must be valid."""
        values = self.cleaned_data
        return LogFilter(
            person=values["person"],
            action=values["action"],
            model=values["model"],
            key=values["key"],
            since=datetime.combine(values["since"], time(), UTC) if values["since"] else None,
            until=datetime.combine(values["until"], time.max, UTC) if values["until"] else None,
            among=trail.context_ids(scope_of(values["brief"])) if values["brief"] else None,
        )


def _kind(model: Any) -> str:
    return str(model.pgh_tracked_model._meta.verbose_name)
