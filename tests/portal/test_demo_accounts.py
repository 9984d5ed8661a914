"""Demo accounts: who they are, what they may do, and that a real portal has none."""

from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from portal.core.actions import demo
from portal.core.errors import NotAllowedError
from portal.core.models import CountryRole, User
from portal.core.roles import BY_CODE

pytestmark = pytest.mark.django_db

EDITOR_MAY = ["view_case", "add_case", "change_case", "add_importbatch", "clear_case", "publish_case", "change_court"]
EDITOR_MAY_NOT = ["delete_case", "change_caseevent", "view_caseevent"]


def test_every_account_can_sign_in_at_once() -> None:
    demo.create_accounts()

    for account in demo.ACCOUNTS:
        assert authenticate(username=account.email, password=demo.PASSWORD) is not None
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(demo.ACCOUNTS)


def test_every_role_has_an_account() -> None:
    accounts = demo.create_accounts()

    held = {code for user in accounts.values() for code in user.groups.values_list("name", flat=True)}
    assert held == set(BY_CODE)
    assert {"reviewer@example.org", "data-protection-officer@example.org", "focal-point@example.org"} <= set(accounts)


@pytest.mark.parametrize("email", ["editor@example.org", "second-editor@example.org"])
def test_two_editors_may_take_every_step_and_delete_nothing(email: str) -> None:
    editor = demo.create_accounts()[email]

    assert editor.is_staff
    assert not editor.is_superuser
    assert [name for name in EDITOR_MAY if not editor.has_perm(f"caselaw.{name}")] == []
    assert [name for name in EDITOR_MAY_NOT if editor.has_perm(f"caselaw.{name}")] == []


def test_the_administrator_may_do_everything() -> None:
    assert demo.create_accounts()["admin@example.org"].is_superuser


def test_who_speaks_for_a_country_has_one() -> None:
    demo.create_accounts()

    assert set(CountryRole.objects.values_list("user__email", "role", "country__iso3")) == {
        ("statistics-officer@example.org", "statistics_officer", "ITA"),
        ("focal-point@example.org", "focal_point", "ITA"),
    }


def test_a_second_run_keeps_what_a_person_has_changed() -> None:
    editor = demo.create_accounts()["editor@example.org"]
    editor.set_password("a pass phrase of my own")
    editor.save()

    demo.create_accounts()

    assert authenticate(username=editor.email, password="a pass phrase of my own") is not None
    assert User.objects.count() == len(demo.ACCOUNTS)


def test_the_command_prints_a_table_of_the_accounts() -> None:
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    first, *lines = out.getvalue().splitlines()
    assert first == "Demo accounts, all with the password demo-portal-2026:"
    assert [line.split()[0] for line in lines] == [account.email for account in demo.ACCOUNTS]
    assert lines[0].endswith("  writes, imports, checks and publishes case briefs")
    assert max(len(line) for line in lines) <= 140


def test_a_portal_without_sample_data_has_no_demo_accounts(settings: Any) -> None:
    settings.SAMPLE_DATA = False

    with pytest.raises(NotAllowedError):
        demo.create_accounts()
    with pytest.raises(CommandError, match="development only"):
        call_command("demo_accounts")

    assert not User.objects.exists()
