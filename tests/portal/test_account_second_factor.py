"""Second factors: apps, recovery codes, who must have one, and what an administrator does for who lost theirs."""

from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from redis.exceptions import ConnectionError as RedisConnectionError

from portal.core.models import User
from portal.core.second_factor import has_second_factor, needs_second_factor
from tests.factories.core import UserFactory
from tests.portal.account_pages import code_for, confirm, sent, set_up_app, sign_in, who

pytestmark = pytest.mark.django_db

APP = "/account/second-factor/app/"
CODE = "/account/sign-in/code/"


@pytest.fixture(autouse=True)
def _no_used_codes() -> None:
    cache.clear()


@pytest.fixture
def ana() -> User:
    return UserFactory(role="reviewer")


def test_an_app_asks_for_its_code_at_the_next_sign_in(client: Client, ana: User) -> None:
    sign_in(client, ana)
    secret = set_up_app(client)
    again = Client()

    assert sign_in(again, ana).url == CODE
    assert who(again) is None
    again.post(CODE, {"code": "000000"})
    assert who(again) is None
    again.post(CODE, {"code": code_for(secret)})

    assert who(again) == str(ana.pk)


def test_a_code_works_once(client: Client, ana: User) -> None:
    sign_in(client, ana)
    secret = set_up_app(client)
    code = code_for(secret)
    for browser, is_in in ((Client(), True), (Client(), False)):
        sign_in(browser, ana)
        browser.post(CODE, {"code": code})
        assert (who(browser) is not None) is is_in


def test_a_recovery_code_works_once_in_place_of_the_phone(client: Client, ana: User) -> None:
    sign_in(client, ana)
    set_up_app(client)
    code = client.get("/account/second-factor/codes/").context["unused_codes"][0]
    for browser, is_in in ((Client(), True), (Client(), False)):
        sign_in(browser, ana)
        browser.post(CODE, {"code": code})
        assert (who(browser) is not None) is is_in


def test_the_secret_lies_encrypted_and_the_trail_keeps_none(client: Client, ana: User) -> None:
    sign_in(client, ana)
    secret = set_up_app(client)

    stored = Authenticator.objects.get(user=ana, type="totp").data["secret"]
    assert secret not in stored
    fields = {field.name for field in apps.get_model("core", "SecondFactorEvent")._meta.fields}
    assert "type" in fields
    assert "data" not in fields
    event = apps.get_model("core", "SecondFactorEvent").objects.filter(type="totp").get()
    assert event.pgh_context.metadata["action"] == "account.app_set_up"
    assert event.pgh_context.metadata["user"] == ana.pk


def test_the_secret_is_shown_as_text_and_as_a_picture(client: Client, ana: User) -> None:
    sign_in(client, ana)
    confirm(client)

    response = client.get(APP)

    html = response.content.decode()
    assert f'<code dir="ltr" id="secret">{response.context["form"].secret}</code>' in html
    assert 'src="data:image/svg+xml;base64,' in html


def test_whoever_left_the_browser_open_must_show_the_password_again(client: Client, ana: User) -> None:
    client.force_login(ana)

    assert client.get(APP).url == f"/account/confirm/?next={APP.replace('/', '%2F')}"


def test_a_cache_that_is_down_keeps_nobody_out(ana: User, client: Client) -> None:
    sign_in(client, ana)
    secret = set_up_app(client)
    browser = Client()
    sign_in(browser, ana)

    with patch("portal.core.caching.RedisCache.add", side_effect=RedisConnectionError("down")):
        browser.post(CODE, {"code": code_for(secret)})

    assert who(browser) == str(ana.pk)


# Who must have one


@pytest.mark.parametrize(
    ("role", "must"), [("reviewer", True), ("editor", True), ("focal_point", True), ("contributor", False), ("", False)]
)
def test_the_role_says_who_must_have_one(role: str, *, must: bool) -> None:
    assert needs_second_factor(UserFactory(role=role)) is must


def test_recovery_codes_alone_are_no_second_factor(ana: User) -> None:
    Authenticator.objects.create(user=ana, type="recovery_codes", data={})

    assert not has_second_factor(ana)


@pytest.mark.parametrize("path", ["/account/", "/ar/account/", "/", "/cases/", "/admin/", "/account/tokens/", "/jobs/"])
def test_who_lacks_one_is_led_to_it_before_anything_else(
    client: Client, ana: User, settings: Settings, path: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, ana)

    response = client.get(path)

    assert response.url.endswith("/account/second-factor/required/")
    assert "A second factor is needed" in client.get("/account/second-factor/required/").content.decode()


def test_the_api_refuses_who_lacks_one(client: Client, ana: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, ana)

    response = client.get("/api/v1/cases/")

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert response.json()["code"] == "no_second_factor"


def test_setting_one_up_opens_the_way_and_it_cannot_be_taken_off_again(
    client: Client, ana: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, ana)

    set_up_app(client)

    assert client.get("/account/").status_code == 200
    response = client.post("/account/second-factor/app/remove/")
    assert "Your role needs a second factor." in response.content.decode()
    assert has_second_factor(ana)


def test_who_needs_none_is_left_alone(client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, UserFactory(role="contributor"))

    assert client.get("/account/").status_code == 200


def test_one_can_always_sign_out(client: Client, ana: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, ana)

    client.post("/account/sign-out/")

    assert who(client) is None


# Lost phones


def reset(browser: Client, person: User) -> object:
    """Send the form of the administration."""
    return browser.post(f"/admin/core/user/{person.pk}/second-factor/")


def test_an_administrator_removes_lost_factors_signs_out_and_tells(
    client: Client, ana: User, administrator: User
) -> None:
    sign_in(client, ana)
    set_up_app(client)
    sent()
    office = Client()
    sign_in(office, administrator)

    reset(office, ana)

    assert not Authenticator.objects.filter(user=ana).exists()
    assert client.get("/account/").status_code == 302
    (message,) = sent()
    assert "An administrator removed your second factors" in message.body
    event = apps.get_model("core", "SecondFactorEvent").objects.filter(pgh_label="delete", type="totp").get()
    assert event.pgh_context.metadata["user"] == administrator.pk


def test_nobody_else_removes_factors_and_no_administrator_the_own(ana: User, administrator: User) -> None:
    for person in (ana, administrator):
        Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    staff, office = Client(), Client()
    staff.force_login(UserFactory(role="staff", permissions=["core.change_user", "core.view_user"]))
    office.force_login(administrator)

    assert reset(staff, ana).status_code == 403
    assert reset(office, administrator).status_code == 403
    assert Authenticator.objects.count() == 2
