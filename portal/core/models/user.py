"""People with an account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import WorkNotices


class UserManager(BaseUserManager["User"]):
    """Creates accounts; an e-mail address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password nobody can sign in to it."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account, known by the e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting: the audit trail refers to the account.")
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May open the administration."))
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("For e-mails to you, and for the pages after you have signed in."),
    )
    work_notices = models.CharField(
        _("e-mails about work"), max_length=10, choices=WorkNotices, default=WorkNotices.AT_ONCE
    )
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="core_user_email_once_in_any_case"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="core_user_email_lower_case"),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *dict(settings.LANGUAGES)]), name="core_user_language_is_offered"
            ),
            models.CheckConstraint(
                condition=models.Q(work_notices__in=WorkNotices.values), name="core_user_work_notices_known"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_short_name(self) -> str:
        """Return what the page greets the person with (the admin asks for it)."""
        return str(self)
