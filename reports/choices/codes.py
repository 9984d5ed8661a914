"""Code lists of the figures. Values are the codes of the portal's TIP structure, modelled on SDMX (CL_SEX, CL_AGE)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Sex. "Other" and "Unknown" are two different things."""

    TOTAL = "_T", _("Total")
    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    OTHER = "_O", _("Other")
    UNKNOWN = "_U", _("Unknown")


class AgeGroup(models.TextChoices):
    """Age at detection, suspicion, prosecution or conviction."""

    TOTAL = "_T", _("Total")
    CHILD = "Y0T17", _("0 to 17 years")
    ADULT = "Y_GE18", _("18 years or over")
    UNKNOWN = "_U", _("Unknown")


class Exploitation(models.TextChoices):
    """Form of exploitation. A victim may suffer several, hence "mixed"; the published file knows the first three."""

    TOTAL = "_T", _("Total")
    SEXUAL = "SEX", _("Sexual exploitation")
    LABOUR = "LAB", _("Forced labour")
    OTHER = "OTH", _("Other forms of exploitation")
    MIXED = "MIX", _("Mixed forms of exploitation")
    CRIMINALITY = "CRI", _("Forced criminality")
    BEGGING = "BEG", _("Begging")
    MARRIAGE = "MAR", _("Forced marriage")
    ORGANS = "ORG", _("Organ removal")
    ADOPTION = "ADO", _("Illegal adoption")
    UNKNOWN = "_U", _("Unknown")


class OpenRows(models.TextChoices):
    """What the rows of a table that grows by country stand for."""

    NONE = "", _("Fixed rows")
    CITIZENSHIP = "citizenship", _("Citizenship")
    REPATRIATION = "repatriation", _("Country of repatriation")


class PartnerKind(models.TextChoices):
    """Which people a row by citizenship or repatriation counts. "Domestic" are citizens of the reporting country."""

    TOTAL = "_T", _("All")
    COUNTRY = "country", _("A country")
    NATIONALS = "_NAT", _("Nationals")
    FOREIGN = "_FOR", _("Foreign citizens, country not stated")
    STATELESS = "_STL", _("Stateless persons")
    ABROAD = "_ABR", _("Abroad, country not stated")
    HISTORICAL = "_HIS", _("A State that no longer exists")
    SEVERAL = "_SEV", _("Several countries or a region")
    UNKNOWN = "_U", _("Unknown")


class Dimension(models.TextChoices):
    """By what a figure can be broken down."""

    SEX = "sex", _("Sex")
    AGE = "age", _("Age")
    EXPLOITATION = "exploitation", _("Form of exploitation")
    CITIZENSHIP = "citizenship", _("Citizenship")
    REPATRIATION = "repatriation", _("Country of repatriation")


class Unit(models.TextChoices):
    """What is counted."""

    PERSONS = "persons", _("Persons")
    OFFENCES = "offences", _("Offences")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TABLE = "table", _("Table")
    TEXT = "text", _("Text")
    CHOICE = "choice", _("Choice")
    SOURCE = "source", _("Sources")
    LAW = "law", _("Articles of law")


class MissingReason(models.TextChoices):
    """Why there is no number. A true zero is a number; an empty cell is not answered yet."""

    NOT_AVAILABLE = "not_available", _("Not available")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    CONFIDENTIAL = "confidential", _("Confidential")
    NO_ANSWER = "no_answer", _("No answer")
    NOT_ASKED = "not_asked", _("Not asked")


class LegalCoverage(models.TextChoices):
    """Which forms of exploitation of article 3 of the Protocol an offence covers."""

    ALL = "all", _("All forms")
    PARTIAL = "partial", _("Some forms")
    NONE = "none", _("No specific offence")
