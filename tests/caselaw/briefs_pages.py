"""Readers of the public pages of briefs, and a brief with something of every kind."""

import re
from html import unescape

from django.test import Client

from caselaw.choices import FindingStatus, Scheme
from caselaw.models import Case
from tests.factories.caselaw import (
    CaseFactory,
    CaseIdentifierFactory,
    CaseSectorFactory,
    CaseTextFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    VictimGroupFactory,
    index,
)

LIST = "/cases/"


def page(client: Client, url: str, status: int = 200, **data: object) -> str:
    """Return a page's text."""
    response = client.get(url, data)
    assert response.status_code == status, url
    return unescape(response.content.decode())


def titles(html: str) -> list[str]:
    """Return the titles of the results in their order."""
    return re.findall(r'<h3><a href="/(?:ar/)?cases/HT-[^"]+"><bdi>([^<]*)</bdi></a></h3>', html)


def facet(html: str, name: str) -> dict[str, int]:
    """Return the values of a facet with the count that each promises."""
    options = re.findall(rf'name="{name}" value="([^"]+)"[^>]*><label[^>]*>[^<]*<span [^>]*>\((\d+)\)', html)
    return {value: int(count) for value, count in options}


def finding(case: Case, scheme: str, code: str, **fields: object) -> None:
    """Code an element."""
    ElementFindingFactory(case=case, term__scheme__code=scheme, term__code=code, **fields)


def full_case(**fields: object) -> Case:
    """Return a published brief with something of every kind, so that a statement per part would show."""
    case = CaseFactory(published=True, **fields)
    CaseTextFactory(case=case, language="ar")
    CaseIdentifierFactory(case=case)
    CaseSectorFactory(case=case)
    finding(case, Scheme.MEANS, "deception")
    finding(case, Scheme.PURPOSE, "servitude", status=FindingStatus.EDITOR_INFERRED)
    for seq in (1, 2):
        defendant = DefendantFactory(case=case, seq=seq)
        charge = ChargeFactory(defendant=defendant, seq=1)
        SanctionFactory(defendant=defendant, charge=charge)
        SanctionFactory(defendant=defendant, months=24)
        ProceedingFactory(case=case, seq=seq)
        VictimGroupFactory(case=case)
        RouteLegFactory(case=case, seq=seq, from_place=place(), to_place=place())
        ProvisionInterpretationFactory(case=case, article=str(seq))
    index(case)
    return case


def place() -> object:
    """Return a city of one country; the made-up countries would run out."""
    return PlaceFactory(country__iso3="ARG", country__iso2="AR")
