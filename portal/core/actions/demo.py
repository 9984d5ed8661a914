"""Demo accounts for a portal that shows sample data. A real portal has none."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.audit import audited
from portal.core.errors import NotAllowedError
from portal.core.models import User

PASSWORD = "demo-portal-2026"  # noqa: S105  not a secret: refused where SAMPLE_DATA is off
EDITORS = "Editors"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try the portal with, and what it may do."""

    email: str
    full_name: str
    may: str | Promise
    is_superuser: bool = False
    groups: tuple[str, ...] = ()


ACCOUNTS = (
    DemoAccount(
        "editor@example.org",
        "Demo editor",
        gettext_lazy("writes, imports, checks and publishes case briefs"),
        groups=(EDITORS,),
    ),
    DemoAccount("admin@example.org", "Demo administrator", gettext_lazy("everything"), is_superuser=True),
)
EDITOR_EMAIL, ADMINISTRATOR_EMAIL = (account.email for account in ACCOUNTS)


@audited("demo.accounts_created")
def create_accounts() -> dict[str, User]:
    """Make the demo accounts that are missing and return all by address. Raises NotAllowedError without SAMPLE_DATA."""
    refuse_without_sample_data()
    _fill_editors()
    return {account.email: _account(account) for account in ACCOUNTS}


def refuse_without_sample_data() -> None:
    """Raise NotAllowedError where sample data and demo accounts have no place."""
    if not settings.SAMPLE_DATA:
        raise NotAllowedError(_("Demo accounts and sample data are for development only: SAMPLE_DATA is off here."))


def _account(account: DemoAccount) -> User:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(
            account.email,
            PASSWORD,
            full_name=account.full_name,
            is_staff=True,
            is_superuser=account.is_superuser,
        )
    missing = set(account.groups) - set(user.groups.values_list("name", flat=True))
    user.groups.add(*Group.objects.filter(name__in=missing))
    return user


def _fill_editors() -> None:
    """Let editors view, add and change everything in case law, import, check and publish; they delete nothing."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    wanted = Permission.objects.filter(content_type__app_label="caselaw").exclude(codename__startswith="delete_")
    # Only people change these, never an event of the audit trail.
    wanted = wanted.exclude(content_type__model__endswith="event")
    missing = set(wanted) - set(group.permissions.all())
    group.permissions.add(*missing)
