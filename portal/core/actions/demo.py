"""Demo accounts for a portal that shows sample data. A real portal has none."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.actions import accounts, roles
from portal.core.audit import audited
from portal.core.errors import NotAllowedError
from portal.core.models import Country, User
from portal.core.roles import BY_CODE, COUNTRY_ROLES, ROLES

PASSWORD = "demo-portal-2026"  # noqa: S105  not a secret: refused where SAMPLE_DATA is off
COUNTRY = "ITA"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try the portal with, its roles, and what it may do."""

    email: str
    full_name: str
    may: str | Promise
    roles: tuple[str, ...]


# Two people who can take every step between them, so that what needs two persons can be tried.
_WHOLE_DESK = ("editor", "reviewer", "publisher", "data_protection_officer")
_DESK_MAY = gettext_lazy("writes, imports, checks and publishes case briefs")
EDITOR_EMAIL, ADMINISTRATOR_EMAIL = "editor@example.org", "admin@example.org"
ACCOUNTS = (
    DemoAccount(EDITOR_EMAIL, "Demo editor", _DESK_MAY, _WHOLE_DESK),
    DemoAccount("second-editor@example.org", "Demo second editor", _DESK_MAY, _WHOLE_DESK),
    *(
        DemoAccount(
            f"{role.code.replace('_', '-')}@example.org",
            f"Demo {role.code.replace('_', ' ')}",
            role.may,
            (role.code,),
        )
        for role in ROLES
        if role.code not in ("editor", "administrator")
    ),
    DemoAccount(ADMINISTRATOR_EMAIL, "Demo administrator", BY_CODE["administrator"].may, ("administrator",)),
)


@audited("demo.accounts_created")
def create_accounts() -> dict[str, User]:
    """Make the demo accounts that are missing and return all by address. Raises NotAllowedError without SAMPLE_DATA."""
    refuse_without_sample_data()
    if not roles.are_written():
        roles.write_roles()
    return {account.email: _account(account) for account in ACCOUNTS}


def refuse_without_sample_data() -> None:
    """Raise NotAllowedError where sample data and demo accounts have no place."""
    if not settings.SAMPLE_DATA:
        raise NotAllowedError(_("Demo accounts and sample data are for development only: SAMPLE_DATA is off here."))


def _account(account: DemoAccount) -> User:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = accounts.create(email=account.email, full_name=account.full_name, password=PASSWORD)
    is_bound = bool(COUNTRY_ROLES.intersection(account.roles))
    country = Country.objects.filter(iso3=COUNTRY).first() if is_bound else None
    if not is_bound or country is not None:
        roles.give(user, account.roles, country=country)
    return user
