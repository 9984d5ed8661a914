"""Tokens with which programs read the API in a person's name."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import TokenScope
from portal.core.models.user import User

LONGEST_LIFE = timedelta(days=365)
PREFIX_LENGTH = 8


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions about tokens."""

    def visible_to(self, user: User | AnonymousUser) -> ApiTokenQuerySet:
        """A person's own tokens, and nobody else's."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def valid(self, now: datetime) -> ApiTokenQuerySet:
        """Tokens that open something now."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)


@tracked(exclude=["secret_sha256", "last_used_at"])
class ApiToken(models.Model):
    """A key to the API. Its secret was shown once; only the hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(_("what it is for"), max_length=100)
    prefix = models.CharField(_("prefix"), max_length=PREFIX_LENGTH, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20, choices=TokenScope), verbose_name=_("scopes"))
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(condition=Q(prefix__regex=r"^[a-z0-9]{8}$"), name="core_apitoken_prefix_form"),
            models.CheckConstraint(
                condition=Q(secret_sha256__regex=r"^[0-9a-f]{64}$"),  # noqa: S106  the form of a hash
                name="core_apitoken_hashed",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=TokenScope.values) & ~Q(scopes=[]), name="core_apitoken_known_scopes"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"), expires_at__lte=F("created_at") + LONGEST_LIFE),
                name="core_apitoken_expires_within_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def state_at(self, now: datetime) -> str:
        """Return "revoked", "expired" or "valid"."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "valid"

    @property
    def scope_labels(self) -> list[str]:
        """Return what the token opens, in words."""
        return [str(TokenScope(scope).label) for scope in self.scopes]
