"""What a person does with an account, in a real browser: invited, safe by app and by passkey, with a token."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import CDPSession

import portal.core.tasks  # noqa: F401  a worker would load it: it registers who writes the mails
from portal.core.actions import accounts, invitations, notices
from portal.core.actions.demo import ADMINISTRATOR_EMAIL
from portal.core.models import User
from tests.journeys.conftest import Visit, Visitor
from tests.portal.account_pages import code_for, link_in

pytestmark = pytest.mark.journey

PASS_PHRASE = "an orange bicycle in March"
LANGUAGES = [("en", ""), ("ar", "/ar")]


def person(name: str) -> User:
    """Return a person with an account of their own."""
    return accounts.create(email=f"{name}@portal.example", full_name=name.title(), password=PASS_PHRASE)


def press(visit: Visit, selector: str = 'main form:not([hidden]) button[type="submit"]') -> None:
    """Press the first button of the page, and wait for the next page."""
    with visit.page.expect_navigation():
        visit.page.locator(selector).first.click()


def sign_in(visit: Visit, user: User, prefix: str = "") -> None:
    """Sign in with the password."""
    visit.open(f"{prefix}/account/sign-in/")
    visit.page.locator('input[name="username"]').fill(user.email)
    visit.page.locator('input[name="password"]').fill(PASS_PHRASE)
    press(visit)


def confirm(visit: Visit) -> None:
    """Show the password once more where the page asks for it."""
    if "/account/confirm/" in visit.path:
        visit.page.locator('input[name="password"]').fill(PASS_PHRASE)
        press(visit)


def seen(visit: Visit, language: str, name: str) -> None:
    """See that the page is sound in its direction; keep a picture where one is asked for."""
    visit.check_direction(language)
    visit.check()
    if folder := os.environ.get("PORTAL_PICTURES"):
        for width in (390, 1280):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.screenshot(path=Path(folder) / f"{name}-{language}-{width}.png", full_page=True)


@contextmanager
def a_key(visit: Visit) -> Generator[CDPSession]:
    """Put a key into the browser that knows its person."""
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_an_invited_person_joins(visitor: Visitor, language: str, prefix: str) -> None:
    administrator = User.objects.get(email=ADMINISTRATOR_EMAIL)
    invitation = invitations.invite(
        email=f"guest-{language}@portal.example",
        full_name="Guest",
        role_codes=["contributor"],
        country=None,
        language="en",
        by=administrator,
        now=timezone.now(),
    )
    with visitor() as visit:
        visit.open(f"{prefix}/account/invitation/{invitations.link_of(invitation)}/")
        seen(visit, language, "invitation-accept")
        visit.page.locator('input[name="password1"]').fill(PASS_PHRASE)
        visit.page.locator('input[name="password2"]').fill(PASS_PHRASE)
        press(visit)
        seen(visit, language, "sign-in")

        visit.page.locator('input[name="username"]').fill(invitation.email)
        visit.page.locator('input[name="password"]').fill(PASS_PHRASE)
        press(visit)
        visit.open(f"{prefix}/account/")
        seen(visit, language, "account")

        visit.open(f"{prefix}/account/invitation/{invitations.link_of(invitation)}/")
        assert visit.page.locator("main form").count() == 0
        visit.complaints.clear()  # the browser notes the 410
        seen(visit, language, "invitation-spent")


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_an_app_makes_signing_in_safe_without_javascript(visitor: Visitor, language: str, prefix: str) -> None:
    cache.clear()
    ana = person(f"app-{language}")
    with visitor() as visit:
        sign_in(visit, ana, prefix)
        visit.open(f"{prefix}/account/second-factor/")
        seen(visit, language, "second-factor")
        visit.open(f"{prefix}/account/second-factor/app/")
        seen(visit, language, "confirm")
        confirm(visit)
        seen(visit, language, "app")
        secret = visit.page.locator("#secret").inner_text()
        visit.page.locator('input[name="code"]').fill(code_for(secret))
        press(visit)
        assert visit.page.locator("main li code").count() == 10
        seen(visit, language, "recovery-codes")
        code = visit.page.locator("main li code").first.inner_text()

    with visitor(java_script_enabled=False) as visit:
        sign_in(visit, ana, prefix)
        visit.page.locator('input[name="code"]').fill("000000")
        press(visit)
        assert visit.page.locator(".kp-summary").is_visible()
        visit.page.locator('input[name="code"]').fill(code)
        press(visit)
        assert visit.path == f"{prefix}/account/" or visit.path == "/account/"
        visit.open(f"{prefix}/account/")
        assert visit.page.locator("h1").inner_text() == ana.full_name

    with visitor() as visit:
        sign_in(visit, ana, prefix)
        seen(visit, language, "second-step")


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_a_passkey_opens_the_account_alone(visitor: Visitor, language: str, prefix: str) -> None:
    ben = person(f"key-{language}")
    with visitor() as visit, a_key(visit):
        sign_in(visit, ben, prefix)
        visit.open(f"{prefix}/account/second-factor/keys/add/")
        confirm(visit)
        seen(visit, language, "key-add")
        visit.page.locator('input[name="name"]').fill("Laptop")
        visit.page.locator('input[name="passwordless"]').check()
        press(visit, "button[data-passkey-button]")
        visit.open(f"{prefix}/account/second-factor/keys/")
        assert visit.page.locator("main tbody th").inner_text() == "Laptop"
        seen(visit, language, "keys")

        visit.page.locator("form[action$='/sign-out/'] button").first.click()
        visit.page.wait_for_url(f"**{prefix}/")
        visit.open(f"{prefix}/account/sign-in/")
        press(visit, "button[data-passkey-button]")
        visit.open(f"{prefix}/account/")
        assert visit.page.locator("h1").inner_text() == ben.full_name
        visit.check_quiet()


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_tokens_preferences_and_devices(visitor: Visitor, language: str, prefix: str) -> None:
    eve = person(f"token-{language}")
    with visitor() as visit:
        sign_in(visit, eve, prefix)
        visit.open(f"{prefix}/account/tokens/")
        confirm(visit)
        visit.page.locator('input[name="name"]').fill("Laptop")
        press(visit, 'form[action$="/tokens/"] button[type="submit"]')
        assert visit.page.locator("#token").inner_text().startswith("tip_")
        seen(visit, language, "tokens")
        for path, name in (
            ("preferences/", "preferences"),
            ("devices/", "devices"),
            ("email/", "email"),
            ("password/", "password"),
        ):
            visit.open(f"{prefix}/account/{path}")
            seen(visit, language, name)


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_an_administrator_invites(visitor: Visitor, language: str, prefix: str) -> None:
    boss = person(f"boss-{language}")
    User.objects.filter(pk=boss.pk).update(is_superuser=True, is_staff=True)
    with visitor() as visit:
        sign_in(visit, boss, prefix)
        visit.open(f"{prefix}/account/invitations/new/")
        seen(visit, language, "invite")
        visit.page.locator('input[name="email"]').fill(f"new-{language}@portal.example")
        visit.page.locator('input[name="full_name"]').fill("New")
        visit.page.locator('input[value="reviewer"]').check()
        press(visit, 'form[action$="/new/"] button[type="submit"]')
        assert visit.path == f"{prefix}/account/invitations/"
        seen(visit, language, "invitations")


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_a_newcomer_signs_up_and_a_forgetful_person_comes_back(visitor: Visitor, language: str, prefix: str) -> None:
    email = f"new-{language}-self@portal.example"
    with visitor() as visit:
        visit.open(f"{prefix}/account/sign-up/")
        seen(visit, language, "sign-up")
        visit.page.locator('input[name="full_name"]').fill("Newcomer")
        visit.page.locator('input[name="email"]').fill(email)
        visit.page.locator('input[name="password1"]').fill(PASS_PHRASE)
        press(visit)
        seen(visit, language, "sign-up-sent")
        mail.outbox.clear()
        notices.send_due(now=timezone.now())
        visit.open(link_in(next(message for message in mail.outbox if message.to == [email])))
        seen(visit, language, "email-confirm")
        press(visit)

        visit.open(f"{prefix}/account/password/reset/")
        seen(visit, language, "reset")
        visit.page.locator('input[name="email"]').fill(email)
        press(visit)
        seen(visit, language, "reset-sent")
        mail.outbox.clear()
        notices.send_due(now=timezone.now())
        visit.open(link_in(next(message for message in mail.outbox if message.to == [email])))
        seen(visit, language, "reset-new")
