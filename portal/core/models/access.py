"""Roles and who holds them, so that the audit trail shows who was given which power."""

from django.contrib.auth.models import Group

from portal.core.audit import tracked, tracked_link
from portal.core.models.user import User


@tracked()
class Role(Group):
    """A set of permissions with a name."""

    class Meta:
        proxy = True


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


@tracked_link()
class UserPermission(User.user_permissions.through):  # type: ignore[name-defined, misc]  # likewise
    """A permission that a person has without a role."""

    class Meta:
        proxy = True
