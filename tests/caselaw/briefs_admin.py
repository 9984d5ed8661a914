"""Addresses and buttons of the administration of briefs, and a brief with a row of each part."""

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from caselaw.models import Case
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseIdentifierFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    VictimGroupFactory,
)
from tests.factories.core import term

PDF = b"%PDF-1.7\n%%EOF\n"
ADD = "admin:caselaw_case_add"
CHANGE = "admin:caselaw_case_change"


def address(name: str, *args: object) -> str:
    """Return the address of an admin page."""
    return reverse(name, args=args)


def step(client: Client, case: Case, name: str, **posted: str) -> list[str]:
    """Press a button and return what the page says."""
    response = client.post(address("admin:caselaw_case_step", case.pk, name), posted)
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


def whole_brief(**fields: Any) -> Case:
    """Return a brief with at least one row of each part."""
    case = CaseFactory(complete=True, **fields)
    charge = ChargeFactory(
        defendant=DefendantFactory(case=case, seq=1), proceeding=ProceedingFactory(case=case, seq=1), seq=1
    )
    SanctionFactory(defendant=charge.defendant, charge=charge)
    group = VictimGroupFactory(case=case, label="Group 1")
    ElementFindingFactory(case=case, term=term("means", "deception"), charge=charge, victim_group=group)
    for factory in (CaseIdentifierFactory, ProvisionInterpretationFactory, RouteLegFactory, AttachmentFactory):
        factory(case=case)
    return case
