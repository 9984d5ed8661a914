"""The parts of a brief as one list, for what treats them all alike: copies, snapshots, differences."""

from dataclasses import dataclass

from django.db import models

from caselaw.models.case_parts import CaseIdentifier, CaseSector, CaseText
from caselaw.models.charge import Charge, Sanction
from caselaw.models.finding import ElementFinding, ProvisionInterpretation
from caselaw.models.people import Defendant, VictimGroup
from caselaw.models.proceeding import Proceeding
from caselaw.models.route import RouteLeg
from caselaw.models.source import Attachment, CaseRelation, Source


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of rows of a brief: its name in snapshots, the way to the brief, and what tells its rows apart."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    way: str = "case"
    order: tuple[str, ...] = ("pk",)


# Each after those to which its rows refer.
PARTS = (
    Part("texts", CaseText, ("language",), order=("language",)),
    Part("identifiers", CaseIdentifier, ("scheme", "normalised")),
    Part("sectors", CaseSector, ("term", "is_promised")),
    Part("sources", Source, ("seq",), order=("seq",)),
    Part("proceedings", Proceeding, ("seq",), order=("seq",)),
    Part("victims", VictimGroup, ("label",), order=("label",)),
    Part("defendants", Defendant, ("seq",), order=("seq",)),
    Part("charges", Charge, ("defendant", "seq"), way="defendant__case", order=("defendant__seq", "seq")),
    Part("sanctions", Sanction, (), way="defendant__case", order=("defendant__seq", "pk")),
    Part("findings", ElementFinding, ("term", "charge", "victim_group"), order=("term__scheme", "term__order", "pk")),
    Part("provisions", ProvisionInterpretation, ("instrument", "article", "paragraph")),
    Part("route", RouteLeg, ("seq",), order=("seq",)),
    Part("attachments", Attachment, ("title",)),
    Part("relations", CaseRelation, ("kind", "to_case"), way="from_case"),
)
