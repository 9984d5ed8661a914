"""The result list of a search: rows, facets with counts, active filters, histogram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caselaw.choices import FindingStatus, Scheme
from caselaw.models import Case, CaseText
from caselaw.presenters.outcomes import Outcome, outcome_of
from caselaw.presenters.wording import machine_date, shown_date
from caselaw.search import facets, labels
from caselaw.search.engine import SearchResult
from caselaw.search.query import SearchQuery
from caselaw.search.snippets import Passage, passage

CHIPS_SHOWN = 3
PERIOD_YEARS = 5


@dataclass(frozen=True, slots=True)
class Chip:
    """One element of a brief; `is_hit` when the reader filtered by it."""

    label: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class ChipRow:
    """The elements of one kind: the first few, and how many more there are."""

    label: str
    chips: list[Chip]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """One brief in a list."""

    case: Case
    date: str
    machine_date: str
    text: CaseText | None
    passage: Passage | None
    passage_from: str
    chip_rows: list[ChipRow]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with its options, most frequent first; what is chosen always stays in sight."""

    name: str
    label: str | Promise
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is on, and the address of the page without it."""

    name: str | Promise
    label: str
    url: str


def rows_for(cases: Iterable[Case], query: SearchQuery, stems: frozenset[str]) -> list[Row]:
    """Return the rows of a page; the cases are loaded with `for_results`."""
    return [_row(case, query, stems) for case in cases]


def preferred_text(case: Case, language: str | None = None) -> CaseText | None:
    """Return the brief's text in the language (default: the page's), else in English, else any."""
    texts = {text.language.split("-")[0]: text for text in case.texts.all()}
    wanted = (language or get_language() or "en").split("-")[0]
    return texts.get(wanted) or texts.get("en") or next(iter(texts.values()), None)


def _row(case: Case, query: SearchQuery, stems: frozenset[str]) -> Row:
    text = preferred_text(case)
    found, where = _passage(text, stems)
    return Row(
        case=case,
        date=shown_date(case.decision_date, case.decision_date_precision),
        machine_date=machine_date(case.decision_date, case.decision_date_precision),
        text=text,
        passage=found,
        passage_from=where,
        chip_rows=_chip_rows(case, query),
        outcome=outcome_of(case),
    )


def _passage(text: CaseText | None, stems: frozenset[str]) -> tuple[Passage | None, str]:
    if text is None or not stems:
        return None, ""
    for source, where in (
        (text.fact_summary, _("From the facts")),
        (text.legal_reasoning, _("From the reasoning")),
        (text.commentary, _("From the commentary")),
    ):
        if found := passage(source, stems):
            return found, where
    return None, ""


def _chip_rows(case: Case, query: SearchQuery) -> list[ChipRow]:
    rows = []
    shown = ((Scheme.ACT, _("Acts")), (Scheme.MEANS, _("Means")), (Scheme.PURPOSE, _("Purpose")))
    for scheme, label in shown:
        chosen = set(query.filters.get(facets.FINDING_FACETS[scheme].name, ()))
        terms = [
            finding.term
            for finding in case.findings.all()
            if finding.term.scheme_id == scheme and finding.status != FindingStatus.NOT_PROVED
        ]
        chips = [Chip(str(term), term.code in chosen) for term in sorted(set(terms), key=lambda term: term.order)]
        chips.sort(key=lambda chip: not chip.is_hit)
        if chips:
            rows.append(ChipRow(label, chips[:CHIPS_SHOWN], max(0, len(chips) - CHIPS_SHOWN)))
    return rows


def facet_boxes(result: SearchResult, query: SearchQuery) -> list[FacetBox]:
    """Return every facet that has something to offer, with labels in the reader's language."""
    values = {
        facet.name: set(result.counts.get(facet.name, {})) | set(query.filters.get(facet.name, ()))
        for facet in facets.FACETS
    }
    names = labels.labels_for(values)
    boxes = []
    for facet in facets.FACETS:
        chosen = query.filters.get(facet.name, ())
        counts = result.counts.get(facet.name, {})
        options = [
            Option(value, names.get((facet.name, value), value), counts.get(value, 0), value in chosen)
            for value in values.get(facet.name, ())
        ]
        options.sort(key=_by_year if facet == facets.YEAR else _by_count)
        if options:
            boxes.append(FacetBox(facet.name, facet.label, options))
    return boxes


def _by_count(option: Option) -> tuple[bool, int, str]:
    return not option.selected, -option.count, option.label


def _by_year(option: Option) -> tuple[bool, int, str]:
    return not option.selected, -int(option.value) if option.value.isdecimal() else 0, option.value


def active_filters(query: SearchQuery, boxes: list[FacetBox], parameters: QueryDict, path: str) -> list[ActiveFilter]:
    """Return what is switched on, each with the address that switches it off."""
    label_of = {(box.name, option.value): option.label for box in boxes for option in box.options}
    active = [
        ActiveFilter(
            facets.BY_NAME[name].label, label_of.get((name, value), value), _without(parameters, path, name, value)
        )
        for name, values in query.filters.items()
        for value in values
    ]
    for name, moment, label in (
        ("year_from", query.decided_from, _("From the year")),
        ("year_to", query.decided_to, _("To the year")),
    ):
        if moment:
            active.append(ActiveFilter(label, str(moment.year), _without(parameters, path, name, str(moment.year))))
    return active


def _without(parameters: QueryDict, path: str, name: str, value: str) -> str:
    rest = parameters.copy()
    rest.pop("page", None)
    rest.setlist(name, [kept for kept in rest.getlist(name) if kept != value])
    return f"{path}?{rest.urlencode()}" if rest.urlencode() else path


def histogram_bars(matching: dict[str, int], everything: dict[str, int]) -> list[dict[str, object]]:
    """Return five-year periods from the first to the last brief, with the matching and all decisions of each."""
    years = sorted(int(year) for year in everything)
    if not years:
        return []
    first = years[0] - years[0] % PERIOD_YEARS
    bars: list[dict[str, object]] = []
    for start in range(first, years[-1] + 1, PERIOD_YEARS):
        period = [str(year) for year in range(start, start + PERIOD_YEARS)]
        bars.append(
            {
                "label": f"{start}–{start + PERIOD_YEARS - 1}",
                "tick": str(start),
                "value": sum(matching.get(year, 0) for year in period),
                "total": sum(everything.get(year, 0) for year in period),
            }
        )
    return bars
