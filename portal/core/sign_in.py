"""How allauth works here: our words, our outbox, our idea of an address, secrets encrypted."""

import uuid
from io import BytesIO
from typing import Any, ClassVar, cast

import qrcode  # type: ignore[import-untyped]  # no types are published
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]  # likewise

from portal.core import encryption
from portal.core.actions import notices
from portal.core.mails import account_mail
from portal.core.models import User
from portal.core.ratelimit import client_address
from portal.core.second_factor import needs_second_factor

ACCOUNT_MAIL = "core.account_mail"
_TOO_OFTEN = _("Too many attempts. Please wait some minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in and up, passwords and addresses."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address and the password do not belong together. Capital letters count."
        ),
        "duplicate_email": _("This is the address of your account already."),
        "email_taken": _("This address belongs to another account."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is wrong or has been used. Wait for the next one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is no longer valid."),
        "rate_limited": _TOO_OFTEN,
        "same_as_current": _("This is the present value already."),
        "too_many_login_attempts": _TOO_OFTEN,
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }
    texts: ClassVar[dict[str, str | Promise]] = {
        "email_confirmation_failed": _("This address cannot be confirmed: it belongs to another account."),
        "email_confirmation_sent": _("We have sent you an e-mail. Open its link to confirm the address."),
        "email_confirmed": _("The address is confirmed."),
        "password_changed": _("Your password is changed."),
        "password_set": _("Your password is set."),
        "recovery_codes_generated": _("New recovery codes are made. Keep them in a safe place."),
        "sessions_logged_out": _("All other devices are signed out."),
        "totp_activated": _("Your authenticator app is set up."),
        "totp_deactivated": _("Your authenticator app is removed."),
        "webauthn_added": _("The key is added."),
        "webauthn_removed": _("The key is removed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether anybody may make an account."""
        return bool(settings.OPEN_SIGN_UP)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002  allauth's
        """Make an account without any role, in the language of the page."""
        user.full_name = form.cleaned_data["full_name"]
        user.language = get_language() or ""
        return cast("User", super().save_user(request, user, form, commit))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Answer for an account that is switched off as for a wrong password."""
        user = super().authenticate(request, **credentials)
        return cast("User", user) if user and user.is_active else None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the account in the language that the person prefers."""
        with override(cast("User", request.user).language or get_language()):
            return reverse("pages:account")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address, as our own limits see it."""
        return client_address(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if text := message or self.texts.get(name):
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox, in the language of its reader; the outbox forgets it once it is sent."""
        reader = context.get("user")
        language = getattr(reader, "language", "") or get_language() or settings.LANGUAGE_CODE
        with override(language):
            subject, body = account_mail(template_prefix.rpartition("/")[2], context)
        notices.record_to_address(
            kind=ACCOUNT_MAIL,
            subject_key=uuid.uuid4().hex,
            address=email,
            language=language,
            context={"subject": subject, "body": body},
        )


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # likewise
    """Authenticator apps, passkeys and recovery codes."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Your role needs a second factor. Set up another one before you remove this."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return encryption.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name that the app shows."""
        return str(settings.SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture for the app on a white ground, so that it can be read on dark pages too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth's
        """Propose a name for a key."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Key %(number)s") % {"number": number})

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of a person whose role needs one."""
        if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
