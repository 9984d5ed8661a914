"""Closed lists of what a brief says. Vocabularies that readers filter by are Terms; their names are `Scheme`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scheme(models.TextChoices):
    """The vocabularies of case law (files in caselaw/data/vocabularies/)."""

    ACT = "act", _("Acts")
    MEANS = "means", _("Means")
    MEANS_DETAIL = "means_detail", _("Methods of control")
    PURPOSE = "purpose", _("Purposes")
    SCOPE = "scope", _("Form")
    OCG = "ocg", _("Organized criminal group")
    SECTOR = "sector", _("Sector")
    INDICATOR = "forced_labour_indicator", _("Indicators of forced labour")
    RECRUITMENT_METHOD = "recruitment_method", _("Method of recruitment")
    RECRUITER_RELATION = "recruiter_relation", _("Relation of the recruiter")
    DEFENDANT_ROLE = "defendant_role", _("Role")
    VERDICT = "verdict", _("Verdict")
    SANCTION_KIND = "sanction_kind", _("Kind of sanction")
    OFFENCE_FAMILY = "offence_family", _("Family of offences")
    ISSUE = "issue", _("Issues")
    STAGE = "stage", _("Stage")
    PROCEEDING_TYPE = "proceeding_type", _("Type of proceeding")
    LEGAL_SYSTEM = "legal_system", _("Legal system")
    PROCEEDING_OUTCOME = "proceeding_outcome", _("Outcome")
    INSTRUMENT = "instrument", _("Instrument")


# What a court can find on: the terms an ElementFinding may carry.
FINDING_SCHEMES = (Scheme.ACT, Scheme.MEANS, Scheme.MEANS_DETAIL, Scheme.PURPOSE, Scheme.INDICATOR, Scheme.ISSUE)


class JurisdictionKind(models.TextChoices):
    """Whose courts decide."""

    STATE = "state", _("State")
    TERRITORY = "territory", _("Territory")
    SUBNATIONAL = "subnational", _("Part of a State")
    REGIONAL_COURT = "regional_court", _("Regional court")
    INTERNATIONAL_COURT = "international_court", _("International court")
    TREATY_BODY = "treaty_body", _("Treaty body")


NATIONAL_KINDS = (JurisdictionKind.STATE, JurisdictionKind.TERRITORY, JurisdictionKind.SUBNATIONAL)


class TitlePolicy(models.TextChoices):
    """Which title the public sees."""

    NAMES_NO_VICTIM = "names_no_victim", _("The official title; it names no victim")
    INITIALS = "initials", _("Initials in place of a victim’s name")
    OFFICIAL = "official", _("The official title, although it names a victim (two persons, with a reason)")


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class Finality(models.TextChoices):
    """Whether the decision stands."""

    FINAL = "final", _("Final")
    UNDER_APPEAL = "under_appeal", _("Under appeal")
    UNKNOWN = "unknown", _("Not stated")


class InclusionBasis(models.TextChoices):
    """Why the case is in the database."""

    THREE_ELEMENTS = "three_elements", _("Act, means and purpose are present")
    USEFUL_WITHOUT = "no_elements_but_useful", _("Useful although the elements cannot be ascertained")
    NON_CRIMINAL = "non_criminal", _("Non-criminal decision")
    SMUGGLING_OVERLAP = "migrant_smuggling_overlap", _("Overlap with smuggling of migrants")


class Confidence(models.TextChoices):
    """How well the brief's sources support it."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
    NOT_RATED = "not_rated", _("Not rated")


class Robots(models.TextChoices):
    """Whether search engines may list the brief."""

    INDEX = "index", _("May be listed")
    NOINDEX = "noindex", _("Not to be listed")


class TranslationKind(models.TextChoices):
    """Where a text comes from."""

    ORIGINAL = "original", _("Written for the portal in this language")
    OFFICIAL = "official", _("Official translation")
    UNOFFICIAL = "unofficial", _("Unofficial translation")
    MACHINE = "machine", _("Machine translation")


class IdentifierScheme(models.TextChoices):
    """Kinds of identifiers and citations."""

    ECLI = "ecli", "ECLI"
    NEUTRAL = "neutral", _("Neutral citation")
    APPLICATION_NO = "application_no", _("Application number")
    DOCKET = "docket", _("Docket number")
    REPORTER = "reporter", _("Law report")
    UNODC_NO = "unodc_no", _("UNODC number")
    ILDC = "ildc", "ILDC"
    OTHER = "other", _("Other reference")


class Tried(models.TextChoices):
    """Whether several accused were tried together."""

    TOGETHER = "together", _("Together")
    SEPARATELY = "separately", _("Separately")
    SINGLE = "single", _("One accused")
    UNKNOWN = "unknown", _("Not stated")


class VictimRole(models.TextChoices):
    """Part of the victims in the proceeding."""

    VICTIM = "victim", _("Victims")
    PLAINTIFF = "plaintiff", _("Plaintiffs")
    COMPLAINANT = "complainant", _("Complainants")
    APPLICANT = "applicant", _("Applicants")
    WITNESS = "witness", _("Witnesses")
    MIGRANT = "migrant", _("Migrants")


class Sex(models.TextChoices):
    """Sex of a person or of all members of a group."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    MIXED = "mixed", _("Female and male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not stated")


class AgeBand(models.TextChoices):
    """Age at the time of the offence."""

    CHILD = "child", _("Children")
    ADULT = "adult", _("Adults")
    MIXED = "mixed", _("Children and adults")
    UNKNOWN = "unknown", _("Age not stated")


class AgeBasis(models.TextChoices):
    """The moment to which a stated age belongs."""

    OFFENCE = "offence", _("At the time of the offence")
    TRIAL = "trial", _("At the trial")
    REPORT = "report", _("At the time of the report")
    UNKNOWN = "unknown", _("Not stated")


class NonPunishment(models.TextChoices):
    """Whether victims were spared punishment for what they were compelled to do."""

    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")
    NOT_RAISED = "not_raised", _("Not raised or not stated")


class DefendantKind(models.TextChoices):
    """Who answers the charge or claim."""

    NATURAL = "natural", _("Person")
    LEGAL_PERSON = "legal_person", _("Legal person")
    STATE = "state", _("State")
    OFFICIAL_BODY = "official_body", _("Official body")
    UNKNOWN = "unknown", pgettext_lazy("kind of respondent", "Not stated")


class NamePolicy(models.TextChoices):
    """Why a respondent is shown under this name."""

    INITIALS = "initials", _("Label or initials")
    PUBLIC_FIGURE = "public_figure", _("Public figure")
    COMPANY = "company", _("Company")
    STATE = "state", _("State")
    NAMED_AND_CLEARED = "named_by_court_and_cleared", _("Named by the court and cleared")


class AppellateResult(models.TextChoices):
    """What became of a verdict on appeal."""

    NONE = "none", _("No appeal recorded")
    UPHELD = "upheld", _("Upheld")
    MODIFIED = "modified", _("Modified")
    OVERTURNED = "overturned", _("Overturned")
    REMITTED = "remitted", _("Remitted")


class PayableTo(models.TextChoices):
    """Who receives the money."""

    STATE = "state", _("State")
    VICTIM = "victim", _("Victim")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not stated")


class Concurrence(models.TextChoices):
    """How a sentence relates to others of the same person."""

    CONCURRENT = "concurrent", _("Concurrent")
    CONSECUTIVE = "consecutive", _("Consecutive")
    UNKNOWN = "unknown", _("Not stated")


class FindingStatus(models.TextChoices):
    """What stands behind a coded element."""

    FOUND_PROVED = "found_proved", _("Found proved")
    ALLEGED = "alleged", _("Alleged")
    NOT_PROVED = "not_proved", _("Not proved")
    NOT_REQUIRED = "not_required", _("Not required (child)")
    ASSUMED = "assumed", _("Assumed")
    EDITOR_INFERRED = "editor_inferred", _("Inferred by the editor")


class Stance(models.TextChoices):
    """How the court treated a provision."""

    APPLIED = "applied", _("Applied")
    BROADENED = "broadened", _("Read broadly")
    NARROWED = "narrowed", _("Read narrowly")
    DISTINGUISHED = "distinguished", _("Distinguished")
    SILENT = "silent", _("Illustrates it; not discussed by the court")


class LegPurpose(models.TextChoices):
    """What a part of the journey was for."""

    RECRUITMENT = "recruitment", _("Recruitment")
    TRANSIT = "transit", _("Transit")
    EXPLOITATION = "exploitation", _("Exploitation")
    RETURN = "return", _("Return")
    UNKNOWN = "unknown", _("Not stated")


class TransportMode(models.TextChoices):
    """How people travelled."""

    AIR = "air", _("By air")
    LAND = "land", _("By land")
    SEA = "sea", _("By sea")
    RAIL = "rail", _("By rail")
    MIXED = "mixed", _("Several")
    UNKNOWN = "unknown", _("Not stated")


class TravelDocuments(models.TextChoices):
    """Which papers were used."""

    GENUINE = "genuine", _("Genuine")
    FORGED = "forged", _("Forged")
    NONE = "none", _("None")
    UNKNOWN = "unknown", _("Not stated")


class PlacePrecision(models.TextChoices):
    """How exactly a place is known; pages never show more than a city."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    CITY = "city", _("City")


class SourceKind(models.TextChoices):
    """What a source is."""

    JUDGMENT = "judgment", _("Judgment")
    LAW_REPORT = "law_report", _("Law report")
    PRESS_RELEASE = "press_release", _("Press release or news report")
    UNODC = "unodc", "UNODC"
    NGO = "ngo", _("Non-governmental organization")
    SUBMISSION = "submission", _("Submission to the portal")
    OTHER = "other", _("Other")


class RedactionState(models.TextChoices):
    """Whether a file may be shown."""

    NOT_CHECKED = "not_checked", _("Not checked")
    NEEDS_REDACTION = "needs_redaction", _("Needs redaction")
    CLEARED = "cleared", _("Cleared")


class RelationKind(models.TextChoices):
    """How one case relates to another."""

    APPEAL_OF = "appeal_of", _("Appeal of")
    CITES = "cites", _("Cites")
    FOLLOWS = "follows", _("Follows")
    DISTINGUISHES = "distinguishes", _("Distinguishes")
    SAME_FACTS = "same_facts", _("Same facts")
    PARALLEL = "parallel", _("Parallel proceedings")
    RELATED = "related", _("Related")
