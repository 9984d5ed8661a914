"""The search index: one narrow row per visible brief, written in the transaction that publishes or hides it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from caselaw.models.case import Case


class FacetValue(models.Model):
    """A small number for each value of each facet, so that a brief's facets are one array of integers."""

    facet = models.CharField(max_length=30)
    value = models.CharField(max_length=60)

    class Meta:
        verbose_name = "facet value"
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="caselaw_facetvalue_once")]

    def __str__(self) -> str:
        return f"{self.facet}:{self.value}"


class SearchDocument(models.Model):
    """What search needs of one published brief; no row means that nobody finds it."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search_document")
    decided_on = models.DateField()
    published_at = models.DateTimeField()
    longest_sentence_months = models.PositiveIntegerField(
        help_text="Longest term in force, in months; 0: none or not stated; life counts as 9999."
    )
    facets = ArrayField(models.IntegerField())
    languages = ArrayField(models.CharField(max_length=10))
    text = SearchVectorField()

    class Meta:
        verbose_name = "search document"
        indexes = [
            GinIndex(fields=["text"], name="caselaw_search_text"),
            GinIndex(fields=["facets"], name="caselaw_search_facets"),
            models.Index(models.F("decided_on").desc(), models.F("case").desc(), name="caselaw_search_newest"),
        ]

    def __str__(self) -> str:
        return f"search document of {self.case_id}"
