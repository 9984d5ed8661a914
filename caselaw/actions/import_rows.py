"""Write briefs that were read from a file: one bulk insert per table and chunk, in the order of their references."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from caselaw.actions import import_copying
from caselaw.actions.cases import slug_for
from caselaw.choices import AnonymisationState, CaseStatus
from caselaw.importing.brief import Brief, CourtKey, PlaceKey
from caselaw.importing.cases import HEAD_FIELDS
from caselaw.models import (
    Case,
    CaseAuthor,
    CaseCountry,
    CaseIdentifier,
    CaseSector,
    CaseText,
    Court,
    Defendant,
    ElementFinding,
    ImportBatch,
    Place,
    Proceeding,
    ProvisionInterpretation,
    RouteLeg,
    SearchDocument,
    Source,
    VictimGroup,
)
from portal.core.models import User

# What an import replaces. Attachments and relations to other cases are work of the portal, and stay. A published brief
# (only the loader of the sample replaces one) is out of sight until it has been checked and published again.
_REPLACED: tuple[type[models.Model], ...] = (
    ElementFinding,
    Defendant,
    VictimGroup,
    Proceeding,
    CaseText,
    CaseIdentifier,
    CaseSector,
    ProvisionInterpretation,
    RouteLeg,
    Source,
    SearchDocument,
)
_IMPORT_FIELDS = (
    *HEAD_FIELDS,
    "status",
    "status_since",
    "hold_reason",
    "content_version",
    "anonymisation_state",
    "accepted_at",
    "accepted_by",
    "cleared_version",
    "cleared_at",
    "cleared_by",
    "updated_at",
    "source_hash",
    "imported_at",
    "import_batch",
)


@dataclass(slots=True)
class Writer:
    """Writes chunks of briefs for one import, and remembers the courts and places it has found or made."""

    batch: ImportBatch
    by: User
    now: datetime
    _courts: dict[tuple[int, str, int], Court] = field(default_factory=dict)
    _places: dict[tuple[int, str], Place] = field(default_factory=dict)

    def write(self, new: list[Brief], changed: list[tuple[int, Brief]]) -> None:
        """Create briefs, and replace the content of those with the given keys; both end as drafts to be checked."""
        self._find_courts([*new, *(brief for _pk, brief in changed)])
        for brief in new:
            self._complete(brief)
            brief.case.created_by, brief.case.created_at = self.by, self.now
        import_copying.insert(brief.case for brief in new)
        self._replace_heads(changed)
        self._write_parts([*new, *(brief for _pk, brief in changed)])

    def _complete(self, brief: Brief) -> None:
        """Fill in what does not come from the file."""
        case = brief.case
        case.court = self._courts[brief.court[:3]] if brief.court else None
        case.slug = slug_for(case.title)
        case.source_system, case.source_id = self.batch.source_system, brief.source_id
        case.source_hash, case.import_batch = brief.source_hash, self.batch
        case.imported_at = case.updated_at = case.status_since = self.now

    def _replace_heads(self, changed: list[tuple[int, Brief]]) -> None:
        """Empty the briefs and set their heads anew; key, public identifier and author stay."""
        if not changed:
            return
        for model in _REPLACED:
            model._default_manager.filter(case__in=[pk for pk, _brief in changed]).delete()
        CaseCountry.objects.filter(case__in=[pk for pk, _brief in changed]).delete()
        stored = Case.objects.in_bulk([pk for pk, _brief in changed])
        for pk, brief in changed:
            self._complete(brief)
            brief.case.pk = pk
            self._send_back(brief.case, stored[pk])
        Case.objects.bulk_update([brief.case for _pk, brief in changed], _IMPORT_FIELDS)
        others = [case for case in stored.values() if case.created_by_id != self.by.pk]
        CaseAuthor.objects.bulk_create(
            [CaseAuthor(case=case, user=self.by, since=self.now) for case in others], ignore_conflicts=True
        )

    def _send_back(self, case: Case, stored: Case) -> None:
        """Let the new words be checked from the beginning: as a draft, or out of sight if the old ones were public."""
        case.anonymisation_state, case.content_version = AnonymisationState.NOT_STARTED, stored.content_version + 1
        case.status, case.hold_reason = CaseStatus.DRAFT, ""
        if stored.was_public:
            case.status, case.hold_reason = CaseStatus.ON_HOLD, _("Replaced by an import.")

    def _write_parts(self, briefs: Sequence[Brief]) -> None:
        for brief in briefs:
            _join(brief)
        import_copying.insert(row for brief in briefs for row in brief.texts)
        import_copying.insert(row for brief in briefs for row in brief.identifiers)
        import_copying.insert(row for brief in briefs for row in brief.sectors)
        import_copying.insert(row for brief in briefs for row in brief.sources)
        import_copying.insert(row for brief in briefs for row in brief.proceedings)
        import_copying.insert(row for brief in briefs for row in brief.victim_groups)
        import_copying.insert(row for brief in briefs for row in brief.defendants)
        import_copying.insert(row for brief in briefs for row in brief.charges)
        import_copying.insert(row for brief in briefs for row in brief.sanctions)
        import_copying.insert(row for brief in briefs for row in brief.findings)
        import_copying.insert(row for brief in briefs for row in brief.interpretations)
        self._write_legs(briefs)
        _link(Case.countries_involved, ((brief.case, country) for brief in briefs for country in brief.countries))
        _link(VictimGroup.nationalities, (pair for brief in briefs for pair in brief.victim_nationalities))
        _link(VictimGroup.recruitment_methods, (pair for brief in briefs for pair in brief.recruitment_methods))
        _link(Defendant.nationalities, (pair for brief in briefs for pair in brief.defendant_nationalities))
        _link(Defendant.roles, (pair for brief in briefs for pair in brief.defendant_roles))

    def _find_courts(self, briefs: Iterable[Brief]) -> None:
        """Find or make the courts of the briefs. A court is one by jurisdiction, name and level."""
        wanted: dict[tuple[int, str, int], CourtKey] = {
            (key.jurisdiction_id, key.name, key.level_id): key for brief in briefs if (key := brief.court)
        }
        missing = {key: court for key, court in wanted.items() if key not in self._courts}
        for court in Court.objects.filter(name_original__in={name for _jurisdiction, name, _level in missing}):
            self._courts[(court.jurisdiction_id, court.name_original, court.level_id)] = court
        made = [
            Court(
                jurisdiction_id=court.jurisdiction_id,
                name_original=court.name,
                name_en=court.name_en,
                level_id=court.level_id,
                place=court.place,
            )
            for key, court in missing.items()
            if key not in self._courts
        ]
        for court in Court.objects.bulk_create(made):
            self._courts[(court.jurisdiction_id, court.name_original, court.level_id)] = court

    def _write_legs(self, briefs: Sequence[Brief]) -> None:
        legs = [leg for brief in briefs for leg in brief.legs]
        self._find_places([place for start, end, _row in legs for place in (start, end)])
        for start, end, row in legs:
            row.from_place, row.to_place = self._places[start[:2]], self._places[end[:2]]
        import_copying.insert(row for _start, _end, row in legs)

    def _find_places(self, places: Iterable[PlaceKey]) -> None:
        """Find or make places. A place is one by country and name."""
        missing = {place[:2]: place for place in places if place[:2] not in self._places}
        for known in Place.objects.filter(country__in={country for country, _name in missing}):
            self._places[(known.country_id, known.name)] = known
        made = [
            Place(country_id=place.country_id, name=place.name, precision=place.precision)
            for key, place in missing.items()
            if key not in self._places
        ]
        for place in Place.objects.bulk_create(made):
            self._places[(place.country_id, place.name)] = place


def _join(brief: Brief) -> None:
    """Tell every part to which brief it belongs."""
    parts: tuple[Iterable[Any], ...] = (
        brief.texts,
        brief.identifiers,
        brief.sectors,
        brief.sources,
        brief.proceedings,
        brief.victim_groups,
        brief.defendants,
        brief.findings,
        brief.interpretations,
        (row for _start, _end, row in brief.legs),
    )
    for rows in parts:
        for row in rows:
            row.case_id = brief.case.pk


def _link(field: Any, pairs: Iterable[tuple[models.Model, models.Model]]) -> None:
    """Fill the table behind a many-to-many field."""
    columns = (field.field.m2m_column_name(), field.field.m2m_reverse_name())
    if rows := [(one.pk, other.pk) for one, other in pairs]:
        import_copying.insert_values(field.through, columns, rows)
