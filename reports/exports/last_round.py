"""What a country gave in its last round, to show it beside the new entries."""

from dataclasses import dataclass, field

from reports.cells import Entry
from reports.models import Observation, Question, Submission, TableRow

# What a figure counts, without its year: the same in every version of a questionnaire.
Codes = tuple[str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class LastRound:
    """The years of the last round and what was given, by what it counts and by year."""

    years: tuple[int, ...] = ()
    texts: dict[tuple[Codes, int], str] = field(default_factory=dict)

    def text(self, codes: Codes, year: int) -> str:
        """Return what was given, or an empty text."""
        return self.texts.get((codes, year), "")


def last_round(submission: Submission) -> LastRound:
    """Return what the country gave in the latest round of the same collection that began before this one."""
    assignment = submission.assignment
    former = (
        Submission.objects.current()
        .select_related("assignment__round")
        .filter(
            assignment__country=assignment.country_id,
            assignment__round__collection=assignment.round.collection_id,
            assignment__round__opens_on__lt=assignment.round.opens_on,
        )
        .order_by("-assignment__round__opens_on", "-pk")
        .first()
    )
    if former is None:
        return LastRound()
    cells = Observation.objects.filter(submission=former).select_related("indicator", "partner_country")
    return LastRound(tuple(former.assignment.round.years), {(_codes(cell), cell.year): _text(cell) for cell in cells})


def row_codes(question: Question, row: TableRow | None, country: str = "") -> Codes:
    """Return what a row of a table counts; without a row, a country's."""
    indicator = question.indicator.code if question.indicator else ""
    if row is None:
        return (indicator, "_T", "_T", "_T", question.open_rows, "country", country)
    return (indicator, row.sex, row.age, row.exploitation, question.open_rows, row.partner, "")


def _codes(cell: Observation) -> Codes:
    country = cell.partner_country.iso3 if cell.partner_country else ""
    return (cell.indicator.code, cell.sex, cell.age, cell.exploitation, cell.partner_as, cell.partner, country)


def _text(cell: Observation) -> str:
    return Entry(cell.value, cell.low, cell.high, cell.missing_reason, cell.raw_text).text
