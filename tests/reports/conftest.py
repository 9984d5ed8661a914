"""What every test of the country data may use."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.core.models import User
from tests.factories.core import UserFactory


@pytest.fixture
def secretariat(db: None) -> User:
    """A member of staff who runs rounds."""
    return UserFactory(role="staff", is_staff=True)


@pytest.fixture
def at_secretariat(client_for: Callable[[User], Client], secretariat: User) -> Client:
    """A browser in which a member of staff is signed in."""
    return client_for(secretariat)
