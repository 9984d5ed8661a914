"""Rounds of data collection: begin one, say which countries it asks, open and close it."""

from collections import Counter
from collections.abc import Collection as Many
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.audit import audited
from portal.core.errors import DomainError, IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import Country, Region, User
from reports.actions import questionnaires
from reports.choices import RoundState, SubmissionState
from reports.models import Assignment, Provider, Question, Round, Submission

S = RoundState
# What may still change once respondents have seen the round; the database refuses the rest.
STAYS_OPEN_TO_CHANGE = ("names", "due_on", "no_objection_days")
# Countries may join while answers are taken.
TAKES_COUNTRIES = (S.DRAFT, S.OPEN)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round: from which states, to which."""

    name: str
    label: str | Promise
    done: str | Promise
    sources: frozenset[RoundState]
    to: RoundState


STEPS = (
    Step(
        "open",
        gettext_lazy("Open the round"),
        gettext_lazy("The round is open. Its questionnaire no longer changes."),
        frozenset({S.DRAFT}),
        S.OPEN,
    ),
    Step("close", gettext_lazy("Close the round"), gettext_lazy("The round is closed."), frozenset({S.OPEN}), S.CLOSED),
    Step(
        "reopen",
        gettext_lazy("Open the round again"),
        gettext_lazy("The round is open again."),
        frozenset({S.CLOSED}),
        S.OPEN,
    ),
    Step(
        "analyse",
        gettext_lazy("Begin the analysis"),
        gettext_lazy("The answers are being analysed and are closed to respondents."),
        frozenset({S.CLOSED}),
        S.ANALYSIS,
    ),
    Step(
        "validate",
        gettext_lazy("Begin the validation by States"),
        gettext_lazy("The round is in validation."),
        frozenset({S.ANALYSIS}),
        S.VALIDATION,
    ),
    Step(
        "publish",
        gettext_lazy("Mark as published"),
        gettext_lazy("The round is published."),
        frozenset({S.VALIDATION}),
        S.PUBLISHED,
    ),
    Step(
        "archive",
        gettext_lazy("Put into the archive"),
        gettext_lazy("The round is in the archive."),
        frozenset({S.PUBLISHED}),
        S.ARCHIVED,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def offered(round_: Round, user: User) -> list[Step]:
    """Return the steps that this person may take now."""
    if not user.has_perm("reports.run_round"):
        return []
    return [step for step in STEPS if round_.state in step.sources]


@audited("round.created")
def create(*, round_: Round, by: User) -> Round:
    """Write a new round, in preparation. Raises NotAllowedError."""
    _check(by, "reports.add_round")
    round_.state = S.DRAFT
    round_.save(force_insert=True)
    return round_


@audited("round.changed")
def change(*, round_: Round, by: User) -> Round:
    """Write what may still change about a round. Raises NotAllowedError, or WrongStatusError for anything else."""
    _check(by, "reports.change_round")
    stored = locked(round_.pk)
    changed = [
        field.name
        for field in Round._meta.concrete_fields
        if field.name != "state" and getattr(stored, field.attname) != getattr(round_, field.attname)
    ]
    if stored.state != S.DRAFT and (fixed := sorted(set(changed) - set(STAYS_OPEN_TO_CHANGE))):
        labels = ", ".join(str(Round._meta.get_field(name).verbose_name) for name in fixed)  # type: ignore[union-attr]
        raise WrongStatusError(_("The round was opened, so this no longer changes: %(list)s.") % {"list": labels})
    if changed:
        round_.save(update_fields=changed)
    return round_


@audited("round.deleted")
def delete(*, round_id: int, by: User) -> None:
    """Delete a round that was never opened, with its list of countries. Raises NotAllowedError or WrongStatusError."""
    _check(by, "reports.delete_round")
    round_ = locked(round_id)
    if round_.state != S.DRAFT:
        raise WrongStatusError(_("A round that was opened is not deleted."))
    Assignment.objects.filter(round=round_).delete()
    round_.delete()


@audited("round.stepped")
def take(step: Step, *, round_id: int, by: User, now: datetime) -> Round:
    """Take a step. Opening freezes the questionnaire and makes each country's answers.

    Raises NotAllowedError, WrongStatusError, or IncompleteError for a round that asks nobody or nothing.
    """
    _check(by, "reports.run_round")
    round_ = locked(round_id)
    if round_.state not in step.sources:
        state = S(round_.state).label
        raise WrongStatusError(_("This step does not follow from the state: %(state)s.") % {"state": state})
    if step.name == "open":
        _check_can_open(round_)
        questionnaires.freeze(round_.questionnaire_id, now=now)
    round_.state = step.to
    round_.save(update_fields=["state"])
    if step.name == "open":
        _make_submissions(round_, now)
    return round_


@audited("round.countries_assigned")
def assign(
    *, round_id: int, countries: Many[Country], by: User, now: datetime, provider: Provider | None = None
) -> int:
    """Let a round ask these countries too; those it asks already stay as they are. Returns how many are new.

    In an open round their answers are made at once. Raises NotAllowedError or WrongStatusError.
    """
    _check(by, "reports.add_assignment")
    round_ = _locked_for_countries(round_id)
    known = set(Assignment.objects.filter(round=round_).values_list("country_id", flat=True))
    new = Assignment.objects.bulk_create(
        Assignment(round=round_, country=country, provider=provider)
        for country in sorted(set(countries), key=lambda country: country.iso3)
        if country.pk not in known
    )
    if round_.state == S.OPEN:
        _make_submissions(round_, now)
    return len(new)


@audited("round.provider_changed")
def set_provider(*, assignment_id: int, provider: Provider | None, by: User) -> None:
    """Say who sends a country's data; None: its own focal point. Raises NotAllowedError."""
    _check(by, "reports.change_assignment")
    assignment = Assignment.objects.select_for_update().get(pk=assignment_id)
    if assignment.provider_id != (provider.pk if provider else None):
        assignment.provider = provider
        assignment.save(update_fields=["provider"])


@audited("round.country_removed")
def unassign(*, assignment_id: int, by: User) -> None:
    """Take a country out of a round, while nobody has begun its answers. Raises NotAllowedError or WrongStatusError."""
    _check(by, "reports.change_assignment")
    round_id = Assignment.objects.values_list("round_id", flat=True).get(pk=assignment_id)
    _locked_for_countries(round_id)
    begun = Submission.objects.select_for_update().filter(assignment=assignment_id)
    if any(submission.state != SubmissionState.NOT_STARTED for submission in begun):
        raise WrongStatusError(_("Work on the answers of this country has begun, so it stays in the round."))
    Submission.objects.filter(assignment=assignment_id).delete()
    Assignment.objects.filter(pk=assignment_id).delete()


def countries_of(region: Region) -> models.QuerySet[Country]:
    """Return the countries of a region and of every region inside it."""
    keys, level = [region.pk], [region.pk]
    while level := list(Region.objects.filter(parent__in=level).values_list("pk", flat=True)):
        keys += level
    return Country.objects.filter(memberships__region__in=keys).distinct().order_by("iso3")


def locked(round_id: int) -> Round:
    """Return the round, locked until the end of the transaction."""
    return Round.objects.select_for_update().get(pk=round_id)


def _locked_for_countries(round_id: int) -> Round:
    round_ = locked(round_id)
    if round_.state not in TAKES_COUNTRIES:
        raise WrongStatusError(_("The round is closed, so its countries stay as they are."))
    return round_


def _check_can_open(round_: Round) -> None:
    missing = []
    if not Assignment.objects.filter(round=round_).exists():
        missing.append(_("countries"))
    if not Question.objects.filter(section__questionnaire=round_.questionnaire_id).exists():
        missing.append(_("questions"))
    missing += [_("one question %(number)s, not several") % {"number": number} for number in _repeated(round_)]
    if missing:
        raise IncompleteError(_("The round cannot be opened yet."), missing)


def _repeated(round_: Round) -> list[str]:
    """Return the numbers that several questions have: cells and workbooks name a question by its number alone."""
    numbers = Question.objects.filter(section__questionnaire=round_.questionnaire_id).values_list("code", flat=True)
    return sorted(number for number, times in Counter(numbers).items() if times > 1)


def _make_submissions(round_: Round, now: datetime) -> None:
    without: Iterable[Assignment] = Assignment.objects.filter(round=round_, submissions__isnull=True).order_by("pk")
    Submission.objects.bulk_create(Submission(assignment=assignment, state_since=now) for assignment in without)


def _check(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise NotAllowedError(_("You may not change rounds."))


def step_named(name: str) -> Step:
    """Return the step of this name. Raises DomainError when there is none."""
    if name not in BY_NAME:
        raise DomainError(_("There is no such step."))
    return BY_NAME[name]
