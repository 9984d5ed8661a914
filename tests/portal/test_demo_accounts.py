"""Demo accounts: who they are, what they may do, and that a real portal has none."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from portal.core.actions import demo
from portal.core.errors import NotAllowedError
from portal.core.models import User

pytestmark = pytest.mark.django_db

EDITOR_MAY = ["view_case", "add_case", "change_case", "add_importbatch", "clear_case", "publish_case", "change_court"]
EDITOR_MAY_NOT = ["delete_case", "change_caseevent", "view_caseevent"]


def test_both_accounts_can_sign_in() -> None:
    demo.create_accounts()

    for account in demo.ACCOUNTS:
        assert authenticate(username=account.email, password=demo.PASSWORD) is not None


def test_the_editor_may_do_what_editors_do_and_deletes_nothing() -> None:
    editor = demo.create_accounts()["editor@example.org"]

    assert editor.is_staff
    assert not editor.is_superuser
    assert [name for name in EDITOR_MAY if not editor.has_perm(f"caselaw.{name}")] == []
    assert [name for name in EDITOR_MAY_NOT if editor.has_perm(f"caselaw.{name}")] == []


def test_the_administrator_may_do_everything() -> None:
    assert demo.create_accounts()["admin@example.org"].is_superuser


def test_a_second_run_keeps_what_a_person_has_changed() -> None:
    editor = demo.create_accounts()["editor@example.org"]
    editor.set_password("a pass phrase of my own")
    editor.save()

    demo.create_accounts()

    assert authenticate(username=editor.email, password="a pass phrase of my own") is not None
    assert (User.objects.count(), Group.objects.count()) == (2, 1)


def test_the_command_prints_each_account_its_password_and_what_it_may_do() -> None:
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    editor, administrator = out.getvalue().splitlines()
    assert (
        editor == "editor@example.org  demo-portal-2026  Demo editor: writes, imports, checks and publishes case briefs"
    )
    assert administrator == "admin@example.org  demo-portal-2026  Demo administrator: everything"


def test_a_portal_without_sample_data_has_no_demo_accounts(settings: Any) -> None:
    settings.SAMPLE_DATA = False

    with pytest.raises(NotAllowedError):
        demo.create_accounts()
    with pytest.raises(CommandError, match="development only"):
        call_command("demo_accounts")

    assert not User.objects.exists()
