"""Run the checks of a submission, explain and waive what they find, and try a rule out on data that are there."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.actions.locking import locked
from reports.actions.rules import as_rule, live_rules
from reports.building.sheets import SheetBuilder, published_sheets
from reports.checking import engine
from reports.checking.engine import Found, Rule
from reports.checking.sheet import Sheet
from reports.choices import FindingState, Severity
from reports.models import Finding, Round, SourceDataset, Submission, ValidationRule
from reports.permissions import Rights, day_everywhere, rights, why_locked

LONGEST_EXPLANATION = 5000
EXAMPLES = 20
_CLOSED = (FindingState.EXPLAINED, FindingState.WAIVED)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run of the checks changed, and what is open after it."""

    found: int
    opened: int
    reopened: int
    fixed: int


@audited("country_data.checked")
def run(*, submission_id: int, by: User, now: datetime) -> Summary:
    """Run the rules in use and bring the findings up to date. Raises NotAllowedError to those who only read.

    A finding is the same as long as the rule and its cells are. One whose numbers changed is open again, with its old
    explanation marked as stale; one that is gone is mended, and comes back as it was with the same numbers.
    """
    submission = locked(submission_id)
    held = rights(by, submission)
    if not (held.writes_all or held.writes_sections or held.checks):
        raise NotAllowedError(_("You may not run the checks of these answers."))
    builder = SheetBuilder.of(submission)
    found = engine.run(builder.build(submission), live_rules(submission.assignment.round.collection_id))
    questions = {question.code: question.pk for question in builder.questions}
    return _stored(submission, found, questions, now)


def _stored(submission: Submission, found: list[Found], questions: dict[str, int], now: datetime) -> Summary:
    there = {finding.key: finding for finding in Finding.objects.filter(submission=submission)}
    new, changed, reopened = [], [], 0
    for one in found:
        finding = there.pop(one.key, None)
        if finding is None:
            new.append(_new(submission, one, questions, now))
            continue
        was_closed = finding.state != FindingState.OPEN
        if _brought_up_to_date(finding, one, now):
            changed.append(finding)
            reopened += was_closed and finding.state == FindingState.OPEN
    gone = [finding for finding in there.values() if finding.state != FindingState.FIXED]
    for finding in gone:
        finding.state = FindingState.FIXED
    Finding.objects.bulk_create(new)
    fields = ["rule", "severity", "values", "cells", "state", "found_at"]
    Finding.objects.bulk_update([*changed, *gone], fields, batch_size=500)
    return Summary(found=len(found), opened=len(new), reopened=reopened, fixed=len(gone))


def _new(submission: Submission, one: Found, questions: dict[str, int], now: datetime) -> Finding:
    return Finding(
        submission=submission,
        rule_id=one.rule.pk or 0,
        question_id=questions.get(one.question),
        cells=[str(cell) for cell in one.cells],
        key=one.key,
        severity=one.rule.severity,
        values=dict(one.values),
        found_at=now,
    )


def _brought_up_to_date(finding: Finding, one: Found, now: datetime) -> bool:
    """Bring a stored finding up to date; return whether anything changed."""
    state = _next_state(finding, one)
    wanted = (one.rule.pk, one.rule.severity, dict(one.values), state)
    if wanted == (finding.rule_id, finding.severity, finding.values, finding.state):
        return False
    if state == FindingState.OPEN and finding.state != FindingState.OPEN:
        finding.found_at = now
    finding.rule_id, finding.severity, finding.values, finding.state = one.rule.pk or 0, *wanted[1:]
    return True


def _next_state(finding: Finding, one: Found) -> str:
    if one.rule.severity == Severity.BLOCKER or dict(one.values) != finding.values:
        return FindingState.OPEN
    if finding.state != FindingState.FIXED:
        return finding.state
    # It came back with the same numbers: what was said about it still holds.
    if finding.waived_at and finding.waived_at >= (finding.explained_at or finding.waived_at):
        return FindingState.WAIVED
    return FindingState.EXPLAINED if finding.explanation else FindingState.OPEN


@audited("country_data.finding_explained")
def explain(*, finding_id: int, text: str, seen: str, by: User, now: datetime) -> Finding:
    """Say why figures are right although a check found something. `seen` is the mark of what the person saw.

    Raises NotAllowedError, WrongStatusError when the answers are locked or the finding cannot be explained, and
    ChangedMeanwhileError when the figures are others by now.
    """
    finding, held = _locked_finding(finding_id, by)
    if not _may_write(finding, held):
        raise NotAllowedError(_("You may not explain findings of this section."))
    if reason := why_locked(finding.submission, day_everywhere(now)):
        raise WrongStatusError(reason)
    _refuse_closed(finding)
    if seen != mark_of(finding):
        raise ChangedMeanwhileError(_("The figures have changed meanwhile. Look at the finding again."))
    finding.explanation, finding.explained_by, finding.explained_at = _text(text), by, now
    finding.state = FindingState.EXPLAINED
    finding.save(update_fields=["explanation", "explained_by", "explained_at", "state"])
    return finding


@audited("country_data.finding_waived")
def waive(*, finding_id: int, reason: str, by: User, now: datetime) -> Finding:
    """Let a finding rest for a reason; for staff. A blocker cannot be waived: its rule can be taken out of use."""
    finding, _held = _locked_finding(finding_id, by)
    if not by.has_perm("reports.waive_finding"):
        raise NotAllowedError(_("You may not waive findings."))
    _refuse_closed(finding)
    finding.waiver_reason, finding.waived_by, finding.waived_at = _text(reason), by, now
    finding.state = FindingState.WAIVED
    finding.save(update_fields=["waiver_reason", "waived_by", "waived_at", "state"])
    return finding


@audited("country_data.finding_reopened")
def reopen(*, finding_id: int, by: User, now: datetime) -> Finding:
    """Open an explained or waived finding again; for staff who are not content with it."""
    finding, held = _locked_finding(finding_id, by)
    if not held.checks and not by.has_perm("reports.waive_finding"):
        raise NotAllowedError(_("You may not reopen findings."))
    if finding.state not in _CLOSED:
        raise WrongStatusError(_("Only what was explained or waived can be reopened."))
    finding.state = FindingState.OPEN
    finding.save(update_fields=["state"])
    return finding


def _locked_finding(finding_id: int, by: User) -> tuple[Finding, Rights]:
    """Lock the submission first, as everything that writes in it does, then the finding."""
    submission = locked(Finding.objects.values_list("submission", flat=True).get(pk=finding_id))
    finding = Finding.objects.select_for_update(of=("self",)).select_related("question", "rule").get(pk=finding_id)
    finding.submission = submission
    return finding, rights(by, submission)


def _may_write(finding: Finding, held: Rights) -> bool:
    return held.may_write(finding.question.section_id) if finding.question else held.writes_all


def _refuse_closed(finding: Finding) -> None:
    if finding.state == FindingState.FIXED:
        raise WrongStatusError(_("This is mended already."))
    if finding.severity == Severity.BLOCKER:
        raise WrongStatusError(_("This cannot be explained. Mend the figure."))


def _text(typed: str) -> str:
    text = typed.replace("\x00", "�").replace("\r\n", "\n").strip()
    if not text:
        raise DomainError(_("Write why."))
    if len(text) > LONGEST_EXPLANATION:
        raise DomainError(_("The text is too long: at most 5,000 characters."))
    return text


def mark_of(finding: Finding) -> str:
    """Return a mark of what a finding says; another one as soon as its numbers change."""
    content = json.dumps([finding.rule_id, finding.values], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


# Reading


def blocking(submission: Submission) -> QuerySet[Finding]:
    """Return what keeps the answers from being handed in: open blockers, and errors that nobody explained."""
    return in_order(
        Finding.objects.filter(
            submission=submission, state=FindingState.OPEN, severity__in=(Severity.ERROR, Severity.BLOCKER)
        )
    )


def visible_findings(submission: Submission, held: Rights) -> QuerySet[Finding]:
    """Return the findings of the sections that a person reads."""
    findings = Finding.objects.filter(submission=submission)
    if not held.reads_all:
        findings = findings.filter(question__section__in=held.reads_sections | held.writes_sections)
    return in_order(findings)


def in_order(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Sort by section and question, the weightiest first, with what a page shows of them."""
    weights = [When(severity=severity, then=Value(-weight)) for weight, severity in enumerate(Severity.values)]
    return (
        findings.select_related("rule", "question__section", "explained_by", "waived_by")
        .annotate(weight=Case(*weights, output_field=IntegerField()))
        .order_by(
            F("question__section__order").asc(nulls_last=True),
            F("question__order").asc(nulls_last=True),
            "weight",
            "cells",
            "pk",
        )
    )


def open_errors(findings: QuerySet[Finding]) -> int:
    """Return how many findings keep the answers from being handed in."""
    return findings.filter(Q(severity__in=(Severity.ERROR, Severity.BLOCKER)), state=FindingState.OPEN).count()


# Trying out


@dataclass(frozen=True, slots=True)
class Example:
    """One thing that a rule would find: in whose figures, and what."""

    country: str
    found: Found


@dataclass(frozen=True, slots=True)
class TryOut:
    """What rules find in data that are there; nothing is stored."""

    sheets: int
    cells: int
    # By code of the rule: how many findings, in how many countries.
    findings: dict[str, int]
    countries: dict[str, int]
    examples: list[Example]
    seconds: dict[str, float]
    seconds_in_all: float


def try_out(rule: ValidationRule, round_: Round) -> TryOut:
    """Run one version of a rule over the answers of a round, in use or not."""
    submissions = Submission.objects.current().with_context().filter(assignment__round=round_)
    return over_sheets(_sheets(submissions.order_by("assignment__country__iso3")), [as_rule(rule)])


def try_out_on_dataset(rules: Iterable[Rule], dataset: SourceDataset, *, all_rows: bool = False) -> TryOut:
    """Run rules over a published data set, country by country."""
    return over_sheets(published_sheets(dataset, all_rows=all_rows), list(rules))


def _sheets(submissions: QuerySet[Submission]) -> Iterator[Sheet]:
    builder: SheetBuilder | None = None
    for submission in submissions:
        builder = builder or SheetBuilder.of(submission)
        yield builder.build(submission)


def over_sheets(sheets: Iterable[Sheet], rules: list[Rule]) -> TryOut:
    """Run rules over sheets, and measure each."""
    began = perf_counter()
    findings, countries, seconds = ({rule.code: start for rule in rules} for start in (0, 0, 0.0))
    examples: list[Example] = []
    number = cells = 0
    for sheet in sheets:
        number, cells = number + 1, cells + len(sheet.cells)
        for rule in rules:
            before = perf_counter()
            found = engine.run(sheet, [rule])
            seconds[rule.code] += perf_counter() - before
            findings[rule.code] += len(found)
            countries[rule.code] += bool(found)
            examples += [Example(sheet.country, one) for one in found[: EXAMPLES - len(examples)]]
    whole = {code: int(count) for code, count in findings.items()}
    reached = {code: int(count) for code, count in countries.items()}
    return TryOut(number, cells, whole, reached, examples, dict(seconds), perf_counter() - began)
