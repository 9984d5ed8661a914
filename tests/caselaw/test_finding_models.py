"""What the database refuses about findings, provisions, routes, jurisdictions and courts; terms of a wrong vocabulary."""

from collections.abc import Callable

import pytest

from caselaw.choices import FINDING_SCHEMES, FindingStatus, JurisdictionKind, PlacePrecision
from caselaw.models import Court, ElementFinding, Jurisdiction, Place, ProvisionInterpretation, RouteLeg
from portal.core.models import Term
from tests.factories.caselaw import (
    CaseFactory,
    CaseSectorFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    ElementFindingFactory,
    JurisdictionFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
)
from tests.factories.core import CountryFactory, term
from tests.faults import constraints_of, refused_by, refused_with

pytestmark = pytest.mark.django_db


def _twice(make: Callable[..., object], **fields: object) -> None:
    for _ in range(2):
        make(**fields)


FAULTS: dict[str, Callable[[], object]] = {
    "caselaw_finding_once_per_element": lambda: _twice(ElementFindingFactory, case=CaseFactory()),
    "caselaw_finding_text_is_short": lambda: ElementFindingFactory(text="x" * 1501),
    "caselaw_interpretation_once_per_provision": lambda: _twice(ProvisionInterpretationFactory, case=CaseFactory()),
    "caselaw_place_once_per_country": lambda: _twice(PlaceFactory, country=CountryFactory(), name="Salta"),
    "caselaw_place_name_fits_precision": lambda: PlaceFactory(name="", precision=PlacePrecision.CITY),
    "caselaw_leg_order_once": lambda: _twice(RouteLegFactory, case=CaseFactory(), seq=1),
    "caselaw_jurisdiction_code_is_plain": lambda: JurisdictionFactory(code="xx"),
    "caselaw_jurisdiction_national_has_country": lambda: JurisdictionFactory(country=None, names={"en": "Utopia"}),
    "caselaw_jurisdiction_has_a_name": lambda: JurisdictionFactory(
        kind=JurisdictionKind.REGIONAL_COURT, country=None, names={}
    ),
    "caselaw_court_once_per_jurisdiction": lambda: _twice(
        CourtFactory, jurisdiction=JurisdictionFactory(), name_original="Tribunal Oral"
    ),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    models = (ElementFinding, ProvisionInterpretation, Place, RouteLeg, Jurisdiction, Court)

    assert set(FAULTS) == constraints_of(*models)


def test_a_country_is_no_smaller_place() -> None:
    with refused_by("caselaw_place_name_fits_precision"):
        PlaceFactory(name="Salta", precision=PlacePrecision.COUNTRY)


def test_an_element_may_be_found_for_several_groups_of_victims() -> None:
    case = CaseFactory()
    for label in ("Group 1", "Group 2"):
        ElementFindingFactory(case=case, victim_group=VictimGroupFactory(case=case, label=label))

    assert case.findings.count() == 2


# Every field that takes a term, with a factory of its row. All are given a term of a vocabulary that none accepts.
TERM_FIELDS: dict[str, Callable[[Term], object]] = {
    "case.legal_system": lambda wrong: CaseFactory(legal_system=wrong),
    "case.proceeding_type": lambda wrong: CaseFactory(proceeding_type=wrong),
    "case.latest_stage": lambda wrong: CaseFactory(latest_stage=wrong),
    "case.scope": lambda wrong: CaseFactory(scope=wrong),
    "case.ocg": lambda wrong: CaseFactory(ocg=wrong),
    "sector.term": lambda wrong: CaseSectorFactory(term=wrong),
    "proceeding.stage": lambda wrong: ProceedingFactory(stage=wrong),
    "proceeding.outcome": lambda wrong: ProceedingFactory(outcome=wrong),
    "victims.recruiter_relation": lambda wrong: VictimGroupFactory(recruiter_relation=wrong),
    "victims.recruitment_methods": lambda wrong: VictimGroupFactory().recruitment_methods.add(wrong),
    "defendant.roles": lambda wrong: DefendantFactory().roles.add(wrong),
    "charge.verdict": lambda wrong: ChargeFactory(verdict=wrong),
    "charge.offence_family": lambda wrong: ChargeFactory(offence_family=wrong),
    "sanction.kind": lambda wrong: SanctionFactory(kind=wrong),
    "finding.term": lambda wrong: ElementFindingFactory(term=wrong),
    "interpretation.instrument": lambda wrong: ProvisionInterpretationFactory(instrument=wrong),
    "jurisdiction.legal_system": lambda wrong: JurisdictionFactory(legal_system=wrong),
    "court.level": lambda wrong: CourtFactory(level=wrong),
}


@pytest.mark.parametrize("field", TERM_FIELDS)
def test_a_term_of_a_wrong_vocabulary_is_refused(field: str) -> None:
    with refused_with("takes a term of"):
        TERM_FIELDS[field](term("weather", "rain"))


@pytest.mark.parametrize("scheme", FINDING_SCHEMES)
def test_a_finding_takes_terms_of_each_vocabulary_of_elements(scheme: str) -> None:
    assert ElementFindingFactory(term=term(scheme, "something")).pk


@pytest.mark.parametrize("part", ["charge", "victim_group", "source"])
def test_a_finding_does_not_join_parts_of_different_cases(part: str) -> None:
    factories = {"charge": ChargeFactory, "victim_group": VictimGroupFactory, "source": SourceFactory}

    with refused_with("must belong to the same case"):
        ElementFindingFactory(**{part: factories[part]()})


def test_a_finding_joins_parts_of_its_case() -> None:
    case = CaseFactory()
    charge = ChargeFactory(defendant=DefendantFactory(case=case))

    assert ElementFindingFactory(
        case=case, charge=charge, victim_group=VictimGroupFactory(case=case), source=SourceFactory(case=case)
    ).pk


def test_what_was_not_proved_does_not_count_in_facets() -> None:
    proved = ElementFindingFactory()
    ElementFindingFactory(status=FindingStatus.NOT_PROVED)

    assert list(ElementFinding.objects.counted_in_facets()) == [proved]


def test_coverage_counts_published_briefs_only() -> None:
    published = CaseFactory(published=True)
    CaseFactory(complete=True)

    jurisdiction = Jurisdiction.objects.with_coverage().get(code="AR")

    assert jurisdiction.briefs == 1  # type: ignore[attr-defined]  # an annotation of with_coverage
    assert jurisdiction.first_decision == published.decision_date  # type: ignore[attr-defined]  # likewise


@pytest.mark.parametrize(
    ("article", "paragraph", "cited"), [("5", "", "5"), ("3", "a", "3(a)"), ("5", "2(a)", "5(2)(a)")]
)
def test_a_provision_reads_as_lawyers_cite_it(article: str, paragraph: str, cited: str) -> None:
    assert ProvisionInterpretation(article=article, paragraph=paragraph).provision == cited
