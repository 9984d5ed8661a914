"""Count what a published file holds, for its page and for `manage.py import_glotip --json`."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.choices import DefectKind
from reports.importing.published import CONVICTED, VICTIMS, PublishedRow

# What a suppressed value counts as in the panels alone; the honest reading is its interval.
MIDDLE_OF_SUPPRESSED = 2
LARGE = 1_000_000
# Countries with a value in both years: name, indicator, the years, and who is left out.
PANELS = (
    ("victims_pair_panel_2019_2020", VICTIMS, 2019, 2020, ()),
    ("victims_pair_panel_2019_2020_excl_PAK", VICTIMS, 2019, 2020, ("PAK",)),
    ("convictions_pair_panel_2017_2020", CONVICTED, 2017, 2020, ()),
    ("victims_pair_panel_2019_2022", VICTIMS, 2019, 2022, ()),
    ("victims_pair_panel_2019_2022_excl_PAK", VICTIMS, 2019, 2022, ("PAK",)),
)
KEYS = (
    "rows",
    "distinct_iso3",
    "rows_without_iso3",
    "rows_without_country",
    "suppressed_rows",
    "rows_without_category",
    "placeholder_category_rows",
    "values_over_1e6",
    "exact_duplicate_rows",
    "duplicate_keys",
    "years",
    "rows_by_indicator",
    "reporting_countries_total_victims",
    "sum_unsuppressed_total_victims",
    *(name for name, *_rest in PANELS),
    "quarantined",
    "vintage",
)


@dataclass(slots=True)
class Counts:
    """Counts that grow row by row."""

    rows: int = 0
    without_iso3: int = 0
    without_country: int = 0
    suppressed: int = 0
    large: int = 0
    first_year: int | None = None
    last_year: int | None = None
    iso3: set[str] = field(default_factory=set)
    indicators: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)
    # By indicator and year: country to its total (None while suppressed).
    totals: dict[tuple[str, int], dict[str, int | None]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, row: PublishedRow) -> None:
        """Count a row."""
        texts = row.texts
        self.rows += 1
        self.without_iso3 += not texts.iso3
        self.without_country += not texts.country
        self.suppressed += row.is_suppressed
        self.large += (row.number_there or 0) > LARGE
        self.indicators[texts.indicator] += 1
        if texts.iso3:
            self.iso3.add(texts.iso3)
        if row.quarantine:
            self.quarantined[row.quarantine] += 1
        if row.year is not None:
            self._take_year(row, row.year)

    def _take_year(self, row: PublishedRow, year: int) -> None:
        self.first_year = min(year, self.first_year or year)
        self.last_year = max(year, self.last_year or year)
        if row.is_total and row.texts.iso3 and not row.quarantine:
            self.totals[row.texts.indicator, year][row.texts.iso3] = row.value

    def as_dict(self, vintage: date | None) -> dict[str, Any]:
        """Return the counts under the names that the command prints."""
        victims = {year: found for (name, year), found in sorted(self.totals.items()) if name == VICTIMS}
        known = {
            "rows": self.rows,
            "distinct_iso3": len(self.iso3),
            "rows_without_iso3": self.without_iso3,
            "rows_without_country": self.without_country,
            "suppressed_rows": self.suppressed,
            "rows_without_category": self.defects[DefectKind.BLANK_CATEGORY],
            "placeholder_category_rows": self.defects[DefectKind.CELL_CODE],
            "values_over_1e6": self.large,
            "exact_duplicate_rows": self.defects[DefectKind.EXACT_DUPLICATE],
            "duplicate_keys": self.defects[DefectKind.DUPLICATE_KEY],
            "years": [] if self.first_year is None else [self.first_year, self.last_year],
            "rows_by_indicator": dict(self.indicators.most_common()),
            "reporting_countries_total_victims": {str(year): len(found) for year, found in victims.items()},
            "sum_unsuppressed_total_victims": {
                str(year): sum(value for value in found.values() if value is not None)
                for year, found in victims.items()
            },
        }
        panels = {
            name: self._panel(indicator, first, last, left_out) for name, indicator, first, last, left_out in PANELS
        }
        kinds = {str(kind): number for kind, number in sorted(self.quarantined.items())}
        return known | panels | {"quarantined": kinds, "vintage": vintage.isoformat() if vintage else None}

    def _panel(self, indicator: str, first: int, last: int, left_out: tuple[str, ...]) -> dict[str, Any]:
        before, after = self.totals.get((indicator, first), {}), self.totals.get((indicator, last), {})
        countries = (before.keys() & after.keys()).difference(left_out)
        sums = [float(sum(_or_middle(found[iso3]) for iso3 in countries)) for found in (before, after)]
        change = round(100 * (sums[1] / sums[0] - 1), 1) if sums[0] else None
        return {"countries": len(countries), str(first): sums[0], str(last): sums[1], "change_pct": change}


def _or_middle(value: int | None) -> int:
    return MIDDLE_OF_SUPPRESSED if value is None else value


def in_order(counts: dict[str, Any]) -> dict[str, Any]:
    """Return counts with their names in the order in which they are printed; the database keeps no order."""
    return {key: counts[key] for key in KEYS if key in counts}
