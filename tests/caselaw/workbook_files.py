"""Workbooks and ZIPs of CSV files for tests of the import, made from rows or from cases."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

from caselaw.importing import templates
from caselaw.importing.parsing import CaseFile
from caselaw.importing.tables import BY_NAME, FINDING_LISTS, KEY, TABLES, Table
from tests.caselaw.import_files import Raw, file_of

Rows = dict[str, list[dict[str, Any]]]

CASE = {KEY: "a", "title": "Prosecutor v. A.", "jurisdiction": "AR", "decision_date": "2020-05-04"}


def least(**tables: list[dict[str, Any]]) -> Rows:
    """Return one case, with rows of further tables; these name their case themselves or get it."""
    rows: Rows = {"cases": [CASE]}
    for name, given in tables.items():
        rows[name] = [{KEY: "a", **row} for row in given]
    return rows


def workbook_of(rows: Rows, name: str = "cases.xlsx") -> CaseFile:
    """Return a workbook with these rows; the columns of a sheet are those of its first row."""
    grids = {table: _grid(given) for table, given in rows.items()}
    return workbook_of_grids(grids, name)


def workbook_of_grids(grids: dict[str, list[list[Any]]], name: str = "cases.xlsx") -> CaseFile:
    """Return a workbook with these cells."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for title, grid in grids.items():
        sheet = book.add_worksheet(title)
        for row, values in enumerate(grid):
            for column, value in enumerate(values):
                if hasattr(value, "isoformat"):
                    sheet.write_datetime(row, column, value, day)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()
    return file_of(made.getvalue(), name)


def csv_files_of(rows: Rows, *, separator: str = ",", encoding: str = "utf-8-sig") -> CaseFile:
    """Return a ZIP of CSV files with these rows."""
    files = {}
    for table, given in rows.items():
        text = "\r\n".join(separator.join(_csv_cell(value) for value in values) for values in _grid(given))
        files[f"{table}.csv"] = text.encode(encoding)
    return zip_of(files)


def zip_of(files: dict[str, bytes], name: str = "cases.zip") -> CaseFile:
    """Return a ZIP with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return file_of(made.getvalue(), name)


def example_workbook() -> CaseFile:
    """Return the template as people download it."""
    return file_of(templates.workbook(), "case-briefs.xlsx")


def generated_workbook(path: Path, cases: Iterable[Raw]) -> Path:
    """Write any number of cases as a workbook, in little memory, and return its path."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False, "strings_to_urls": False})
    sheets = {table.name: book.add_worksheet(table.name) for table in TABLES}
    ends = dict.fromkeys(sheets, 0)
    for table in TABLES:
        sheets[table.name].write_row(0, 0, [column.name for column in table.columns])
    for case in cases:
        for name, rows in rows_of(case).items():
            for row in rows:
                ends[name] += 1
                for number, column in enumerate(BY_NAME[name].columns):
                    value = row.get(column.name)
                    if value is not None:
                        sheets[name].write(ends[name], number, value)
    book.close()
    return path


def rows_of(case: Raw) -> Rows:
    """Return a case as rows of tables."""
    key = case["slug"]
    rows: Rows = {table.name: [] for table in TABLES}
    rows["cases"].append(_row(BY_NAME["cases"], case, key))
    text = {name: case.get(name) for name in ("facts", "reasoning", "commentary", "keywords")}
    rows["texts"].append(_row(BY_NAME["texts"], {"language": "en", "headline": case.get("summary"), **text}, key))
    lists = {"identifiers": "citations", "interpretations": "protocol_articles", "sectors": "sectors"}
    main = {"identifiers": "value", "interpretations": "article", "sectors": "term"}
    for name, entry in lists.items():
        items = [item if isinstance(item, dict) else {main[name]: item} for item in case.get(entry) or []]
        rows[name] += [_row(BY_NAME[name], item, key) for item in items]
    for table in TABLES:
        if table.list_entry and table.name not in {"texts", *lists, "defendants"}:
            rows[table.name] += [_row(table, _spread(item), key) for item in case.get(table.list_entry) or []]
    for scheme, entry in FINDING_LISTS.items():
        for item in case.get(entry) or []:
            values = item if isinstance(item, dict) else {"term": item}
            rows["findings"].append({KEY: key, "vocabulary": str(scheme), **_row(BY_NAME["findings"], values, key)})
    for number, defendant in enumerate(case.get("defendants") or [], start=1):
        _add_defendant(rows, defendant, number, key)
    return rows


def _add_defendant(rows: Rows, defendant: Raw, number: int, key: str) -> None:
    rows["defendants"].append(_row(BY_NAME["defendants"], {**defendant, "number": number}, key))
    _add_sentence(rows, defendant.get("sentence"), {"defendant": number}, key)
    for place, charge in enumerate(defendant.get("charges") or [], start=1):
        values = {**charge, "defendant": number, "number": place}
        rows["charges"].append(_row(BY_NAME["charges"], values, key))
        _add_sentence(rows, charge.get("sentence"), {"defendant": number, "charge": place}, key)


def _add_sentence(rows: Rows, sentence: Raw | None, reference: Raw, key: str) -> None:
    if not sentence:
        return
    other = sentence.get("other")
    measures = other if isinstance(other, list) else [other] if other else []
    words = [item if isinstance(item, dict) else {"text": item} for item in measures]
    first = {**sentence, "other": words[0] if words else None, **reference}
    rows["sanctions"].append(_row(BY_NAME["sanctions"], first, key))
    rows["sanctions"] += [_row(BY_NAME["sanctions"], {"other": item, **reference}, key) for item in words[1:]]


def _spread(item: Raw) -> Raw:
    spread = dict(item)
    for end in ("from", "to"):
        if isinstance(spread.get(end), str):
            spread[end] = {"country": spread[end]}
    if isinstance(spread.get("outcome"), str):
        spread["outcome"] = {"text": spread["outcome"]}
    return spread


def _row(table: Table, item: Raw, key: str) -> Raw:
    row: Raw = {}
    for column in table.columns:
        value: Any = item
        for step in column.target.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value not in (None, [], ""):
            row[column.name] = "|".join(value) if isinstance(value, list) else value
    return row | {KEY: key}


def _grid(rows: list[dict[str, Any]]) -> list[list[Any]]:
    headers = list(dict.fromkeys(name for row in rows for name in row))
    return [headers, *([row.get(name) for name in headers] for row in rows)]


def _csv_cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"'
