"""Invitations: who may give which roles, and that each opens one account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.core.actions import invitations
from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import CountryRole, Invitation, User
from portal.core.models.invitation import VALID_FOR
from tests.factories.core import NOW, CountryFactory, InvitationFactory, UserFactory
from tests.faults import constraints_of, refused_by
from tests.portal.account_pages import link_in, sent, sign_in, who

pytestmark = pytest.mark.django_db

PASS_PHRASE = "an orange bicycle in March"
FORM = {"email": "Ana@Portal.Example", "full_name": "Ana", "language": "en", "country": ""}


def _accepted(**values: object) -> Invitation:
    return InvitationFactory(accepted_at=NOW, **values)


def _two_open() -> None:
    for _turn in range(2):
        InvitationFactory(email="ana@portal.example")


FAULTS: dict[str, Callable[[], object]] = {
    "core_invitation_email_lower_case": lambda: InvitationFactory(email="Ana@portal.example"),
    "core_invitation_one_open_per_address": _two_open,
    "core_invitation_known_roles": lambda: InvitationFactory(roles=["king"]),
    "core_invitation_country_for_country_roles": lambda: InvitationFactory(roles=["focal_point"]),
    "core_invitation_expires_later": lambda: InvitationFactory(expires_at=NOW),
    "core_invitation_accepted_by_one_person": _accepted,
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(Invitation)


def test_a_country_without_a_role_that_is_bound_to_one_is_refused() -> None:
    with refused_by("core_invitation_country_for_country_roles"):
        InvitationFactory(country=CountryFactory())


def invite(by: User, *roles: str, **more: object) -> Invitation:
    """Invite Ana."""
    values = {"email": "ana@portal.example", "full_name": "Ana", "country": None, "language": "en", "now": NOW}
    return invitations.invite(role_codes=roles, by=by, **{**values, **more})  # type: ignore[arg-type]


def test_an_invited_person_chooses_a_password_and_has_exactly_the_roles(administrator: User, client: Client) -> None:
    office = Client()
    sign_in(office, administrator)
    country = CountryFactory()
    roles = ["focal_point", "contributor"]
    office.post("/account/invitations/new/", {**FORM, "role_codes": roles, "country": country.pk})
    (message,) = sent()
    page = link_in(message)

    assert "Focal point" in client.get(page).content.decode()
    client.post(page, {"password1": PASS_PHRASE, "password2": PASS_PHRASE})
    sign_in(client, "ana@portal.example", PASS_PHRASE)

    ana = User.objects.get(email="ana@portal.example")
    assert who(client) == str(ana.pk)
    assert set(ana.groups.values_list("name", flat=True)) == set(roles)
    assert list(CountryRole.objects.values_list("user", "role", "country")) == [(ana.pk, "focal_point", country.pk)]
    assert EmailAddress.objects.get(user=ana).verified
    assert (ana.is_staff, ana.is_superuser) == (False, False)


def test_the_mail_is_in_the_chosen_language_and_the_outbox_holds_no_link(administrator: User) -> None:
    invitation = invite(administrator, "contributor", language="ar", now=timezone.now())
    notice = apps.get_model("core", "Notice").objects.get()

    (message,) = sent()

    assert invitations.link_of(invitation) not in str(notice.context)
    assert "/ar/account/invitation/" in message.body


@pytest.mark.parametrize("step", ["withdrawn", "sent again", "accepted", "expired", "forged"])
def test_a_spent_link_opens_nothing(administrator: User, client: Client, step: str) -> None:
    now = timezone.now()
    invitation = invite(administrator, "contributor", now=now - (VALID_FOR if step == "expired" else timedelta(0)))
    link = invitations.link_of(invitation)
    if step == "withdrawn":
        invitations.withdraw(invitation_id=invitation.pk, by=administrator, now=now)
    elif step == "sent again":
        invitations.send_again(invitation_id=invitation.pk, by=administrator, now=now)
    elif step == "accepted":
        invitations.accept(link=link, password=PASS_PHRASE, now=now)
    elif step == "forged":
        link = link[:-2] + "xx"
    before = User.objects.count()

    for method in (client.get, client.post):
        assert method(f"/account/invitation/{link}/").status_code == 410
    assert User.objects.count() == before


def test_a_new_link_works_for_two_more_weeks(administrator: User) -> None:
    invitation = invite(administrator, "contributor")
    later = NOW + VALID_FOR + timedelta(days=1)

    invitations.send_again(invitation_id=invitation.pk, by=administrator, now=later)

    invitation.refresh_from_db()
    assert invitations.find(invitations.link_of(invitation), now=later + VALID_FOR - timedelta(seconds=1))
    assert invitations.find(invitations.link_of(invitation), now=later + VALID_FOR) is None


def test_an_administrator_gives_any_role_and_others_only_what_they_hold(administrator: User) -> None:
    staff = UserFactory(role="staff")

    invite(staff, "staff")
    for role in ("administrator", "editor", "contributor", "finance_officer"):
        with pytest.raises(NotAllowedError):
            invite(staff, role, email=f"{role}@portal.example")
    invite(administrator, "administrator", email="other@portal.example")


@pytest.mark.parametrize("role", ["editor", "reviewer", "auditor", "contributor"])
def test_who_does_not_invite_sees_no_page_of_it(client: Client, role: str) -> None:
    sign_in(client, UserFactory(role=role))

    for path in ("", "new/"):
        assert client.get(f"/account/invitations/{path}").status_code == 403
    with pytest.raises(NotAllowedError):
        invite(UserFactory(role=role), "contributor")


def test_a_person_who_has_an_account_or_an_invitation_is_not_invited_again(administrator: User) -> None:
    UserFactory(email="ben@portal.example")
    invite(administrator, "contributor")

    for email in ("ben@portal.example", "ana@portal.example"):
        with pytest.raises(WrongStatusError):
            invite(administrator, "contributor", email=email)


@pytest.mark.parametrize(("roles", "with_country"), [(["focal_point"], False), (["contributor"], True), ([], False)])
def test_a_form_that_does_not_fit_keeps_what_was_typed(
    administrator: User, client: Client, roles: list[str], *, with_country: bool
) -> None:
    sign_in(client, administrator)
    country = CountryFactory().pk if with_country else ""

    response = client.post("/account/invitations/new/", {**FORM, "role_codes": roles, "country": country})

    assert response.status_code == 422
    assert 'value="Ana@Portal.Example"' in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_weak_password_is_refused_and_the_link_stays_good(administrator: User, client: Client) -> None:
    page = f"/account/invitation/{invitations.link_of(invite(administrator, 'contributor', now=timezone.now()))}/"

    assert client.post(page, {"password1": "ana", "password2": "ana"}).status_code == 422
    assert client.post(page, {"password1": PASS_PHRASE, "password2": "other"}).status_code == 422
    assert client.post(page, {"password1": PASS_PHRASE, "password2": PASS_PHRASE}).status_code == 302


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_takes_the_same_number_of_queries(
    administrator: User, client: Client, django_assert_max_num_queries: Callable[..., object], count: int
) -> None:
    for _row in range(count):
        InvitationFactory(invited_by=administrator)
    client.force_login(administrator)

    with django_assert_max_num_queries(8):
        response = client.get("/account/invitations/")
    assert response.content.decode().count("Withdraw<") == count


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_once_one_wins_and_the_other_is_told() -> None:
    invitation = InvitationFactory(expires_at=timezone.now() + VALID_FOR, created_at=timezone.now())
    link = invitations.link_of(invitation)

    def use(_turn: int) -> bool:
        try:
            invitations.accept(link=link, password=PASS_PHRASE, now=timezone.now())
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(use, range(8)))

    assert sum(won) == 1
    assert User.objects.filter(email=invitation.email).count() == 1
