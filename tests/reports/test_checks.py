"""The checks of a submission: findings that open, change, close and come back; explanations; trying out."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.actions import checks, rules
from reports.actions.rules import Changes
from reports.building.sheets import published_sheets, sheet_of
from reports.cells import CellKey, Entry
from reports.checking.sheet import Codes
from reports.choices import DatasetState, FindingState, OpenRows, PartnerKind, Severity, SubmissionState
from reports.models import (
    Finding,
    Observation,
    PartnerLabel,
    PublishedObservation,
    SectionDelegation,
    SourceDataset,
    Submission,
    ValidationRule,
)
from tests.factories.core import NOW, CountryFactory, UserFactory, in_six_languages
from tests.factories.reports import (
    AssignmentFactory,
    CollectionFactory,
    FindingFactory,
    IndicatorFactory,
    ObservationFactory,
    PartnerLabelFactory,
    RoundFactory,
    SectionDelegationFactory,
    SourceCitationFactory,
    SourceDatasetFactory,
    SubmissionFactory,
    ValidationRuleFactory,
)

pytestmark = pytest.mark.django_db

WITHIN = NOW.replace(year=2026, month=3, day=1)
LATER = WITHIN + timedelta(hours=1)


def submission_of(**more: Any) -> Submission:
    """Return answers of an open round that asks the complete questionnaire."""
    round_ = RoundFactory(questionnaire__complete=True, opened=True, **more)
    return SubmissionFactory(in_progress=True, assignment=AssignmentFactory(round=round_))


def officer(submission: Submission) -> User:
    """A person who fills the figures of the country in."""
    return UserFactory(role="statistics_officer", country=submission.assignment.country)


def rule_of(submission: Submission, **more: Any) -> ValidationRule:
    """Return a rule in use: counts above 100 are an error."""
    values = {"code": "large", "test": "out_of_range", "severity": "error", "parameters": {"maximum": 100}}
    return ValidationRuleFactory(collection=submission.assignment.round.collection, **(values | more))


def put(submission: Submission, value: int, row: str = "total", year: int = 2025) -> None:
    """Write a figure, as the form would."""
    kept = Observation.objects.filter(submission=submission, row_code=row, year=year)
    if not kept.update(value=value):
        ObservationFactory(submission=submission, row_code=row, year=year, value=value)


def check(submission: Submission, by: User | None = None) -> checks.Summary:
    """Run the checks."""
    return checks.run(submission_id=submission.pk, by=by or officer(submission), now=WITHIN)


def large_finding() -> tuple[Submission, Finding, User]:
    """Return answers with one finding: 120 is an error."""
    submission = submission_of()
    rule_of(submission)
    put(submission, 120)
    check(submission)
    return submission, Finding.objects.get(), officer(submission)


def explained(finding: Finding, by: User, text: str = "A large operation of the police.") -> Finding:
    """Explain a finding as it stands."""
    return checks.explain(finding_id=finding.pk, text=text, seen=checks.mark_of(finding), by=by, now=WITHIN)


# The sheet


def test_the_sheet_holds_every_cell_that_is_asked_for_filled_or_not() -> None:
    submission = submission_of()
    put(submission, 7, "f_child", 2024)
    ObservationFactory(
        submission=submission, question_code="2.1", row_code="FRA", partner_country=CountryFactory(iso3="FRA"), value=3
    )
    SourceCitationFactory(
        submission=submission,
        question=submission.assignment.round.questionnaire.sections.get(code="victims").questions.get(code="1.3"),
    )

    sheet = sheet_of(Submission.objects.with_context().get(pk=submission.pk))

    assert len(sheet.cells) == (5 + 4 + 1) * 3
    assert sheet.cells[CellKey("1.1", "f_child", 2024)].codes == Codes("victims", "F", "Y0T17")
    assert sheet.cells[CellKey("1.1", "f_child", 2024)].entry == Entry(value=7)
    assert sheet.cells[CellKey("2.1", "FRA", 2025)].codes.country == "FRA"
    assert (sheet.questions["1.1"].is_sourced, sheet.questions["2.1"].is_sourced) == (True, False)
    assert (sheet.questions["1.3"].is_answered, sheet.questions["1.4"].is_answered) == (True, False)


def test_the_sheet_has_the_year_before_from_the_latest_accepted_round_else_as_published() -> None:
    now = submission_of()
    country, collection = now.assignment.country, now.assignment.round.collection
    for value, state in ((3, "accepted"), (99, "in_progress")):
        before = SubmissionFactory(
            assignment__round=RoundFactory(
                collection=collection,
                opened=True,
                first_year=2020,
                last_year=2022,
                opens_on=date(2023, 2, 1),
                due_on=date(2023, 4, 1),
            ),
            assignment__country=country,
            **{state: True},
        )
        ObservationFactory(submission=before, year=2022, value=value)
    published(country, 2022, 8)
    published(country, 2024, 9)

    sheet = sheet_of(Submission.objects.with_context().get(pk=now.pk))

    assert sheet.earlier[(Codes("victims"), 2022)] == Entry(value=3)
    assert sheet.published == {(Codes("victims"), 2024): Entry(value=9)}


def published(country: Any, year: int, value: int | None, **more: Any) -> PublishedObservation:
    """Return a row of the newest published file."""
    dataset = SourceDataset.objects.filter(state=DatasetState.READ).first() or SourceDatasetFactory(
        state=DatasetState.READ
    )
    row = PublishedObservation.objects.count() + 1
    usual = {
        "dataset": dataset,
        "exploitation": "_T",
        "sex": "_T",
        "age": "_T",
        "indicator": IndicatorFactory(code="victims"),
    }
    return PublishedObservation.objects.create(
        row_number=row,
        row_hash=row.to_bytes(16),
        country=country,
        year=year,
        value=value,
        **(usual | more),
    )


def test_published_values_leave_out_the_quarantined_the_twofold_and_older_files() -> None:
    submission = submission_of()
    country = submission.assignment.country
    published(country, 2023, 5, is_quarantined=True)
    published(country, 2024, 6)
    published(country, 2024, 7)
    old = SourceDatasetFactory(state=DatasetState.READ, imported_at=NOW - timedelta(days=900))
    published(country, 2025, 8, dataset=old)

    assert not sheet_of(Submission.objects.with_context().get(pk=submission.pk)).published


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


# Trying out


def test_trying_a_rule_out_counts_and_stores_nothing() -> None:
    submission = submission_of()
    put(submission, 120)
    SubmissionFactory(assignment=AssignmentFactory(round=submission.assignment.round))
    draft = rule_of(submission, is_live=False)

    tried = checks.try_out(draft, submission.assignment.round)

    assert (tried.sheets, tried.findings, tried.countries) == (2, {"large": 1}, {"large": 1})
    assert tried.examples[0].country == submission.assignment.country.iso3
    assert not Finding.objects.exists()


def test_a_published_file_is_checked_country_by_country() -> None:
    country = CountryFactory()
    for value, sex in ((9, "_T"), (4, "F"), (4, "M")):
        published(country, 2020, value, sex=sex)
    label = PartnerLabelFactory(label="Q6.1_12s_2019")
    leaked = {"partner_as": OpenRows.CITIZENSHIP, "partner_label": label, "category_text": label.label}
    published(country, 2019, 61122019, is_quarantined=True, **leaked)
    known = PartnerLabelFactory(label="Nationals", kind=PartnerKind.NATIONALS, state="known")
    published(country, 2020, 8, partner_as=OpenRows.CITIZENSHIP, partner_label=known, category_text="Nationals")
    dataset = SourceDataset.objects.get()

    (clean,) = published_sheets(dataset)
    (whole,) = published_sheets(dataset, all_rows=True)

    assert [str(key) for key in clean.cells] == [
        "victims|total|2020", "victims|F|2020", "victims|M|2020", "victims/citizenship|_NAT|2020",
    ]  # fmt: skip
    assert str(list(whole.cells)[3]) == "victims/citizenship|Q6.1_12s_2019|2019"
    assert PartnerLabel.objects.count() == 2


def test_the_command_tells_findings_by_rule_with_seconds() -> None:
    collection, country = CollectionFactory(code="glotip"), CountryFactory()
    texts = in_six_languages("%(sum)s of %(total)s")
    ValidationRuleFactory(
        collection=collection,
        code="sexes",
        scope="row",
        test="sums_to_total",
        parameters={"dimensions": ["sex"]},
        messages=texts,
    )
    for value, sex in ((9, "_T"), (4, "F"), (4, "M")):
        published(country, 2020, value, sex=sex)
    out, table = StringIO(), StringIO()

    call_command("check_dataset", "--json", stdout=out)
    call_command("check_dataset", stdout=table)

    told = json.loads(out.getvalue())
    assert (told["sheets"], told["cells"], told["findings"]) == (1, 3, {"sexes": 1})
    assert told["examples"][0] == {
        "country": country.iso3, "rule": "sexes", "values": {"sum": 8, "total": 9},
        "cells": ["victims|total|2020", "victims|F|2020", "victims|M|2020"],
    }  # fmt: skip
    assert "sexes" in table.getvalue()


def test_the_command_without_a_data_set_says_so() -> None:
    with pytest.raises(CommandError, match="no such data set"):
        call_command("check_dataset")


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
