"""Forms of the administration. They check what people type; an action writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caselaw.forms.rows import HeadRules, check_name_policy
from caselaw.models import Case, Defendant

CHANGED_MEANWHILE = _("Someone else saved this brief after you opened it. Open it again and enter your changes there.")


class SeenForm(forms.ModelForm[Any]):
    """A form that knows which state of the brief the person had before the eyes."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember the state that is shown."""
        super().__init__(*args, **kwargs)
        if case := self.case():
            self.fields["seen_at"].initial = case.updated_at.isoformat()

    def case(self) -> Case | None:
        """Return the stored brief; None for a new one."""
        raise NotImplementedError

    def clean_seen_at(self) -> datetime | None:
        """Refuse to overwrite what was saved meanwhile."""
        case, seen = self.case(), str(self.cleaned_data.get("seen_at") or "")
        if case is None:
            return None
        if seen != case.updated_at.isoformat():
            self.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile"))
        return case.updated_at


class CaseForm(HeadRules, SeenForm):
    """The head of a brief."""

    class Meta:
        model = Case
        fields = "__all__"  # noqa: DJ007  the admin's fieldsets name them

    def case(self) -> Case | None:
        """Return the brief itself."""
        return self.instance if self.instance.pk else None


class DefendantForm(SeenForm):
    """A defendant on a page of its own."""

    class Meta:
        model = Defendant
        fields = "__all__"  # noqa: DJ007  the admin's fieldsets name them

    def case(self) -> Case | None:
        """Return the brief of the defendant."""
        return self.instance.case if self.instance.pk else None

    def clean(self) -> dict[str, Any] | None:
        """Check what the database would refuse, in words."""
        cleaned = super().clean()
        check_name_policy(self)
        return cleaned
