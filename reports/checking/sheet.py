"""The sheet that checks read: the cells of one country with their codes, and beside them earlier and published values."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from reports.cells import CellKey, Entry
from reports.checking.bounds import Bounds, bounds_of
from reports.choices import OpenRows

TOTAL = "_T"
EMPTY = Entry()


class Codes(NamedTuple):
    """What a figure counts, in codes."""

    indicator: str
    sex: str = TOTAL
    age: str = TOTAL
    exploitation: str = TOTAL
    partner_as: str = ""
    # Empty: a label that nobody knows.
    partner: str = TOTAL
    country: str = ""

    @property
    def figure(self) -> "Codes":
        """The same for the totals of two tables that count the same people: citizens of all countries are everybody."""
        is_everybody = self.partner == TOTAL and self.partner_as == OpenRows.CITIZENSHIP
        return self._replace(partner_as="") if is_everybody else self

    @property
    def is_total(self) -> bool:
        """Whether it is broken down by nothing."""
        return self.sex == self.age == self.exploitation == self.partner == TOTAL


Figure = tuple[Codes, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it is, what it counts, what stands there."""

    key: CellKey
    codes: Codes
    entry: Entry = EMPTY
    comment: str = ""
    source: str = ""
    # What a file calls the citizenship; empty where codes were chosen.
    label: str = ""

    @property
    def bounds(self) -> Bounds:
        """What it may stand for."""
        return bounds_of(self.entry)

    @property
    def figure(self) -> Figure:
        """What it counts, and when."""
        return self.codes.figure, self.key.year


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and whether there is an answer and a source."""

    code: str
    section: str = ""
    is_table: bool = True
    is_required: bool = False
    is_answered: bool = False
    is_sourced: bool = False


@dataclass
class Sheet:
    """The figures of one country; the order of cells is that of the questionnaire."""

    country: str
    years: tuple[int, ...]
    cells: dict[CellKey, Cell]
    questions: dict[str, Asked] = field(default_factory=dict)
    # Figures of years before those asked for.
    earlier: dict[Figure, Entry] = field(default_factory=dict)
    # The newest published values.
    published: dict[Figure, Entry] = field(default_factory=dict)
    # In a published file there are no rows for nobody; in a form an unanswered row may be anything.
    absent_is_zero: bool = False
    # The collection whose rules hold; None for a sheet made by hand.
    collection_id: int | None = None

    @cached_property
    def tables(self) -> dict[tuple[str, int], list[Cell]]:
        """The cells of each table and year."""
        tables: dict[tuple[str, int], list[Cell]] = {}
        for cell in self.cells.values():
            tables.setdefault((cell.key.question, cell.key.year), []).append(cell)
        return tables

    @cached_property
    def figures(self) -> dict[Figure, list[Cell]]:
        """The cells that count the same."""
        figures: dict[Figure, list[Cell]] = {}
        for cell in self.cells.values():
            figures.setdefault(cell.figure, []).append(cell)
        return figures

    @cached_property
    def answered(self) -> list[Cell]:
        """The cells in which a number or an interval stands."""
        return [cell for cell in self.cells.values() if cell.entry.value is not None or cell.entry.low is not None]

    @cached_property
    def positions(self) -> dict[CellKey, int]:
        """The place of each cell."""
        return {key: number for number, key in enumerate(self.cells)}

    def find(self, codes: Codes, year: int) -> Cell | None:
        """Return a cell with a number for this figure; None when there is none."""
        there = self.figures.get((codes.figure, year), [])
        return next((cell for cell in there if cell.bounds.is_known), None)

    def before(self, cell: Cell) -> Bounds | None:
        """Return the figure of the year before; None when nobody knows it."""
        year = cell.key.year - 1
        if there := self.find(cell.codes, year):
            return there.bounds
        entry = self.earlier.get((cell.codes.figure, year))
        bounds = bounds_of(entry) if entry else None
        return bounds if bounds and bounds.is_known else None
