"""Roles and who holds them, addresses and second factors, so that the audit trail shows who was given which power."""

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from portal.core.audit import tracked, tracked_link
from portal.core.models.user import User
from portal.core.roles import COUNTRY_ROLES, label_of

_BOUND = ", ".join(f"'{code}'" for code in sorted(COUNTRY_ROLES))


@tracked()
class Role(Group):
    """A set of permissions with a name."""

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return str(label_of(self.name))


@tracked_link()
class RolePermission(Group.permissions.through):  # type: ignore[name-defined, misc]  # made by Django at run time
    """A permission of a role."""

    class Meta:
        proxy = True


@tracked_link()
class UserRole(User.groups.through):  # type: ignore[name-defined, misc]  # likewise
    """A role of a person."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="bound_role_has_a_country",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert,
                func=f"""
                    IF EXISTS (
                        SELECT FROM core_user_groups held JOIN auth_group ON auth_group.id = held.group_id
                        WHERE held.id = NEW.id AND auth_group.name IN ({_BOUND}) AND NOT EXISTS (
                            SELECT FROM core_countryrole
                            WHERE core_countryrole.user_id = held.user_id AND core_countryrole.role = auth_group.name
                        )
                    ) THEN
                        RAISE EXCEPTION 'A role that is bound to a country needs one.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,  # noqa: S608  codes of this program
            ),
            pgtrigger.Trigger(
                name="country_goes_with_its_role",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT FROM core_countryrole JOIN auth_group ON auth_group.name = core_countryrole.role
                        WHERE auth_group.id = OLD.group_id AND core_countryrole.user_id = OLD.user_id
                        AND NOT EXISTS (
                            SELECT FROM core_user_groups held
                            WHERE held.user_id = OLD.user_id AND held.group_id = OLD.group_id
                        )
                    ) THEN
                        RAISE EXCEPTION 'A country is given only with the role that is bound to it.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]


@tracked_link()
class UserPermission(User.user_permissions.through):  # type: ignore[name-defined, misc]  # likewise
    """A permission that a person has without a role."""

    class Meta:
        proxy = True


@tracked(exclude=["data", "last_used_at"])
class SecondFactor(Authenticator):  # type: ignore[misc]  # allauth has no types
    """A second factor of a person; its secret is not recorded."""

    class Meta:
        proxy = True


@tracked()
class Address(EmailAddress):  # type: ignore[misc]  # likewise
    """An e-mail address of a person, and whether it is confirmed."""

    class Meta:
        proxy = True
