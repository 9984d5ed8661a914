"""The hits of a brief as its page shows them: grouped by kind, each with its explanation if it has one."""

from dataclasses import dataclass, field

from caselaw.actions import anonymisation
from caselaw.anonymisation.scanning import Hit, HitKind
from caselaw.models import Case, ScreeningAcceptance


@dataclass(frozen=True, slots=True)
class Row:
    """One hit; `acceptance` is None while it is open."""

    hit: Hit
    acceptance: ScreeningAcceptance | None


@dataclass(slots=True)
class Group:
    """The hits of one kind."""

    kind: HitKind
    rows: list[Row] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        """How many of them wait for an answer."""
        return sum(row.acceptance is None for row in self.rows)


def groups_of(case: Case) -> list[Group]:
    """Return the groups in the order of their kinds, open hits first."""
    found = anonymisation.hits(case)
    still_open = {id(hit) for hit in anonymisation.not_accepted(case, found)}
    known = ScreeningAcceptance.objects.filter(fingerprint__in={hit.fingerprint for hit in found})
    accepted = {item.fingerprint: item for item in known.order_by("pk").select_related("accepted_by")}
    groups = {kind: Group(kind) for kind in HitKind}
    for hit in found:
        groups[hit.kind].rows.append(Row(hit, None if id(hit) in still_open else accepted.get(hit.fingerprint)))
    for group in groups.values():
        group.rows.sort(key=lambda row: row.acceptance is not None)
    return [group for group in groups.values() if group.rows]
