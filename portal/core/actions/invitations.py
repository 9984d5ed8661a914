"""Invite people: an account with roles waits until its person opens the link of an e-mail and chooses a password."""

from collections.abc import Collection
from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _

from portal.core.actions import accounts, notices, roles
from portal.core.audit import audited
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import Country, Invitation, User
from portal.core.models.invitation import VALID_FOR, InvitationQuerySet

INVITED = "core.invitation"
_SALT = "portal.invitation"


@audited("invitation.sent")
def invite(
    *,
    email: str,
    full_name: str,
    role_codes: Collection[str],
    country: Country | None,
    language: str,
    by: User,
    now: datetime,
) -> Invitation:
    """Invite a person. Raises NotAllowedError for roles one may not give, WrongStatusError for a known address."""
    _check_may_invite(by, role_codes)
    address = email.strip().lower()
    if accounts.is_taken(address):
        raise WrongStatusError(_("There is an account with this address. Give it the roles in the administration."))
    if Invitation.objects.open().filter(email=address).exists():
        raise WrongStatusError(_("There is an open invitation for this address. Send it again or withdraw it."))
    invitation = Invitation.objects.create(
        email=address,
        full_name=full_name,
        roles=sorted(role_codes),
        country=country,
        language=language,
        invited_by=by,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    _send(invitation)
    return invitation


@audited("invitation.sent_again")
def send_again(*, invitation_id: int, by: User, now: datetime) -> Invitation:
    """Send a new link for two more weeks; the old one no longer works."""
    invitation = _open(invitation_id)
    _check_may_invite(by, invitation.roles)
    invitation.round, invitation.expires_at = invitation.round + 1, now + VALID_FOR
    invitation.save(update_fields=["round", "expires_at"])
    _send(invitation)
    return invitation


@audited("invitation.withdrawn")
def withdraw(*, invitation_id: int, by: User, now: datetime) -> Invitation:
    """Take an invitation back: its link no longer works."""
    if not by.has_perm("core.add_invitation"):
        raise NotAllowedError(_("You may not withdraw invitations."))
    invitation = _open(invitation_id)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def find(link: str, *, now: datetime) -> Invitation | None:
    """Return the invitation that a link opens now; None for one that is wrong, old, used or withdrawn."""
    return _for_link(link, now, Invitation.objects.open())


@audited("invitation.accepted")
def accept(*, link: str, password: str, now: datetime) -> User:
    """Make the account with exactly the roles of the invitation. Raises WrongStatusError when the link is spent.

    The invitation is locked, so that of two uses at once one wins and the other is told.
    """
    invitation = _for_link(link, now, Invitation.objects.select_for_update().open())
    if invitation is None or accounts.is_taken(invitation.email):
        raise WrongStatusError(_("This invitation is no longer valid. Ask for a new one."))
    person = accounts.create(
        email=invitation.email, full_name=invitation.full_name, password=password, language=invitation.language
    )
    roles.give(person, invitation.roles, country=invitation.country)
    invitation.accepted_at, invitation.accepted_by = now, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return person


def link_of(invitation: Invitation) -> str:
    """Return the part of the address that opens the invitation as it was last sent."""
    return signing.Signer(salt=_SALT).sign_object([invitation.pk, invitation.round])


def _for_link(link: str, now: datetime, invitations: InvitationQuerySet) -> Invitation | None:
    try:
        key, sent = signing.Signer(salt=_SALT).unsign_object(link)
    except (signing.BadSignature, ValueError):
        return None
    return invitations.filter(pk=key, round=sent, expires_at__gt=now).first()


def _open(invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise WrongStatusError(_("This invitation was used or withdrawn meanwhile."))
    return invitation


def _check_may_invite(by: User, role_codes: Collection[str]) -> None:
    allowed = {role.code for role in roles.which_may_give(by)}
    if not by.is_active or not by.has_perm("core.add_invitation") or not set(role_codes) <= allowed:
        raise NotAllowedError(_("You may not give these roles."))


def _send(invitation: Invitation) -> None:
    notices.record_to_address(
        kind=INVITED,
        subject_key=f"{invitation.pk}.{invitation.round}",
        address=invitation.email,
        language=invitation.language,
        context={"invitation": invitation.pk, "round": invitation.round},
    )
