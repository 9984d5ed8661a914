"""Forms of our own pages of accounts: preferences, tokens, invitations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from portal.core.choices import TokenScope, WorkNotices
from portal.core.models import Country, Invitation, User
from portal.core.roles import COUNTRY_ROLES, Role

_LIVES = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("1 year")))


class PreferencesForm(forms.Form):
    """How a person is named and spoken to."""

    full_name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("No preference")), *settings.LANGUAGES],
        required=False,
        help_text=_("For e-mails to you, and for the first page after you sign in."),
    )
    work_notices = forms.ChoiceField(
        label=_("E-mails about work"),
        choices=WorkNotices.choices,
        widget=forms.RadioSelect,
        help_text=_("What concerns the safety of your account is always sent at once."),
    )


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(label=_("What the token is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[TokenScope.READ],
        help_text=_("A token never shows more than you may see yourself."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=_LIVES, coerce=int, initial=90)


class InvitationForm(forms.Form):
    """Who is invited, with which roles."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("Name"), max_length=150)
    role_codes = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.order_by("iso3"),
        required=False,
        help_text=_("Only for roles that are bound to a country."),
    )
    language = forms.ChoiceField(label=_("Language of the e-mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        """Take the roles that the inviting person may give."""
        super().__init__(*args, **kwargs)
        choices = [(role.code, f"{role.label}: {role.may}") for role in roles]
        self.fields["role_codes"].choices = choices  # type: ignore[attr-defined]  # a field with choices
        countries = sorted(Country.objects.all(), key=str)
        named = [("", "—"), *((country.pk, str(country)) for country in countries)]
        self.fields["country"].choices = named  # type: ignore[attr-defined]  # likewise

    def clean(self) -> dict[str, Any]:
        """Ask for a country exactly when a role is bound to one."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_bound = bool(COUNTRY_ROLES.intersection(cleaned.get("role_codes") or ()))
        if is_bound and not cleaned.get("country") and "country" not in self.errors:
            self.add_error("country", _("One of the roles is bound to a country: say which."))
        if not is_bound and cleaned.get("country"):
            self.add_error("country", _("None of the roles is bound to a country: leave this empty."))
        return cleaned


class AcceptForm(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]  # generic in the stubs alone
    """The password of a new account."""

    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("Password"), label2=_("The password again"))

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        """Take the invitation, whose name and address the password must not repeat."""
        super().__init__(*args, **kwargs)
        self.person = User(email=invitation.email, full_name=invitation.full_name)

    def clean(self) -> dict[str, Any]:
        """Compare the two and weigh the password."""
        self.validate_passwords("password1", "password2")
        self.validate_password_for_user(self.person, "password1")
        return super().clean() or {}
