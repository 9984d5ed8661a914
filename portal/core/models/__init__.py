"""Models that all apps stand on."""

from portal.core.models.access import Address, Role, RolePermission, SecondFactor, UserPermission, UserRole
from portal.core.models.country import Country, CountryAlias, Region, RegionMembership, RegionScheme
from portal.core.models.invitation import Invitation
from portal.core.models.notice import Notice
from portal.core.models.reading import SensitiveReading
from portal.core.models.scope import CountryRole
from portal.core.models.term import Term, TermAlias, TermField, TermLabel, TermScheme, term_scheme_guard
from portal.core.models.token import ApiToken
from portal.core.models.upload import PrivateFile
from portal.core.models.user import User

__all__ = [
    "Address",
    "ApiToken",
    "Country",
    "CountryAlias",
    "CountryRole",
    "Invitation",
    "Notice",
    "PrivateFile",
    "Region",
    "RegionMembership",
    "RegionScheme",
    "Role",
    "RolePermission",
    "SecondFactor",
    "SensitiveReading",
    "Term",
    "TermAlias",
    "TermField",
    "TermLabel",
    "TermScheme",
    "User",
    "UserPermission",
    "UserRole",
    "term_scheme_guard",
]
