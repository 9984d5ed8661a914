"""Recognise what kind of citation a text is, and bring it into the form in which citations are compared."""

import re
import unicodedata
from dataclasses import dataclass

from caselaw.choices import IdentifierScheme

_ECLI = re.compile(r"\bECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}", re.IGNORECASE)
_UNODC = re.compile(r"(?:UNODC\s+(?:case\s+)?no\.?\s*:?\s*)?(?P<number>[A-Z]{3}x?\d{3})", re.IGNORECASE)
_ILDC = re.compile(r"\bILDC\s+\d+\b.*")
_APPLICATION = re.compile(r"app(?:lication|l)?s?\.?\s+nos?\.?\s*(?P<number>.*\d.*)", re.IGNORECASE)
# [2008] HCA 39, 2015 BCCA 88, [2011] EWCA Crim 1691: year, court, number; a law report has the same form.
_YEAR_COURT_NUMBER = re.compile(
    r"(?:\[(?:19|20)\d\d\]|\b(?:19|20)\d\d)\s(?P<court>[A-Z][A-Za-z]{1,9}(?:\s(?:Crim|Civ|Admin|Fam|Ch|QB|KB|Comm))?)"
    r"\s\d{1,6}(?!\d|\s[A-Z]|\sSC\b)"
)
_NORDIC = re.compile(r"(?:HR-\d{4}-\d+-[A-Z]|(?:KKO|KHO)\s\d{4}:\d+)")
_REPORTS = frozenset(
    ("AC", "CCC", "Ch", "Fam", "FC", "ICR", "IRLR", "KB", "LR", "NLJ", "OR", "QB", "QBD", "SCR", "WLR")
)
_SERIES_FIRST = re.compile(r"(?:AIR|PLD|PCrLJ|SCMR)\s\d{4}\s|BGE\s\d+\s[IVX]+\s\d+|Rt[.-]\s?\d{4}|Series\s[A-C]\s")
# 472 F.3d 638, (2008) 237 CLR 1, 2015 (2) SACR 452: words between numbers.
_REPORTER = re.compile(
    r"\d{1,4}\s(?:F\.\s?(?:\d?d|Supp)|U\.?S\.?|S\.\s?Ct\.)"
    r"|[\[(]\d{4}[\])]\s(?:\d{1,4}\s)?[A-Z][A-Za-z. ]*(?:-[A-Z]+|\s\d+)"
    r"|\d{4}\s\(\d+\)\s[A-Z]+\s\d+"
)
_NUMBER = re.compile(r"\d")

# A remark in brackets at the end is not part of the citation: (bail review), (9th Cir. 2006), (KLR).
_REMARK = re.compile(r"(?<=.)\s*\([^()]*\)\s*$")
_POINT_AFTER_LETTER = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_]|\d[a-z])")
_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset({"NO", "NOS", "NR", "N", "NUM", "CASE", "APPLICATION", "APPLICATIONS", "OF", "AND"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation with its kind and the form in which it is compared; `normalised` is empty if nothing is left."""

    value: str
    scheme: IdentifierScheme
    normalised: str


def parse(text: str, scheme: str = "") -> Citation:
    """Return the citation that the text is; a scheme that is given is believed."""
    value = " ".join(unicodedata.normalize("NFKC", text).split())
    found, core = _recognised(value)
    kind = IdentifierScheme(scheme) if scheme else found
    if kind == found == IdentifierScheme.ECLI:
        return Citation(text, kind, core.upper())
    return Citation(text, kind, normalised(core if kind == found else value))


def normalised(text: str) -> str:
    """Return words and numbers in capitals, without leading zeros, points, "No." and a closing remark."""
    value = unicodedata.normalize("NFKC", text)
    shorter = _REMARK.sub("", value)
    if any(sign.isdigit() for sign in shorter):
        value = shorter
    value = _POINT_AFTER_LETTER.sub("", value)
    parts = [part.lstrip("0") or "0" if part.isdigit() else part.upper() for part in _WORD_OR_NUMBER.findall(value)]
    kept = [part for part in parts if part not in _FILLERS] if len(parts) > 1 else parts
    return " ".join(kept or parts)[:200].strip()


def _recognised(value: str) -> tuple[IdentifierScheme, str]:
    """Return the kind and the part of the text that is the citation itself."""
    if match := _ECLI.search(value):
        return IdentifierScheme.ECLI, match.group()
    if match := _UNODC.fullmatch(value):
        return IdentifierScheme.UNODC_NO, match["number"]
    if match := _ILDC.fullmatch(value):
        return IdentifierScheme.ILDC, value
    if match := _APPLICATION.fullmatch(value):
        return IdentifierScheme.APPLICATION_NO, match["number"]
    return _printed_or_filed(value)


def _printed_or_filed(value: str) -> tuple[IdentifierScheme, str]:
    if _SERIES_FIRST.match(value):
        return IdentifierScheme.REPORTER, value
    match = _YEAR_COURT_NUMBER.search(value)
    if match and match["court"] not in _REPORTS:
        return IdentifierScheme.NEUTRAL, match.group()
    if _NORDIC.fullmatch(value):
        return IdentifierScheme.NEUTRAL, value
    if _REPORTER.match(value):
        return IdentifierScheme.REPORTER, value
    if _NUMBER.search(value) and not value.upper().startswith("HUDOC"):
        return IdentifierScheme.DOCKET, value
    return IdentifierScheme.OTHER, value
