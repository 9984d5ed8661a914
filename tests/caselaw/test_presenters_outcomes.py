"""The outcome of a case at a glance."""

import pytest

from caselaw.choices import AppellateResult, Scheme
from caselaw.models import Case, Charge
from caselaw.presenters.outcomes import ACQUITTED, CONVICTED, SET_ASIDE, Outcome, outcome_of, verdict_kind
from portal.core.models import Term
from tests.factories.caselaw import CaseFactory, ChargeFactory, DefendantFactory, SanctionFactory

pytestmark = pytest.mark.django_db

UPHELD, OVERTURNED, REMITTED = AppellateResult.UPHELD, AppellateResult.OVERTURNED, AppellateResult.REMITTED


def charged(case: Case, *verdicts: str, **fields: object) -> list[Charge]:
    """Give the case a defendant with one charge for each verdict."""
    defendant = DefendantFactory(case=case)
    return [ChargeFactory(defendant=defendant, verdict__code=verdict, **fields) for verdict in verdicts]


def outcome(case: Case) -> Outcome:
    """Return the outcome as a list of results would load it."""
    found = outcome_of(Case.objects.for_results().get(pk=case.pk))
    assert found is not None
    return found


def test_a_case_without_verdict_has_no_outcome() -> None:
    case = CaseFactory()
    DefendantFactory(case=case)

    assert outcome_of(case) is None


@pytest.mark.parametrize(
    ("verdicts", "kind", "label"),
    [
        (["guilty_trial"], "proved", "Convicted"),
        (["not_guilty"], "not_proved", "Acquitted"),
        (["quashed"], "set_aside", "Conviction set aside"),
        (["violation_found"], "proved", "Violation found"),
        (["no_violation"], "not_proved", "No violation"),
        (["liable"], "proved", "Liable"),
        (["not_liable"], "not_proved", "Not liable"),
        (["inadmissible"], "not_required", "Inadmissible"),
        (["pending"], "alleged", "Other outcome"),
        (["guilty_trial", "not_guilty"], "proved", "Convicted in part"),
        (["guilty_plea", "quashed"], "proved", "Convicted in part"),
        (["violation_found", "no_violation"], "proved", "Violation found in part"),
        (["not_guilty", "quashed"], "set_aside", "Conviction set aside"),
    ],
)
def test_verdicts_become_one_shape_and_one_phrase(verdicts: list[str], kind: str, label: str) -> None:
    case = CaseFactory()
    charged(case, *verdicts)

    assert outcome(case) == Outcome(kind, label)


@pytest.mark.parametrize(
    ("verdict", "result", "label"),
    [
        ("guilty_trial", UPHELD, "Convicted"),
        ("guilty_trial", AppellateResult.MODIFIED, "Convicted"),
        ("guilty_trial", OVERTURNED, "Conviction set aside"),
        ("guilty_trial", REMITTED, "Conviction set aside"),
        ("not_guilty", UPHELD, "Acquitted"),
        ("not_guilty", OVERTURNED, "Other outcome"),
        ("violation_found", OVERTURNED, "Other outcome"),
    ],
)
def test_an_appeal_changes_the_outcome_only_as_far_as_it_says(verdict: str, result: str, label: str) -> None:
    case = CaseFactory()
    charged(case, verdict, appellate_result=result)

    assert outcome(case).label == label


def test_convictions_of_several_defendants_count_together() -> None:
    case = CaseFactory()
    charged(case, "guilty_plea")
    charged(case, "not_guilty")

    assert outcome(case).label == "Convicted in part"


def test_sentences_reach_from_the_lightest_to_the_heaviest_person() -> None:
    case = CaseFactory()
    for months in ((12, 60), (30,)):  # the first person has two terms; the longer one counts
        (charge,) = charged(case, "guilty_trial")
        for term in months:
            SanctionFactory(defendant=charge.defendant, months=term)

    assert outcome(case).sentences == "2 years 6 months to 5 years of imprisonment"


def test_a_sanction_no_longer_in_force_is_not_counted() -> None:
    case = CaseFactory()
    (charge,) = charged(case, "guilty_trial")
    SanctionFactory(defendant=charge.defendant, months=360, in_force=False)
    SanctionFactory(defendant=charge.defendant, months=12)

    assert outcome(case).sentences == "1 year of imprisonment"


def test_life_is_said_whatever_else_was_ordered() -> None:
    case = CaseFactory()
    (charge,) = charged(case, "guilty_trial")
    SanctionFactory(defendant=charge.defendant, months=None, is_life=True)
    SanctionFactory(defendant=charge.defendant, months=120)

    assert outcome(case).sentences == "life imprisonment"


def test_a_sentence_that_is_no_longer_for_life_is_not_said_to_be() -> None:
    case = CaseFactory()
    (charge,) = charged(case, "guilty_trial")
    SanctionFactory(defendant=charge.defendant, months=None, is_life=True, in_force=False)
    SanctionFactory(defendant=charge.defendant, months=240)

    assert outcome(case).sentences == "20 years of imprisonment"


def test_a_conviction_without_a_stated_term_says_nothing_of_sentences() -> None:
    case = CaseFactory()
    (charge,) = charged(case, "guilty_trial")
    SanctionFactory(defendant=charge.defendant, months=None, text="A fine")

    assert outcome(case).sentences == ""


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        ("guilty_trial", "proved"),
        ("dismissed", "not_proved"),
        ("remitted", "set_aside"),
        ("inadmissible", "alleged"),
        ("not_stated", "alleged"),
    ],
)
def test_one_verdict_has_a_shape(verdict: str, kind: str) -> None:
    (charge,) = charged(CaseFactory(), verdict)

    assert verdict_kind(charge) == kind


def test_the_groups_of_verdicts_exist_in_the_vocabulary() -> None:
    codes = set(Term.objects.in_scheme(Scheme.VERDICT).values_list("code", flat=True))

    assert codes >= CONVICTED | ACQUITTED | SET_ASIDE
