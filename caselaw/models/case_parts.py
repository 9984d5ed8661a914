"""Texts, identifiers and sectors of a brief."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import IdentifierScheme, Scheme, TranslationKind
from caselaw.models.case import Case
from portal.core.audit import tracked
from portal.core.models import Term, TermField, term_scheme_guard


@tracked()
class CaseText(models.Model):
    """What the brief says, in one language (Markdown)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="texts", verbose_name=_("case brief"))
    language = models.CharField(_("language"), max_length=10, help_text=_("BCP 47, for example en or pt-BR."))
    headline = models.CharField(
        _("headline"), max_length=300, blank=True, help_text=_("Who, what and the outcome, in one or two sentences.")
    )
    fact_summary = models.TextField(_("facts"), blank=True, help_text=_("No name, initials or address of a victim."))
    legal_reasoning = models.TextField(_("reasoning"), blank=True)
    commentary = models.TextField(_("commentary"), blank=True)
    keywords = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("keywords"))
    translation_kind = models.CharField(
        _("kind of text"), max_length=10, choices=TranslationKind, default=TranslationKind.ORIGINAL
    )

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["case", "language"], name="caselaw_text_once_per_language"),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), name="caselaw_text_language_is_bcp47"
            ),
        ]

    def __str__(self) -> str:
        return self.language


@tracked()
class CaseIdentifier(models.Model):
    """A citation or number under which the decision is known."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="identifiers", verbose_name=_("case brief"))
    scheme = models.CharField(_("kind"), max_length=20, choices=IdentifierScheme)
    value = models.CharField(_("as cited"), max_length=200)
    normalised = models.CharField(max_length=200, editable=False)
    is_preferred = models.BooleanField(_("preferred"), default=False)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(fields=["case", "scheme", "normalised"], name="caselaw_identifier_once_per_case"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_preferred=True), name="caselaw_identifier_one_preferred"
            ),
            models.CheckConstraint(condition=~Q(normalised=""), name="caselaw_identifier_is_normalised"),
        ]
        indexes = [models.Index(fields=["normalised"], name="caselaw_identifier_lookup")]

    def __str__(self) -> str:
        return self.value


@tracked()
class CaseSector(models.Model):
    """The sector of the exploitation, and the one that was promised, kept apart."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_sectors", verbose_name=_("case brief"))
    term: models.ForeignKey[Term, Term] = TermField(Scheme.SECTOR, verbose_name=_("sector"))
    is_promised = models.BooleanField(_("only promised"), default=False)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [models.UniqueConstraint(fields=["case", "term", "is_promised"], name="caselaw_sector_once")]
        triggers = [term_scheme_guard(term=Scheme.SECTOR)]

    def __str__(self) -> str:
        return str(self.term)
