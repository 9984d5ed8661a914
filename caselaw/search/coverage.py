"""How much there is: honest numbers for the head of the search page and the home page."""

from dataclasses import dataclass

from django.db import connection

from caselaw.choices import NATIONAL_KINDS
from caselaw.models import SearchDocument


@dataclass(frozen=True, slots=True)
class Coverage:
    """Published briefs by year of the decision, and how many jurisdictions they come from."""

    briefs: int
    national_jurisdictions: int
    international_bodies: int
    by_year: dict[str, int]

    @property
    def first_year(self) -> str:
        """The year of the oldest decision; empty when there is none."""
        return min(self.by_year, default="")

    @property
    def last_year(self) -> str:
        """The year of the newest decision."""
        return max(self.by_year, default="")


_BY_YEAR = "SELECT extract(year FROM decided_on)::int, count(*) FROM caselaw_searchdocument GROUP BY 1"
_JURISDICTIONS = f"""
    SELECT j.kind = ANY(%s) AS is_national, count(*) FROM caselaw_jurisdiction AS j
    WHERE EXISTS (
        SELECT FROM caselaw_case AS c JOIN {SearchDocument._meta.db_table} AS d ON d.case_id = c.id
        WHERE c.jurisdiction_id = j.id
    ) GROUP BY 1
"""  # noqa: S608  the only part filled in is our own table's name


def all_briefs() -> Coverage:
    """Count what the public can find, in two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_YEAR)
        by_year = {str(year): count for year, count in cursor.fetchall()}
        cursor.execute(_JURISDICTIONS, [list(NATIONAL_KINDS)])
        kinds = dict(cursor.fetchall())
    return Coverage(sum(by_year.values()), kinds.get(True, 0), kinds.get(False, 0), by_year)
