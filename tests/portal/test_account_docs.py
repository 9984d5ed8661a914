"""The documentation of accounts says what the table of roles says."""

from django.conf import settings
from django.utils.translation import override

from portal.core.roles import ROLES


def test_every_role_stands_in_the_documentation_as_in_the_table() -> None:
    text = (settings.ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")

    with override("en"):
        for role in ROLES:
            needs = "yes" if role.needs_second_factor else "no"
            assert f"| {role.label} | `{role.code}` | {role.may} | {needs} | {role.bound_to or ''} |" in text
