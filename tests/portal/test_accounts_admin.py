"""Accounts and roles in the administration: nobody raises the own power."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from portal.core.models import CountryAlias, Role, User
from tests.admin_forms import filled_in, new_row
from tests.factories.core import CountryFactory, UserFactory, permissions_of

pytestmark = pytest.mark.django_db

PASS_PHRASE = "an orange bicycle in March"


@pytest.fixture
def staff(client_for: Callable[[User], Client]) -> Client:
    """A browser of staff with every permission of the shared rooms, but no administrator."""
    return client_for(UserFactory(is_staff=True, permissions=permissions_of("core")))


def change(person: User) -> str:
    """Return the address of an account's page."""
    return reverse("admin:core_user_change", args=[person.pk])


def test_an_account_is_made_with_a_password(administrator: User, client_for: Callable[[User], Client]) -> None:
    entered = {
        "email": "Ana@Portal.Example",
        "full_name": "Ana",
        "usable_password": "true",
        "password1": PASS_PHRASE,
        "password2": PASS_PHRASE,
    }

    client_for(administrator).post(reverse("admin:core_user_add"), entered)

    made = User.objects.get(email="ana@portal.example")
    assert made.check_password(PASS_PHRASE)
    assert made.events.get().pgh_context.metadata["user"] == administrator.pk


def test_an_administrator_gives_a_role_and_the_trail_shows_it(
    administrator: User, client_for: Callable[[User], Client]
) -> None:
    person, role = UserFactory(), Role.objects.create(name="Editors")
    client = client_for(administrator)

    client.post(change(person), filled_in(client, change(person), groups=[role.pk]))

    event = apps.get_model("core", "UserRoleEvent").objects.get()
    assert (event.user_id, event.group_id) == (person.pk, role.pk)
    assert event.pgh_context.metadata["user"] == administrator.pk


def test_staff_cannot_make_anyone_an_administrator(staff: Client) -> None:
    person = UserFactory()

    staff.post(change(person), filled_in(staff, change(person), is_superuser="on", is_staff="on", full_name="Other"))

    person.refresh_from_db()
    assert (person.full_name, person.is_superuser, person.is_staff) == ("Other", False, False)


@pytest.mark.parametrize("page", ["change", "password"])
def test_staff_cannot_take_over_the_account_of_an_administrator(staff: Client, page: str, administrator: User) -> None:
    address = change(administrator)
    if page == "password":
        address = reverse("admin:auth_user_password_change", args=[administrator.pk])

    response = staff.post(address, {"password1": PASS_PHRASE, "password2": PASS_PHRASE, "usable_password": "true"})

    assert response.status_code == 403
    administrator.refresh_from_db()
    assert not administrator.check_password(PASS_PHRASE)


def test_staff_cannot_change_what_a_role_may_do(staff: Client) -> None:
    role = Role.objects.create(name="Editors")

    assert staff.post(reverse("admin:core_role_change", args=[role.pk]), {"name": "Other"}).status_code == 403
    assert staff.post(reverse("admin:core_role_add"), {"name": "Other"}).status_code == 403


def test_an_account_is_not_deleted(administrator: User, client_for: Callable[[User], Client]) -> None:
    address = reverse("admin:core_user_delete", args=[UserFactory().pk])

    assert client_for(administrator).post(address, {"post": "yes"}).status_code == 403


def test_another_name_of_a_country_is_kept_in_the_form_in_which_names_are_compared(staff: Client) -> None:
    country = CountryFactory()
    page = reverse("admin:core_country_change", args=[country.pk])

    staff.post(page, new_row(filled_in(staff, page), "aliases", name="Côte d’Été"))

    assert country.aliases.get().normalised == "cote d ete"


def test_a_country_has_a_box_for_its_name_in_each_language(staff: Client) -> None:
    country = CountryFactory()
    page = reverse("admin:core_country_change", args=[country.pk])

    staff.post(page, filled_in(staff, page, names_fr="Utopie"))

    country.refresh_from_db()
    assert (country.names["fr"], set(country.names)) == ("Utopie", {"en", "fr", "es", "ru", "ar", "zh"})


def test_a_country_without_a_name_in_one_language_is_refused(staff: Client) -> None:
    page = reverse("admin:core_country_change", args=[CountryFactory().pk])

    assert staff.post(page, filled_in(staff, page, names_ar="")).status_code == 200


def test_a_name_that_stands_for_another_country_is_refused(staff: Client) -> None:
    taken = CountryAlias.objects.select_related("country").earliest("pk")
    page = reverse("admin:core_country_change", args=[CountryFactory().pk])

    response = staff.post(page, new_row(filled_in(staff, page), "aliases", name=taken.name))

    assert f"This name already stands for {taken.country}." in response.content.decode()
