"""What is wrong with a file: each fault is one finding with its place and a remedy, and nothing is written."""

from typing import Any

import pytest

from caselaw.importing.findings import MOST_KEPT, Level
from caselaw.models import Case, CaseIdentifier, ImportBatch
from portal.core.models import Term
from tests.caselaw.import_files import Raw, case, content_of, full_case, only_error, run, run_bytes
from tests.factories.caselaw import CaseIdentifierFactory

pytestmark = pytest.mark.django_db

VICTIM = "Maria G."
FINE = {"provision": "Art. 1", "verdict": "guilty_trial", "sentence": {"fine": {"amount": "ten", "currency": "ARS"}}}

# What is changed, where the finding must stand, and a word of why or remedy.
FAULTS: dict[str, tuple[Raw, str, str]] = {
    "no title": ({"title": None}, "title", "a text"),
    "unknown entry": ({"fact": "x"}, "fact", "facts"),
    "wrong type at depth five": (
        {"defendants": [{"charges": [FINE]}]},
        "defendants[0].charges[0].sentence.fine.amount",
        "a number",
    ),
    "unknown country": ({"country_of_facts": ["AR", "Argentinia"]}, "country_of_facts[1]", "Argentina (AR)"),
    "unknown jurisdiction": ({"jurisdiction": "Frence"}, "jurisdiction", "France (FR)"),
    "unknown term": ({"means": ["deceptoin"]}, "means[0]", "“deception”"),
    "unknown value of a closed list": ({"confidence": "hihg"}, "confidence", "“high”"),
    "heading instead of a term": ({"cross_cutting": ["victims"]}, "cross_cutting[0]", "heading"),
    "date of 2031": ({"decision_date": "2031-01-01"}, "decision_date", "future"),
    "date before 1800": ({"decision_date": "1799"}, "decision_date", "1800"),
    "date that is none": ({"decision_date": "2021-02-29"}, "decision_date", "no such day"),
    "date in another form": ({"decision_date": "4 May 2020"}, "decision_date", "YYYY-MM-DD"),
    "same identifier twice": ({"citations": ["No. 12/2020", "no 012/2020"]}, "citations[1]", "twice"),
    "citation of signs": ({"citations": ["—"]}, "citations[0]", "neither a letter nor a number"),
    "victim label that is a name": ({"victims": [{"label": VICTIM}]}, "victims[0].label", "never a name"),
    "victim label twice": ({"victims": [{"label": "Group 2"}, {}]}, "victims[1].label", "Another group"),
    "fewer at most than at least": (
        {"victims": [{"count_min": 5, "count_max": 4}]},
        "victims[0].count_max",
        "below the lowest",
    ),
    "two counts": ({"victims": [{"count": 5, "count_max": 6}]}, "victims[0].count", "differ"),
    "count that is negative": ({"victims": [{"count": -1}]}, "victims[0].count", "from 0 to"),
    "title that names a victim alone": ({"title_names_victim": True}, "title_public", "initials"),
    "text that is too long": ({"summary": "x" * 301}, "summary", "300"),
    "text that is empty": ({"facts": "  "}, "facts", "empty"),
    "control character": ({"facts": "a\u0000b"}, "facts", "U+0000"),
    "two texts in one language": ({"texts": [{"language": "en", "facts": "x"}]}, "texts", "language"),
    "slug and source_id that differ": ({"source_id": "other"}, "source_id", "slug"),
    "term said twice, differently": (
        {"means": ["fraud", {"term": "fraud", "status": "alleged"}]},
        "means[1]",
        "differently",
    ),
    "article that is none": ({"protocol_articles": ["three"]}, "protocol_articles[0]", "3(a)"),
    "responsibility of no State": (
        {"states_responsibility": [{"article": "ECHR Art. 4", "finding": "violation"}]},
        "states_responsibility[0]",
        "which State",
    ),
    "life and months": (
        {"defendants": [{"sentence": {"life": True, "imprisonment_months": 12}}]},
        "defendants[0].sentence.imprisonment_months",
        "life",
    ),
    "more suspended than imposed": (
        {"defendants": [{"sentence": {"suspended_months": 13, "imprisonment_months": 12}}]},
        "defendants[0].sentence.suspended_months",
        "suspended",
    ),
    "amount with three decimals": (
        {"defendants": [{"sentence": {"fine": {"amount": 0.125, "currency": "EUR"}}}]},
        "defendants[0].sentence.fine.amount",
        "decimals",
    ),
    "place without precision": (
        {"route": [{"from": {"country": "BO", "name": "La Paz"}, "to": "AR"}]},
        "route[0].from",
        "region or city",
    ),
}


@pytest.mark.parametrize(("changes", "path", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_finding_and_nothing_is_written(changes: Raw, path: str, words: str) -> None:
    summary = run(case(slug="first"), case(**changes))

    finding = only_error(summary)
    assert finding.path == f"cases[1].{path}"
    assert words in f"{finding.value} {finding.why} {finding.remedy}"
    assert (summary.read, summary.created) == (2, 0)
    assert not Case.objects.exists()
    assert not ImportBatch.objects.exists()


HEADS = {
    "other format": ({"format": "tip-cases/2"}, "format"),
    "no cases": ({"cases": None}, "cases"),
    "cases that are no list": ({"cases": {"item": 1}}, "cases"),
    "unknown entry": ({"casse": []}, "casse"),
    "system that is no name": ({"source_system": "My System"}, "source_system"),
    "system that is a number": ({"source_system": 5}, "source_system"),
    "licence that is no text": ({"licence": 4}, "licence"),
}


@pytest.mark.parametrize(("head", "path"), HEADS.values(), ids=HEADS)
def test_a_fault_of_the_head_is_one_finding(head: Raw, path: str) -> None:
    assert only_error(run_bytes(content_of(case(), **head))).path == path


def test_a_bare_list_needs_the_system_of_origin() -> None:
    content = b'[{"slug": "a", "title": "A.", "jurisdiction": "AR"}]'

    assert only_error(run_bytes(content)).path == "source_system"
    assert run_bytes(content, source_system="example").created == 1


def test_another_system_than_the_files_is_refused() -> None:
    summary = run(case(), source_system="other")

    assert only_error(summary).path == "source_system"


def test_a_case_that_is_no_object_is_refused() -> None:
    assert only_error(run("case", case())).path == "cases[0]"


def test_a_case_without_an_identifier_is_refused() -> None:
    nameless = case()
    del nameless["slug"]

    finding = only_error(run(nameless))

    assert finding.path == "cases[0]"
    assert "source_id" in finding.remedy


def test_the_name_of_a_victim_is_not_repeated_in_the_finding() -> None:
    summary = run(case(victims=[{"label": VICTIM}]))

    assert VICTIM not in str(summary.as_dict())


def test_a_file_that_is_too_large_is_not_read(settings: Any) -> None:
    settings.CASE_IMPORT_MAX_BYTES = 100

    finding = only_error(run(case()))

    assert "100" in finding.why
    assert "Split" in finding.remedy


def test_every_fault_of_a_file_is_told_at_once() -> None:
    summary = run(case(jurisdiction="XY", decision_date="2031"), case(slug="b", acts=["x"]), case(title=5))

    paths = {finding.path for finding in summary.findings}
    assert paths == {"cases[0].jurisdiction", "cases[0].decision_date", "cases[1].acts[0]", "cases[2].title"}


def test_a_thousand_findings_are_shown_and_the_rest_is_counted() -> None:
    summary = run(*(case(slug=f"case-{number}", title=5) for number in range(MOST_KEPT + 7)))

    assert len(list(summary.findings)) == MOST_KEPT
    assert (summary.findings.errors, summary.findings.left_out) == (MOST_KEPT + 7, 7)


def test_an_error_is_shown_even_after_a_thousand_warnings() -> None:
    warned = [case(slug=f"case-{number}", citations=["No. 1"]) for number in range(MOST_KEPT + 2)]

    summary = run(*warned, case(slug="last", title=5))

    assert next(iter(summary.findings)).level == Level.ERROR
    assert summary.findings.left_out == summary.findings.errors + summary.findings.warnings - MOST_KEPT


def test_the_same_source_identifier_twice_in_a_file_is_an_error() -> None:
    finding = only_error(run(case(), case(title="Another")))

    assert finding.path == "cases[1].slug"
    assert "cases[0]" in finding.why


def test_the_same_citation_in_two_cases_is_a_warning() -> None:
    summary = run(case(citations=["No. 7/2020"]), case(slug="b", citations=["No. 07/2020"]))

    (finding,) = summary.findings
    assert (finding.level, finding.path) == (Level.WARNING, "cases[1].citations")
    assert summary.created == 2


def test_a_citation_of_another_brief_of_the_portal_is_a_warning() -> None:
    known = CaseIdentifierFactory(scheme="docket", value="No. 7/2020", normalised="7 2020")

    summary = run(case(citations=["No. 7/2020"]))

    (finding,) = summary.findings
    assert (finding.level, finding.path) == (Level.WARNING, "cases[0].citations")
    assert known.case.public_id in finding.why
    assert CaseIdentifier.objects.count() == 2


WARNED = {
    "an e-mail address": ({"facts": "Write to a.person@mail.example for more."}, "facts"),
    "a telephone number": ({"reasoning": "She called +49 171 555 0199 twice."}, "reasoning"),
    "a defendant's name": ({"defendants": [{"label": "John Smith"}]}, "defendants[0].label"),
    "life in other words": (
        {"defendants": [{"sentence": {"other": "three terms of life imprisonment"}}]},
        "defendants[0].sentence.other",
    ),
}


@pytest.mark.parametrize(("changes", "path"), WARNED.values(), ids=WARNED)
def test_what_an_editor_should_look_at_is_a_warning(changes: Raw, path: str) -> None:
    summary = run(case(**changes))

    (finding,) = summary.findings
    assert (finding.level, finding.path, summary.created) == (Level.WARNING, f"cases[0].{path}", 1)


@pytest.mark.parametrize("text", ["In 2008 - 2010 some 1 300 000 euros", "Case 13646-11-10, [2010] FJHC 514"])
def test_years_and_numbers_are_no_telephone_numbers(text: str) -> None:
    assert not list(run(case(facts=text)).findings)


def test_a_retired_term_is_refused() -> None:
    Term.objects.filter(scheme="means", code="fraud").update(is_active=False)

    assert "no longer in use" in only_error(run(case(means=["fraud"]))).why


def test_a_full_case_has_no_fault() -> None:
    assert not list(run(full_case()).findings)
