"""Make and keep accounts: addresses, preferences, second factors."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models
from django.utils.translation import gettext as _

from portal.core.actions import notices, records, roles
from portal.core.actions.records import Record
from portal.core.audit import audited
from portal.core.choices import WorkNotices
from portal.core.errors import NotAllowedError
from portal.core.models import User
from portal.core.roles import BY_CODE

FACTORS_REMOVED = "core.second_factor_reset"


def create(*, email: str, full_name: str, password: str, language: str = "") -> User:
    """Make an account whose address is known to be its person's; runs inside the caller's action."""
    person = User.objects.create_user(email, password, full_name=full_name, language=language)
    confirm_address(person)
    return person


def confirm_address(person: User) -> None:
    """Make the account's address its only one, and confirmed; runs inside the caller's action."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def is_taken(address: str) -> bool:
    """Tell whether the address belongs to an account."""
    return (
        User.objects.filter(email=address).exists()
        or EmailAddress.objects.filter(email=address, verified=True).exists()
    )


@audited("account.preferences_changed")
def change_preferences(*, full_name: str, language: str, work_notices: WorkNotices, by: User) -> User:
    """Keep how a person is named and spoken to."""
    person = User.objects.select_for_update().get(pk=by.pk)
    person.full_name, person.language, person.work_notices = full_name, language, work_notices
    person.save(update_fields=["full_name", "language", "work_notices"])
    return person


@audited("account.saved")
def save(*, changed: list[Record], removed: list[models.Model], by: User) -> None:
    """Write an account from the administration. Whoever is given another address confirms it when signing in."""
    person = changed[0].row
    assert isinstance(person, User)
    before = User.objects.filter(pk=person.pk).values_list("email", flat=True).first()
    records.write(changed, removed)
    if before is not None and before != person.email:
        EmailAddress.objects.filter(user=person).delete()
    roles.give(person, set(person.groups.values_list("name", flat=True)) & set(BY_CODE))


@audited("account.second_factor_reset")
def reset_second_factor(*, person_id: int, by: User, now: datetime) -> User:
    """Remove every second factor of a person who has lost them, sign all devices out, and say so by e-mail.

    Raises NotAllowedError for anybody but an administrator, and for the own account.
    """
    if not by.is_active or not by.is_superuser or by.pk == person_id:
        raise NotAllowedError(_("Another administrator must do this."))
    person = User.objects.select_for_update().get(pk=person_id)
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    notices.record(kind=FACTORS_REMOVED, subject_key=now.isoformat(), to=person, context={})
    return person
