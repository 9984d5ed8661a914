"""JSON of briefs, terms and jurisdictions. Every field is named; nothing here shows more than the public page does."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caselaw.choices import CaseStatus, FindingStatus, Scheme
from caselaw.models import (
    Case,
    CaseIdentifier,
    CaseText,
    Charge,
    Defendant,
    ElementFinding,
    Proceeding,
    ProvisionInterpretation,
    RouteLeg,
    Sanction,
    Source,
    VictimGroup,
)
from caselaw.presenters.results import preferred_text
from caselaw.presenters.wording import machine_date
from portal.core.models import Term

CODES = serializers.ListField(child=serializers.CharField())  # describes; a field needs an instance of its own


class TermRef(serializers.Serializer[Any]):
    """A term inside another object."""

    scheme = serializers.CharField(source="scheme_id")
    code = serializers.CharField()
    label = serializers.CharField(source="__str__")  # type: ignore[assignment]  # the JSON key, not the field's caption


class CountryRef(serializers.Serializer[Any]):
    """A country inside another object."""

    iso2 = serializers.CharField()
    iso3 = serializers.CharField()
    name = serializers.CharField(source="__str__")


class JurisdictionRef(serializers.Serializer[Any]):
    """A jurisdiction inside another object."""

    code = serializers.CharField()
    name = serializers.CharField(source="__str__")


class CaseSummary(serializers.Serializer[Any]):
    """A brief as lists show it; elements are codes of the vocabularies act, means, purpose, sector, verdict."""

    id = serializers.CharField(source="public_id")
    url = serializers.CharField(source="get_absolute_url", help_text="Path of the public page.")
    title = serializers.CharField()
    jurisdiction = JurisdictionRef()
    court = serializers.CharField(source="court.name_original", allow_null=True, default=None)
    decision_date = serializers.SerializerMethodField(
        help_text="ISO 8601, as far as known: 2005-07-26, 2005-07 or 2005."
    )
    headline = serializers.SerializerMethodField()
    headline_language = serializers.SerializerMethodField()
    acts = serializers.SerializerMethodField()
    means = serializers.SerializerMethodField()
    purposes = serializers.SerializerMethodField()
    form = serializers.CharField(source="scope.code", allow_null=True, default=None)
    verdicts = serializers.SerializerMethodField()
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(str)
    def get_decision_date(self, case: Case) -> str:
        """Return the date as far as it is known."""
        return machine_date(case.decision_date, case.decision_date_precision)

    @extend_schema_field(str)
    def get_headline(self, case: Case) -> str:
        """Return the headline in the language asked for, else in English, else any."""
        text = preferred_text(case)
        return text.headline if text else ""

    @extend_schema_field(str)
    def get_headline_language(self, case: Case) -> str:
        """Return the headline's language."""
        text = preferred_text(case)
        return text.language if text else ""

    @extend_schema_field(CODES)
    def get_acts(self, case: Case) -> list[str]:
        """Return the acts that are not held unproved."""
        return _codes(case, Scheme.ACT)

    @extend_schema_field(CODES)
    def get_means(self, case: Case) -> list[str]:
        """Return the means that are not held unproved."""
        return _codes(case, Scheme.MEANS)

    @extend_schema_field(CODES)
    def get_purposes(self, case: Case) -> list[str]:
        """Return the purposes that are not held unproved."""
        return _codes(case, Scheme.PURPOSE)

    @extend_schema_field(CODES)
    def get_verdicts(self, case: Case) -> list[str]:
        """Return the verdicts on all charges."""
        return sorted({item.verdict.code for defendant in case.defendants.all() for item in defendant.charges.all()})


def _codes(case: Case, scheme: Scheme) -> list[str]:
    terms = {
        item.term
        for item in case.findings.all()
        if item.term.scheme_id == scheme and item.status != FindingStatus.NOT_PROVED
    }
    return [term.code for term in sorted(terms, key=lambda term: (term.order, term.code))]


class TextDetail(serializers.ModelSerializer[CaseText]):
    """The brief's text in one language (Markdown)."""

    class Meta:
        model = CaseText
        fields = (
            "language",
            "translation_kind",
            "headline",
            "fact_summary",
            "legal_reasoning",
            "commentary",
            "keywords",
        )
        read_only_fields = fields


class IdentifierDetail(serializers.ModelSerializer[CaseIdentifier]):
    """A citation or number."""

    class Meta:
        model = CaseIdentifier
        fields = ("scheme", "value", "is_preferred")
        read_only_fields = fields


class FindingDetail(serializers.ModelSerializer[ElementFinding]):
    """An element with what stands behind it."""

    term = TermRef()

    class Meta:
        model = ElementFinding
        fields = ("term", "status", "text", "pinpoint")
        read_only_fields = fields


class ProceedingDetail(serializers.ModelSerializer[Proceeding]):
    """One stage of the procedure."""

    stage = TermRef()
    court = serializers.CharField(source="court_name")
    decision_date = serializers.SerializerMethodField()
    outcome = TermRef(allow_null=True)

    class Meta:
        model = Proceeding
        fields = (
            "seq",
            "stage",
            "court",
            "official_ref",
            "decision_date",
            "tried",
            "outcome",
            "outcome_text",
            "description",
        )
        read_only_fields = fields

    @extend_schema_field(str)
    def get_decision_date(self, proceeding: Proceeding) -> str:
        """Return the date as far as it is known."""
        return machine_date(proceeding.decision_date, proceeding.decision_date_precision)


class VictimGroupDetail(serializers.ModelSerializer[VictimGroup]):
    """Victims as a group. Exact ages are left out: in a group of one they could point to a person."""

    nationalities = CountryRef(many=True)

    class Meta:
        model = VictimGroup
        fields = ("label", "role", "count_min", "count_max", "sex", "age_band", "nationalities", "stateless")
        read_only_fields = fields


class SanctionDetail(serializers.ModelSerializer[Sanction]):
    """A sentence or order; months, and amounts in the currency of the decision."""

    kind = TermRef()

    class Meta:
        model = Sanction
        fields = (
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
        )
        read_only_fields = fields


class ChargeDetail(serializers.ModelSerializer[Charge]):
    """A charge or claim with its verdict."""

    verdict = TermRef()
    sanctions = SanctionDetail(many=True)

    class Meta:
        model = Charge
        fields = ("legislation_text", "provision", "counts", "verdict", "appellate_result", "detail", "sanctions")
        read_only_fields = fields


class DefendantDetail(serializers.ModelSerializer[Defendant]):
    """A defendant or respondent; `sanctions` are those for all charges together."""

    nationalities = CountryRef(many=True)
    roles = TermRef(many=True)
    charges = ChargeDetail(many=True)
    sanctions = serializers.SerializerMethodField()

    class Meta:
        model = Defendant
        fields = ("seq", "kind", "display_name", "count", "sex", "nationalities", "roles", "charges", "sanctions")
        read_only_fields = fields

    @extend_schema_field(SanctionDetail(many=True))
    def get_sanctions(self, defendant: Defendant) -> Any:
        """Return the sanctions that belong to no single charge."""
        overall = [item for item in defendant.sanctions.all() if item.charge_id is None]
        return SanctionDetail(overall, many=True).data


class InterpretationDetail(serializers.ModelSerializer[ProvisionInterpretation]):
    """How the court treated a provision."""

    instrument = TermRef()

    class Meta:
        model = ProvisionInterpretation
        fields = ("instrument", "article", "paragraph", "holding", "stance", "pinpoint")
        read_only_fields = fields


class LegDetail(serializers.ModelSerializer[RouteLeg]):
    """One part of the route."""

    from_place = serializers.CharField(source="from_place.__str__")
    to_place = serializers.CharField(source="to_place.__str__")
    from_country = serializers.CharField(source="from_place.country.iso2")
    to_country = serializers.CharField(source="to_place.country.iso2")

    class Meta:
        model = RouteLeg
        fields = ("seq", "from_place", "from_country", "to_place", "to_country", "purpose", "mode", "documents", "note")
        read_only_fields = fields


class SourceDetail(serializers.ModelSerializer[Source]):
    """A source; the address is empty where it is withheld because the page behind it may name a victim."""

    url = serializers.CharField(source="public_url")

    class Meta:
        model = Source
        fields = ("citation", "url", "kind", "is_primary", "is_link_withheld")
        read_only_fields = fields


class RelationDetail(serializers.Serializer[Any]):
    """A related published brief."""

    kind = serializers.CharField()
    id = serializers.CharField(source="to_case.public_id")
    title = serializers.CharField(source="to_case.title")


class CaseDetail(CaseSummary):
    """A whole brief."""

    licence = serializers.SerializerMethodField()
    legal_system = TermRef(allow_null=True)
    proceeding_type = TermRef(allow_null=True)
    latest_stage = TermRef(allow_null=True)
    final = serializers.CharField()
    organized_criminal_group = TermRef(source="ocg", allow_null=True)
    judgment_languages = serializers.ListField(child=serializers.CharField())
    inclusion_basis = serializers.CharField()
    inclusion_note = serializers.CharField()
    significance = serializers.IntegerField(allow_null=True)
    confidence = serializers.CharField()
    unverified_fields = serializers.ListField(child=serializers.CharField())
    countries_involved = CountryRef(many=True)
    sectors = serializers.SerializerMethodField()
    texts = TextDetail(many=True)
    identifiers = IdentifierDetail(many=True)
    findings = FindingDetail(many=True)
    proceedings = ProceedingDetail(many=True)
    victim_groups = VictimGroupDetail(many=True)
    defendants = DefendantDetail(many=True)
    interpretations = InterpretationDetail(many=True)
    route = LegDetail(source="legs", many=True)
    sources = SourceDetail(many=True)
    relations = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_licence(self, case: Case) -> str:
        """Return the licence of the text."""
        return "CC BY 4.0"

    @extend_schema_field(TermRef(many=True))
    def get_sectors(self, case: Case) -> Any:
        """Return the sectors of the exploitation."""
        return TermRef([item.term for item in case.case_sectors.all() if not item.is_promised], many=True).data

    @extend_schema_field(RelationDetail(many=True))
    def get_relations(self, case: Case) -> Any:
        """Return relations to briefs that are public themselves."""
        public = [item for item in case.relations.all() if item.to_case.status == CaseStatus.PUBLISHED]
        return RelationDetail(public, many=True).data


class TermDetail(TermRef):
    """A term of a vocabulary with its labels and its names elsewhere."""

    parent = serializers.CharField(  # type: ignore[assignment]  # the JSON key, not the containing serializer
        source="parent.code", allow_null=True, default=None
    )
    protocol_ref = serializers.CharField()
    definition = serializers.CharField()
    is_active = serializers.BooleanField()
    labels = serializers.SerializerMethodField()
    aliases = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_labels(self, term: Term) -> dict[str, str]:
        """Return the labels by language."""
        return {label.language: label.text for label in term.labels.all()}

    @extend_schema_field(serializers.ListField(child=serializers.DictField(child=serializers.CharField())))
    def get_aliases(self, term: Term) -> list[dict[str, str]]:
        """Return what other systems call the term."""
        return [{"system": alias.system, "label": alias.label} for alias in term.aliases.all()]


class JurisdictionDetail(JurisdictionRef):
    """A jurisdiction with what the portal holds of it."""

    kind = serializers.CharField()
    country = serializers.CharField(source="country.iso3", allow_null=True, default=None)
    legal_system = serializers.CharField(source="legal_system.code", allow_null=True, default=None)
    briefs = serializers.IntegerField()
    first_decision = serializers.DateField(allow_null=True)
    last_decision = serializers.DateField(allow_null=True)
    url = serializers.CharField(source="get_absolute_url")
