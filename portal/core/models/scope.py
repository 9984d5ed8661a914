"""For which country a person holds a role that is bound to one."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.models.country import Country
from portal.core.models.user import User
from portal.core.roles import BY_CODE, COUNTRY_ROLES


class CountryRoleQuerySet(models.QuerySet["CountryRole"]):
    """Questions about roles for a country."""

    def held_by(self, user: User | AnonymousUser, *roles: str) -> CountryRoleQuerySet:
        """What a person holds, in these roles or in any; nothing for an account that is switched off."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user=user, **({"role__in": roles} if roles else {}))


@tracked()
class CountryRole(models.Model):
    """A person holds a role for a country. The role itself is held through its group; the database keeps both in step."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="country_roles", verbose_name=_("person")
    )
    role = models.CharField(
        _("role"), max_length=40, choices=[(code, BY_CODE[code].label) for code in sorted(COUNTRY_ROLES)]
    )
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))

    objects = CountryRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role for a country")
        verbose_name_plural = _("roles for a country")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "country"], name="core_countryrole_once"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(COUNTRY_ROLES)), name="core_countryrole_role_is_bound_to_a_country"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="role_is_held",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT FROM core_countryrole WHERE id = NEW.id) AND NOT EXISTS (
                        SELECT FROM core_user_groups held JOIN auth_group ON auth_group.id = held.group_id
                        WHERE held.user_id = NEW.user_id AND auth_group.name = NEW.role
                    ) THEN
                        RAISE EXCEPTION 'A country is given only with the role that is bound to it.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="last_country_stays",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Delete | pgtrigger.Update,
                func="""
                    IF EXISTS (
                        SELECT FROM core_user_groups held JOIN auth_group ON auth_group.id = held.group_id
                        WHERE held.user_id = OLD.user_id AND auth_group.name = OLD.role
                    ) AND NOT EXISTS (
                        SELECT FROM core_countryrole WHERE user_id = OLD.user_id AND role = OLD.role
                    ) THEN
                        RAISE EXCEPTION 'A role that is bound to a country needs one.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.country}"
