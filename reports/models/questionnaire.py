"""Questionnaires as data: versions with sections, questions and the rows of their tables. Frozen once a round opens."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import Language
from portal.core.models.country import label_in
from reports.choices import AgeGroup, Dimension, Exploitation, OpenRows, PartnerKind, QuestionKind, Sex, Unit

SIX = list(Language.values)


def _frozen_guard(questionnaire: str) -> pgtrigger.Trigger:
    """Return a trigger that refuses any change below a frozen questionnaire; `questionnaire` selects its id FROM row."""
    return pgtrigger.Trigger(
        name="frozen_with_its_questionnaire",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("part", "record")],
        func=f"""
            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
            IF EXISTS (
                SELECT FROM reports_questionnaire WHERE frozen_at IS NOT NULL AND id = ({questionnaire})
            ) THEN
                RAISE EXCEPTION 'This questionnaire is in use and no longer changes. Copy it into a new version.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN part;
        """,
    )


@tracked()
class Indicator(models.Model):
    """What a figure counts, with its definition. The class of offences is ICCS 0204, trafficking in persons."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"))
    definitions = models.JSONField(_("definitions"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    iccs = models.CharField(_("ICCS class"), max_length=10, blank=True)
    dimensions = ArrayField(
        models.CharField(max_length=12, choices=Dimension), verbose_name=_("broken down by"), default=list, blank=True
    )
    published_as = models.CharField(
        _("name in the published file"), max_length=100, blank=True, help_text=_("Lower case.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(names__has_keys=SIX, definitions__has_keys=SIX), name="reports_indicator_in_six_languages"
            ),
            models.UniqueConstraint(
                fields=["published_as"], condition=~Q(published_as=""), name="reports_indicator_published_name_once"
            ),
        ]

    def __str__(self) -> str:
        return label_in(self.names)


@tracked()
class Questionnaire(models.Model):
    """One version of a questionnaire."""

    code = models.SlugField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    names = models.JSONField(_("names"))
    origin = models.TextField(_("origin"), help_text=_("What it is modelled on. Shown to respondents."))
    frozen_at = models.DateTimeField(_("in use since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="reports_questionnaire_version_once"),
            models.CheckConstraint(condition=Q(names__has_keys=SIX), name="reports_questionnaire_has_six_names"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
                func="""
                    RAISE EXCEPTION 'This questionnaire is in use and no longer changes. Copy it into a new version.'
                        USING ERRCODE = 'check_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{label_in(self.names)} (v{self.version})"


@tracked()
class Section(models.Model):
    """A part of a questionnaire that one authority can fill, such as the police or the courts."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="sections", verbose_name=_("questionnaire")
    )
    code = models.SlugField(_("code"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    titles = models.JSONField(_("titles"))
    helps = models.JSONField(_("explanations"), default=dict, blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="reports_section_code_once"),
            models.CheckConstraint(condition=Q(titles__has_keys=SIX), name="reports_section_has_six_titles"),
        ]
        triggers = [_frozen_guard("part.questionnaire_id")]

    def __str__(self) -> str:
        return label_in(self.titles)


@tracked()
class Question(models.Model):
    """A question of a section: a table of figures, a text, a choice, sources or articles of law."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions", verbose_name=_("section"))
    code = models.CharField(_("number"), max_length=10, help_text=_("For example: 4.1"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=6, choices=QuestionKind)
    titles = models.JSONField(_("titles"))
    helps = models.JSONField(_("explanations"), default=dict, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("indicator")
    )
    open_rows = models.CharField(
        _("rows that grow"), max_length=12, choices=OpenRows, default=OpenRows.NONE, blank=True
    )
    # Codes and labels of a choice: [{"code": "yes", "labels": {"en": ...}}].
    options = models.JSONField(_("options of a choice"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="reports_question_number_once_per_section"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]+(\.[0-9]+)*$"), name="reports_question_number"),
            models.CheckConstraint(condition=Q(titles__has_keys=SIX), name="reports_question_has_six_titles"),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.TABLE, indicator__isnull=False)
                | (~Q(kind=QuestionKind.TABLE) & Q(indicator__isnull=True, open_rows=OpenRows.NONE)),
                name="reports_question_tables_have_an_indicator",
            ),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.CHOICE) ^ Q(options=[]), name="reports_question_choices_have_options"
            ),
        ]
        triggers = [
            _frozen_guard("SELECT questionnaire_id FROM reports_section WHERE id = part.section_id"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {label_in(self.titles)}"


@tracked()
class TableRow(models.Model):
    """A fixed row of a table: which people it counts. Rows by country are made by the respondent."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="rows", verbose_name=_("question"))
    code = models.SlugField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    labels = models.JSONField(_("labels"))
    sex = models.CharField(_("sex"), max_length=2, choices=Sex, default=Sex.TOTAL)
    age = models.CharField(_("age"), max_length=6, choices=AgeGroup, default=AgeGroup.TOTAL)
    exploitation = models.CharField(
        _("form of exploitation"), max_length=3, choices=Exploitation, default=Exploitation.TOTAL
    )
    partner = models.CharField(
        _("citizenship or destination"), max_length=7, choices=PartnerKind, default=PartnerKind.TOTAL
    )

    class Meta:
        verbose_name = _("row of a table")
        verbose_name_plural = _("rows of a table")
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="reports_tablerow_code_once"),
            models.UniqueConstraint(
                fields=["question", "sex", "age", "exploitation", "partner"], name="reports_tablerow_counts_once"
            ),
            models.CheckConstraint(condition=Q(labels__has_keys=SIX), name="reports_tablerow_has_six_labels"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9_]*$"), name="reports_tablerow_code_plain"),
            models.CheckConstraint(condition=~Q(partner=PartnerKind.COUNTRY), name="reports_tablerow_no_country"),
        ]
        triggers = [
            _frozen_guard(
                "SELECT questionnaire_id FROM reports_section JOIN reports_question ON section_id = reports_section.id"
                " WHERE reports_question.id = part.question_id"
            ),
        ]

    def __str__(self) -> str:
        return label_in(self.labels)
