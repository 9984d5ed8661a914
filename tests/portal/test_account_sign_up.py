"""Making an account, forgetting its password, changing its address: nothing tells who has an account."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from pytest_django.fixtures import Settings

from portal.core.models import Notice, User
from tests.factories.core import PASSWORD, UserFactory
from tests.portal.account_pages import confirm, link_in, sent, sign_in, who

pytestmark = pytest.mark.django_db

SIGN_UP = "/account/sign-up/"
FORGOTTEN = "/account/password/reset/"
NEW = "an orange bicycle in March"


def sign_up(client: Client, email: str = "ana@portal.example", **more: str) -> object:
    """Send the form."""
    return client.post(SIGN_UP, {"full_name": "Ana", "email": email, "password1": NEW, **more})


def body_of(response: object) -> str:
    """Return the page without what differs from one request to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", unescape(response.content.decode()))


def test_an_account_opens_once_its_address_is_confirmed(client: Client) -> None:
    sign_up(client)
    assert who(client) is None
    sign_in(client, "ana@portal.example", NEW)
    assert who(client) is None

    page = link_in(sent()[0])
    client.post(page)
    sign_in(client, "ana@portal.example", NEW)

    assert who(client) == str(User.objects.get(email="ana@portal.example").pk)


def test_nobody_gains_a_role_by_signing_up(client: Client) -> None:
    sign_up(client, is_staff="on", is_superuser="on", groups="1", role="administrator")

    ana = User.objects.get(email="ana@portal.example")
    assert (ana.is_staff, ana.is_superuser, ana.groups.count(), ana.full_name) == (False, False, 0, "Ana")


def test_opening_the_link_alone_confirms_nothing_since_scanners_of_mail_open_links_too(client: Client) -> None:
    sign_up(client)

    client.get(link_in(sent()[0]))

    assert not EmailAddress.objects.get(email="ana@portal.example").verified


def test_the_language_of_the_page_becomes_that_of_the_account(client: Client) -> None:
    client.post(f"/fr{SIGN_UP}", {"full_name": "Ana", "email": "ana@portal.example", "password1": NEW})

    assert User.objects.get(email="ana@portal.example").language == "fr"


def test_a_closed_portal_makes_no_account(client: Client, settings: Settings) -> None:
    settings.OPEN_SIGN_UP = False

    response = sign_up(client)

    assert "Accounts by invitation only" in response.content.decode()
    assert not User.objects.exists()
    assert SIGN_UP not in client.get("/account/sign-in/").content.decode()


def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_owner(client: Client) -> None:
    UserFactory(email="ana@portal.example")

    known, unknown = sign_up(Client()), sign_up(Client(), "new@portal.example")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    subjects = {message.to[0]: message.subject for message in sent()}
    assert subjects == {
        "ana@portal.example": "You have an account already",
        "new@portal.example": "Please confirm your e-mail address",
    }


def test_signing_up_with_a_known_address_takes_as_long(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory(email="ana@portal.example")
    hashed: list[str] = []
    hasher, encode = type(get_hasher()), type(get_hasher()).encode
    monkeypatch.setattr(hasher, "encode", lambda self, *given: hashed.append(given[0]) or encode(self, *given))

    sign_up(client)
    sign_up(Client(), "new@portal.example")

    assert hashed == [NEW, NEW]


@pytest.mark.parametrize("weak", ["12345678", "password", "ana@portal.example"])
def test_a_weak_password_is_refused(client: Client, weak: str) -> None:
    response = sign_up(client, password1=weak)

    assert "Please correct the following" in response.content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client) -> None:
    ana = UserFactory(email="ana@portal.example")
    client.post(FORGOTTEN, {"email": "ana@portal.example"})
    page = link_in(sent()[0])

    form = client.get(page, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW, "password2": NEW})

    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert who(client) is None
    assert "too old" in Client().get(page, follow=True).content.decode()
    assert [message.subject for message in sent()] == ["Your account was changed"]


def test_asking_for_a_link_looks_the_same_for_unknown_addresses_and_writes_to_nobody(client: Client) -> None:
    UserFactory(email="ana@portal.example")
    UserFactory(email="off@portal.example", is_active=False)

    pages = {
        body_of(Client().post(FORGOTTEN, {"email": f"{name}@portal.example"}, follow=True))
        for name in ("ana", "off", "nobody")
    }

    assert len(pages) == 1
    assert [message.to for message in sent()] == [["ana@portal.example"]]


def test_the_outbox_keeps_no_link_once_it_is_sent(client: Client) -> None:
    UserFactory(email="ana@portal.example")
    client.post(FORGOTTEN, {"email": "ana@portal.example"})
    assert Notice.objects.get().context

    sent()

    assert Notice.objects.get().context == {}


def test_another_address_takes_effect_when_it_is_confirmed(client: Client) -> None:
    ana = UserFactory(email="ana@portal.example")
    sign_in(client, ana)
    client.post("/account/email/", {"email": "New@portal.example", "action_add": ""})
    ana.refresh_from_db()
    assert ana.email == "ana@portal.example"

    client.post(link_in(sent()[0]))

    ana.refresh_from_db()
    assert ana.email == "new@portal.example"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("new@portal.example", True, True)
    ]
    event = apps.get_model("core", "UserEvent").objects.filter(pgh_obj=ana, pgh_label="update").latest("pgh_id")
    assert event.pgh_context.metadata["action"] == "account.address_confirmed"


def test_a_changed_password_is_told_and_recorded_without_the_password(client: Client) -> None:
    ana = UserFactory()
    sign_in(client, ana)

    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert who(client) == str(ana.pk)
    (message,) = sent()
    assert "The password was changed." in message.body


def test_the_present_password_is_asked_for(client: Client) -> None:
    ana = UserFactory()
    sign_in(client, ana)

    response = client.post("/account/password/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})

    assert "This is not your present password." in response.content.decode()
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def test_after_signing_in_the_account_speaks_the_preferred_language(client: Client) -> None:
    assert sign_in(client, UserFactory(language="ar")).url == "/ar/account/"


@pytest.mark.parametrize(
    "path", ["sign-in/", "sign-up/", "password/reset/", "password/reset/sent/", "password/reset/done/", "email/sent/"]
)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_every_page_without_account_is_there_in_every_direction(client: Client, path: str, prefix: str) -> None:
    response = client.get(f"{prefix}/account/{path}")

    assert response.status_code == 200
    assert response.content.decode().count("<h1>") == 1


@pytest.mark.parametrize(
    "path",
    [
        "",
        "email/",
        "password/",
        "confirm/",
        "second-factor/",
        "second-factor/app/",
        "second-factor/keys/",
        "second-factor/keys/add/",
        "devices/",
        "preferences/",
        "tokens/",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_every_page_of_an_account_is_there(client: Client, path: str, prefix: str) -> None:
    sign_in(client, UserFactory())
    confirm(client)

    response = client.get(f"{prefix}/account/{path}")

    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1>") == 1
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", html) == []
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("path", ["email/", "password/", "second-factor/", "devices/", "preferences/", "tokens/"])
def test_no_page_of_an_account_opens_to_strangers(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").url.startswith("/account/sign-in/?next=")


def test_preferences_are_kept_and_recorded(client: Client) -> None:
    ana = UserFactory()
    sign_in(client, ana)

    response = client.post("/account/preferences/", {"full_name": "Ana B.", "language": "fr", "work_notices": "daily"})

    ana.refresh_from_db()
    assert (ana.full_name, ana.language, ana.work_notices) == ("Ana B.", "fr", "daily")
    assert response.url == "/fr/account/"
    event = apps.get_model("core", "UserEvent").objects.filter(pgh_obj=ana).latest("pgh_id")
    assert event.pgh_context.metadata["action"] == "account.preferences_changed"


def test_a_preference_that_is_not_offered_is_refused(client: Client) -> None:
    sign_in(client, UserFactory())

    response = client.post("/account/preferences/", {"full_name": "Ana", "language": "xx", "work_notices": "never"})

    assert response.status_code == 422


def test_other_devices_are_signed_out(client: Client) -> None:
    ana, other = UserFactory(), Client()
    sign_in(client, ana)
    sign_in(other, ana)

    client.post("/account/devices/")

    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_the_administration_has_no_sign_in_of_its_own(client: Client) -> None:
    response = client.get("/admin/login/?next=/admin/core/")

    assert (response.status_code, response.url) == (302, "/account/sign-in/?next=/admin/core/")
