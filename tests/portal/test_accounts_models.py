"""What the database refuses about accounts and countries; how accounts are made."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError

from portal.core.choices import UnStatus
from portal.core.models import Country, PrivateFile, Region, RegionMembership, RegionScheme, User
from tests.factories.core import CountryFactory, PrivateFileFactory, UserFactory, in_six_languages
from tests.faults import constraints_of, refused_by

pytestmark = pytest.mark.django_db


def _same_address_in_capitals() -> None:
    User.objects.create(email="ana@portal.example")
    User.objects.create(email="ANA@portal.example")


def _scheme() -> RegionScheme:
    return RegionScheme.objects.create(code="made-up", labels=in_six_languages("Made up"), version="1", source="-")


def _region(code: str, scheme: RegionScheme) -> Region:
    return Region.objects.create(scheme=scheme, code=code, names=in_six_languages(code))


def _same_code_twice() -> None:
    scheme = _scheme()
    for _ in range(2):
        _region("north", scheme)


def _in_two_regions() -> None:
    scheme, country = _scheme(), CountryFactory()
    for code in ("north", "south"):
        RegionMembership.objects.create(scheme=scheme, region=_region(code, scheme), country=country)


FAULTS: dict[str, Callable[[], object]] = {
    "core_user_email_once_in_any_case": _same_address_in_capitals,
    "core_user_email_lower_case": lambda: User.objects.create(email="Ana@portal.example"),
    "core_user_language_is_offered": lambda: User.objects.create(email="ana@portal.example", language="xx"),
    "core_user_work_notices_known": lambda: User.objects.create(email="ana@portal.example", work_notices="never"),
    "core_country_codes_are_capitals": lambda: CountryFactory(iso2="xa"),
    "core_country_m49_has_three_digits": lambda: CountryFactory(m49="1"),
    "core_country_has_six_names": lambda: CountryFactory(names={"en": "Utopia"}),
    "core_country_members_have_a_date": lambda: CountryFactory(un_status=UnStatus.MEMBER),
    "core_regionscheme_six_labels": lambda: RegionScheme.objects.create(code="m", labels={}, version="1", source="-"),
    "core_region_code_once_per_scheme": _same_code_twice,
    "core_region_has_six_names": lambda: Region.objects.create(scheme=_scheme(), code="north", names={}),
    "core_membership_one_region_per_scheme": _in_two_regions,
}


@pytest.mark.parametrize("constraint", [name for name in FAULTS if name != "core_user_email_once_in_any_case"])
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_an_address_in_capitals_is_no_second_account() -> None:
    # The two constraints on the address overlap, and which of them speaks first is PostgreSQL's affair.
    with pytest.raises(IntegrityError):
        _same_address_in_capitals()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(User, Country, RegionScheme, Region, RegionMembership)


def test_an_address_is_kept_in_lower_case_without_blanks() -> None:
    assert User.objects.create_user(" Ana@Portal.Example ").email == "ana@portal.example"


def test_nobody_signs_in_to_an_account_without_a_password() -> None:
    assert not User.objects.create_user("ana@portal.example").has_usable_password()


def test_an_administrator_may_do_everything() -> None:
    administrator = User.objects.create_superuser("ana@portal.example", "a plain pass phrase")

    assert administrator.is_staff
    assert administrator.has_perm("caselaw.publish_case")


def test_people_see_their_own_files_and_administrators_see_all() -> None:
    own = PrivateFileFactory()
    PrivateFileFactory()

    assert list(PrivateFile.objects.visible_to(own.owner)) == [own]
    assert PrivateFile.objects.visible_to(UserFactory(administrator=True)).count() == 2
