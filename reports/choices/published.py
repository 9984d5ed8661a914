"""Closed lists of data sets taken in as published elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DatasetState(models.TextChoices):
    """Where a data set stands."""

    READING = "reading", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")


class DefectKind(models.TextChoices):
    """What can be wrong with a published row."""

    CELL_CODE = "cell_code", _("A code of the questionnaire in place of a citizenship")
    IMPOSSIBLE_VALUE = "impossible_value", _("A value that cannot be")
    NOT_A_NUMBER = "not_a_number", _("A value that is no number")
    BLANK_CATEGORY = "blank_category", _("No category")
    EXACT_DUPLICATE = "exact_duplicate", _("The same row twice")
    DUPLICATE_KEY = "duplicate_key", _("Two values for one figure")
    NO_COUNTRY_CODE = "no_country_code", _("No country code")
    NO_COUNTRY = "no_country", _("No country")
    REGION_CODE = "region_code", _("A region in place of a country")
    UNKNOWN_COUNTRY = "unknown_country", _("A country that is not known")
    UNKNOWN_LABEL = "unknown_label", _("A citizenship that is not known")
    AMBIGUOUS_LABEL = "ambiguous_label", _("A citizenship that may be two countries")
    UNKNOWN_CODE = "unknown_code", _("A code that is not in the list")
    SEX_SUM = "sex_sum", _("Sexes do not add up to the total")
    FORMS_ABOVE_TOTAL = "forms_above_total", _("Forms of exploitation above the total")
    CITIZENSHIPS_ABOVE_TOTAL = "citizenships_above_total", _("Citizenships above the total")
    UNDONE_SUPPRESSION = "undone_suppression", _("A suppressed value that subtraction gives back")


class LabelState(models.TextChoices):
    """How sure the meaning of a label is."""

    KNOWN = "known", _("Known name")
    PROPOSED = "proposed", _("Proposed, to be decided")
    UNKNOWN = "unknown", _("Unknown, to be decided")
    DECIDED = "decided", _("Decided")
