"""The sheets that checks read, of submissions and published files, and rules tried out on them."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.actions import checks
from reports.building.sheets import published_sheets, sheet_of
from reports.cells import CellKey, Entry
from reports.checking.sheet import Codes
from reports.choices import DatasetState, OpenRows, PartnerKind
from reports.models import (
    Finding,
    PartnerLabel,
    SourceDataset,
    Submission,
)
from tests.factories.core import NOW, CountryFactory, in_six_languages
from tests.factories.reports import (
    AssignmentFactory,
    CollectionFactory,
    ObservationFactory,
    PartnerLabelFactory,
    RoundFactory,
    SourceCitationFactory,
    SourceDatasetFactory,
    SubmissionFactory,
    ValidationRuleFactory,
)
from tests.reports.checked import published, put, rule_of, submission_of

pytestmark = pytest.mark.django_db

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


def test_published_values_leave_out_the_quarantined_the_twofold_and_older_files() -> None:
    submission = submission_of()
    country = submission.assignment.country
    published(country, 2023, 5, is_quarantined=True)
    published(country, 2024, 6)
    published(country, 2024, 7)
    old = SourceDatasetFactory(state=DatasetState.READ, imported_at=NOW - timedelta(days=900))
    published(country, 2025, 8, dataset=old)

    assert not sheet_of(Submission.objects.with_context().get(pk=submission.pk)).published


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
    collection, country = CollectionFactory(code="zq-collection"), CountryFactory()
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

    call_command("check_dataset", "--json", "--collection", "zq-collection", stdout=out)
    call_command("check_dataset", "--collection", "zq-collection", stdout=table)

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
