"""Jurisdictions as pages and files show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from caselaw.choices import CaseStatus
from caselaw.models import Court, Jurisdiction
from portal.core.names import normalised


@dataclass(frozen=True, slots=True)
class CourtRow:
    """A court and the number of its published briefs."""

    name: str
    level: str
    briefs: int


def sorted_by_name(jurisdictions: Iterable[Jurisdiction]) -> list[Jurisdiction]:
    """Return them by name in the page's language, accents aside."""
    return sorted(jurisdictions, key=lambda item: (normalised(str(item)), item.code))


def courts_of(jurisdiction: Jurisdiction) -> list[CourtRow]:
    """Return the courts with published briefs, most briefs first."""
    published = Count("cases", filter=Q(cases__status=CaseStatus.PUBLISHED))
    courts = (
        Court.objects.filter(jurisdiction=jurisdiction)
        .annotate(briefs=published)
        .filter(briefs__gt=0)
        .select_related("level")
        .prefetch_related("level__labels")
        .order_by("-briefs", "name_original")
    )
    return [CourtRow(court.name_original, str(court.level), court.briefs) for court in courts]


def rows_for(jurisdictions: Iterable[Jurisdiction]) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """Return the columns and rows of the downloadable table; dates in ISO 8601, empty without briefs."""
    columns = ("code", "kind", "name", "briefs", "first_decision", "last_decision", "last_published")

    def row(item: Jurisdiction) -> list[str]:
        published = item.last_published.date() if item.last_published else None
        dates = (item.first_decision, item.last_decision, published)
        return [item.code, item.kind, str(item), str(item.briefs), *(day.isoformat() if day else "" for day in dates)]

    return columns, (row(item) for item in jurisdictions)
