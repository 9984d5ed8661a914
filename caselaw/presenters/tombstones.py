"""What may be said of a brief that was withdrawn: its number, when, why, and what takes its place. Nothing else."""

from dataclasses import dataclass
from datetime import datetime

from caselaw.models import Case, published_replacement, withdrawn_briefs


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawn brief; `replacement` is a brief that the public sees, or None."""

    public_id: str
    withdrawn_at: datetime
    reason: str
    replacement: Case | None


def tombstone_of(public_id: str) -> Tombstone | None:
    """Return the tombstone of a brief, None when it was not withdrawn or was never public."""
    case = withdrawn_briefs().filter(public_id=public_id).first()
    if case is None or case.withdrawn_at is None:
        return None
    return Tombstone(case.public_id or "", case.withdrawn_at, case.withdrawal_reason, published_replacement(case))


def tombstones(cases: list[Case]) -> list[Tombstone]:
    """Return the tombstones of withdrawn briefs, with one more query for what replaces them."""
    keys = {case.replaced_by_id for case in cases if case.replaced_by_id}
    replacements = Case.objects.published().in_bulk(keys)
    return [
        Tombstone(
            case.public_id or "", case.withdrawn_at, case.withdrawal_reason, replacements.get(case.replaced_by_id or 0)
        )
        for case in cases
        if case.withdrawn_at
    ]
