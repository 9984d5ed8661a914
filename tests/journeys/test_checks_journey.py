"""The findings of a country and the rules of the checks in a browser: sound at every width, in two directions."""

import pytest
from django.db import transaction

from reports.actions import checks, rules
from reports.models import ValidationRule
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import (
    AssignmentFactory,
    CollectionFactory,
    IndicatorFactory,
    ObservationFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.journeys.conftest import Visitor
from tests.journeys.test_desk_journey import look, sign_in

pytestmark = pytest.mark.journey


@pytest.mark.django_db(transaction=True)
def test_an_officer_explains_a_finding_and_staff_try_a_rule_out(visitor: Visitor) -> None:
    for code in ("convicted", "prosecuted", "formal_contact"):
        IndicatorFactory(code=code)
    round_ = RoundFactory(
        collection=CollectionFactory(code="glotip"),
        complete=True,
        opened=True,
        opens_on="2026-01-01",
        due_on="2099-01-01",
    )
    rules.load_rules()
    submission = SubmissionFactory(in_progress=True, assignment=AssignmentFactory(round=round_))
    for row, value in (("total", 20), ("f_adult", 12), ("m_adult", 14), ("f_child", 2025)):
        ObservationFactory(submission=submission, row_code=row, value=value)
    ObservationFactory(submission=submission, row_code="m_child", value=None, raw_text="many")
    staff = UserFactory(administrator=True)
    checks.run(submission_id=submission.pk, by=staff, now=NOW)
    with transaction.atomic():  # the country is given after the role, and looked for at the end
        officer = UserFactory(role="statistics_officer", country=submission.assignment.country)
    findings = f"/country-data/submissions/{submission.public_id}/findings/"
    with visitor() as visit:
        sign_in(visit, officer)
        visit.open(findings)
        look(visit, "checks-findings")
        visit.page.locator("summary", has_text="Explain").first.click()
        visit.page.get_by_label("Explanation").first.fill("Counted at the border.")
        visit.page.get_by_role("button", name="Explain").first.click()
        assert "Counted at the border." in visit.page.content()
        visit.open(f"/ar{findings}")
        visit.check_direction("ar")
        look(visit, "checks-findings-ar")
        rule = ValidationRule.objects.get(code="sex-and-age-within-total")
        sign_in(visit, staff)
        for path, name in (("", "list"), (f"{rule.pk}/?round={round_.pk}", "rule"), (f"{rule.pk}/version/", "form")):
            for language in ("", "/ar"):
                visit.open(f"{language}/country-data/checks/{path}")
                look(visit, f"checks-{name}{language.replace('/', '-')}")
