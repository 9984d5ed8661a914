"""What e-mails about an account say."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

Mail = tuple[str, str]


def account_mail(name: str, values: Mapping[str, Any]) -> Mail:
    """Return subject and body of the mail that allauth calls by this name, in the active language."""
    links = {
        "email_confirmation_signup": _confirm_new_account,
        "email_confirmation": _confirm_address,
        "account_already_exists": _account_exists,
        "password_reset_key": _reset_password,
    }
    if name in links:
        return links[name](values)
    return _("Your account was changed"), _changed(_changes(values)[name])


def _site() -> str:
    return str(settings.SITE_NAME)


def _confirm_new_account(values: Mapping[str, Any]) -> Mail:
    body = _(
        "Somebody, probably you, made an account with this address at: %(site)s\n\n"
        "To confirm the address, open this link within three days:\n%(url)s\n\n"
        "If it was not you, do nothing."
    )
    return _("Please confirm your e-mail address"), body % {"site": _site(), "url": values["activate_url"]}


def _confirm_address(values: Mapping[str, Any]) -> Mail:
    body = _(
        "This address is to be used for an account at: %(site)s\n\n"
        "To confirm it, open this link within three days:\n%(url)s\n\n"
        "If you did not ask for this, do nothing."
    )
    return _("Please confirm your e-mail address"), body % {"site": _site(), "url": values["activate_url"]}


def _account_exists(values: Mapping[str, Any]) -> Mail:
    body = _(
        "Somebody, probably you, tried to make an account with this address at: %(site)s\n\n"
        "There is one already. If you forgot its password, choose a new one here:\n%(url)s"
    )
    return _("You have an account already"), body % {"site": _site(), "url": values["password_reset_url"]}


def _reset_password(values: Mapping[str, Any]) -> Mail:
    body = _(
        "Somebody, probably you, asked for a new password for your account at: %(site)s\n\n"
        "To choose one, open this link:\n%(url)s\n\n"
        "If it was not you, do nothing: your password stays as it is."
    )
    return _("Choose a new password"), body % {"site": _site(), "url": values["password_reset_url"]}


def _changes(values: Mapping[str, Any]) -> dict[str, str]:
    addresses = {"old": values.get("from_email", ""), "new": values.get("to_email", "")}
    return {
        "email_changed": _("The e-mail address was changed from %(old)s to %(new)s.") % addresses,
        "email_confirm": _("The e-mail address was confirmed."),
        "email_deleted": _("An e-mail address was removed: %(address)s.")
        % {"address": values.get("deleted_email", "")},
        "password_changed": _("The password was changed."),
        "password_reset": _("A new password was chosen by a link that we sent to you."),
        "password_set": _("A password was set."),
        "recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
        "totp_activated": _("An authenticator app was set up."),
        "totp_deactivated": _("The authenticator app was removed."),
        "webauthn_added": _("A passkey or security key was added."),
        "webauthn_removed": _("A passkey or security key was removed."),
    }


def _changed(what: str) -> str:
    body = _(
        "Your account at %(site)s was changed:\n\n%(what)s\n\n"
        "If it was not you, choose a new password at once and write to us:\n%(url)s/account/"
    )
    return body % {"site": _site(), "what": what, "url": settings.SITE_URL}


def invitation_mail(values: Mapping[str, Any]) -> Mail:
    """Return subject and body of an invitation; `values` holds name, inviter, roles, url and days."""
    body = _(
        "Dear %(name)s,\n\n%(inviter)s invites you to work at: %(site)s\n\nYour roles: %(roles)s\n\n"
        "To accept, open this link within %(days)s days and choose a password:\n%(url)s\n\n"
        "The link works once. If you do not know what this is about, do nothing."
    )
    return _("Invitation to an account"), body % {**values, "site": _site()}


def token_created_mail(values: Mapping[str, Any]) -> Mail:
    """Return subject and body about a new token; `values` holds name and prefix."""
    body = _(
        "A token for the API was made in your name: %(name)s (tip_%(prefix)s_…)\n\n"
        "If it was not you, revoke it and choose a new password at once:\n%(url)s/account/tokens/"
    )
    return _("A new API token"), body % {**values, "url": settings.SITE_URL}


def token_expires_mail(values: Mapping[str, Any]) -> Mail:
    """Return subject and body about a token that expires soon; `values` holds name, prefix and day."""
    body = _(
        "A token of yours for the API expires on %(day)s: %(name)s (tip_%(prefix)s_…)\n\n"
        "If you still need it, make a new one in time:\n%(url)s/account/tokens/"
    )
    return _("An API token expires soon"), body % {**values, "url": settings.SITE_URL}


def second_factor_reset_mail(values: Mapping[str, Any]) -> Mail:
    """Return subject and body after an administrator removed all second factors."""
    return _("Your account was changed"), _changed(
        _("An administrator removed your second factors, because you had lost them. Set up a new one when you sign in.")
    )


def digest_mail(parts: list[Mail]) -> Mail:
    """Return subject and body of the daily e-mail from those of its parts."""
    subject = _("Your daily e-mail: %(count)s notices") % {"count": len(parts)}
    return subject, "\n\n".join(f"{part_subject}\n\n{body}\n\n———" for part_subject, body in parts)
