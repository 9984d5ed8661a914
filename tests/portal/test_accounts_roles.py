"""The table of roles and the groups that follow from it."""

import pytest
from django.apps import apps
from django.core.management import call_command

from portal.core.actions import roles
from portal.core.models import Role
from portal.core.roles import BY_CODE, ROLES
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

# Permissions of the table whose models are still to come; empty once they are there.


def events() -> int:
    """Return how much of the audit trail speaks of roles."""
    return sum(apps.get_model("core", name).objects.count() for name in ("RoleEvent", "RolePermissionEvent"))


def test_no_permission_of_the_table_is_misspelt() -> None:
    assert roles.missing_permissions() == set()


def test_every_role_is_a_group() -> None:
    assert set(Role.objects.values_list("name", flat=True)) == set(BY_CODE)
    assert len(BY_CODE) == len(ROLES) == 15


def test_writing_again_leaves_no_trace() -> None:
    before = events()

    call_command("load_reference", verbosity=0)

    assert events() == before


def test_a_permission_that_is_not_in_the_table_is_taken_away() -> None:
    role = Role.objects.get(name="reviewer")
    role.permissions.add(roles.known_permissions()["caselaw.delete_case"])

    roles.write_roles()

    assert not UserFactory(role="reviewer").has_perm("caselaw.delete_case")
    event = apps.get_model("core", "RolePermissionEvent").objects.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context.metadata["action"]) == ("delete", "roles.written")


def test_a_permission_that_is_missing_comes_back() -> None:
    Role.objects.get(name="publisher").permissions.clear()

    roles.write_roles()

    assert UserFactory(role="publisher").has_perm("caselaw.publish_case")


def test_an_editor_writes_and_neither_clears_nor_publishes() -> None:
    editor = UserFactory(role="editor")

    assert editor.is_staff
    assert editor.has_perms(["caselaw.view_case", "caselaw.add_case", "caselaw.change_case", "caselaw.add_court"])
    assert not [name for name in ("clear", "publish", "delete") if editor.has_perm(f"caselaw.{name}_case")]


def test_an_auditor_reads_everything_and_changes_nothing() -> None:
    auditor = UserFactory(role="auditor")

    assert auditor.has_perms(["caselaw.view_case", "core.view_user", "jobs.view_job"])
    assert {name.split(".")[1].split("_")[0] for name in auditor.get_all_permissions()} == {"view"}


def test_no_role_holds_power_over_the_audit_trail() -> None:
    held = Role.permissions.through.objects.values_list("permission__codename", flat=True)

    assert [name for name in held if name.endswith("event")] == []


def test_the_administrator_may_do_everything() -> None:
    administrator = UserFactory(role="administrator")

    assert (administrator.is_staff, administrator.is_superuser) == (True, True)


def test_a_role_that_opens_no_administration_leaves_it_shut() -> None:
    assert not UserFactory(role="contributor").is_staff
