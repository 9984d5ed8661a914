"""Importing: what is written, what a second import does, and what is never overwritten."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pghistory.models
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caselaw.choices import AnonymisationState, CaseStatus, DatePrecision, FindingStatus, TitlePolicy
from caselaw.models import (
    Case,
    Charge,
    Court,
    Defendant,
    ElementFinding,
    ImportBatch,
    Place,
    Sanction,
)
from tests.caselaw.import_files import Raw, case, full_case, run
from tests.factories.core import NOW, TODAY, UserFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
STATE_FINDINGS = [
    {"article": "ECHR Art. 4 (Cyprus)", "finding": "violation (no framework)"},
    {"article": "ECHR Art. 4 (Russia)", "finding": "Procedural violation"},
    {"article": "ECHR Art. 6(1)", "finding": "no violation"},
    {"article": "ECHR Art. 8", "finding": "not examined"},
]


def _only_case() -> Case:
    return Case.objects.get()


def _sanctions(sentence: Raw, **charge: Any) -> list[Sanction]:
    charge = {"provision": "Art. 1", "verdict": "guilty_trial", "sentence": sentence} | charge
    assert not run(case(defendants=[{"charges": [charge]}])).is_refused
    return list(Sanction.objects.select_related("kind").order_by("pk"))


# What is written


def test_a_new_case_is_a_draft_whose_anonymity_nobody_has_checked() -> None:
    importer = UserFactory()

    summary = run(case(), by=importer)

    made, batch = _only_case(), ImportBatch.objects.get()
    assert (summary.read, summary.created, summary.updated, summary.unchanged) == (1, 1, 0, 0)
    assert (made.status, made.anonymisation_state) == (CaseStatus.DRAFT, AnonymisationState.NOT_STARTED)
    assert (made.created_by, made.import_batch) == (importer, batch)
    assert (made.source_system, made.source_id) == ("example", "prosecutor-v-a")
    assert made.updated_at == made.imported_at == NOW
    assert made.slug == "prosecutor-v-a"
    assert (batch.file_name, batch.source_system, batch.imported_by) == ("cases.json", "example", importer)
    assert (batch.read, batch.created, batch.updated, batch.unchanged) == (1, 1, 0, 0)


def test_every_part_of_a_case_is_written() -> None:
    run(full_case())

    made = _only_case()
    assert str(made.court) == "Cámara Federal"
    assert made.latest_stage is not None
    assert made.latest_stage.code == "appeal"
    assert {country.iso3 for country in made.countries_involved.all()} == {"ARG", "BOL"}
    assert {(text.language, text.translation_kind) for text in made.texts.all()} == {
        ("en", "original"),
        ("es", "official"),
    }
    assert [(row.scheme, row.is_preferred) for row in made.identifiers.order_by("pk")] == [
        ("ecli", True),
        ("docket", False),
    ]
    assert {(row.term.code, row.is_promised) for row in made.case_sectors.all()} == {
        ("crop_farming", False),
        ("domestic_work", True),
    }
    assert {(row.article, row.paragraph) for row in made.interpretations.all()} == {("3", "a"), ("5", "2(a)")}
    assert made.sources.get().citation == "Judgment of 4 May 2020"


def test_a_coded_element_keeps_what_stands_behind_it() -> None:
    run(full_case())

    means = ElementFinding.objects.get(term__code="deception")
    assert (means.status, means.text, means.pinpoint) == (FindingStatus.FOUND_PROVED, "False pay.", "§ 12")
    assert ElementFinding.objects.get(term__code="recruitment").status == FindingStatus.EDITOR_INFERRED


def test_a_term_is_known_by_its_name_in_another_system_in_any_case() -> None:
    run(case(acts=["Recruitment/Hiring"], means=["threat or use of force or other forms of coercion"]))

    assert {row.term.code for row in ElementFinding.objects.all()} == {"recruitment", "force_or_coercion"}


def test_victims_are_groups_with_numbers_and_nationalities() -> None:
    run(full_case(victims=[{"count": 12, "nationality": ["BO", "Paraguay"]}, {"count_min": 3, "label": "Child A"}]))

    first, second = _only_case().victim_groups.order_by("pk")
    assert (first.label, first.count_min, first.count_max) == ("Group 1", 12, 12)
    assert {country.iso2 for country in first.nationalities.all()} == {"BO", "PY"}
    assert (second.label, second.count_min, second.count_max) == ("Child A", 3, None)


def test_a_charge_has_its_verdict_and_its_sentence() -> None:
    run(full_case())

    charge = Charge.objects.get()
    prison, fine = charge.sanctions.order_by("pk")
    assert (charge.verdict.code, charge.defendant.display_name) == ("guilty_trial", "Defendant 1")
    assert (prison.kind.code, prison.months, prison.in_force) == ("imprisonment", 60, True)
    assert (fine.kind.code, fine.amount, fine.currency, fine.payable_to) == (
        "fine",
        Decimal("1000.50"),
        "ARS",
        "state",
    )


def test_a_route_becomes_legs_between_places() -> None:
    run(
        full_case(
            route=[{"from": "BO", "transit": ["PY"], "to": {"country": "AR", "name": "Salta", "precision": "city"}}]
        )
    )

    legs = _only_case().legs.order_by("seq")
    assert [(str(leg.from_place), str(leg.to_place)) for leg in legs] == [
        ("Bolivia (Plurinational State of)", "Paraguay"),
        ("Paraguay", "Salta, Argentina"),
    ]


def test_proceedings_keep_their_order_and_the_precision_of_their_dates() -> None:
    history = [
        {"stage": "first_instance", "date": "2018", "outcome": "Acquitted"},
        {"stage": "appeal", "date": "2019-11", "outcome": {"term": "acquittal_reversed", "text": "Reversed"}},
    ]
    run(case(procedural_history=history))

    first, second = _only_case().proceedings.order_by("seq")
    assert (first.decision_date, first.decision_date_precision) == (date(2018, 1, 1), DatePrecision.YEAR)
    assert (first.outcome, first.outcome_text) == (None, "Acquitted")
    assert (second.decision_date, second.decision_date_precision) == (date(2019, 11, 1), DatePrecision.MONTH)
    assert second.outcome is not None
    assert (second.outcome.code, second.outcome_text) == ("acquittal_reversed", "Reversed")


def test_a_decision_of_the_same_day_as_the_import_is_accepted() -> None:
    run(case(decision_date=TODAY.isoformat()))

    assert _only_case().decision_date == TODAY


@pytest.mark.parametrize("words", ["life imprisonment", "Life imprisonment", "imprisonment for life"])
def test_life_is_coded_where_the_words_say_nothing_else(words: str) -> None:
    (sanction,) = _sanctions({"other": words})

    assert (sanction.kind.code, sanction.is_life, sanction.text) == ("life", True, "")


def test_life_is_coded_where_it_is_stated_and_the_words_stay() -> None:
    (sanction,) = _sanctions({"life": True, "other": "eight terms of life imprisonment"})

    assert (sanction.is_life, sanction.text) == (True, "eight terms of life imprisonment")


def test_a_death_sentence_is_coded() -> None:
    assert [sanction.kind.code for sanction in _sanctions({"other": "death sentence"})] == ["death"]


def test_words_beside_a_prison_term_explain_it() -> None:
    (prison,) = _sanctions({"imprisonment_months": 12, "suspended": True, "other": "minimum six months"})

    assert (prison.text, prison.is_suspended) == ("minimum six months", True)


def test_other_measures_are_coded_where_they_name_their_kind() -> None:
    kinds = [
        (row.kind.code, row.text)
        for row in _sanctions({"other": ["not published", {"term": "deportation", "text": "for ever"}]})
    ]

    assert kinds == [("other", "not published"), ("deportation", "for ever")]


@pytest.mark.parametrize(
    ("charge", "is_in_force"),
    [
        ({}, True),
        ({"verdict": "quashed"}, False),
        ({"appellate_result": "overturned"}, False),
        ({"appellate_result": "upheld"}, True),
    ],
)
def test_a_sentence_that_was_set_aside_is_not_in_force(charge: Raw, *, is_in_force: bool) -> None:
    (sanction,) = _sanctions({"imprisonment_months": 12}, **charge)

    assert sanction.in_force == is_in_force


def test_each_respondent_state_answers_for_the_findings_on_it() -> None:
    run(case(jurisdiction="ECHR", respondent_state=["CY", "RU"], states_responsibility=STATE_FINDINGS))

    answers = Charge.objects.order_by("defendant__seq", "seq")
    assert [(c.defendant.display_name, c.legislation_text, c.verdict.code) for c in answers] == [
        ("Cyprus", "ECHR Art. 4", "violation_found"),
        ("Cyprus", "ECHR Art. 6(1)", "no_violation"),
        ("Cyprus", "ECHR Art. 8", "other"),
        ("Russian Federation", "ECHR Art. 4", "violation_found"),
        ("Russian Federation", "ECHR Art. 6(1)", "no_violation"),
        ("Russian Federation", "ECHR Art. 8", "other"),
    ]
    assert set(Defendant.objects.values_list("kind", "name_policy")) == {("state", "state")}


def test_a_title_that_names_a_victim_gives_way_to_initials() -> None:
    run(case(title="Smith v. France", title_names_victim=True, title_public="S. v. France", jurisdiction="ECHR"))

    made = _only_case()
    assert (made.title_policy, made.title, made.slug) == (TitlePolicy.INITIALS, "S. v. France", "s-v-france")


def test_a_public_title_alone_is_reason_enough_to_hide_the_official_one() -> None:
    run(case(title="Smith v. France", title_public="S. v. France"))

    assert _only_case().title == "S. v. France"


def test_courts_and_places_are_made_once() -> None:
    run(full_case(), full_case(slug="b", citations=[]))
    run(full_case(slug="c", citations=[]))

    assert Court.objects.count() == 1
    assert Place.objects.count() == 3


def test_every_row_is_in_the_audit_trail_under_the_import_and_its_person() -> None:
    importer = UserFactory()

    run(full_case(), by=importer)

    for model in (Case, ElementFinding, Charge, Sanction):
        events = pghistory.models.Events.objects.references(model.objects.get(pk=model.objects.first().pk))
        assert {(event.pgh_context["action"], event.pgh_context["user"]) for event in events} == {
            ("cases.imported", importer.pk)
        }


def test_a_chunk_needs_the_same_number_of_queries_with_1_and_10_cases() -> None:
    run(full_case(slug="first", citations=[]))

    with CaptureQueriesContext(connection) as one:
        run(full_case(slug="second", citations=[]))
    with CaptureQueriesContext(connection) as ten:
        run(*(full_case(slug=f"case-{number}", citations=[]) for number in range(10)))

    assert len(ten) == len(one)
