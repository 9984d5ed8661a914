"""Roles that are bound to a country: given together, or not at all."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from portal.core.models import CountryRole, Role, User
from tests.admin_forms import filled_in, new_row
from tests.factories.core import CountryFactory, CountryRoleFactory, UserFactory
from tests.faults import constraints_of, refused_by, refused_with

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def _twice() -> None:
    held = CountryRoleFactory()
    CountryRole.objects.create(user=held.user, role=held.role, country=held.country)


FAULTS: dict[str, Callable[[], object]] = {
    "core_countryrole_once": _twice,
    "core_countryrole_role_is_bound_to_a_country": lambda: CountryRole.objects.create(
        user=UserFactory(role="reviewer"), role="reviewer", country=CountryFactory()
    ),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(CountryRole)


def test_a_country_without_the_role_is_refused() -> None:
    with refused_with("A country is given only with the role"):
        CountryRole.objects.create(user=UserFactory(), role="focal_point", country=CountryFactory())


def test_a_bound_role_without_a_country_is_refused() -> None:
    with refused_with("A role that is bound to a country needs one"):
        UserFactory().groups.add(Role.objects.get(name="focal_point"))


def test_the_last_country_of_a_held_role_stays() -> None:
    held = CountryRoleFactory()

    with refused_with("A role that is bound to a country needs one"):
        held.delete()


def test_a_role_is_not_taken_away_while_its_countries_stay() -> None:
    held = CountryRoleFactory()

    with refused_with("A country is given only with the role"):
        held.user.groups.clear()


def test_role_and_country_go_together() -> None:
    held = CountryRoleFactory()

    with transaction.atomic():
        held.user.groups.clear()
        held.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    assert not CountryRole.objects.exists()


def test_a_role_may_be_held_for_several_countries() -> None:
    held = CountryRoleFactory()
    CountryRoleFactory(user=held.user)

    assert CountryRole.objects.held_by(held.user, "focal_point").count() == 2
    assert not CountryRole.objects.held_by(held.user, "statistics_officer").exists()


def test_an_account_that_is_switched_off_holds_nothing() -> None:
    held = CountryRoleFactory()
    held.user.is_active = False

    assert not CountryRole.objects.held_by(held.user).exists()


def test_who_got_which_country_is_recorded(administrator: User, client_for: ClientFor) -> None:
    person, country = UserFactory(), CountryFactory()
    client, page = client_for(administrator), f"/admin/core/user/{person.pk}/change/"
    role = Role.objects.get(name="focal_point")
    data = filled_in(client, page, groups=[role.pk])

    client.post(page, new_row(data, "country_roles", role="focal_point", country=country.pk))

    event = apps.get_model("core", "CountryRoleEvent").objects.get()
    assert (event.user_id, event.country_id) == (person.pk, country.pk)
    assert event.pgh_context.metadata["action"] == "account.saved"
    assert event.pgh_context.metadata["user"] == administrator.pk


def test_the_administration_refuses_one_without_the_other(administrator: User, client_for: ClientFor) -> None:
    person = UserFactory()
    client, page = client_for(administrator), f"/admin/core/user/{person.pk}/change/"
    role = Role.objects.get(name="focal_point")
    data = filled_in(client, page)

    only_role = client.post(page, {**data, "groups": [role.pk]})
    only_country = client.post(page, new_row(data, "country_roles", role="focal_point", country=CountryFactory().pk))

    assert "A role that is bound to a country needs one." in only_role.content.decode()
    assert "A country is given only with the role that is bound to it." in only_country.content.decode()
    assert not person.groups.exists()


def test_the_account_page_says_for_which_country(client: Client) -> None:
    held = CountryRoleFactory()
    client.force_login(held.user)

    html = client.get("/account/").content.decode()

    assert f"<strong>Focal point</strong> ({held.country}): speaks for a country" in html


def test_a_given_role_opens_the_administration(administrator: User, client_for: ClientFor) -> None:
    person = UserFactory()
    client, page = client_for(administrator), f"/admin/core/user/{person.pk}/change/"

    client.post(page, filled_in(client, page, groups=[Role.objects.get(name="editor").pk]))

    person.refresh_from_db()
    assert person.is_staff


def test_an_address_changed_by_an_administrator_must_be_confirmed_and_the_old_one_opens_nothing(
    administrator: User, client_for: ClientFor
) -> None:
    person = UserFactory(email="old@portal.example")
    client, page = client_for(administrator), f"/admin/core/user/{person.pk}/change/"

    client.post(page, filled_in(client, page, email="new@portal.example"))

    assert not person.emailaddress_set.exists()
