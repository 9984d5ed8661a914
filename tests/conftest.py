"""What every test may use."""

from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from portal.core.models import User
from tests import databases
from tests.factories.core import UserFactory


class OneByOne(LoadScopeScheduling):
    """Deals tests out one by one; only those that start processes of their own, a browser or a portal, stay together.

    Such modules all go to one worker, first of all, so that they never wait for one another. The plugin's own
    groups (--dist loadgroup) do nothing under pytest 9.2: https://github.com/pytest-dev/pytest-xdist/issues/1386
    """

    def _split_scope(self, nodeid: str) -> str:
        return "own processes" if _starts_processes(nodeid.partition("::")[0]) else nodeid


@cache
def _starts_processes(module: str) -> bool:
    text = (Path(__file__).parent.parent / module).read_text(encoding="utf-8")
    return any(f"pytest.mark.{name}" in text for name in ("journey", "system", "kill"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneByOne | None:
    """Deal the tests out to the workers in our own way, unless the command line asks for another."""
    return OneByOne(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Generator[None]:
    """Give each process a test database with countries, regions, vocabularies and jurisdictions in it."""
    with django_db_blocker.unblock():
        former = connection.settings_dict["NAME"]
        databases.make(_load, anew=request.config.getoption("create_db"))
    yield
    with django_db_blocker.unblock():
        databases.remove(former)


def _load() -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_country_data", verbosity=0)
    databases.keep(databases.BARE)


@pytest.fixture(autouse=True, scope="session")
def restored_rather_than_flushed() -> Generator[None]:
    """After a test that commits, put back what differs: Django would empty every table, and all would be loaded anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: databases.restore(databases.BARE))
        yield


@pytest.fixture(scope="session")
def sample_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the sample once for all tests of this process that ask for it."""
    with django_db_blocker.unblock():
        call_command("load_sample", verbosity=0)
        databases.keep(databases.SAMPLE)
        databases.restore(databases.BARE)


@pytest.fixture
def sample(sample_kept: None, db: None) -> None:
    """Put the sample of landmark cases into the test's database, as manage.py load_sample left it."""
    databases.restore(databases.SAMPLE)


@pytest.fixture(autouse=True)
def in_english() -> Generator[None]:
    """Leave no language behind: a request for a page in Arabic would switch the tests after it."""
    with override("en"):
        yield


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Return a function that gives a browser in which a person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def editor(db: None) -> User:
    """A member of staff who may do everything in case law."""
    return UserFactory(editor=True)


@pytest.fixture
def administrator(db: None) -> User:
    """A person who may do everything."""
    return UserFactory(administrator=True)
