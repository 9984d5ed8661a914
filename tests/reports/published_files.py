"""Small published files with invented numbers, in the layouts of the real ones."""

import csv
import gzip
import io
import zipfile
from collections.abc import Sequence

import openpyxl

from reports.importing.containers import PublishedFile

COLUMNS = [
    "Iso3_code",
    "Country",
    "Region",
    "Subregion",
    "Indicator",
    "Dimension",
    "Category",
    "Sex",
    "Age",
    "Year",
    "Unit of measurement",
    "txtVALUE",
    "Source",
]
ROW = {
    "Iso3_code": "AUT",
    "Country": "Austria",
    "Region": "Europe",
    "Subregion": "Western Europe",
    "Indicator": "Detected trafficking victims",
    "Dimension": "Total",
    "Category": "Total",
    "Sex": "Total",
    "Age": "Total",
    "Year": "2019",
    "Unit of measurement": "Counts",
    "txtVALUE": "12",
    "Source": "Invented",
}
BANNER = (["Invented"], ["14/04/2025"])


def row(**changes: str) -> dict[str, str]:
    """Return a row; `value`, `iso3` and the other columns in small letters replace what it says."""
    names = {name.split("_")[0].lower(): name for name in COLUMNS} | {"value": "txtVALUE", "unit": COLUMNS[10]}
    return ROW | {names[name]: value for name, value in changes.items()}


def by_citizenship(label: str, **changes: str) -> dict[str, str]:
    """Return a row by citizenship."""
    return row(dimension="by citizenship", category=label, **changes)


def lines_of(
    rows: Sequence[dict[str, str]], *, banner: Sequence[list[str]] = BANNER, value: str = "txtVALUE"
) -> list[list[str]]:
    """Return the rows with banner and header."""
    header = [value if name == "txtVALUE" else name for name in COLUMNS]
    return [*banner, header, *([line[name] for name in COLUMNS] for line in rows)]


def csv_content(lines: Sequence[Sequence[str]]) -> bytes:
    """Return lines as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8")


def csv_file(*rows: dict[str, str], banner: Sequence[list[str]] = BANNER, value: str = "txtVALUE") -> PublishedFile:
    """Return rows as a CSV file."""
    return file_of(csv_content(lines_of(rows, banner=banner, value=value)))


def gzipped(content: bytes) -> bytes:
    """Return content as gzip packs it."""
    return gzip.compress(content, mtime=0)


def workbook_content(lines: Sequence[Sequence[object]], *, is_odd: bool = False) -> bytes:
    """Return lines as a workbook; an odd one has a wrong dimension tag and a drawing part that is not there."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(list(line))
    plain = io.BytesIO()
    book.save(plain)
    return _odd(plain) if is_odd else plain.getvalue()


def _odd(plain: io.BytesIO) -> bytes:
    odd, name = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in archive.namelist():
            content = archive.read(entry).decode("utf-8")
            if entry == name:
                start = content.index('<dimension ref="')
                content = content[:start] + '<dimension ref="A1:A1"/>' + content[content.index("/>", start) + 2 :]
                content = content.replace("</worksheet>", '<drawing xmlns:r="http://x" r:id="rId9"/></worksheet>')
            target.writestr(entry, content)
        target.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
            'Target="../drawings/drawing1.xml"/></Relationships>',
        )
    return odd.getvalue()


def file_of(content: bytes, name: str = "published.csv") -> PublishedFile:
    """Return content as a file to read."""
    return PublishedFile(name, lambda: io.BytesIO(content))
