"""The roles of the portal: what each may do, whether it is bound to a country or an organisation, and its second factor.

A role is a group of Django with the code as its name; `portal.core.actions.roles` writes the groups and their
permissions from this table. Nobody gains a role by signing up: an administrator gives it, or an invitation brings it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Bound(StrEnum):
    """What a role is bound to; the permission alone opens nothing beyond it."""

    COUNTRY = "country"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its permissions as `app_label.codename`; `*` at the end stands for any ending."""

    code: str
    label: str | Promise
    may: str | Promise
    permissions: tuple[str, ...] = ()
    is_staff: bool = False
    needs_second_factor: bool = False
    bound_to: Bound | None = None


_READS_BRIEFS = ("caselaw.view_*",)
_INSTRUMENT = (
    "collection",
    "round",
    "questionnaire",
    "section",
    "question",
    "tablerow",
    "indicator",
    "provider",
    "assignment",
    "validationrule",
    "exclusion",
)
# Rounds and their instrument; answers are written on the form alone, as those of the country are.
_RUNS_ROUNDS = (
    "reports.view_*",
    *(f"reports.{verb}_{noun}" for noun in _INSTRUMENT for verb in ("add", "change")),
    "reports.run_round",
    "reports.review_submission",
    "reports.enter_submission",
    "reports.waive_finding",
    "reports.decide_partnerlabel",
    "reports.add_sourcedataset",
)

ROLES = (
    Role(
        "contributor",
        _("Contributor"),
        _("writes briefs and hands them in for review"),
        ("caselaw.contribute_case",),
    ),
    Role(
        "editor",
        _("Editor"),
        _("writes, edits and imports briefs, puts them on hold, hides them, answers corrections"),
        (
            *_READS_BRIEFS,
            "caselaw.contribute_case",
            "caselaw.add_*",
            "caselaw.change_*",
            "caselaw.review_case",
            "caselaw.hold_case",
            "caselaw.hide_case",
            "caselaw.assign_case",
            "caselaw.answer_correctionrequest",
            "caselaw.undo_importbatch",
            "caselaw.keep_suppressed_names",
        ),
        is_staff=True,
        needs_second_factor=True,
    ),
    Role(
        "reviewer",
        _("Reviewer"),
        _("accepts briefs or returns them with comments"),
        (*_READS_BRIEFS, "caselaw.review_case", "caselaw.hold_case"),
        needs_second_factor=True,
    ),
    Role(
        "publisher",
        _("Publisher"),
        _("publishes cleared briefs, hides and withdraws them"),
        (
            *_READS_BRIEFS,
            "caselaw.publish_case",
            "caselaw.hold_case",
            "caselaw.hide_case",
            "caselaw.withdraw_case",
            "caselaw.assign_case",
        ),
        needs_second_factor=True,
    ),
    Role(
        "data_protection_officer",
        _("Data-protection officer"),
        _("confirms that no victim is named, keeps the lists of names to suppress, redacts, hides and withdraws"),
        (
            *_READS_BRIEFS,
            "caselaw.clear_case",
            "caselaw.accept_hit",
            "caselaw.hold_case",
            "caselaw.hide_case",
            "caselaw.withdraw_case",
            "caselaw.redact_case",
            "caselaw.keep_suppressed_names",
            "core.view_audit_log",
        ),
        needs_second_factor=True,
    ),
    Role(
        "statistics_officer",
        _("Statistics officer"),
        _("enters the figures of a country"),
        needs_second_factor=True,
        bound_to=Bound.COUNTRY,
    ),
    Role(
        "focal_point",
        _("Focal point"),
        _("speaks for a country: hands in, answers questions and signs off"),
        needs_second_factor=True,
        bound_to=Bound.COUNTRY,
    ),
    Role("fund_applicant", _("Fund applicant"), _("applies for grants"), bound_to=Bound.ORGANISATION),
    Role("fund_reviewer", _("Fund reviewer"), _("reviews applications"), needs_second_factor=True),
    Role("fund_manager", _("Fund manager"), _("runs calls, awards and agreements"), needs_second_factor=True),
    Role("finance_officer", _("Finance officer"), _("certifies and releases payments"), needs_second_factor=True),
    Role("board_member", _("Board member"), _("recommends awards"), needs_second_factor=True),
    Role(
        "auditor",
        _("Auditor"),
        _("reads everything, changes nothing"),
        ("caselaw.view_*", "core.view_*", "jobs.view_*", "reports.view_*"),
        needs_second_factor=True,
    ),
    Role(
        "staff",
        _("Staff"),
        _("keeps courts, jurisdictions and vocabularies, runs the rounds of country data, and invites people"),
        (
            "caselaw.view_*",
            "caselaw.add_court",
            "caselaw.change_court",
            "caselaw.add_jurisdiction",
            "caselaw.change_jurisdiction",
            "caselaw.add_place",
            "caselaw.change_place",
            "core.view_country",
            "core.view_term*",
            "core.change_term*",
            "core.add_term*",
            "core.view_invitation",
            "core.add_invitation",
            *_RUNS_ROUNDS,
        ),
        is_staff=True,
        needs_second_factor=True,
    ),
    Role(
        "administrator",
        _("Administrator"),
        _("everything"),
        ("*",),
        is_staff=True,
        needs_second_factor=True,
    ),
)
BY_CODE = {role.code: role for role in ROLES}
COUNTRY_ROLES = frozenset(role.code for role in ROLES if role.bound_to == Bound.COUNTRY)
WITH_SECOND_FACTOR = frozenset(role.code for role in ROLES if role.needs_second_factor)


def label_of(code: str) -> str | Promise:
    """Return the name of a role; a group that is not in the table keeps its own."""
    return BY_CODE[code].label if code in BY_CODE else code
