"""What the tests of account pages share."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.utils import timezone

import portal.core.tasks  # noqa: F401  a worker would load it: it registers who writes the mails
from portal.core.actions import notices
from portal.core.models import User
from tests.factories.core import PASSWORD


def sign_in(client: Client, user: User | str, password: str = PASSWORD, **data: str) -> object:
    """Sign in by the form, as a person does."""
    email = user if isinstance(user, str) else user.email
    return client.post("/account/sign-in/", {"username": email, "password": password, **data})


def confirm(client: Client, password: str = PASSWORD) -> None:
    """Show the password once more, as is asked for before something that matters."""
    client.post("/account/confirm/", {"password": password})


def who(client: Client) -> str | None:
    """Return the key of the account that the browser is signed in to."""
    return client.session.get("_auth_user_id")


def sent() -> list[mail.EmailMessage]:
    """Let the worker send what waits, and return it."""
    mail.outbox.clear()
    notices.send_due(now=timezone.now())
    return list(mail.outbox)


def link_in(message: mail.EmailMessage) -> str:
    """Return the path of the first link of a mail."""
    found = re.search(r"https?://[^/\s]+(/\S*)", message.body)
    assert found
    return found[1]


def code_for(secret: str, *, steps: int = 0) -> str:
    """Return what an authenticator app shows now, or so many steps later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client) -> str:
    """Set up an authenticator app for a person who has just signed in; return its secret."""
    confirm(client)
    form = client.get("/account/second-factor/app/").context["form"]
    client.post("/account/second-factor/app/", {"code": code_for(form.secret)})
    return str(form.secret)
