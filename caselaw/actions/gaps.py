"""What keeps a brief from being published: everything at once, in words, each with the part of the form to go to."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caselaw.actions.anonymisation import defendant_name_problems, open_hits
from caselaw.choices import AnonymisationState
from caselaw.models import Case
from caselaw.models.jurisdiction import UNASSIGNED


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing; `section` is the part of the writing form (its anchor is `section-<name>`)."""

    what: str | Promise
    section: str

    @property
    def is_written(self) -> bool:
        """Whether the author can fill it in the form; the rest is for others to do."""
        return self.section != "anonymisation"

    def __str__(self) -> str:
        return str(self.what)


def gaps(case: Case) -> list[Gap]:
    """Return everything that keeps the brief from being published."""
    return [*gaps_before_review(case), *gaps_before_clearing(case), *_unchecked(case)]


def gaps_before_review(case: Case) -> list[Gap]:
    """Return what an author must still enter before others look at the brief."""
    checks = (
        (bool(case.title), Gap(_("a title"), "decision")),
        (case.decision_date is not None, Gap(_("the date of the decision"), "decision")),
        (case.jurisdiction.code != UNASSIGNED, Gap(_("the jurisdiction"), "decision")),
        (case.sources.exists(), Gap(_("at least one source"), "sources")),
        (case.texts.exclude(fact_summary="").exists(), Gap(_("the facts in at least one language"), "texts")),
        (
            case.findings.exists() or bool(case.inclusion_note),
            Gap(_("an element that was found, or a note on inclusion"), "findings"),
        ),
    )
    names = [Gap(problem, "defendants") for problem in defendant_name_problems(case)]
    return [gap for is_there, gap in checks if not is_there] + names


def gaps_before_clearing(case: Case) -> list[Gap]:
    """Return what must be settled before somebody may confirm that no victim is named."""
    number = len(open_hits(case))
    if not number:
        return []
    what = ngettext(
        "a decision on %(number)d passage that may name a person",
        "a decision on %(number)d passages that may name a person",
        number,
    )
    return [Gap(what % {"number": number}, "anonymisation")]


def _unchecked(case: Case) -> list[Gap]:
    if case.anonymisation_state == AnonymisationState.CLEARED:
        return []
    return [Gap(_("the check by a second person that no victim is named"), "anonymisation")]
