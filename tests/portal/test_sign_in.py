"""Sign-in and sign-out."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.factories.core import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
SIGN_IN = "/account/sign-in/"
WRONG = "The e-mail address and the password do not belong together."


def who(client: Client) -> str | None:
    """Return the key of the account that the browser is signed in to."""
    return client.session.get("_auth_user_id")


def sign_in(client: Client, email: str, password: str = PASSWORD, **data: str) -> object:
    """Send the form."""
    return client.post(SIGN_IN, {"username": email, "password": password, **data})


@pytest.mark.parametrize("typed", ["anna@portal.example", " Anna@Portal.Example "])
def test_an_address_and_its_password_open_the_account(client: Client, typed: str) -> None:
    user = UserFactory(email="anna@portal.example")

    response = sign_in(client, typed)

    assert (response.status_code, response.url) == (302, reverse("pages:account"))
    assert who(client) == str(user.pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@portal.example", "wrong"),
        ("anna@portal.example", PASSWORD.upper()),
        ("nobody@portal.example", PASSWORD),
        ("anna@portal.example", ""),
        ("", PASSWORD),
    ],
)
def test_anything_else_does_not(client: Client, email: str, password: str) -> None:
    UserFactory(email="anna@portal.example")

    response = sign_in(client, email, password)
    html = unescape(response.content.decode())

    assert who(client) is None
    assert "Please correct the following" in html
    assert "<title>Error: Sign in – " in html


def test_an_unknown_address_is_answered_like_a_wrong_password(client: Client) -> None:
    UserFactory(email="anna@portal.example")

    answers = {
        unescape(sign_in(client, email, "wrong").content.decode()).split('id="error-summary"')[1].split("</ul>")[0]
        for email in ("anna@portal.example", "nobody@portal.example")
    }

    assert len(answers) == 1
    assert WRONG in answers.pop()


def test_a_typed_password_is_never_sent_back(client: Client) -> None:
    assert b"my secret words" not in sign_in(client, "anna@portal.example", "my secret words").content


def test_an_account_that_is_switched_off_stays_closed_and_is_not_betrayed(client: Client) -> None:
    UserFactory(email="anna@portal.example", is_active=False)

    response = sign_in(client, "anna@portal.example")

    assert who(client) is None
    assert WRONG in unescape(response.content.decode())


def test_an_account_without_a_password_stays_closed(client: Client) -> None:
    UserFactory(email="anna@portal.example", password=None)

    for password in ("", "None", "!"):
        sign_in(client, "anna@portal.example", password)
    assert who(client) is None


def test_the_session_gets_a_new_key(client: Client) -> None:
    UserFactory(email="anna@portal.example")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    sign_in(client, "anna@portal.example")

    assert client.session.session_key != before


def test_a_person_returns_to_the_page_that_asked(client: Client) -> None:
    UserFactory(email="anna@portal.example")

    asked = client.get("/account/")
    assert asked.url == f"{SIGN_IN}?next=/account/"
    assert 'name="next" value="/cases/?q=a&b"' in unescape(
        client.get(SIGN_IN, {"next": "/cases/?q=a&b"}).content.decode()
    )
    assert sign_in(client, "anna@portal.example", next="/cases/?q=a").url == "/cases/?q=a"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example"]
)
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    UserFactory(email="anna@portal.example")

    assert sign_in(client, "anna@portal.example", next=elsewhere).url == reverse("pages:account")


def test_a_person_who_is_signed_in_needs_no_form(client_for: ClientFor) -> None:
    assert client_for(UserFactory()).get(SIGN_IN).url == reverse("pages:account")


def test_the_form_is_refused_without_its_token(client: Client) -> None:
    UserFactory(email="anna@portal.example")
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(SIGN_IN, {"username": "anna@portal.example", "password": PASSWORD})

    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()
    assert who(strict) is None


def test_the_form_can_be_filled_in_by_a_password_manager(client: Client) -> None:
    html = client.get(SIGN_IN).content.decode()

    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]


def test_the_sign_in_link_leads_back_to_the_page(client: Client) -> None:
    html = client.get("/ar/cases/", {"q": "a b"}).content.decode()

    assert 'href="/ar/account/sign-in/?next=%2Far%2Fcases%2F%3Fq%3Da%2Bb"' in html


def test_signing_out_closes_the_account(client_for: ClientFor) -> None:
    browser = client_for(UserFactory())

    response = browser.post("/account/sign-out/")

    assert (response.status_code, response.url) == (302, "/")
    assert who(browser) is None
    assert browser.get("/account/").status_code == 302


def test_a_link_cannot_sign_anybody_out(client_for: ClientFor) -> None:
    browser = client_for(UserFactory())

    assert browser.get("/account/sign-out/").status_code == 405
    assert who(browser) is not None
