"""Check a whole file before anything is written, and give its briefs for writing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from caselaw.importing import existing, parsing, structure
from caselaw.importing.brief import Brief
from caselaw.importing.cases import read_case
from caselaw.importing.existing import Decision, OnPublished
from caselaw.importing.findings import Findings
from caselaw.importing.lookups import Lookups
from caselaw.importing.parsing import FORMAT, CaseFile, Head, UnreadableError
from caselaw.importing.reading import Reading

CHUNK = 200
_SYSTEM = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEAD_KEYS = ("format", "source_system", "licence", "cases")

Report = Callable[[int, int], None]  # done, total


@dataclass(slots=True)
class Checked:
    """A file that was read to its end. `head` is None when it could not be read."""

    file: CaseFile
    system: str
    head: Head | None
    findings: Findings
    counts: dict[Decision, int] = field(default_factory=lambda: dict.fromkeys(Decision, 0))


@dataclass(slots=True)
class _Seen:
    """What the cases read so far have used: source identifiers and citations, with the place of the first use."""

    sources: dict[str, str] = field(default_factory=dict)
    citations: dict[tuple[str, str], str] = field(default_factory=dict)

    def compare(self, brief: Brief, findings: Findings) -> None:
        """Note what an earlier case of the file has used already."""
        if (first := self.sources.setdefault(brief.source_id, brief.path)) != brief.path:
            why = _("%(path)s has the same identifier.") % {"path": first}
            findings.error(f"{brief.path}.slug", brief.source_id, why, _("Give each case its own, or remove one."))
            return
        for row in brief.identifiers:
            path = self.citations.setdefault((row.scheme, row.normalised), brief.path)
            if path != brief.path:
                why = _("%(path)s has the same citation.") % {"path": path}
                findings.warn(f"{brief.path}.citations", row.value, why, _("Check whether it is the same case."))


def check(
    file: CaseFile, system: str, *, today: date, most_bytes: int, on_published: OnPublished, report: Report
) -> Checked:
    """Read the file to its end and collect every fault. `system` is needed for a bare list of cases only."""
    findings = Findings()
    try:
        head = _readable_head(file, most_bytes)
        system = _system(head, system, findings)
        checked = Checked(file, system, head, findings)
        if not findings.errors:
            _check_cases(checked, Lookups.load(), today, on_published, report)
    except UnreadableError as fault:
        findings.error(fault.path, fault.value, fault.why, fault.remedy)
        checked = Checked(file, system, None, findings)
    return checked


def briefs_in_chunks(
    checked: Checked, lookups: Lookups, today: date, findings: Findings, *, is_form_known: bool
) -> Iterator[list[Brief]]:
    """Read the cases and give the well-formed ones, 200 at a time. Raises UnreadableError if the file has changed.

    The change is noticed at the end: who writes what is given must do so in a transaction.
    """
    if checked.head is None:
        return
    numbered = enumerate(parsing.cases(checked.file, checked.head))
    while chunk := list(islice(numbered, CHUNK)):
        found = [
            read_case(raw, f"cases[{number}]", Reading(lookups, findings, today), is_form_known=is_form_known)
            for number, raw in chunk
        ]
        yield [brief for brief in found if brief]


def _check_cases(checked: Checked, lookups: Lookups, today: date, on_published: OnPublished, report: Report) -> None:
    seen, done, total = _Seen(), 0, checked.head.count if checked.head else 0
    for briefs in briefs_in_chunks(checked, lookups, today, checked.findings, is_form_known=False):
        known = existing.of_source(checked.system, [brief.source_id for brief in briefs])
        for brief in briefs:
            seen.compare(brief, checked.findings)
            decision = existing.decide(brief, known.get(brief.source_id), on_published, checked.findings)
            checked.counts[decision] += 1
        existing.warn_of_known_identifiers(briefs, known, checked.findings)
        done = min(done + CHUNK, total)
        report(done, total)


def _readable_head(file: CaseFile, most_bytes: int) -> Head:
    if file.size > most_bytes:
        why = _("The file has %(size)d bytes; at most %(most)d are read.") % {"size": file.size, "most": most_bytes}
        raise UnreadableError("", "", why, _("Split it into several files."))
    return parsing.read_head(file)


def _system(head: Head, given: str, findings: Findings) -> str:
    """Return the system of origin, from the head or as given; everything wrong with the head is an error."""
    if head.is_list:
        return _valid_system(given, findings)
    for key in head.values:
        if key not in _HEAD_KEYS:
            findings.error(key, "", _("The format has no such entry."), structure.nearest(key, _HEAD_KEYS))
    if head.values.get("format") != FORMAT:
        found = head.values.get("format", "")
        findings.error("format", found, _("This is not the format."), _("Write “format”: “%(f)s”.") % {"f": FORMAT})
    if head.values.get("cases") != []:
        findings.error("cases", "", _("There is no list of cases."), _("Add “cases”: a list of cases."))
    licence = head.values.get("licence")
    if not (licence is None or isinstance(licence, str)):
        findings.error("licence", licence, _("The licence is not a text."), _("Name the licence, or leave it out."))
    stated = head.values.get("source_system", given)
    if given and stated != given:
        findings.error("source_system", stated, _("Another system was given with the file."), _("Give the same one."))
    return _valid_system(stated, findings)


def _valid_system(system: object, findings: Findings) -> str:
    if isinstance(system, str) and _SYSTEM.fullmatch(system):
        return system
    why = (
        _("It is not said from which system the cases come.") if not system else _("This is not the name of a system.")
    )
    remedy = _("Give source_system: small letters, digits and hyphens, at most 40.")
    findings.error("source_system", system or "", why, remedy)
    return ""
