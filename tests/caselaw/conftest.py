"""What every test of the case-law database may use."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.core.models import User


@pytest.fixture
def staff(client_for: Callable[[User], Client], editor: User) -> Client:
    """A browser in which an editor is signed in."""
    return client_for(editor)
