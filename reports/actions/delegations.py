"""Hand a section over to a colleague in another authority, who sees nothing else, and take it back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal.core.actions import accounts
from portal.core.audit import audited
from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.actions import submission_notices as tell
from reports.actions.locking import locked
from reports.actions.steps import standing
from reports.choices import DelegationState
from reports.models import Section, SectionDelegation, Submission

VALID_FOR = timedelta(days=14)


@audited("delegation.invited")
def invite(
    *, submission_id: int, section: str, email: str, may_write: bool, language: str, by: User, now: datetime
) -> SectionDelegation:
    """Hand a section over: the colleague gets a link for two weeks.

    Raises NotAllowedError, DomainError for an unknown section, WrongStatusError when the colleague has it already.
    """
    submission = locked(submission_id)
    _check(submission, by)
    part = Section.objects.filter(questionnaire=submission.assignment.round.questionnaire_id, code=section).first()
    if part is None:
        raise DomainError(_("There is no such section."))
    address = email.strip().lower()
    given = SectionDelegation.objects.filter(assignment=submission.assignment, section=part, email=address)
    if given.exclude(state=DelegationState.REVOKED).exists():
        raise WrongStatusError(_("This colleague has the section already, or is invited to it."))
    delegation = SectionDelegation(
        assignment=submission.assignment, section=part, email=address, may_write=may_write, invited_by=by
    )
    _send(delegation, language, by, now)
    return delegation


@audited("delegation.sent_again")
def send_again(*, delegation_id: int, language: str, by: User, now: datetime) -> SectionDelegation:
    """Send a new link for two more weeks; the former one no longer works."""
    delegation = _locked(delegation_id)
    _check(_submission(delegation), by)
    if delegation.state != DelegationState.INVITED:
        raise WrongStatusError(_("This invitation was accepted or taken back meanwhile."))
    _send(delegation, language, by, now)
    return delegation


@audited("delegation.revoked")
def revoke(*, delegation_id: int, by: User, now: datetime) -> SectionDelegation:
    """Take a section back: the colleague sees it no longer, and the link no longer works. What was typed stays."""
    delegation = _locked(delegation_id)
    _check(_submission(delegation), by)
    if delegation.state == DelegationState.REVOKED:
        raise WrongStatusError(_("This section was taken back already."))
    was_accepted = delegation.state == DelegationState.ACCEPTED
    delegation.state, delegation.token_hash = DelegationState.REVOKED, None
    delegation.save(update_fields=["state", "token_hash"])
    if was_accepted and delegation.user is not None:
        tell.about_delegation(tell.DELEGATION_REVOKED, delegation, to=delegation.user, now=now)
    return delegation


def find(token: str, *, now: datetime) -> SectionDelegation | None:
    """Return the hand-over that a link opens now; None for one that is wrong, old, used or taken back."""
    return (
        SectionDelegation.objects.select_related(
            "assignment__country", "assignment__round__collection", "section", "invited_by"
        )
        .filter(token_hash=_hash(token), state=DelegationState.INVITED, invited_at__gt=now - VALID_FOR)
        .first()
    )


@audited("delegation.accepted")
def accept(*, token: str, by: User, now: datetime) -> SectionDelegation:
    """Take a section over. Only the account with the invited address may; a forwarded link opens nothing.

    Raises WrongStatusError when the link is spent, NotAllowedError for another account.
    """
    delegation = _open(token, now)
    if not by.is_active or by.email.lower() != delegation.email:
        raise NotAllowedError(
            _("This invitation is for another e-mail address. Sign in with the account of that address.")
        )
    return _accepted(delegation, by, now)


@audited("delegation.accepted_with_new_account")
def accept_with_new_account(*, token: str, full_name: str, password: str, language: str, now: datetime) -> User:
    """Make an account for the invited address, which the link has proved, and take the section over.

    The account has no role. Raises WrongStatusError when the link is spent or the address has an account.
    """
    delegation = _open(token, now)
    if accounts.is_taken(delegation.email):
        raise WrongStatusError(_("There is an account with this address. Sign in with it."))
    person = accounts.create(email=delegation.email, full_name=full_name, password=password, language=language)
    _accepted(delegation, person, now)
    return person


def _check(submission: Submission, by: User) -> None:
    if not standing(by, submission).speaks:
        raise NotAllowedError(_("Only the focal point hands sections over."))


def _send(delegation: SectionDelegation, language: str, by: User, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    delegation.token_hash, delegation.invited_at = _hash(token), now
    delegation.save()
    known = User.objects.filter(email=delegation.email, is_active=True).first()
    tell.delegated(delegation, link=token, to=known, language=language, by=by)


def _open(token: str, now: datetime) -> SectionDelegation:
    """Return the hand-over, locked, so that of two uses at once one wins and the other is told."""
    found = find(token, now=now)
    delegation = _locked(found.pk) if found else None
    if delegation is None or delegation.token_hash != _hash(token):
        raise WrongStatusError(_("This invitation is no longer valid. Ask for a new one."))
    return delegation


def _accepted(delegation: SectionDelegation, person: User, now: datetime) -> SectionDelegation:
    delegation.user, delegation.state, delegation.token_hash = person, DelegationState.ACCEPTED, None
    delegation.save(update_fields=["user", "state", "token_hash"])
    tell.about_delegation(tell.DELEGATION_ACCEPTED, delegation, to=delegation.invited_by, now=now)
    return delegation


def _locked(delegation_id: int) -> SectionDelegation:
    rows = SectionDelegation.objects.select_for_update(of=("self",)).select_related(
        "assignment__country", "assignment__round", "section", "invited_by", "user"
    )
    return rows.get(pk=delegation_id)


def _submission(delegation: SectionDelegation) -> Submission:
    return Submission.objects.with_context().current().get(assignment=delegation.assignment_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
