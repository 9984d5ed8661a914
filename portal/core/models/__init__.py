"""Models that all apps stand on."""

from portal.core.models.access import Role, RolePermission, UserPermission, UserRole
from portal.core.models.country import Country, CountryAlias, Region, RegionMembership, RegionScheme
from portal.core.models.notice import Notice
from portal.core.models.term import Term, TermAlias, TermField, TermLabel, TermScheme, term_scheme_guard
from portal.core.models.upload import PrivateFile
from portal.core.models.user import User

__all__ = [
    "Country",
    "CountryAlias",
    "Notice",
    "PrivateFile",
    "Region",
    "RegionMembership",
    "RegionScheme",
    "Role",
    "RolePermission",
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
