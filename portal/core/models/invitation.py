"""Invitations: how people get an account with roles."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.models.country import Country
from portal.core.models.user import User
from portal.core.roles import BY_CODE, COUNTRY_ROLES

VALID_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def visible_to(self, user: User | AnonymousUser) -> InvitationQuerySet:
        """All of them for those who invite."""
        return self.all() if user.is_active and user.has_perm("core.add_invitation") else self.none()

    def open(self) -> InvitationQuerySet:
        """Invitations that were neither used nor withdrawn; they may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


@tracked()
class Invitation(models.Model):
    """An account that waits for its person, with the roles it will have."""

    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("roles"))
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    language = models.CharField(_("language of the e-mail"), max_length=10, choices=settings.LANGUAGES)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    round = models.PositiveSmallIntegerField(_("times sent"), default=1)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="core_invitation_email_lower_case"),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="core_invitation_one_open_per_address",
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=sorted(BY_CODE)) & ~Q(roles=[]), name="core_invitation_known_roles"
            ),
            models.CheckConstraint(
                condition=Q(roles__overlap=sorted(COUNTRY_ROLES), country__isnull=False)
                | (~Q(roles__overlap=sorted(COUNTRY_ROLES)) & Q(country__isnull=True)),
                name="core_invitation_country_for_country_roles",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="core_invitation_expires_later"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="core_invitation_accepted_by_one_person",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def state_at(self, now: datetime) -> str:
        """Return "accepted", "withdrawn", "expired" or "open"."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if self.expires_at <= now else "open"

    @property
    def role_labels(self) -> list[str | Promise]:
        """Return the names of the roles."""
        return [BY_CODE[code].label for code in self.roles]
