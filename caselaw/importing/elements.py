"""What was found: elements of the definition, issues, sectors, and how provisions were read."""

import re

from django.utils.translation import gettext as _

from caselaw.choices import FindingStatus, Scheme, Stance
from caselaw.importing.brief import Brief
from caselaw.importing.reading import Raw, Reading
from caselaw.importing.rows import new
from caselaw.models import CaseSector, ElementFinding, ProvisionInterpretation
from portal.core.models import Term

PROTOCOL = "trafficking_protocol"
_SCHEMES = {
    "acts": Scheme.ACT,
    "means": Scheme.MEANS,
    "purposes": Scheme.PURPOSE,
    "control_methods": Scheme.MEANS_DETAIL,
    "forced_labour_indicators": Scheme.INDICATOR,
    "cross_cutting": Scheme.ISSUE,
}
# 3(a), 5(2)(a), 4: the article, then paragraphs in brackets.
_PROVISION = re.compile(
    r"(?:Art(?:icle)?s?\.?\s*)?(?P<article>\d{1,3}[a-z]?)\s*(?P<paragraphs>(?:\(\w{1,5}\)\s*){0,4})"
)


def read(case: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """Read every coded element."""
    for key, scheme in _SCHEMES.items():
        for number, coded in enumerate(case.get(key) or []):
            _finding(scheme, coded, brief, f"{path}.{key}[{number}]", reading)
    for number, sector in enumerate(case.get("sectors") or []):
        _sector(sector, brief, f"{path}.sectors[{number}]", reading)
    for number, provision in enumerate(case.get("protocol_articles") or []):
        _interpretation(provision, brief, f"{path}.protocol_articles[{number}]", reading)


def _finding(scheme: Scheme, coded: str | Raw, brief: Brief, path: str, reading: Reading) -> None:
    values: Raw = {"term": coded} if isinstance(coded, str) else coded
    term = reading.term(scheme, values["term"], path)
    if term is None:
        return
    _refuse_heading(scheme, term, values["term"], path, reading)
    row = new(
        ElementFinding,
        term=term,
        status=values.get("status") or FindingStatus.EDITOR_INFERRED,
        text=reading.text(values.get("text"), f"{path}.text"),
        pinpoint=values.get("pinpoint") or "",
    )
    if reading.is_first("finding", term.pk, (row.status, row.text, row.pinpoint), path, values["term"]):
        brief.findings.append(row)


def _refuse_heading(scheme: Scheme, term: Term, name: str, path: str, reading: Reading) -> None:
    """The broadest issues are headings of the filter (caselaw/data/vocabularies/README.md)."""
    if scheme == Scheme.ISSUE and term.parent_id is None and term.pk in reading.lookups.vocabularies[scheme].headings:
        reading.error(path, name, _("This is a heading of the vocabulary."), _("Use one of the terms below it."))


def _sector(sector: str | Raw, brief: Brief, path: str, reading: Reading) -> None:
    values: Raw = {"term": sector} if isinstance(sector, str) else sector
    term = reading.term(Scheme.SECTOR, values["term"], path)
    is_promised = bool(values.get("promised"))
    if term and reading.is_first("sector", (term.pk, is_promised), None, path, values["term"]):
        brief.sectors.append(new(CaseSector, term=term, is_promised=is_promised))


def _interpretation(provision: str | Raw, brief: Brief, path: str, reading: Reading) -> None:
    values: Raw = {"article": provision} if isinstance(provision, str) else provision
    instrument = reading.term(Scheme.INSTRUMENT, values.get("instrument") or PROTOCOL, f"{path}.instrument")
    article, paragraph = _article(values["article"], instrument, path, reading)
    if instrument is None or not article:
        return
    row = new(
        ProvisionInterpretation,
        instrument=instrument,
        article=article,
        paragraph=paragraph,
        holding=reading.text(values.get("holding"), f"{path}.holding"),
        stance=values.get("stance") or Stance.SILENT,
        pinpoint=values.get("pinpoint") or "",
    )
    key, content = (instrument.pk, article, paragraph), (row.holding, row.stance, row.pinpoint)
    if reading.is_first("provision", key, content, path, values["article"]):
        brief.interpretations.append(row)


def _article(text: str, instrument: Term | None, path: str, reading: Reading) -> tuple[str, str]:
    """Return article and paragraph: "3(a)" is 3 and a, "5(2)(a)" is 5 and 2(a). Other instruments may differ."""
    if match := _PROVISION.fullmatch(text):
        first, *deeper = re.findall(r"\w+", match["paragraphs"]) or [""]
        return match["article"], first + "".join(f"({part})" for part in deeper)
    if instrument is not None and instrument.code != PROTOCOL and len(text) <= 20:
        return text, ""
    reading.error(path, text, _("This is not an article."), _("Write it like 3(a) or 5(2)(a)."))
    return "", ""
