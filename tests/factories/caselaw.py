"""Briefs and their parts."""

import uuid
from datetime import date

import factory
from factory.django import DjangoModelFactory

from caselaw.choices import (
    AnonymisationState,
    CaseStatus,
    CorrectionKind,
    FindingStatus,
    IdentifierScheme,
    JurisdictionKind,
    PlacePrecision,
    RelationKind,
    Scheme,
)
from caselaw.models import (
    Attachment,
    Case,
    CaseIdentifier,
    CaseRelation,
    CaseSector,
    CaseText,
    Charge,
    CorrectionRequest,
    Court,
    Defendant,
    ElementFinding,
    ImportBatch,
    Jurisdiction,
    Place,
    Proceeding,
    ProvisionInterpretation,
    RouteLeg,
    Sanction,
    Source,
    VictimGroup,
)
from caselaw.public_ids import ALPHABET
from caselaw.search import documents
from portal.core.names import normalised
from tests.factories.core import NOW, CountryFactory, PrivateFileFactory, UserFactory, term_of


def public_id(n: int) -> str:
    """Return the n-th public identifier."""
    signs = ""
    for _ in range(8):
        n, rest = divmod(n, len(ALPHABET))
        signs = ALPHABET[rest] + signs
    return f"HT-{signs}"


def index(*cases: Case) -> None:
    """Write the search documents again, after parts were added to published briefs."""
    documents.write([case.pk for case in cases])


class JurisdictionFactory(DjangoModelFactory[Jurisdiction]):
    """A made-up State; with the code of a loaded one ("AR", "ECHR"), that one."""

    class Meta:
        model = Jurisdiction
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"XX-{n}")
    kind = JurisdictionKind.STATE
    country = factory.SubFactory(CountryFactory)


class CourtFactory(DjangoModelFactory[Court]):
    """A court of first instance."""

    class Meta:
        model = Court

    jurisdiction = factory.SubFactory(JurisdictionFactory)
    name_original = factory.Sequence(lambda n: f"Court {n}")
    level = term_of(Scheme.STAGE, "first_instance")


class CaseFactory(DjangoModelFactory[Case]):
    """A draft with a title and nothing else.

    Traits: `complete` has what publishing asks for; `in_review` was handed in, `accepted` waits for the check for names,
    `cleared` was checked by a second person, `published` can be found; `hidden` was public and is out of sight,
    `on_hold` was never public; `withdrawn` is gone. `successor` is a draft of changes of a public brief.
    """

    class Meta:
        model = Case
        skip_postgeneration_save = True

    class Params:
        complete = factory.Trait(
            decision_date=date(2020, 5, 4),
            text=factory.RelatedFactory(f"{__name__}.CaseTextFactory", "case"),
            source=factory.RelatedFactory(f"{__name__}.SourceFactory", "case"),
            finding=factory.RelatedFactory(f"{__name__}.ElementFindingFactory", "case"),
        )
        checked = factory.Trait(
            complete=True,
            anonymisation_state=AnonymisationState.CLEARED,
            cleared_version=1,
            accepted_at=NOW,
            accepted_by=factory.SubFactory(UserFactory),
            cleared_at=NOW,
            cleared_by=factory.SubFactory(UserFactory),
        )
        in_review = factory.Trait(complete=True, status=CaseStatus.IN_REVIEW)
        accepted = factory.Trait(
            in_review=True,
            anonymisation_state=AnonymisationState.SECOND_CHECK,
            accepted_at=NOW,
            accepted_by=factory.SubFactory(UserFactory),
        )
        cleared = factory.Trait(checked=True, status=CaseStatus.CLEARED)
        on_hold = factory.Trait(complete=True, status=CaseStatus.ON_HOLD, hold_reason="The judgment is not final.")
        hidden = factory.Trait(
            complete=True,
            status=CaseStatus.ON_HOLD,
            hold_reason="Hidden at once.",
            anonymisation_state=AnonymisationState.RE_OPENED,
            published_at=NOW,
        )
        successor = factory.Trait(
            complete=True, public_id=None, revises=factory.SubFactory(f"{__name__}.CaseFactory", published=True)
        )
        published = factory.Trait(
            checked=True,
            status=CaseStatus.PUBLISHED,
            published_at=NOW,
            # "z", since hooks run in the order of their names and the document needs the texts.
            z_document=factory.PostGeneration(lambda case, create, extracted, **kwargs: index(case)),
        )
        withdrawn = factory.Trait(
            status=CaseStatus.WITHDRAWN,
            published_at=NOW,
            withdrawn_at=NOW,
            withdrawal_reason="The judgment was set aside.",
        )

    public_id = factory.Sequence(public_id)
    uuid = factory.Sequence(lambda n: uuid.UUID(int=n + 1))
    official_title = factory.Sequence(lambda n: f"Republic v. Defendant {n}")
    slug = factory.Sequence(lambda n: f"republic-v-defendant-{n}")
    jurisdiction = factory.SubFactory(JurisdictionFactory, code="AR", country__iso3="ARG", country__iso2="AR")
    created_by = factory.SubFactory(UserFactory)
    updated_at = NOW
    status_since = NOW


class CaseTextFactory(DjangoModelFactory[CaseText]):
    """The facts in English."""

    class Meta:
        model = CaseText

    case = factory.SubFactory(CaseFactory)
    language = "en"
    headline = "The manager of a farm held workers by debts."
    fact_summary = "The workers were promised wages and were held on a farm."


class CaseIdentifierFactory(DjangoModelFactory[CaseIdentifier]):
    """A docket number."""

    class Meta:
        model = CaseIdentifier

    case = factory.SubFactory(CaseFactory)
    scheme = IdentifierScheme.DOCKET
    value = factory.Sequence(lambda n: f"No. {n}/2020")
    normalised = factory.LazyAttribute(lambda identifier: normalised(identifier.value))


class CaseSectorFactory(DjangoModelFactory[CaseSector]):
    """The sector of the exploitation."""

    class Meta:
        model = CaseSector

    case = factory.SubFactory(CaseFactory)
    term = term_of(Scheme.SECTOR, "fishing")


class ProceedingFactory(DjangoModelFactory[Proceeding]):
    """A trial."""

    class Meta:
        model = Proceeding

    case = factory.SubFactory(CaseFactory)
    seq = factory.Sequence(lambda n: n % 10_000 + 1)
    stage = term_of(Scheme.STAGE, "first_instance")
    court_text = "Federal Court No. 1"


class VictimGroupFactory(DjangoModelFactory[VictimGroup]):
    """A group of victims of whom nothing is stated."""

    class Meta:
        model = VictimGroup

    case = factory.SubFactory(CaseFactory)
    label = factory.Sequence(lambda n: f"Group {n % 999 + 1}")


class DefendantFactory(DjangoModelFactory[Defendant]):
    """A person."""

    class Meta:
        model = Defendant

    case = factory.SubFactory(CaseFactory)
    seq = factory.Sequence(lambda n: n % 10_000 + 1)
    display_name = factory.Sequence(lambda n: f"Defendant {n}")


class ChargeFactory(DjangoModelFactory[Charge]):
    """A charge with a conviction."""

    class Meta:
        model = Charge

    defendant = factory.SubFactory(DefendantFactory)
    seq = factory.Sequence(lambda n: n % 10_000 + 1)
    legislation_text = "Criminal Code, art. 145 bis"
    verdict = term_of(Scheme.VERDICT, "guilty_trial")


class SanctionFactory(DjangoModelFactory[Sanction]):
    """Imprisonment for five years, for all charges together."""

    class Meta:
        model = Sanction

    defendant = factory.SubFactory(DefendantFactory)
    kind = term_of(Scheme.SANCTION_KIND, "imprisonment")
    months = 60


class SourceFactory(DjangoModelFactory[Source]):
    """A publication."""

    class Meta:
        model = Source

    case = factory.SubFactory(CaseFactory)
    seq = factory.Sequence(lambda n: n % 10_000 + 1)
    citation = factory.Sequence(lambda n: f"Judgment of 4 May 2020, page {n}")


class ElementFindingFactory(DjangoModelFactory[ElementFinding]):
    """Recruitment was proved."""

    class Meta:
        model = ElementFinding

    case = factory.SubFactory(CaseFactory)
    term = term_of(Scheme.ACT, "recruitment")
    status = FindingStatus.FOUND_PROVED


class ProvisionInterpretationFactory(DjangoModelFactory[ProvisionInterpretation]):
    """Article 3(a) of the Protocol."""

    class Meta:
        model = ProvisionInterpretation

    case = factory.SubFactory(CaseFactory)
    instrument = term_of(Scheme.INSTRUMENT, "trafficking_protocol")
    article = "3"
    paragraph = "a"


class PlaceFactory(DjangoModelFactory[Place]):
    """A city."""

    class Meta:
        model = Place

    country = factory.SubFactory(CountryFactory)
    name = factory.Sequence(lambda n: f"City {n}")
    precision = PlacePrecision.CITY


class RouteLegFactory(DjangoModelFactory[RouteLeg]):
    """A part of a journey."""

    class Meta:
        model = RouteLeg

    case = factory.SubFactory(CaseFactory)
    seq = factory.Sequence(lambda n: n % 10_000 + 1)
    from_place = factory.SubFactory(PlaceFactory)
    to_place = factory.SubFactory(PlaceFactory)


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """A private file."""

    class Meta:
        model = Attachment

    case = factory.SubFactory(CaseFactory)
    file = factory.SubFactory(PrivateFileFactory)
    title = "Judgment"


class CorrectionRequestFactory(DjangoModelFactory[CorrectionRequest]):
    """A report of a reader that nobody has looked at."""

    class Meta:
        model = CorrectionRequest

    case = factory.SubFactory(CaseFactory)
    kind = CorrectionKind.FACT
    text = factory.Sequence(lambda n: f"The date in paragraph {n} is wrong.")
    fingerprint = factory.Sequence(lambda n: f"{n:064d}")
    reported_at = NOW


class CaseRelationFactory(DjangoModelFactory[CaseRelation]):
    """One case cites another."""

    class Meta:
        model = CaseRelation

    from_case = factory.SubFactory(CaseFactory)
    to_case = factory.SubFactory(CaseFactory)
    kind = RelationKind.CITES


class ImportBatchFactory(DjangoModelFactory[ImportBatch]):
    """A file that was imported."""

    class Meta:
        model = ImportBatch

    file_name = "briefs.json"
    sha256 = "0" * 64
    source_system = "example"
    state = "written"
    imported_by = factory.SubFactory(UserFactory)
    handed_in_at = NOW
    imported_at = NOW
