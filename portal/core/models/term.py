"""Controlled vocabularies: terms with a definition, six labels, and the names other systems give them."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import Language
from portal.core.models.country import label_in


@tracked()
class TermScheme(models.Model):
    """A vocabulary, such as the means of trafficking."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    labels = models.JSONField(_("labels"))
    coding_rule = models.TextField(_("coding rule"), blank=True, help_text=_("Shown to those who code a brief."))

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        constraints = [
            models.CheckConstraint(
                condition=Q(labels__has_keys=list(Language.values)), name="core_termscheme_has_six_labels"
            )
        ]

    def __str__(self) -> str:
        return label_in(self.labels)


class TermQuerySet(models.QuerySet["Term"]):
    """Questions about terms."""

    def in_scheme(self, scheme: str) -> TermQuerySet:
        """Terms of one vocabulary."""
        return self.filter(scheme=scheme)

    def active(self) -> TermQuerySet:
        """Terms that may be used for new coding."""
        return self.filter(is_active=True)

    def in_display_order(self) -> TermQuerySet:
        """Terms as a reader expects them: by vocabulary, then as its editors ordered them."""
        return self.order_by("scheme", "order", "pk")

    def with_labels(self) -> TermQuerySet:
        """Load labels with the terms, since every page shows them."""
        return self.prefetch_related("labels")


@tracked()
class Term(models.Model):
    """One entry of a vocabulary. A search for a parent finds its children."""

    scheme = models.ForeignKey(
        TermScheme, models.PROTECT, related_name="terms", verbose_name=_("vocabulary"), db_column="scheme"
    )
    code = models.SlugField(_("code"), max_length=60, help_text=_("Never changes once it is used."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("broader term")
    )
    protocol_ref = models.CharField(
        _("article of the Protocol"), max_length=30, blank=True, help_text=_("For example: 3(a)")
    )
    definition = models.TextField(_("definition and coding rule"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="core_term_code_once_per_scheme"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9_]*$"), name="core_term_code_is_plain"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="core_term_is_not_its_own_parent"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="parent_in_same_scheme",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__parent__isnull=False),
                func="""
                    IF (SELECT scheme FROM core_term WHERE id = NEW.parent_id) <> NEW.scheme THEN
                        RAISE EXCEPTION 'A broader term belongs to the same vocabulary.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.label_in(None)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {label.language: label.text for label in self.labels.all()}

    def label_in(self, language: str | None) -> str:
        """Return the label in the language (None: the active one), else in English, else the code."""
        return label_in(self._labels, language) or self.code


@tracked()
class TermLabel(models.Model):
    """A term's name in one language."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="labels", verbose_name=_("term"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    text = models.CharField(_("label"), max_length=200)

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="core_termlabel_once_per_language")]

    def __str__(self) -> str:
        return self.text


@tracked()
class TermAlias(models.Model):
    """What another system calls a term."""

    scheme = models.ForeignKey(
        TermScheme, models.CASCADE, related_name="aliases", verbose_name=_("vocabulary"), db_column="scheme"
    )
    term = models.ForeignKey(Term, models.CASCADE, related_name="aliases", verbose_name=_("term"))
    system = models.SlugField(_("system"), max_length=30)
    label = models.CharField(_("name there"), max_length=250)

    class Meta:
        verbose_name = _("name in another system")
        verbose_name_plural = _("names in other systems")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "system", "label"], name="core_termalias_once_per_system")
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.label}"


class TermField(models.ForeignKey[Any, Any]):
    """A foreign key to a term of one vocabulary; `term_scheme_guard` makes the database hold it."""

    def __init__(self, *schemes: str, **kwargs: Any) -> None:
        """Take the vocabularies whose terms are allowed."""
        self.schemes = schemes
        kwargs.setdefault("to", "core.Term")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        if schemes:
            kwargs.setdefault("limit_choices_to", {"scheme__in": list(schemes)})
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave the vocabularies out of migrations: the trigger holds them."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("limit_choices_to", None)
        return name, path, args, kwargs


def term_scheme_guard(**schemes: str | tuple[str, ...]) -> pgtrigger.Trigger:
    """Return a trigger that refuses a term of another vocabulary; keywords are field name = vocabulary or several."""
    checks = "".join(
        f"""
        IF NEW.{field}_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM core_term WHERE id = NEW.{field}_id AND scheme IN ({_quoted(allowed)})
        ) THEN
            RAISE EXCEPTION '{field} takes a term of: %', {_quoted_list(allowed)} USING ERRCODE = 'check_violation';
        END IF;"""
        for field, allowed in schemes.items()
    )
    return pgtrigger.Trigger(
        name="terms_of_the_right_vocabulary",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=checks + "\nRETURN NEW;",
    )


def _quoted(allowed: str | tuple[str, ...]) -> str:
    names = (allowed,) if isinstance(allowed, str) else allowed
    return ", ".join(f"'{name}'" for name in names)


def _quoted_list(allowed: str | tuple[str, ...]) -> str:
    names = (allowed,) if isinstance(allowed, str) else allowed
    return "'" + ", ".join(names) + "'"
