"""The workbook and the CSV files to fill in: one table each, drop-downs, help in the reader's language, an example."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from caselaw.choices import Scheme
from caselaw.importing.tables import FINDING_LISTS, KEY, TABLES, Column, Kind, Table
from caselaw.importing.workbook import column_letters
from caselaw.models import Jurisdiction
from portal.core.models import Country, Term

# Fixed, so that the same template is the same file.
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001  XlsxWriter takes no time zone
_LAST_ROW = 5000
_LISTS, _HELP = "lists", "help"
_YES_NO = ("yes", "no")
_BOOLEANS = "yes_no"

# An invented case that imports without a finding.
EXAMPLE: dict[str, list[dict[str, Any]]] = {
    "cases": [
        {
            KEY: "example-1",
            "title": "Public Prosecutor v. A. and B. (invented example)",
            "jurisdiction": "AR",
            "country_of_facts": "AR|BO",
            "court": "Court of Appeal of the Example",
            "court_level": "appeal",
            "decision_date": "2021-05-31",
            "form": "transnational",
            "languages": "es",
            "inclusion_basis": "three_elements",
        }
    ],
    "texts": [
        {
            KEY: "example-1",
            "language": "en",
            "headline": "Two accused convicted; the victims were held on a farm.",
            "facts": "Twelve workers were promised wages and were held on a farm. This case is invented.",
            "keywords": "farm work|debt",
        }
    ],
    "identifiers": [{KEY: "example-1", "value": "No. 999/2021", "scheme": "docket"}],
    "proceedings": [
        {KEY: "example-1", "stage": "first_instance", "court": "Court of the Example", "date": "2019-11"},
    ],
    "victims": [
        {
            KEY: "example-1",
            "label": "Group 1",
            "count": 12,
            "gender": "male",
            "age_group": "adult",
            "nationality": "BO",
        },
    ],
    "defendants": [
        {KEY: "example-1", "defendant": 1, "label": "Defendant 1", "gender": "male", "roles": "recruiter"},
        {KEY: "example-1", "defendant": 2, "label": "Defendant 2", "gender": "female"},
    ],
    "charges": [
        {
            KEY: "example-1",
            "defendant": 1,
            "charge": 1,
            "provision": "Criminal Code, art. 1",
            "verdict": "guilty_trial",
        },
        {
            KEY: "example-1",
            "defendant": 2,
            "charge": 1,
            "provision": "Criminal Code, art. 1",
            "verdict": "guilty_trial",
        },
    ],
    "sanctions": [
        {KEY: "example-1", "defendant": 1, "charge": 1, "imprisonment_months": 60},
        {KEY: "example-1", "defendant": 2, "charge": 1, "fine_amount": 1000, "fine_currency": "ARS"},
    ],
    "findings": [
        {
            KEY: "example-1",
            "vocabulary": "act",
            "term": "act:recruitment",
            "status": "found_proved",
            "pinpoint": "§ 12",
        },
        {KEY: "example-1", "vocabulary": "means", "term": "means:deception", "status": "found_proved"},
        {KEY: "example-1", "vocabulary": "purpose", "term": "purpose:forced_labour", "status": "found_proved"},
    ],
    "interpretations": [{KEY: "example-1", "article": "3(a)", "stance": "applied"}],
    "routes": [{KEY: "example-1", "from_country": "BO", "to_country": "AR", "mode": "land"}],
    "sources": [
        {KEY: "example-1", "title": "Judgment of 31 May 2021 (invented)", "kind": "judgment", "primary": "yes"}
    ],
    "sectors": [{KEY: "example-1", "term": "crop_farming"}],
    "responsibilities": [],
}


@dataclass(slots=True)
class _Lists:
    """What the drop-downs offer, by the name of the list; each is a column of the hidden sheet."""

    values: dict[str, list[str]]
    places: dict[str, str]

    def formula(self, column: Column) -> str:
        """Return the range that a column chooses from, or nothing."""
        return self.places.get(_list_name(column), "")


def workbook() -> bytes:
    """Return the workbook in the active language."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"title": _("Case briefs to import"), "created": CREATED})
    lists = _Lists(_values(), {})
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#DCE9EA", "bottom": 2, "valign": "top"}),
        "needed": book.add_format({"bold": True, "bg_color": "#BFD8DA", "bottom": 2, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
    }
    _write_help(book, formats)
    sheets = {table.name: book.add_worksheet(table.name) for table in TABLES}
    _write_lists(book, lists)
    for table in TABLES:
        _write_table(sheets[table.name], table, lists, formats)
    sheets["cases"].activate()
    book.close()
    return made.getvalue()


def csv_archive() -> bytes:
    """Return the same tables as CSV files in a ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            entry = zipfile.ZipInfo(f"{table.name}.csv", CREATED.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, csv_table(table, EXAMPLE[table.name]))
    return made.getvalue()


def csv_table(table: Table, rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark, which spreadsheets need."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in table.columns])
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _list_name(column: Column) -> str:
    if column.kind == Kind.TRUTH:
        return _BOOLEANS
    if column.name == "vocabulary":
        return "vocabulary"
    if column.name == "jurisdiction":
        return "jurisdiction"
    if column.kind == Kind.COUNTRY:
        return "country"
    if column.kind == Kind.CLOSED and column.choices:
        return column.choices.__name__
    return (column.scheme or "finding") if column.kind == Kind.TERM else ""


def _values() -> dict[str, list[str]]:
    """Return what may be chosen: codes, since they are the same in every language."""
    terms: dict[str, list[str]] = {}
    parents = set(Term.objects.in_scheme(Scheme.ISSUE).exclude(parent=None).values_list("parent_id", flat=True))
    for term in Term.objects.filter(scheme__in=Scheme.values).active().in_display_order():
        terms.setdefault(term.scheme_id, []).append(term.code)
        is_heading = term.scheme_id == Scheme.ISSUE and term.parent_id is None and term.pk in parents
        if term.scheme_id in FINDING_LISTS and not is_heading:
            terms.setdefault("finding", []).append(f"{term.scheme_id}:{term.code}")
    closed = {
        column.choices.__name__: list(column.choices.values)
        for table in TABLES
        for column in table.columns
        if column.choices
    }
    return {
        _BOOLEANS: list(_YES_NO),
        "vocabulary": [str(scheme) for scheme in FINDING_LISTS],
        "jurisdiction": sorted(Jurisdiction.objects.values_list("code", flat=True)),
        "country": sorted(Country.objects.values_list("iso2", flat=True)),
        **closed,
        **terms,
    }


def _write_lists(book: Any, lists: _Lists) -> None:
    sheet = book.add_worksheet(_LISTS)
    for number, (name, values) in enumerate(lists.values.items()):
        sheet.write_column(0, number, [name, *values])
        letters = column_letters(number)
        lists.places[name] = f"={_LISTS}!${letters}$2:${letters}${len(values) + 1}"
    sheet.hide()


def _write_table(sheet: Any, table: Table, lists: _Lists, formats: dict[str, Any]) -> None:
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.name, formats["needed" if column.is_needed else "head"])
        sheet.write_comment(0, number, _note(column), {"x_scale": 2})
        is_words = column.kind not in (Kind.WHOLE, Kind.NUMBER)
        sheet.set_column(number, number, max(12, len(column.name) + 2), formats["text"] if is_words else None)
        if place := lists.formula(column):
            choice = {"validate": "list", "source": place, "error_type": "warning"}
            sheet.data_validation(1, number, _LAST_ROW, number, choice)
    sheet.freeze_panes(1, 1)
    for row, values in enumerate(EXAMPLE[table.name], start=1):
        for number, column in enumerate(table.columns):
            if column.name in values:
                sheet.write(row, number, values[column.name])


def _note(column: Column) -> str:
    kinds = {
        Kind.TEXT: _("Text."),
        Kind.TEXTS: _("Texts, separated by |."),
        Kind.WHOLE: _("A whole number; empty: not stated."),
        Kind.NUMBER: _("A number; empty: not stated."),
        Kind.TRUTH: _("yes or no; empty: not stated."),
        Kind.DAY: _("A date: YYYY-MM-DD, YYYY-MM or YYYY."),
        Kind.CLOSED: _("One of the values of the list."),
        Kind.TERM: _("A term: its code, or its name in one of the six languages."),
        Kind.TERMS: _("Terms, separated by |."),
        Kind.COUNTRY: _("ISO 3166 code, or name."),
        Kind.COUNTRIES: _("ISO 3166 codes, or names, separated by |."),
    }
    needed = _("Needed.") if column.is_needed else ""
    return " ".join(part for part in (needed, str(kinds[column.kind]), str(column.note)) if part)


def _write_help(book: Any, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_HELP)
    sheet.set_column(0, 0, 100, formats["wrap"])
    lines = (
        _("How to fill in this workbook"),
        _(
            "Each sheet is a table. The sheet “cases” has one row for each case; case_ref is its identifier in your system."
        ),
        _(
            "Rows of the other sheets belong to a case by its case_ref. A case may have any number of rows there, or none."
        ),
        _("Charges name their defendant by number; sanctions name the defendant and, if they have one, the charge."),
        _("An empty cell means “not stated”. 0 means that there were none."),
        _("Never write the name of a victim. Use “Group 1”, “Victim A” and the like."),
        _("Several values in one cell are separated by |. Dates: YYYY-MM-DD, YYYY-MM or YYYY."),
        _("Terms are never made by an import. Use the code from the list, or the name in one of the six languages."),
        _("No formulas, no merged cells, no macros. A column whose heading begins with # is not read."),
        _("The rows for “example-1” are invented. Replace them."),
    )
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, formats["head"] if number == 0 else formats["wrap"])
