"""The living page of components."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.core.models import User
from portal.pages.samples import SECTIONS
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.ROOT) / "templates" / "components"
COMPONENTS = sorted(file.stem for file in FOLDER.glob("*.html") if not file.name.startswith("_"))

ClientFor = Callable[[User], Client]


def page(client: Client, language: str = "en") -> str:
    """Return the page in a language."""
    with override(language):
        url = reverse("pages:components")
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def staff(client_for: ClientFor) -> Client:
    """A browser in which a member of staff is signed in."""
    return client_for(UserFactory(is_staff=True))


def test_every_component_is_named_on_the_page(staff: Client) -> None:
    named = re.findall(r'data-component="([^"]+)"', page(staff))

    assert sorted(named) == COMPONENTS


def test_contents_link_to_sections_that_exist(staff: Client) -> None:
    html = page(staff)

    assert re.findall(r'<li><a href="#([a-z]+)">[^<]+</a></li>', html.split("</nav>")[3]) == list(SECTIONS)
    assert [anchor for anchor in SECTIONS if f'<h2 id="{anchor}">{SECTIONS[anchor]}</h2>' not in html] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_id_is_used_twice(staff: Client, language: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]*)"', page(staff, language)))

    assert [name for name, times in ids.items() if times > 1] == []


def test_page_needs_no_inline_style_or_script(staff: Client) -> None:
    html = page(staff)

    assert " style=" not in html
    assert re.findall(r"<script(?![^>]* src=)", html) == []


def test_anonymous_visitor_is_sent_to_sign_in(client: Client) -> None:
    response = client.get(reverse("pages:components"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("sign-in"))


def test_person_who_is_not_staff_is_refused(client_for: ClientFor) -> None:
    response = client_for(UserFactory()).get(reverse("pages:components"))

    assert response.status_code == 403
