"""Check a whole file before anything is written, and hand its cases over, chunk by chunk, to be kept."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from caselaw.choices import ImportDecision, ImportFormat
from caselaw.importing import comparing, existing, structure, unodc
from caselaw.importing.brief import Brief
from caselaw.importing.cases import read_case
from caselaw.importing.comparing import Difference
from caselaw.importing.contents import Content, Found, open_content
from caselaw.importing.existing import Decision, Existing, OnPublished
from caselaw.importing.findings import Findings
from caselaw.importing.lookups import Lookups
from caselaw.importing.parsing import FORMAT, CaseFile, Head, UnreadableError
from caselaw.importing.reading import Reading

CHUNK = 200
# A file that would empty more of the existing briefs is more likely broken than meant.
MOST_LOST_PER_CENT = 5
_SYSTEM = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEAD_KEYS = ("format", "source_system", "licence", "cases")
_DECISIONS = {
    Decision.CREATE: ImportDecision.NEW,
    Decision.UPDATE: ImportDecision.CHANGED,
    Decision.KEEP: ImportDecision.UNCHANGED,
}

Report = Callable[[int, int], None]  # done, total


@dataclass(slots=True)
class Staged:
    """A case of the file with what becomes of it."""

    position: int
    path: str
    brief: Brief | None
    decision: ImportDecision = ImportDecision.REFUSED
    known: Existing | None = None
    difference: Difference = field(default_factory=Difference)


Keep = Callable[[list[Staged]], None]


@dataclass(slots=True)
class Checked:
    """A file that was read to its end, or as far as it could be read."""

    system: str
    findings: Findings
    read: int = 0
    sha256: str = ""
    lookups: Lookups | None = None
    counts: dict[Decision, int] = field(default_factory=lambda: dict.fromkeys(Decision, 0))
    filled_before: int = 0
    losses: dict[str, list[str]] = field(default_factory=dict)

    @property
    def values_lost(self) -> int:
        """How many values of the existing briefs would be gone."""
        return sum(len(paths) for paths in self.losses.values())


@dataclass(slots=True)
class _Seen:
    """What the cases read so far have used: source identifiers and citations, with the place of the first use."""

    places: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    citations: dict[tuple[str, str], str] = field(default_factory=dict)

    def compare(self, brief: Brief, findings: Findings) -> None:
        """Note what an earlier case of the file has used already."""
        if (first := self.sources.setdefault(brief.source_id, brief.path)) != brief.path:
            why = _("%(path)s has the same identifier.") % {"path": self.places.get(first, first)}
            findings.error(f"{brief.path}.slug", brief.source_id, why, _("Give each case its own, or remove one."))
            return
        for row in brief.identifiers:
            path = self.citations.setdefault((row.scheme, row.normalised), brief.path)
            if path != brief.path:
                why = _("%(path)s has the same citation.") % {"path": self.places.get(path, path)}
                findings.warn(f"{brief.path}.citations", row.value, why, _("Check whether it is the same case."))


@dataclass(slots=True)
class Check:
    """One reading of a file."""

    today: date
    most_bytes: int
    on_published: OnPublished
    report: Report
    keep: Keep
    allow_loss: bool = False
    # Is told how many rows of tables are read while the number of cases is not known yet.
    tell_rows: Callable[[int], None] = lambda rows: None
    _seen: _Seen = field(default_factory=_Seen)

    def run(self, file: CaseFile, kind: str, system: str) -> Checked:
        """Read the file to its end and collect every fault. `system` is where the cases come from."""
        findings = Findings()
        checked = Checked(system, findings)
        try:
            _refuse_large(file, self.most_bytes)
            lookups = checked.lookups = Lookups.load()
            content = open_content(file, kind, lookups, findings, self.tell_rows)
            checked.read, checked.sha256 = content.count, content.sha256
            with closing(content):
                checked.system = _system(content.head, kind, system, findings)
                if checked.system and (content.head is None or not findings.errors):
                    self._check_cases(checked, content, lookups)
        except UnreadableError as fault:
            findings.error(fault.path, fault.value, fault.why, fault.remedy)
        if not self.allow_loss and self.on_published == OnPublished.REFUSE:
            _refuse_loss(checked)
        return checked

    def _check_cases(self, checked: Checked, content: Content, lookups: Lookups) -> None:
        done, numbered = 0, enumerate(content.cases())
        while chunk := list(islice(numbered, CHUNK)):
            self._check_chunk(checked, chunk, lookups)
            done = min(done + CHUNK, content.count)
            self.report(done, content.count)

    def _check_chunk(self, checked: Checked, chunk: list[tuple[int, Found]], lookups: Lookups) -> None:
        findings = checked.findings
        findings.locates = {f"cases[{number}]": found.locate for number, found in chunk if found.locate}
        self._seen.places |= {path: str(locate("")) for path, locate in findings.locates.items()}
        staged = list(self._read(chunk, lookups, findings))
        briefs = [one.brief for one in staged if one.brief]
        known = existing.of_source(checked.system, [brief.source_id for brief in briefs])
        for one in staged:
            self._decide(one, known, checked)
        existing.warn_of_known_identifiers(briefs, known, findings)
        _compare_with_former(staged, checked)
        self.keep(staged)
        findings.locates = {}

    def _read(self, chunk: list[tuple[int, Found]], lookups: Lookups, findings: Findings) -> Iterator[Staged]:
        for number, found in chunk:
            errors, path = findings.errors, f"cases[{number}]"
            brief = read_case(found.raw, path, Reading(lookups, findings, self.today))
            is_faultless = findings.errors == errors
            yield Staged(number, path, brief, ImportDecision.NEW if is_faultless else ImportDecision.REFUSED)

    def _decide(self, one: Staged, known: dict[str, Existing], checked: Checked) -> None:
        if one.brief is None:
            return
        errors = checked.findings.errors
        one.known = known.get(one.brief.source_id)
        self._seen.compare(one.brief, checked.findings)
        decision = existing.decide(one.brief, one.known, self.on_published, checked.findings)
        checked.counts[decision] += 1
        if one.decision != ImportDecision.REFUSED and checked.findings.errors == errors:
            one.decision = _DECISIONS[decision]
        else:
            one.decision = ImportDecision.REFUSED


def _compare_with_former(staged: list[Staged], checked: Checked) -> None:
    """Say what changes in the briefs that the portal has; count what would be lost."""
    changed = [one for one in staged if one.decision == ImportDecision.CHANGED]
    former = existing.former_cases(one.known.pk for one in changed if one.known) if changed else {}
    for one in staged:
        if one.brief is None or one.known is None:
            continue
        if one.decision == ImportDecision.UNCHANGED:
            checked.filled_before += comparing.filled(one.brief.raw)
        elif one.known.pk in former:
            one.difference = comparing.compare(former[one.known.pk], one.brief.raw)
            checked.filled_before += one.difference.filled_before
            if one.difference.lost:
                locate = checked.findings.locates.get(one.path)
                checked.losses[str(locate("")) if locate else one.path] = one.difference.lost


def _refuse_loss(checked: Checked) -> None:
    lost = checked.values_lost
    if lost * 100 <= checked.filled_before * MOST_LOST_PER_CENT:
        return
    numbers = {"lost": lost, "all": checked.filled_before, "most": MOST_LOST_PER_CENT}
    why = _("The file would empty %(lost)d of %(all)d values of existing briefs; at most %(most)d per cent may go.")
    remedy = _("Check that nothing was left out of the file. What is meant to go is removed in the portal.")
    checked.findings.error("", "", why % numbers, remedy)
    for path, lost_paths in checked.losses.items():
        why = _("Values of this brief would be lost: %(count)d.") % {"count": len(lost_paths)}
        checked.findings.error(
            path, ", ".join(lost_paths[:10]), why, _("Give them again, or remove them in the portal.")
        )


def _refuse_large(file: CaseFile, most_bytes: int) -> None:
    if file.size > most_bytes:
        why = _("The file has %(size)d bytes; at most %(most)d are read.") % {"size": file.size, "most": most_bytes}
        raise UnreadableError("", "", why, _("Split it into several files."))


def _system(head: Head | None, kind: str, given: str, findings: Findings) -> str:
    """Return the system of origin, from the head or as given; everything wrong with the head is an error."""
    if kind == ImportFormat.UNODC:
        return unodc.SYSTEM
    if head is None or head.is_list:
        return _valid_system(given, findings)
    _check_head(head, findings)
    stated = head.values.get("source_system", given)
    if given and stated != given:
        findings.error("source_system", stated, _("Another system was given with the file."), _("Give the same one."))
    return _valid_system(stated, findings)


def _check_head(head: Head, findings: Findings) -> None:
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


def _valid_system(system: object, findings: Findings) -> str:
    if isinstance(system, str) and _SYSTEM.fullmatch(system):
        return system
    why = (
        _("It is not said from which system the cases come.") if not system else _("This is not the name of a system.")
    )
    remedy = _("Give source_system: small letters, digits and hyphens, at most 40.")
    findings.error("source_system", system or "", why, remedy)
    return ""
