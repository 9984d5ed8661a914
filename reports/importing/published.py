"""Read the published file of figures row by row: what stands there, and what it is read as. Nothing is corrected.

The file has had several layouts: banner rows above the header or none, `txtVALUE` or `VALUE`, counts as text with
thousands commas or as numbers. The header is found by the name `Iso3_code`, the date in the banner.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.core.errors import InvalidFileError
from reports.choices import AgeGroup, DefectKind, Exploitation, OpenRows, Sex
from reports.importing.containers import PublishedFile, Row, rows_of

# The columns by the names that the layouts give them.
COLUMNS = {
    "iso3": ("iso3_code",),
    "country": ("country",),
    "region": ("region",),
    "subregion": ("subregion",),
    "indicator": ("indicator",),
    "dimension": ("dimension",),
    "category": ("category",),
    "sex": ("sex",),
    "age": ("age",),
    "year": ("year",),
    "unit": ("unit of measurement",),
    "value": ("txtvalue", "value"),
    "source": ("source",),
}
# The name of a column in the report, as the file writes it.
HEADINGS = {
    "iso3": "Iso3_code",
    "country": "Country",
    "indicator": "Indicator",
    "dimension": "Dimension",
    "category": "Category",
    "sex": "Sex",
    "age": "Age",
    "year": "Year",
    "unit": "Unit of measurement",
    "value": "txtVALUE",
}
VICTIMS, CONVICTED = "Detected trafficking victims", "Persons convicted"
INDICATORS = frozenset(
    {
        VICTIMS,
        CONVICTED,
        "Offences of trafficking in persons",
        "Persons brought into formal contact",
        "Persons prosecuted",
    }
)
TOTAL, BY_FORM = "Total", "by form of exploitation"
PARTNERS = {
    "by citizenship": OpenRows.CITIZENSHIP,
    "by country of repatriation": OpenRows.REPATRIATION,
}
SEXES = {
    "Total": Sex.TOTAL,
    "Female": Sex.FEMALE,
    "Male": Sex.MALE,
    "Other": Sex.OTHER,
    "Unknown": Sex.UNKNOWN,
}
AGES = {
    "Total": AgeGroup.TOTAL,
    "0 to 17 years": AgeGroup.CHILD,
    "18 years or over": AgeGroup.ADULT,
    "Unknown": AgeGroup.UNKNOWN,
}
FORMS = {
    "Sexual exploitation": Exploitation.SEXUAL,
    "Forced labour": Exploitation.LABOUR,
    "Other forms of exploitation": Exploitation.OTHER,
}
UNITS = frozenset({"Counts"})
# No country detects, charges or convicts more persons in a year.
MOST_PERSONS = 1_000_000
FIRST_YEAR = 1990
_HEADER_WITHIN = 50
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_CELL_CODE = re.compile(r"Q\d+(\.\d+)*_\d+[a-z]*_(19|20)\d\d", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,3}(,\d{3})+|\d+")
_NUMBER = re.compile(r"[-+−]?[\d,]*\.?\d+([eE][-+]?\d+)?")
_BELOW = re.compile(r"[<＜]\s*(\d{1,6})")
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")


class Texts(NamedTuple):
    """The texts of a row as published."""

    iso3: str
    country: str
    region: str
    subregion: str
    indicator: str
    dimension: str
    category: str
    sex: str
    age: str
    year: str
    unit: str
    value: str
    source: str


class Fault(NamedTuple):
    """Something wrong in one cell."""

    kind: DefectKind
    column: str
    value: str


@dataclass(slots=True)
class PublishedRow:
    """A row: its texts, and beside them what they are read as. A blank code or None stands for "not understood"."""

    number: int
    texts: Texts
    digest: bytes
    exploitation: str = ""
    partner_as: str = OpenRows.NONE
    sex: str = ""
    age: str = ""
    year: int | None = None
    value: int | None = None
    low: int | None = None
    high: int | None = None
    # The number that stands there, also where it cannot be; None where there is none.
    number_there: int | None = None
    is_suppressed: bool = False
    quarantine: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_total(self) -> bool:
        """Whether the row counts everybody."""
        return self.texts.dimension == TOTAL and self.sex == Sex.TOTAL and self.age == AgeGroup.TOTAL

    @property
    def label(self) -> str:
        """The citizenship or country of repatriation as published; empty where there is none to look up."""
        is_partner = bool(self.partner_as) and self.quarantine != DefectKind.CELL_CODE
        return self.texts.category if is_partner else ""


class PublishedTable:
    """An opened file: its date, if its banner tells one, and its rows."""

    def __init__(self, file: PublishedFile) -> None:
        """Read as far as the header. Raises InvalidFileError for a file that is none of these."""
        self.vintage: date | None = None
        self._rows = rows_of(file)
        self._places = self._header()

    def rows(self) -> Iterator[PublishedRow]:
        """Give the rows below the header, one by one; rows without any text are passed over."""
        latest = (self.vintage or date.max).year
        for row in self._rows:
            cells = [_clean(cell) for cell in row.cells]
            if any(cells):
                yield _read(row.number, Texts(*self._pick(cells)), latest)

    def _header(self) -> list[int | None]:
        for row in self._rows:
            names = [cell.strip().casefold() for cell in row.cells]
            if "iso3_code" in names:
                return _places(names)
            self._take_date(row)
            if row.number >= _HEADER_WITHIN:
                break
        raise InvalidFileError(_("No row of the file names the column Iso3_code."))

    def _take_date(self, row: Row) -> None:
        found = _DATE.search(" ".join(row.cells))
        if found and self.vintage is None:
            self.vintage = _date(int(found[1]), int(found[2]), int(found[3]))

    def _pick(self, cells: list[str]) -> Iterator[str]:
        size = len(cells)
        return (cells[place] if place is not None and place < size else "" for place in self._places)


def _places(names: list[str]) -> list[int | None]:
    """Return where each column stands. Raises InvalidFileError when one is missing that a figure cannot do without."""
    places: list[int | None] = []
    for column, known in COLUMNS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is None and column not in ("region", "subregion", "unit", "source"):
            raise InvalidFileError(_("The column %(name)s is missing.") % {"name": HEADINGS[column]})
        places.append(place)
    return places


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001  a day has no time zone
    except ValueError:
        return None


def _clean(cell: str) -> str:
    return cell.replace("\x00", "\ufffd").strip()


def _read(number: int, texts: Texts, latest: int) -> PublishedRow:
    digest = hashlib.md5("\x1f".join(texts).encode(), usedforsecurity=False).digest()
    row = PublishedRow(number, texts, digest)
    _read_codes(row)
    _read_year(row, latest)
    _read_value(row)
    if _CELL_CODE.fullmatch(texts.category):
        row.faults.insert(0, Fault(DefectKind.CELL_CODE, "category", texts.category))
    row.quarantine = next((fault.kind for fault in row.faults if fault.kind in QUARANTINED), "")
    if row.quarantine:
        row.value = row.low = row.high = None
    return row


# What a row is kept out of every calculation for.
QUARANTINED = frozenset(
    {DefectKind.CELL_CODE, DefectKind.IMPOSSIBLE_VALUE, DefectKind.NOT_A_NUMBER, DefectKind.UNKNOWN_CODE}
)


def _read_codes(row: PublishedRow) -> None:
    texts = row.texts
    row.sex = SEXES.get(texts.sex, "")
    row.age = AGES.get(texts.age, "")
    row.partner_as = PARTNERS.get(texts.dimension, OpenRows.NONE)
    row.exploitation = FORMS.get(texts.category, "") if texts.dimension == BY_FORM else Exploitation.TOTAL
    is_known_form = row.exploitation or not texts.category
    has_dimension = row.partner_as or texts.dimension in (TOTAL, BY_FORM)
    checks = (
        ("indicator", texts.indicator in INDICATORS),
        ("dimension", bool(has_dimension)),
        ("category", bool(is_known_form)),
        ("sex", bool(row.sex)),
        ("age", bool(row.age)),
        ("unit", not texts.unit or texts.unit in UNITS),
    )
    for column, is_known in checks:
        if not is_known:
            row.faults.append(Fault(DefectKind.UNKNOWN_CODE, column, getattr(texts, column)))
    if not texts.category:
        row.faults.append(Fault(DefectKind.BLANK_CATEGORY, "category", ""))


def _read_year(row: PublishedRow, latest: int) -> None:
    text = row.texts.year
    year = int(text) if text.isdecimal() and len(text) == 4 else None
    if year is None or not FIRST_YEAR <= year <= latest:
        row.faults.append(Fault(DefectKind.IMPOSSIBLE_VALUE, "year", text))
    else:
        row.year = year


def _read_value(row: PublishedRow) -> None:
    text = row.texts.value.translate(_SPACES)
    if below := _BELOW.fullmatch(text):
        row.is_suppressed, row.low, row.high = True, 0, max(int(below[1]) - 1, 0)
        return
    if _COUNT.fullmatch(text) and len(text) < 25:
        row.number_there = int(text.replace(",", ""))
        if row.number_there <= MOST_PERSONS:
            row.value = row.number_there
            return
    is_number = bool(_NUMBER.fullmatch(text))
    kind = DefectKind.IMPOSSIBLE_VALUE if is_number else DefectKind.NOT_A_NUMBER
    row.faults.append(Fault(kind, "value", row.texts.value))
