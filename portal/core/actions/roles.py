"""Write the roles of `portal.core.roles` as groups, and give them to people."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from django.contrib.auth.models import Permission

from portal.core.audit import audited
from portal.core.models import Country, CountryRole, Role, User
from portal.core.roles import BY_CODE, COUNTRY_ROLES, ROLES
from portal.core.roles import Role as TableRole

ADMINISTRATOR = "administrator"


@audited("roles.written")
def write_roles() -> int:
    """Bring the groups and their permissions in line with the table; return how many roles there are.

    A permission that is not in the table is taken away, one whose model does not exist (yet) is skipped.
    """
    known = known_permissions()
    for role in ROLES:
        group, _created = Role.objects.get_or_create(name=role.code)
        wanted = {pk for name, pk in known.items() if _is_meant(name, role.permissions)}
        present = set(group.permissions.values_list("pk", flat=True))
        group.permissions.remove(*(present - wanted))
        group.permissions.add(*(wanted - present))
    return len(ROLES)


def are_written() -> bool:
    """Tell whether every role has its group; what the groups may do is not looked at."""
    return Role.objects.filter(name__in=BY_CODE).count() == len(BY_CODE)


def known_permissions() -> dict[str, int]:
    """Return the key of each permission by its name "app.codename", without those on events of the audit trail."""
    permissions = Permission.objects.select_related("content_type")
    return {
        f"{permission.content_type.app_label}.{permission.codename}": permission.pk
        for permission in permissions
        # Nobody is given power over events: only triggers write them, and views read them for people.
        if not hasattr(permission.content_type.model_class(), "pgh_tracked_model")
    }


def missing_permissions() -> set[str]:
    """Return the names and patterns of the table that no permission answers to."""
    known = known_permissions()
    meant = {pattern for role in ROLES for pattern in role.permissions}
    return {pattern for pattern in meant if not any(_is_meant(name, (pattern,)) for name in known)}


def give(user: User, codes: Iterable[str], *, country: Country | None = None) -> None:
    """Give roles to a person, with the flags that follow from them; runs inside the caller's action.

    A role that is bound to a country is given for that one.
    """
    wanted = set(codes)
    held = set(user.groups.values_list("name", flat=True))
    user.groups.add(*Role.objects.filter(name__in=wanted - held))
    if country is not None:
        for code in sorted(wanted & COUNTRY_ROLES):
            CountryRole.objects.get_or_create(user=user, role=code, country=country)
    is_staff = user.is_staff or any(BY_CODE[code].is_staff for code in wanted)
    is_superuser = user.is_superuser or ADMINISTRATOR in wanted
    if (is_staff, is_superuser) != (user.is_staff, user.is_superuser):
        user.is_staff, user.is_superuser = is_staff, is_superuser
        user.save(update_fields=["is_staff", "is_superuser"])


def which_may_give(user: User) -> list[TableRole]:
    """Return the roles that a person may give by an invitation: all for an administrator.

    Others give those whose permissions they hold themselves; a role without permissions of its own is not among them.
    """
    if user.is_superuser:
        return list(ROLES)
    held = user.get_all_permissions()
    known = known_permissions()
    meant = {role.code: {name for name in known if _is_meant(name, role.permissions)} for role in ROLES}
    return [role for role in ROLES if meant[role.code] and meant[role.code] <= held and role.code != ADMINISTRATOR]


def _is_meant(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
