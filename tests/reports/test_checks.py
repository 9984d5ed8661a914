"""The checks of a submission: findings that open, change, close and come back; explanations and waivers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError, WrongStatusError
from reports.actions import checks, rules
from reports.actions.rules import Changes
from reports.choices import FindingState, Severity, SubmissionState
from reports.models import (
    Finding,
    SectionDelegation,
    Submission,
)
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import (
    FindingFactory,
    SectionDelegationFactory,
)
from tests.reports.checked import WITHIN, check, explained, large_finding, officer, put, rule_of, submission_of

pytestmark = pytest.mark.django_db

# Running


def test_a_finding_opens_and_says_where_it_is() -> None:
    submission, finding, _by = large_finding()

    assert (finding.state, finding.severity, finding.cells) == ("open", "error", ["1.1|total|2025"])
    assert finding.question is not None
    assert (finding.question.code, finding.values["value"], finding.found_at) == ("1.1", 120, WITHIN)
    assert list(checks.blocking(submission)) == [finding]


def test_checking_again_changes_nothing() -> None:
    submission, _finding, by = large_finding()

    assert check(submission, by) == checks.Summary(found=1, opened=0, reopened=0, fixed=0)


def test_a_finding_that_is_gone_is_mended() -> None:
    submission, finding, by = large_finding()
    put(submission, 12)

    assert check(submission, by).fixed == 1
    finding.refresh_from_db()
    assert finding.state == FindingState.FIXED


def test_an_explained_finding_with_other_numbers_is_open_again_and_keeps_the_explanation() -> None:
    submission, finding, by = large_finding()
    explained(finding, by)
    assert not checks.blocking(submission)
    put(submission, 130)

    assert check(submission, by).reopened == 1
    finding.refresh_from_db()
    assert (finding.state, finding.values["value"]) == ("open", 130)
    assert finding.explanation == "A large operation of the police."


def test_an_explained_finding_with_the_same_numbers_stays_explained_also_after_it_was_gone() -> None:
    submission, finding, by = large_finding()
    explained(finding, by)
    check(submission, by)
    put(submission, 12)
    check(submission, by)
    put(submission, 120)

    check(submission, by)

    finding.refresh_from_db()
    assert finding.state == FindingState.EXPLAINED


def test_a_rule_that_becomes_a_blocker_opens_what_was_explained() -> None:
    submission, finding, by = large_finding()
    explained(finding, by)
    staff = UserFactory(permissions=("reports.change_validationrule",))
    harder = rules.write_version(
        rule_id=finding.rule_id, changes=Changes("blocker", {"maximum": 100}), by=staff, now=WITHIN
    )
    rules.go_live(rule_id=harder.pk, by=staff, now=WITHIN)

    check(submission, by)

    finding.refresh_from_db()
    assert (finding.state, finding.severity, finding.rule) == ("open", "blocker", harder)


def test_what_keeps_answers_from_being_handed_in() -> None:
    submission = submission_of()
    kept = {}
    for severity in Severity.values:
        rule = rule_of(submission, code=severity, severity=severity)
        kept[severity] = FindingFactory(submission=submission, rule=rule)
    FindingFactory(submission=submission, rule=rule, state=FindingState.FIXED)
    FindingFactory(rule__severity="error")

    assert set(checks.blocking(submission)) == {kept["error"], kept["blocker"]}


def test_those_who_only_read_do_not_run_the_checks() -> None:
    submission = submission_of()
    given = SectionDelegationFactory(
        assignment=submission.assignment,
        section=submission.assignment.round.questionnaire.sections.get(code="victims"),
        may_write=False,
        state="accepted",
        user=UserFactory(),
    )

    for by in (given.user, UserFactory(role="auditor"), UserFactory(role="focal_point")):
        with pytest.raises(NotAllowedError):
            check(submission, by)


def test_staff_run_the_checks_of_locked_answers() -> None:
    submission = submission_of()
    Submission.objects.filter(pk=submission.pk).update(
        state=SubmissionState.UNDER_REVIEW, submitted_by=officer(submission), submitted_at=NOW
    )
    staff = UserFactory(permissions=("reports.view_submission", "reports.review_submission"))

    assert check(submission, staff).found == 0


def test_the_queries_of_a_run_do_not_grow_with_the_findings() -> None:
    submission, by = submission_of(), UserFactory(administrator=True)
    rule_of(submission)
    put(submission, 120)
    with CaptureQueriesContext(connection) as one:
        check(submission, by)
    for row in ("f_adult", "m_adult", "f_child", "m_child"):
        for year in (2023, 2024, 2025):
            put(submission, 120, row, year)
    with CaptureQueriesContext(connection) as many:
        check(submission, by)

    assert Finding.objects.count() == 13
    assert len(many) <= len(one) + 1


# Explaining and waiving


def test_an_explanation_says_who_and_when() -> None:
    _submission, finding, by = large_finding()

    explained(finding, by)

    finding.refresh_from_db()
    assert (finding.state, finding.explained_by, finding.explained_at) == ("explained", by, WITHIN)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_an_empty_or_endless_explanation_is_refused(text: str) -> None:
    _submission, finding, by = large_finding()

    with pytest.raises(DomainError):
        explained(finding, by, text)


def test_an_explanation_of_numbers_that_changed_meanwhile_is_refused() -> None:
    submission, finding, by = large_finding()
    put(submission, 130)
    check(submission, by)

    with pytest.raises(ChangedMeanwhileError):
        explained(finding, by)


def test_a_colleague_explains_what_belongs_to_the_section_that_was_handed_over() -> None:
    submission, finding, _by = large_finding()
    sections = submission.assignment.round.questionnaire.sections
    people = {
        code: SectionDelegationFactory(
            assignment=submission.assignment, section=sections.get(code=code), state="accepted", user=UserFactory()
        ).user
        for code in ("victims", "origin")
    }

    with pytest.raises(NotAllowedError):
        explained(finding, people["origin"])
    explained(finding, people["victims"])


def test_a_blocker_and_what_is_mended_cannot_be_explained_or_waived() -> None:
    _submission, finding, by = large_finding()
    staff = UserFactory(administrator=True)
    for change in ({"severity": "blocker"}, {"severity": "error", "state": FindingState.FIXED}):
        Finding.objects.filter(pk=finding.pk).update(**change)
        finding.refresh_from_db()
        with pytest.raises(WrongStatusError):
            explained(finding, by)
        with pytest.raises(WrongStatusError):
            checks.waive(finding_id=finding.pk, reason="Known.", by=staff, now=WITHIN)


def test_nothing_is_explained_in_locked_answers() -> None:
    submission, finding, by = large_finding()
    Submission.objects.filter(pk=submission.pk).update(
        state=SubmissionState.SUBMITTED, submitted_by=by, submitted_at=NOW
    )

    with pytest.raises(WrongStatusError, match="locked"):
        explained(finding, by)


def test_staff_waive_for_a_reason_and_the_country_does_not() -> None:
    submission, finding, by = large_finding()
    staff = UserFactory(permissions=("reports.waive_finding", "reports.view_submission"))

    with pytest.raises(NotAllowedError):
        checks.waive(finding_id=finding.pk, reason="Known.", by=by, now=WITHIN)
    with pytest.raises(DomainError):
        checks.waive(finding_id=finding.pk, reason=" ", by=staff, now=WITHIN)
    checks.waive(finding_id=finding.pk, reason="Known.", by=staff, now=WITHIN)
    check(submission, by)

    finding.refresh_from_db()
    assert (finding.state, finding.waived_by, finding.waiver_reason) == ("waived", staff, "Known.")


def test_staff_open_an_explained_finding_again_and_the_country_does_not() -> None:
    _submission, finding, by = large_finding()
    explained(finding, by)

    with pytest.raises(NotAllowedError):
        checks.reopen(finding_id=finding.pk, by=by, now=WITHIN)
    checks.reopen(finding_id=finding.pk, by=UserFactory(permissions=("reports.review_submission",)), now=WITHIN)

    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN


def test_the_audit_trail_says_what_was_done() -> None:
    _submission, finding, by = large_finding()
    explained(finding, by)

    actions = [event.pgh_context.metadata["action"] for event in finding.events.order_by("pgh_id")]  # type: ignore[attr-defined]
    assert actions == ["country_data.checked", "country_data.finding_explained"]


def test_a_delegation_is_needed_to_see_findings_of_a_section() -> None:
    submission, finding, _by = large_finding()
    general = FindingFactory(submission=submission, rule=finding.rule, question=None)
    section = submission.assignment.round.questionnaire.sections.get(code="victims")
    given: SectionDelegation = SectionDelegationFactory(
        assignment=submission.assignment, section=section, state="accepted", user=UserFactory()
    )
    from_country, from_colleague = (
        checks.visible_findings(submission, checks.rights(by, submission))
        for by in (officer(submission), given.user)
        if by
    )

    assert set(from_country) == {finding, general}
    assert list(from_colleague) == [finding]
