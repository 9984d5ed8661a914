"""What a country answers: figures, words, sources, articles of law."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.models import Country, PrivateFile
from reports.choices import AgeGroup, Exploitation, LegalCoverage, MissingReason, OpenRows, PartnerKind, Sex
from reports.models.questionnaire import Indicator, Question, TableRow
from reports.models.submission import Submission

LARGEST_COUNT = 10**9


@tracked()
class Observation(models.Model):
    """One figure as the country gives it: a number, an interval, or the reason why there is none.

    `raw_text` holds what was typed when it is no count, so that nothing typed is lost; it keeps the answers from being
    handed in. Every change is kept by the audit trail, so that the rows there are the revisions.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="observations")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    row = models.ForeignKey(TableRow, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("row"))
    # The code of the row, or the ISO 3166 code of the country of a row that the respondent made.
    row_code = models.CharField(_("row"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    sex = models.CharField(_("sex"), max_length=2, choices=Sex, default=Sex.TOTAL)
    age = models.CharField(_("age"), max_length=6, choices=AgeGroup, default=AgeGroup.TOTAL)
    exploitation = models.CharField(
        _("form of exploitation"), max_length=3, choices=Exploitation, default=Exploitation.TOTAL
    )
    partner_as = models.CharField(_("partner is"), max_length=12, choices=OpenRows, default=OpenRows.NONE, blank=True)
    partner = models.CharField(
        _("citizenship or destination"), max_length=7, choices=PartnerKind, default=PartnerKind.TOTAL
    )
    partner_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    low = models.BigIntegerField(_("at least"), null=True, blank=True)
    high = models.BigIntegerField(_("at most"), null=True, blank=True)
    missing_reason = models.CharField(_("no number because"), max_length=14, choices=MissingReason, blank=True)
    raw_text = models.CharField(_("as typed"), max_length=200, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("change"), default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question", "row_code", "year"], name="reports_observation_cell_once"
            ),
            models.UniqueConstraint(
                fields=[
                    "submission",
                    "indicator",
                    "year",
                    "sex",
                    "age",
                    "exploitation",
                    "partner_as",
                    "partner",
                    "partner_country",
                    "question",
                ],
                nulls_distinct=False,
                name="reports_observation_codes_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, low__isnull=True, high__isnull=True, missing_reason="", raw_text="")
                | Q(value__isnull=True, low__isnull=False, high__isnull=False, missing_reason="")
                | (Q(value__isnull=True, low__isnull=True, high__isnull=True) & ~Q(missing_reason=""))
                | (Q(value__isnull=True, low__isnull=True, high__isnull=True, missing_reason="") & ~Q(raw_text=""))
                | (
                    Q(value__isnull=True, low__isnull=True, high__isnull=True, missing_reason="", raw_text="")
                    & (~Q(comment="") | ~Q(source=""))
                ),
                name="reports_observation_number_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=LARGEST_COUNT),
                name="reports_observation_is_a_count",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__gte=0, high__gte=F("low")), name="reports_observation_interval"
            ),
            models.CheckConstraint(
                condition=Q(partner=PartnerKind.COUNTRY, partner_country__isnull=False)
                | (~Q(partner=PartnerKind.COUNTRY) & Q(partner_country__isnull=True)),
                name="reports_observation_partner_country",
            ),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="reports_observation_year"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}:{self.row_code}:{self.year}"


@tracked()
class Answer(models.Model):
    """The answer to a question in words or by choice."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    text = models.TextField(_("answer"), blank=True)
    choice = models.CharField(_("choice"), max_length=40, blank=True)
    version = models.PositiveIntegerField(_("change"), default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="reports_answer_once_per_question")
        ]

    def __str__(self) -> str:
        return self.choice or self.text[:60]


@tracked()
class SourceCitation(models.Model):
    """Where a table's figures come from."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="citations")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    authority = models.CharField(_("authority"), max_length=200)
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.URLField(_("website"), blank=True, max_length=500)
    file = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.CheckConstraint(condition=~Q(authority=""), name="reports_citation_has_an_authority")]

    def __str__(self) -> str:
        return self.authority


@tracked()
class LegalArticle(models.Model):
    """An article of national law that the figures refer to."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="legal_articles")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    act = models.CharField(_("act"), max_length=300)
    articles = models.CharField(_("articles"), max_length=200, blank=True)
    in_force_since = models.DateField(_("in force since"), null=True, blank=True)
    coverage = models.CharField(_("covers"), max_length=7, choices=LegalCoverage, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("article of law")
        verbose_name_plural = _("articles of law")
        constraints = [models.CheckConstraint(condition=~Q(act=""), name="reports_legalarticle_has_an_act")]

    def __str__(self) -> str:
        return f"{self.act} {self.articles}".strip()
