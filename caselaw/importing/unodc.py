"""Read the index of the UNODC case-law database (a CSV file): what it says becomes drafts, and nothing is guessed."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from caselaw.importing import cells
from caselaw.importing.findings import Findings, Place
from caselaw.importing.lookups import Lookups
from caselaw.importing.workbook import Row, column_letters

SYSTEM = "unodc-sherloc"
MAPPING_PATH = Path(__file__).parent / "unodc-index.json"
_SHEET = "CSV"
_NEEDED = ("case_title", "unodc_case_number", "country_iso3", "country_name", "year_in_url", "canonical_url")
_FORMS = ("form_internal", "form_transnational")
Raw = dict[str, Any]


@cache
def mapping() -> Raw:
    """Return which names of the index mean what: keyword columns, names of jurisdictions, columns that are left out."""
    content: Raw = json.loads(MAPPING_PATH.read_text(encoding="utf-8"))
    return content


@dataclass(slots=True)
class Index:
    """The index while it is read, and what of it could not be taken over."""

    findings: Findings
    lookups: Lookups
    headers: dict[str, int] = field(default_factory=dict)
    unmapped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def cases(self, rows: Iterator[Row]) -> Iterator[tuple[Raw, int]]:
        """Give each row as a case with its number; say at the end what could not be taken over, with counts."""
        for row in rows:
            if not self.headers:
                self._read_headers(row)
                continue
            texts = {name: self._text(row, place) for name, place in self.headers.items()}
            yield self._case(texts), row.number
        self._tell()

    def place(self, row: int, header: str = "") -> Place:
        """Return a place of the file."""
        letters = column_letters(self.headers[header]) if header in self.headers else ""
        return Place(_SHEET, row, letters, header)

    def locate(self, row: int, path: str) -> Place:
        """Return from which column the value at a path of a case came."""
        return self.place(row, mapping()["columns"].get(path.lstrip(".").split("[")[0].split(".")[0], ""))

    def _read_headers(self, row: Row) -> None:
        self.headers = {cells.as_text(cell.value): place for place, cell in row.cells.items()}
        for name in _NEEDED:
            if name not in self.headers:
                why = _("The column “%(name)s” is missing.") % {"name": name}
                self.findings.error_at(Place(_SHEET, row.number), "", why, _("Choose the index as it was exported."))

    def _text(self, row: Row, place: int) -> str:
        cell = row.cells.get(place)
        return cells.as_text(cell.value) if cell else ""

    def _case(self, texts: dict[str, str]) -> Raw:
        number, url = texts.get("unodc_case_number", ""), texts.get("canonical_url", "")
        case: Raw = {
            "slug": url.partition("/case-law-doc/")[2].removesuffix(".html") or number,
            "title": texts.get("case_title", ""),
            "jurisdiction": self._jurisdiction(texts),
            "decision_date": texts.get("year_in_url") or None,
            "form": self._form(texts),
            "citations": [{"value": number, "scheme": "unodc_no"}] if number else [],
            "sources": [
                {"title": f"UNODC, {number or url}", "url": url or None, "kind": "unodc", "withhold_link": True}
            ],
            "unverified_fields": mapping()["unverified"],
        }
        self._count("year_in_url", "" if case["decision_date"] else _("empty"))
        for column, (entry, alias) in mapping()["keywords"].items():
            if texts.get(column) == "1":
                self._keyword(case, column, entry, alias)
        for column in self.headers:
            if column not in mapping()["taken"] and column not in mapping()["keywords"] and texts[column]:
                self.unmapped[column, "*"] += 1
        return case

    def _jurisdiction(self, texts: dict[str, str]) -> str:
        """Return the code of the country, or what the name means; the check says what is not known."""
        code, name = texts.get("country_iso3", ""), texts.get("country_name", "")
        known: dict[str, str] = mapping()["jurisdictions"]
        found = self.lookups.jurisdiction(code) if code else None
        if found is None and name:
            found = self.lookups.jurisdiction(known.get(name, name))
        if found is None:
            self._count("country_name", name or code or _("empty"))
            return str(mapping()["not_assigned"])
        if name in known:
            self._count("country_name", name)
        return found.code

    def _form(self, texts: dict[str, str]) -> str | None:
        said = [name for name in _FORMS if texts.get(name) == "1"]
        if len(said) == 2:
            self._count("form_internal", _("internal and transnational at once"))
        return str(mapping()["forms"][said[0]]) if len(said) == 1 else None

    def _keyword(self, case: Raw, column: str, entry: str, alias: str) -> None:
        vocabulary = self.lookups.vocabularies[mapping()["vocabularies"][entry]]
        if len(vocabulary.codes(alias)) == 1:
            case.setdefault(entry, []).append(alias)
        else:
            self._count(column, alias)

    def _count(self, column: str, value: str) -> None:
        if value:
            self.unmapped[column, value] += 1

    def _tell(self) -> None:
        for (column, value), count in sorted(self.unmapped.items()):
            if value == "*":
                why = _("This column is not imported; rows with a value: %(count)d.") % {"count": count}
                self.findings.warn_at(
                    self.place(0, column), column, why, _("Add what is needed to the drafts by hand.")
                )
            else:
                why = _("This value could not be taken over; rows: %(count)d.") % {"count": count}
                self.findings.warn_at(self.place(0, column), value, why, _("Complete the drafts by hand."))
