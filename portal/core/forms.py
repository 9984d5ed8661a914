"""Forms of the shared rooms: those of accounts say their labels in our own words and languages."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_CURRENT, _NEW = _("Password"), _("New password")
_AGAIN = _("The new password again")


def _word(form: forms.Form, name: str, label: Any, help_text: Any = None) -> None:
    """Give a field of a form its label and, if any, its help; a placeholder is no label."""
    field = form.fields[name]
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    if help_text is not None:
        field.help_text = help_text


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields for what they are."""
        super().__init__(*args, **kwargs)
        _word(self, "login", _("E-mail address"))
        _word(self, "password", _CURRENT, "")
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}

    def add_prefix(self, field_name: str) -> str:
        """Send the address as "username", as password managers know it."""
        return "username" if field_name == "login" else str(super().add_prefix(field_name))


class SignUpForm(account.SignupForm):  # type: ignore[misc]  # likewise
    """A new account, which may do nothing but sign in."""

    full_name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["full_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields for what they are."""
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-mail address"))
        _word(self, "password1", _CURRENT)

    def try_save(self, request: HttpRequest) -> Any:
        """Take as long for an address that has an account: the time to hash a password would tell it."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ChangeAddressForm(account.AddEmailForm):  # type: ignore[misc]  # likewise
    """Another address, which takes effect when it is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field for what it is."""
        super().__init__(*args, **kwargs)
        _word(self, "email", _("New e-mail address"), _("It takes effect when you open the link that we send there."))


class _NewPassword(forms.Form):
    """What the forms with a new password share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields for what they are."""
        super().__init__(*args, **kwargs)
        _word(self, "password1", _NEW)
        _word(self, "password2", _AGAIN)


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):  # type: ignore[misc]  # likewise
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the old one too."""
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("Present password"), "")


class SetPasswordForm(_NewPassword, account.SetPasswordForm):  # type: ignore[misc]  # likewise
    """A first password."""


class NewPasswordForm(_NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]  # likewise
    """A new password, after the link of an e-mail was opened."""


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]  # likewise
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field for what it is."""
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-mail address"))


class ConfirmPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]  # likewise
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field for what it is."""
        super().__init__(*args, **kwargs)
        _word(self, "password", _CURRENT, "")


class _Code(forms.Form):
    """What the forms with a code share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field for what it is, and open the keypad of a phone."""
        super().__init__(*args, **kwargs)
        _word(self, "code", _("Code"), self.help_for_code)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "dir": "ltr"}

    help_for_code: Any = _("Six digits from your authenticator app, or one of your recovery codes.")


class CodeForm(_Code, codes.AuthenticateForm):  # type: ignore[misc]  # likewise
    """The second step of signing in."""


class ConfirmCodeForm(_Code, codes.ReauthenticateForm):  # type: ignore[misc]  # likewise
    """A code before something that matters."""


class ActivateAppForm(_Code, ActivateTOTPForm):  # type: ignore[misc]  # likewise
    """The first code of an authenticator app."""

    help_for_code = _("Six digits that your app now shows.")


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # likewise
    """A passkey or a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields for what they are."""
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Name of the key"), _("So that you can tell your keys apart."))
        _word(
            self,
            "passwordless",
            _("Sign in with this key alone"),
            _("The key then asks for a fingerprint, a face or a PIN instead of your password."),
        )


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]  # likewise
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field for what it is."""
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Name of the key"))
