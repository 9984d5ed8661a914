"""What the database refuses about victims, defendants, charges, sanctions and proceedings."""

from collections.abc import Callable
from datetime import date

import pytest

from caselaw.choices import DatePrecision, DefendantKind, NamePolicy
from caselaw.models import Charge, Defendant, Proceeding, Sanction, VictimGroup
from tests.factories.caselaw import (
    CaseFactory,
    ChargeFactory,
    DefendantFactory,
    ProceedingFactory,
    SanctionFactory,
    VictimGroupFactory,
)
from tests.faults import constraints_of, refused_by, refused_with

pytestmark = pytest.mark.django_db

ONE_CASE = "must belong to the same case"


def _twice(make: Callable[..., object], **fields: object) -> None:
    for _ in range(2):
        make(**fields)


def _appeal_of_itself() -> None:
    proceeding = ProceedingFactory()
    Proceeding.objects.filter(pk=proceeding.pk).update(appeal_of=proceeding.pk)


FAULTS: dict[str, Callable[[], object]] = {
    "caselaw_victims_label_once": lambda: _twice(VictimGroupFactory, case=CaseFactory(), label="Group 1"),
    "caselaw_victims_label_is_no_name": lambda: VictimGroupFactory(label="Maria"),
    "caselaw_victims_least_not_above_most": lambda: VictimGroupFactory(count_min=3, count_max=2),
    "caselaw_victims_age_from_not_above_to": lambda: VictimGroupFactory(age_min=18, age_max=17),
    "caselaw_defendant_order_once": lambda: _twice(DefendantFactory, case=CaseFactory(), seq=1),
    "caselaw_defendant_stands_for_someone": lambda: DefendantFactory(count=0),
    "caselaw_defendant_state_is_named_as_state": lambda: DefendantFactory(
        kind=DefendantKind.STATE, name_policy=NamePolicy.INITIALS
    ),
    "caselaw_charge_order_once": lambda: _twice(ChargeFactory, defendant=DefendantFactory(), seq=1),
    "caselaw_charge_at_least_one_count": lambda: ChargeFactory(counts=0),
    "caselaw_sanction_life_has_no_months": lambda: SanctionFactory(is_life=True, months=300),
    "caselaw_sanction_amount_has_a_currency": lambda: SanctionFactory(amount=100, currency=""),
    "caselaw_sanction_amount_not_negative": lambda: SanctionFactory(amount=-1, currency="ARS"),
    "caselaw_sanction_suspended_within_term": lambda: SanctionFactory(months=12, suspended_months=13),
    "caselaw_proceeding_order_once": lambda: _twice(ProceedingFactory, case=CaseFactory(), seq=1),
    "caselaw_proceeding_is_no_appeal_of_itself": _appeal_of_itself,
    "caselaw_proceeding_date_fits_its_precision": lambda: ProceedingFactory(
        decision_date=date(2020, 5, 4), decision_date_precision=DatePrecision.MONTH
    ),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(VictimGroup, Defendant, Charge, Sanction, Proceeding)


@pytest.mark.parametrize("label", ["Group 1", "Child A", "Victim 12", "Applicant 3", "Complainant B"])
def test_a_label_without_a_name_is_kept(label: str) -> None:
    assert VictimGroupFactory(label=label).pk


@pytest.mark.parametrize("label", ["Group Maria", "Maria G.", "Victim", "victim 1", "Child 1234", "Group 1\nMaria"])
def test_a_label_with_room_for_a_name_is_refused(label: str) -> None:
    with refused_by("caselaw_victims_label_is_no_name"):
        VictimGroupFactory(label=label)


def test_victims_have_no_field_for_a_name() -> None:
    fields = {field.name for field in VictimGroup._meta.get_fields()}

    assert not {field for field in fields if "name" in field}


def test_an_order_may_be_swapped_in_one_transaction() -> None:
    first = DefendantFactory(seq=1)
    second = DefendantFactory(seq=2, case=first.case)

    Defendant.objects.filter(pk=first.pk).update(seq=2)
    Defendant.objects.filter(pk=second.pk).update(seq=1)

    assert Defendant.objects.get(seq=1) == second


def test_a_charge_is_not_tried_in_the_proceeding_of_another_case() -> None:
    with refused_with(ONE_CASE):
        ChargeFactory(proceeding=ProceedingFactory())


def test_a_charge_is_not_moved_to_the_proceeding_of_another_case() -> None:
    charge = ChargeFactory()

    with refused_with(ONE_CASE):
        Charge.objects.filter(pk=charge.pk).update(proceeding=ProceedingFactory())


def test_a_charge_is_tried_in_a_proceeding_of_its_case() -> None:
    defendant = DefendantFactory()

    assert ChargeFactory(defendant=defendant, proceeding=ProceedingFactory(case=defendant.case)).pk


def test_a_sanction_does_not_follow_from_the_proceeding_of_another_case() -> None:
    with refused_with(ONE_CASE):
        SanctionFactory(proceeding=ProceedingFactory())


def test_a_sanction_does_not_follow_from_the_charge_of_another_defendant() -> None:
    one = DefendantFactory()
    other = DefendantFactory(case=one.case)

    with refused_with(ONE_CASE):
        SanctionFactory(defendant=one, charge=ChargeFactory(defendant=other))


def test_a_proceeding_is_not_an_appeal_of_another_case() -> None:
    with refused_with(ONE_CASE):
        ProceedingFactory(appeal_of=ProceedingFactory())
