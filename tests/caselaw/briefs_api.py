"""What an answer of the API of briefs holds, and a brief that fills every key."""

from django.test import Client

from caselaw.models import Case
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
    CaseRelationFactory,
    CaseSectorFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import term

LIST = "/api/v1/cases/"
SUMMARY = [
    "id",
    "url",
    "title",
    "jurisdiction",
    "court",
    "decision_date",
    "headline",
    "headline_language",
    "acts",
    "means",
    "purposes",
    "form",
    "verdicts",
    "published_at",
    "updated_at",
]
DETAIL = [
    *SUMMARY,
    "licence",
    "legal_system",
    "proceeding_type",
    "latest_stage",
    "final",
    "organized_criminal_group",
    "judgment_languages",
    "inclusion_basis",
    "inclusion_note",
    "significance",
    "confidence",
    "unverified_fields",
    "countries_involved",
    "sectors",
    "texts",
    "identifiers",
    "findings",
    "proceedings",
    "victim_groups",
    "defendants",
    "interpretations",
    "route",
    "sources",
    "relations",
]
PARTS = {
    "texts": [
        "language",
        "translation_kind",
        "headline",
        "fact_summary",
        "legal_reasoning",
        "commentary",
        "keywords",
    ],
    "identifiers": ["scheme", "value", "is_preferred"],
    "findings": ["term", "status", "text", "pinpoint"],
    "sectors": ["scheme", "code", "label"],
    "countries_involved": ["iso2", "iso3", "name"],
    "proceedings": [
        "seq",
        "stage",
        "court",
        "official_ref",
        "decision_date",
        "tried",
        "outcome",
        "outcome_text",
        "description",
    ],
    "victim_groups": ["label", "role", "count_min", "count_max", "sex", "age_band", "nationalities", "stateless"],
    "defendants": [
        "seq",
        "kind",
        "display_name",
        "count",
        "sex",
        "nationalities",
        "roles",
        "charges",
        "sanctions",
    ],
    "interpretations": ["instrument", "article", "paragraph", "holding", "stance", "pinpoint"],
    "route": ["seq", "from_place", "from_country", "to_place", "to_country", "purpose", "mode", "documents", "note"],
    "sources": ["citation", "url", "kind", "is_primary", "is_link_withheld"],
    "relations": ["kind", "id", "title"],
}
CHARGE = ["legislation_text", "provision", "counts", "verdict", "appellate_result", "detail", "sanctions"]
SANCTION = [
    "kind",
    "months",
    "is_life",
    "is_suspended",
    "suspended_months",
    "amount",
    "currency",
    "text",
    "payable_to",
    "concurrence",
    "in_force",
]


def whole_brief() -> Case:
    """Return a published brief with one part of every kind."""
    case = CaseFactory(published=True, court=CourtFactory(), scope=term("scope", "internal"))
    case.countries_involved.add(case.jurisdiction.country)
    CaseIdentifierFactory(case=case)
    CaseSectorFactory(case=case)
    CaseSectorFactory(case=case, term=term("sector", "garment"), is_promised=True)
    ProceedingFactory(case=case)
    group = VictimGroupFactory(case=case, age_min=20613, age_max=20617)
    group.nationalities.add(case.jurisdiction.country)
    defendant = DefendantFactory(case=case, age_at_offence=20611)
    charge = ChargeFactory(defendant=defendant)
    SanctionFactory(defendant=defendant, charge=charge)
    SanctionFactory(defendant=defendant)
    ProvisionInterpretationFactory(case=case)
    RouteLegFactory(case=case)
    CaseRelationFactory(from_case=case, to_case=CaseFactory(published=True))
    index(case)
    return case


def detail(client: Client, case: Case, query: str = "") -> dict[str, object]:
    """Return the JSON of a brief."""
    response = client.get(f"{LIST}{case.public_id}/?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


def listed(client: Client, query: str = "") -> dict[str, object]:
    """Return the JSON of a list."""
    response = client.get(f"{LIST}?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()
