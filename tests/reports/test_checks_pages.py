"""Pages of findings and rules, hints while typing: who sees what, in words, with and without faults."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from portal.core.models import User
from reports.actions import checks, rules
from reports.actions.rules import RULES
from reports.cells import CellKey, read_entry
from reports.checking.sheet import Cell, Codes, Sheet
from reports.choices import Audience, FindingState, SubmissionState
from reports.models import Finding, Submission, ValidationRule
from reports.presenters.checks import sentence
from reports.presenters.hints import checked
from tests.factories.core import NOW, CountryFactory, UserFactory, in_six_languages
from tests.factories.reports import (
    AssignmentFactory,
    CollectionFactory,
    FindingFactory,
    ObservationFactory,
    RoundFactory,
    SectionDelegationFactory,
    SubmissionFactory,
    ValidationRuleFactory,
)

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
MESSAGE = "%(value)s in %(year)s is more than %(maximum)s."


def submission_with_findings(count: int = 1, **more: Any) -> Submission:
    """Return answers that are open now, with findings about different years and rows."""
    round_ = RoundFactory(opened=True, opens_on="2026-01-01", due_on="2099-01-01", collection__code="pages")
    submission = SubmissionFactory(in_progress=True, assignment=AssignmentFactory(round=round_))
    rule = ValidationRuleFactory(
        collection=round_.collection, severity="error", test="out_of_range", messages=in_six_languages(MESSAGE)
    )
    question = round_.questionnaire.sections.get().questions.get()
    for number in range(count):
        FindingFactory(
            submission=submission,
            rule=rule,
            question=question,
            cells=[f"1.1|{'total' if number % 2 else 'f_child'}|{2023 + number % 3}"],
            values={"value": 1234 + number, "maximum": 1000, "minimum": 0},
            **more,
        )
    return submission


def officer(submission: Submission) -> User:
    """A person who fills the figures of the country in."""
    return UserFactory(role="statistics_officer", country=submission.assignment.country)


def steward(*more: str) -> User:
    """A person who sees the rules, and may do more."""
    return UserFactory(permissions=("reports.view_validationrule", "reports.view_round", *more))


def address(submission: Submission, rest: str = "") -> str:
    """Return the address of the findings."""
    return f"/country-data/submissions/{submission.public_id}/findings/{rest}"


# Findings


def test_the_page_says_what_is_wrong_where_and_lets_explain_it(client_for: ClientFor) -> None:
    submission = submission_with_findings()

    page = client_for(officer(submission)).get(address(submission)).content.decode()

    assert "1,234 in 2023 is more than 1,000." in page
    assert "1.1, F_child, 2023" in page
    assert "1 finding keeps the answers from being handed in." in page
    assert "/explain/" in page
    assert "/waive/" not in page


def test_the_page_speaks_the_language_of_the_reader(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    texts = in_six_languages("x") | {"ar": "%(value)s أكبر من %(maximum)s"}
    ValidationRule.objects.update(messages=texts)

    page = client_for(officer(submission)).get(f"/ar{address(submission)}").content.decode()

    assert "أكبر من" in page


def test_nobody_sees_the_findings_of_another_country(client_for: ClientFor) -> None:
    submission = submission_with_findings()

    for stranger in (UserFactory(role="focal_point"), UserFactory(role="contributor")):
        assert client_for(stranger).get(address(submission)).status_code == 404


def test_contributors_see_figures_of_others_but_not_their_findings(client_for: ClientFor) -> None:
    submission = submission_with_findings(state=FindingState.FIXED)
    round_ = submission.assignment.round
    round_.collection.audience = Audience.CONTRIBUTORS
    round_.collection.save()
    other = SubmissionFactory(assignment__round=round_, accepted=True)
    Submission.objects.filter(pk=submission.pk).update(
        state=SubmissionState.ACCEPTED, submitted_by=officer(submission), submitted_at=NOW
    )
    reader = UserFactory(role="focal_point", country=other.assignment.country)
    assert Submission.objects.visible_to(reader).filter(pk=submission.pk).exists()

    assert client_for(reader).get(address(submission)).status_code == 404


def test_a_colleague_sees_the_findings_of_the_section_that_was_handed_over(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    section = submission.assignment.round.questionnaire.sections.get()
    given = SectionDelegationFactory(
        assignment=submission.assignment, section=section, state="accepted", user=UserFactory()
    )
    FindingFactory(submission=submission, rule=Finding.objects.get().rule, values={"value": 77, "maximum": 1})

    page = client_for(given.user).get(address(submission)).content.decode()

    assert "1,234 in 2023" in page
    assert "77 in" not in page


def test_an_explanation_is_kept_and_the_page_returns_to_the_finding(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    finding = Finding.objects.get()
    client = client_for(officer(submission))

    answer = client.post(
        address(submission, f"{finding.pk}/explain/?severity=error"),
        {"text": "A large operation.", "seen": checks.mark_of(finding)},
    )

    assert answer["Location"] == f"{address(submission)}?severity=error#finding-{finding.pk}"
    finding.refresh_from_db()
    assert (finding.state, finding.explanation) == ("explained", "A large operation.")


def test_an_empty_explanation_is_refused_and_one_out_of_date_keeps_what_was_typed(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    finding = Finding.objects.get()
    client, url = client_for(officer(submission)), address(submission, f"{finding.pk}/explain/")

    empty = client.post(url, {"text": "", "seen": checks.mark_of(finding)})
    stale = client.post(url, {"text": "Typed with care.", "seen": "another"})

    assert empty.status_code == 422
    assert stale.status_code == 409
    assert "Typed with care." in stale.content.decode()
    assert "The figures have changed meanwhile." in stale.content.decode()


def test_staff_waive_and_open_again(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    finding = Finding.objects.get()
    client = client_for(UserFactory(permissions=("reports.view_submission", "reports.waive_finding")))

    client.post(address(submission, f"{finding.pk}/waive/"), {"text": "Known.", "seen": ""})
    finding.refresh_from_db()
    assert finding.state == FindingState.WAIVED
    assert "Known." in client.get(address(submission)).content.decode()

    client.post(address(submission, f"{finding.pk}/reopen/"))
    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN


def test_a_country_cannot_waive_by_address(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    finding = Finding.objects.get()

    answer = client_for(officer(submission)).post(address(submission, f"{finding.pk}/waive/"), {"text": "Known."})

    assert answer.status_code == 409
    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN


def test_the_checks_run_at_the_push_of_a_button(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    ObservationFactory(submission=submission, value=10**7)

    page = client_for(officer(submission)).post(address(submission, "check/"), follow=True).content.decode()

    assert "Findings: 1. New: 1. Open again: 0. Mended: 1." in page


def test_the_list_is_filtered_and_says_when_nothing_is_left(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    client = client_for(officer(submission))

    assert "1,234 in" in client.get(address(submission), {"severity": "error", "state": "open"}).content.decode()
    nothing = client.get(address(submission), {"state": "waived"}).content.decode()
    assert "The filter lets nothing through." in nothing
    assert client.get(address(submission), {"state": "nonsense"}).status_code == 200


def test_the_queries_of_the_list_do_not_grow(client_for: ClientFor) -> None:
    few, many = submission_with_findings(1), submission_with_findings(10)
    counts = []
    for submission in (few, many):
        client = client_for(officer(submission))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(submission))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_pages(client_for: ClientFor) -> None:
    submission = submission_with_findings(51)
    client = client_for(officer(submission))

    assert client.get(address(submission)).content.decode().count("<article") == 50
    assert client.get(address(submission), {"page": "2"}).content.decode().count("<article") == 1


def test_the_downloads_hold_what_the_filter_shows(client_for: ClientFor) -> None:
    submission = submission_with_findings(3)
    Finding.objects.filter(pk=Finding.objects.earliest("pk").pk).update(
        state="explained", explanation="=1+1", explained_by=officer(submission), explained_at=NOW
    )
    client = client_for(officer(submission))

    answer = client.get(address(submission), {"format": "csv", "state": "explained"})
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    book = load_workbook(io.BytesIO(client.get(address(submission), {"format": "xlsx"}).content))

    assert [line[6] for line in lines] == ["Explanation", "'=1+1"]
    sheet = book.active
    assert sheet is not None
    assert sheet.max_row == 4
    assert "=1+1" in [sheet.cell(row, 7).value for row in (2, 3, 4)]
    assert all(sheet.cell(row, 7).data_type != "f" for row in (2, 3, 4))


# Rules


def test_the_rules_are_for_staff(client_for: ClientFor) -> None:
    rule = ValidationRuleFactory()

    for path in ("", f"{rule.pk}/", f"{rule.pk}/version/"):
        assert client_for(UserFactory(role="focal_point")).get(f"/country-data/checks/{path}").status_code == 403
    assert client_for(steward()).get(f"/country-data/checks/{rule.pk}/version/").status_code == 403
    assert client_for(steward()).post(f"/country-data/checks/{rule.pk}/switch/").status_code == 403


def test_the_list_shows_each_rule_once_with_its_open_findings(client_for: ClientFor) -> None:
    finding = FindingFactory()
    ValidationRuleFactory(collection=finding.rule.collection, code=finding.rule.code, version=2, is_live=False)
    client = client_for(steward())

    page = client.get("/country-data/checks/").content.decode()
    with CaptureQueriesContext(connection) as few:
        client.get("/country-data/checks/")
    ValidationRuleFactory.create_batch(9)
    with CaptureQueriesContext(connection) as many:
        client.get("/country-data/checks/")

    assert page.count("/country-data/checks/") >= 1
    assert f"/checks/{finding.rule.pk}/" in page
    assert len(few) == len(many)


def test_trying_out_shows_counts_and_examples(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    rule = Finding.objects.get().rule
    rule.parameters = {"maximum": 10}
    rule.is_live = False
    rule.save()
    ObservationFactory(submission=submission, value=5000)

    page = client_for(steward()).get(f"/country-data/checks/{rule.pk}/?round={submission.assignment.round_id}")

    assert "Findings: 1, in 1 of 1 countries; 15 cells were looked at." in page.content.decode()
    assert "5,000 in 2025 is more than 10." in page.content.decode()
    assert Finding.objects.count() == 1


def test_a_round_that_is_not_there_is_refused_in_the_try_out(client_for: ClientFor) -> None:
    rule = ValidationRuleFactory()

    assert client_for(steward()).get(f"/country-data/checks/{rule.pk}/?round=0").status_code == 422


def test_a_version_is_written_and_put_in_use(client_for: ClientFor) -> None:
    rule = ValidationRuleFactory(test="out_of_range", parameters={"maximum": 5})
    client = client_for(steward("reports.change_validationrule"))
    url = f"/country-data/checks/{rule.pk}/version/"
    form = client.get(url).context["form"]
    data = {name: field.initial for name, field in form.fields.items()} | {"parameter_maximum": "50"}

    made = client.post(url, data)
    second = ValidationRule.objects.get(version=2)
    assert made["Location"] == f"/country-data/checks/{second.pk}/"
    client.post(f"/country-data/checks/{second.pk}/switch/")

    second.refresh_from_db()
    assert (second.parameters, second.is_live) == ({"minimum": 0, "maximum": 50}, True)
    refused = client.post(url, data | {"message_en": "100 % wrong"})
    assert refused.status_code == 422
    assert "100 % wrong" in refused.content.decode()


# Words


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234567, "1,234,567"), ([0, 4], "<5"), ([3, 9], "3–9"), ([3, None], "3 or more"), (3.5, "3.5"), (3, "3")],
)
def test_values_are_written_as_people_read_them(value: Any, shown: str) -> None:
    assert sentence({"en": "%(value)s"}, {"value": value}, "1.1") == shown


def test_a_message_that_names_a_value_the_finding_lacks_is_still_told() -> None:
    assert sentence({"en": "%(value)s of %(gone)s"}, {"value": 1}, "1.1") == "1 of …"


def test_hints_stand_at_the_total_and_speak_the_language_of_the_reader() -> None:
    collection = CollectionFactory(code="glotip")
    rules.load_rules(RULES)
    total, part, odd = CellKey("6.1", "total", 2024), CellKey("6.1", "f_total", 2024), CellKey("6.1", "m_total", 2024)
    cells = [
        Cell(total, Codes("victims"), read_entry("3")),
        Cell(part, Codes("victims", "F"), read_entry("5")),
        Cell(odd, Codes("victims", "M"), read_entry("-")),
    ]
    sheet = Sheet("XAA", (2024,), {cell.key: cell for cell in cells})
    live = rules.live_rules(collection.pk)

    english = {hint.cells[0]: hint.text for hint in checked(sheet, live)}
    with translation.override("fr"):
        french = {hint.cells[0]: hint.text for hint in checked(sheet, live)}

    assert set(english) == {total, odd}
    assert english[total].startswith("2024: female, male, other and unknown make 5 or more, the total is 3.")
    assert french[total].startswith("2024 : femmes, hommes")


def test_a_country_of_a_growing_row_is_named_by_its_code(client_for: ClientFor) -> None:
    submission = submission_with_findings()
    Finding.objects.update(cells=[f"1.1|{CountryFactory(iso3='FRA').iso3}|2024"])

    assert "1.1, FRA, 2024" in client_for(officer(submission)).get(address(submission)).content.decode()
