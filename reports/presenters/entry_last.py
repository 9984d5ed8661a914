"""What a country said last time: the figures of its former round, found by the same codes."""

from dataclasses import dataclass

from reports.choices import SubmissionState
from reports.models import Observation, Question, Submission

# Indicator, sex, age, form of exploitation, what the partner is, partner, country.
Address = tuple[int, str, str, str, str, str, int | None]


@dataclass(frozen=True)
class LastRound:
    """The figures of the former round by codes and year; empty when there is none."""

    year: int | None
    figures: dict[tuple[Address, int], str]

    def text(self, address: Address, year: int) -> str:
        """Return what was said for a row and a year, as it would stand in a cell; empty when nothing was."""
        return self.figures.get((address, year), "")


def last_round(submission: Submission, questions: list[Question]) -> LastRound:
    """Return the figures that the country gave in the former round of the collection, for the indicators asked."""
    now = submission.assignment.round
    former = (
        Submission.objects.current()
        .filter(
            assignment__country=submission.assignment.country_id,
            assignment__round__collection=now.collection_id,
            assignment__round__opens_on__lt=now.opens_on,
        )
        .exclude(state=SubmissionState.WITHDRAWN)
        .select_related("assignment__round")
        .order_by("-assignment__round__opens_on", "-pk")
        .first()
    )
    if former is None:
        return LastRound(None, {})
    asked = {question.indicator_id for question in questions}
    rows = Observation.objects.filter(submission=former, indicator__in=asked).order_by("question__code", "pk")
    figures: dict[tuple[Address, int], str] = {}
    for row in rows:
        figures.setdefault((address_of(row), row.year), shown(row))
    return LastRound(former.assignment.round.last_year, figures)


def address_of(row: Observation) -> Address:
    """Return the codes of a figure."""
    return (
        row.indicator_id,
        row.sex,
        row.age,
        row.exploitation,
        row.partner_as,
        row.partner,
        row.partner_country_id,
    )


def shown(row: Observation) -> str:
    """Return a figure as a short text."""
    if row.value is not None:
        return str(row.value)
    if row.low is not None:
        return row.raw_text or f"{row.low}–{row.high}"
    return str(row.get_missing_reason_display()) if row.missing_reason else row.raw_text
