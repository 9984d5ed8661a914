"""The tables of a workbook or of CSV files: which columns there are, and where each value goes in a case.

A case has one row in `cases`; the rows of the other tables name it by `case_ref`. Columns are called as the entries of
the JSON format.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caselaw.choices import (
    AgeBand,
    AgeBasis,
    AppellateResult,
    Confidence,
    DefendantKind,
    Finality,
    FindingStatus,
    IdentifierScheme,
    InclusionBasis,
    LegPurpose,
    NamePolicy,
    NonPunishment,
    PlacePrecision,
    Scheme,
    Sex,
    SourceKind,
    Stance,
    TranslationKind,
    TransportMode,
    TravelDocuments,
    Tried,
    VictimRole,
)

KEY = "case_ref"
Note = str | Promise


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "texts"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    CLOSED = "closed"
    TERM = "term"
    TERMS = "terms"
    COUNTRY = "country"
    COUNTRIES = "countries"


MANY = (Kind.TEXTS, Kind.TERMS, Kind.COUNTRIES)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the entry of the row's object that it fills, and what it holds."""

    name: str
    kind: Kind = Kind.TEXT
    entry: str = ""
    choices: type[TextChoices] | None = None
    scheme: str = ""
    is_needed: bool = False
    note: Note = ""

    @property
    def target(self) -> str:
        """The entry that it fills, with a full stop for each level."""
        return self.entry or self.name


@dataclass(frozen=True)
class Table:
    """A table. `main` is the column that a finding about the whole row points to."""

    name: str
    columns: tuple[Column, ...]
    list_entry: str = ""
    main: str = ""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their headings."""
        return {column.name: column for column in self.columns}

    def column_for(self, entry: str) -> str:
        """Return the heading under which the value of an entry stands, or nothing."""
        for column in self.columns:
            if column.target == entry:
                return column.name
        first = entry.split(".")[0]
        return next((column.name for column in self.columns if first and column.target.split(".")[0] == first), "")


def _text(name: str, entry: str = "", note: Note = "", *, is_needed: bool = False) -> Column:
    return Column(name, Kind.TEXT, entry, is_needed=is_needed, note=note)


def _closed(name: str, choices: type[TextChoices], entry: str = "") -> Column:
    return Column(name, Kind.CLOSED, entry, choices)


def _term(name: str, scheme: str, entry: str = "", *, is_needed: bool = False) -> Column:
    return Column(name, Kind.TERM, entry, scheme=scheme, is_needed=is_needed)


def _whole(name: str, entry: str = "", note: Note = "", *, is_needed: bool = False) -> Column:
    return Column(name, Kind.WHOLE, entry, is_needed=is_needed, note=note)


_CASE = _text(KEY, note=_("The identifier of the case in the sheet “cases”."), is_needed=True)
_DEFENDANT = _whole("defendant", note=_("The number of the defendant in the sheet “defendants”."), is_needed=True)
_MANY = _("Several values are separated by |.")

CASES = Table(
    "cases",
    (
        _text(
            KEY, "slug", _("The identifier of the case in your system; the other sheets refer to it."), is_needed=True
        ),
        _text("title", note=_("The official title."), is_needed=True),
        Column("title_names_victim", Kind.TRUTH, note=_("yes, if the official title names a victim.")),
        _text("title_public", note=_("The title with initials and the application number.")),
        _text("title_reason"),
        Column("jurisdiction", Kind.COUNTRY, is_needed=True, note=_("A country, or the short name of a court: ECHR.")),
        Column("respondent_state", Kind.COUNTRIES, note=_MANY),
        Column("country_of_facts", Kind.COUNTRIES, note=_MANY),
        _text("court", "court.name"),
        _term("court_level", Scheme.STAGE, "court.level"),
        _text("court_name_en", "court.name_en"),
        _text("court_city", "court.city"),
        Column("decision_date", Kind.DAY, note=_("YYYY-MM-DD, YYYY-MM or YYYY.")),
        _term("legal_system", Scheme.LEGAL_SYSTEM),
        _term("proceeding_type", Scheme.PROCEEDING_TYPE),
        _closed("final", Finality),
        _term("form", Scheme.SCOPE),
        _term("ocg", Scheme.OCG),
        Column("languages", Kind.TEXTS, note=_("Languages of the judgment, such as en|fr.")),
        _closed("inclusion_basis", InclusionBasis),
        _text("inclusion_note"),
        _whole("significance", note=_("1 (key case) to 4 (little new).")),
        _closed("confidence", Confidence),
        Column("unverified_fields", Kind.TEXTS, note=_MANY),
    ),
    main=KEY,
)
TEXTS = Table(
    "texts",
    (
        _CASE,
        _text("language", note=_("en, es, pt-BR …"), is_needed=True),
        _text("headline"),
        _text("facts", note=_("Markdown. No name, initials or address of a victim.")),
        _text("reasoning"),
        _text("commentary"),
        Column("keywords", Kind.TEXTS, note=_MANY),
        _closed("translation_kind", TranslationKind),
    ),
    "texts",
    "language",
)
IDENTIFIERS = Table(
    "identifiers",
    (_CASE, _text("value", is_needed=True), _closed("scheme", IdentifierScheme)),
    "citations",
    "value",
)
PROCEEDINGS = Table(
    "proceedings",
    (
        _CASE,
        _term("stage", Scheme.STAGE, is_needed=True),
        _text("court"),
        _text("reference"),
        Column("date", Kind.DAY),
        _closed("tried", Tried),
        _term("outcome", Scheme.PROCEEDING_OUTCOME, "outcome.term"),
        _text("outcome_text", "outcome.text"),
        _text("description"),
    ),
    "procedural_history",
    "stage",
)
VICTIMS = Table(
    "victims",
    (
        _CASE,
        _text("label", note=_("Victim, Child, Applicant, Complainant or Group and a number. Never a name.")),
        _closed("role", VictimRole),
        _whole("count", note=_("Empty: not stated. 0: there were none.")),
        _whole("count_min"),
        _whole("count_max"),
        _closed("gender", Sex),
        _closed("age_group", AgeBand),
        _whole("age_min"),
        _whole("age_max"),
        _closed("age_basis", AgeBasis),
        Column("nationality", Kind.COUNTRIES, note=_MANY),
        Column("stateless", Kind.TRUTH),
        Column("recruitment_methods", Kind.TERMS, scheme=Scheme.RECRUITMENT_METHOD, note=_MANY),
        _term("recruiter_relation", Scheme.RECRUITER_RELATION),
        _text("assistance_given"),
        _closed("non_punishment", NonPunishment),
        _text("note"),
    ),
    "victims",
    "label",
)
DEFENDANTS = Table(
    "defendants",
    (
        _CASE,
        _whole("defendant", "number", _("1, 2, 3 … in each case; charges and sanctions refer to it.")),
        _text("label", note=_("“Defendant 1” or initials.")),
        _closed("kind", DefendantKind),
        _closed("name_policy", NamePolicy),
        _whole("count"),
        _closed("gender", Sex),
        _whole("age_at_offence"),
        Column("nationality", Kind.COUNTRIES, note=_MANY),
        Column("roles", Kind.TERMS, scheme=Scheme.DEFENDANT_ROLE, note=_MANY),
    ),
    "defendants",
    "label",
)
CHARGES = Table(
    "charges",
    (
        _CASE,
        _DEFENDANT,
        _whole("charge", "number", _("1, 2, 3 … for each defendant; sanctions refer to it.")),
        _text("provision", is_needed=True),
        _text("article"),
        _term("offence_family", Scheme.OFFENCE_FAMILY),
        _term("verdict", Scheme.VERDICT, is_needed=True),
        _whole("counts"),
        _text("detail"),
        _closed("appellate_result", AppellateResult),
    ),
    main="provision",
)
SANCTIONS = Table(
    "sanctions",
    (
        _CASE,
        _DEFENDANT,
        _whole("charge", note=_("The number of the charge; empty: for all charges together.")),
        _whole("imprisonment_months"),
        Column("suspended", Kind.TRUTH),
        _whole("suspended_months"),
        Column("life", Kind.TRUTH),
        Column("death", Kind.TRUTH),
        Column("fine_amount", Kind.NUMBER, "fine.amount"),
        _text("fine_currency", "fine.currency", _("ISO 4217: EUR, USD …")),
        Column("compensation_amount", Kind.NUMBER, "compensation.amount"),
        _text("compensation_currency", "compensation.currency"),
        _term("other_kind", Scheme.SANCTION_KIND, "other.term"),
        _text("other", "other.text"),
        Column("in_force", Kind.TRUTH),
    ),
    main="defendant",
)
FINDINGS = Table(
    "findings",
    (
        _CASE,
        _text("vocabulary", note=_("act, means, purpose, means_detail, forced_labour_indicator or issue.")),
        Column(
            "term", Kind.TERM, is_needed=True, note=_("A code, vocabulary:code, or a name in one of the six languages.")
        ),
        _closed("status", FindingStatus),
        _text("text"),
        _text("pinpoint"),
    ),
    main="term",
)
INTERPRETATIONS = Table(
    "interpretations",
    (
        _CASE,
        _term("instrument", Scheme.INSTRUMENT),
        _text("article", note=_("3(a), 5(2)(a) …"), is_needed=True),
        _text("holding"),
        _closed("stance", Stance),
        _text("pinpoint"),
    ),
    "protocol_articles",
    "article",
)
ROUTES = Table(
    "routes",
    (
        _CASE,
        Column("from_country", Kind.COUNTRY, "from.country", is_needed=True),
        _text("from_place", "from.name"),
        _closed("from_precision", PlacePrecision, "from.precision"),
        Column("transit", Kind.COUNTRIES, note=_MANY),
        Column("to_country", Kind.COUNTRY, "to.country", is_needed=True),
        _text("to_place", "to.name"),
        _closed("to_precision", PlacePrecision, "to.precision"),
        _closed("purpose", LegPurpose),
        _closed("mode", TransportMode),
        _closed("documents", TravelDocuments),
        _text("note"),
    ),
    "route",
    "from_country",
)
SOURCES = Table(
    "sources",
    (
        _CASE,
        _text("title", is_needed=True),
        _text("url"),
        _closed("kind", SourceKind),
        Column("primary", Kind.TRUTH),
        Column("withhold_link", Kind.TRUTH, note=_("yes, if the page may name a victim.")),
        Column("accessed_on", Kind.DAY),
    ),
    "sources",
    "title",
)
SECTORS = Table(
    "sectors",
    (_CASE, _term("term", Scheme.SECTOR, is_needed=True), Column("promised", Kind.TRUTH)),
    "sectors",
    "term",
)
RESPONSIBILITIES = Table(
    "responsibilities",
    (
        _CASE,
        _text("article", is_needed=True),
        _text("finding", note=_("Begins with “violation” or “no violation”."), is_needed=True),
        Column("state", Kind.COUNTRY),
        _term("verdict", Scheme.VERDICT),
    ),
    "states_responsibility",
    "article",
)

TABLES = (
    CASES,
    TEXTS,
    IDENTIFIERS,
    PROCEEDINGS,
    VICTIMS,
    DEFENDANTS,
    CHARGES,
    SANCTIONS,
    FINDINGS,
    INTERPRETATIONS,
    ROUTES,
    SOURCES,
    SECTORS,
    RESPONSIBILITIES,
)
BY_NAME = {table.name: table for table in TABLES}
# Which list of a case the findings of a vocabulary go to.
FINDING_LISTS = {
    Scheme.ACT: "acts",
    Scheme.MEANS: "means",
    Scheme.PURPOSE: "purposes",
    Scheme.MEANS_DETAIL: "control_methods",
    Scheme.INDICATOR: "forced_labour_indicators",
    Scheme.ISSUE: "cross_cutting",
}


def needed(table: Table) -> Iterable[str]:
    """Return the headings that a table must have."""
    return (column.name for column in table.columns if column.is_needed)
