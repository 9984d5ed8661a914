"""The audit trail: who changed which row by which action; nobody rewrites it."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import InternalError, connection, models, transaction
from django.db.utils import DatabaseError

from caselaw.actions import cases
from caselaw.models import Case, CaseText
from portal.core.audit import audited
from portal.core.errors import IncompleteError
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, CaseTextFactory, DefendantFactory
from tests.factories.core import NOW, CountryFactory, UserFactory

pytestmark = pytest.mark.django_db

EVENT_TABLES = sorted(model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))


def test_there_are_event_tables() -> None:
    # Otherwise the tests below would pass by having nothing to look at.
    assert {"caselaw_caseevent", "core_userevent", "caselaw_casecountryevent"} <= set(EVENT_TABLES)


def test_an_action_leaves_its_name_and_actor_with_every_change() -> None:
    editor, case = UserFactory(editor=True), CaseFactory(accepted=True)

    cases.clear(case_id=case.pk, by=editor, now=NOW)

    event = case.events.latest("pgh_id")
    assert event.status == "cleared"
    assert event.pgh_label == "update"
    assert event.pgh_context.metadata == {"action": "case.anonymisation_cleared", "user": editor.pk}


def test_all_changes_of_one_action_share_one_context() -> None:
    @audited("test.two_changes")
    def change(*, by: User) -> None:
        case = CaseFactory()
        CaseTextFactory(case=case)

    change(by=UserFactory())

    assert Case.objects.get().events.get().pgh_context_id == CaseText.objects.get().events.get().pgh_context_id


def test_an_action_that_is_refused_leaves_neither_change_nor_event() -> None:
    @audited("test.refused")
    def change(*, by: User) -> None:
        CaseFactory(created_by=by)
        raise IncompleteError("No.", [])

    with pytest.raises(IncompleteError):
        change(by=UserFactory())

    assert not Case.objects.exists()
    assert not Case.pgh_event_model.objects.exists()  # type: ignore[attr-defined]  # made by the tracker


def test_a_bulk_update_is_recorded_row_by_row() -> None:
    made = [CaseFactory(), CaseFactory()]

    Case.objects.update(significance=2)

    assert [case.events.latest("pgh_id").significance for case in made] == [2, 2]


def test_plain_sql_is_recorded() -> None:
    case = CaseFactory()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE caselaw_case SET significance = 3 WHERE id = %s", [case.pk])

    assert case.events.latest("pgh_id").significance == 3


def test_a_deletion_keeps_the_last_state() -> None:
    text = CaseTextFactory(headline="Held by debts.")
    key = text.pk

    text.delete()

    last = CaseText.pgh_event_model.objects.filter(id=key).latest("pgh_id")  # type: ignore[attr-defined]  # likewise
    assert (last.pgh_label, last.headline) == ("delete", "Held by debts.")


def test_an_update_that_changes_nothing_leaves_no_event() -> None:
    case = CaseFactory()

    Case.objects.filter(pk=case.pk).update(significance=None)

    assert case.events.count() == 1


def test_added_and_removed_countries_of_a_brief_are_recorded() -> None:
    case, country = CaseFactory(), CountryFactory()

    case.countries_involved.add(country)
    case.countries_involved.remove(country)

    events = Case.countries_involved.through._meta.apps.get_model("caselaw", "CaseCountryEvent").objects
    found = events.filter(case=case, country=country).order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(found) == ["insert", "delete"]


def test_nationalities_of_a_defendant_are_recorded() -> None:
    defendant, country = DefendantFactory(), CountryFactory()

    defendant.nationalities.set([country])

    assert apps.get_model("caselaw", "DefendantNationalityEvent").objects.filter(defendant=defendant).count() == 1


def test_who_is_given_a_role_or_a_permission_is_recorded() -> None:
    names = ("UserRoleEvent", "UserPermissionEvent", "RolePermissionEvent", "RoleEvent")
    before = {name: apps.get_model("core", name).objects.count() for name in names}
    person, role, permission = UserFactory(), Group.objects.create(name="Editors"), Permission.objects.earliest("pk")

    person.groups.add(role)
    person.user_permissions.add(permission)
    role.permissions.add(permission)

    for name in names:
        assert apps.get_model("core", name).objects.count() == before[name] + 1, name


def test_the_trail_keeps_no_password() -> None:
    fields = {field.name for field in User.pgh_event_model._meta.fields}  # type: ignore[attr-defined]  # likewise

    assert "email" in fields
    assert not {"password", "last_login"} & fields


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'other'", "DELETE FROM {}"])
def test_an_event_is_neither_changed_nor_deleted(statement: str) -> None:
    CaseFactory()

    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
    ):
        cursor.execute(statement.format("caselaw_caseevent"))


@pytest.mark.parametrize("table", EVENT_TABLES)
def test_no_event_table_can_be_emptied(table: str) -> None:
    with connection.cursor() as cursor:
        # The test settings allow TRUNCATE, since the test run itself empties tables.
        cursor.execute("SET LOCAL portal.allow_truncate = 'off'")

        with pytest.raises(InternalError, match="cannot be emptied"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table}")


@pytest.mark.parametrize("table", EVENT_TABLES)
def test_every_event_table_refuses_changes(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [table])
        names = " ".join(name for (name,) in cursor.fetchall())

    assert "append_only" in names
    assert "no_truncate" in names


def test_events_outlive_the_account_they_name() -> None:
    editor = UserFactory(editor=True)
    cases.clear(case_id=CaseFactory(accepted=True).pk, by=editor, now=NOW)

    with pytest.raises(models.ProtectedError):
        editor.delete()
