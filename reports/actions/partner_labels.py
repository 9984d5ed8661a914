"""What labels of citizenships stand for: looked up as files are read, and decided by people where that is not enough."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, IncompleteError, NotAllowedError
from portal.core.models import Country, CountryAlias, Region, User
from reports.choices import DefectKind, LabelState, PartnerKind
from reports.importing.published_labels import LabelBook, Meaning, key_of
from reports.models import PartnerLabel

SETTLED = (LabelState.KNOWN, LabelState.DECIDED)


def label_book() -> LabelBook:
    """Return the book of the names of countries in six languages, their other names, and the names of regions."""
    countries = list(Country.objects.values_list("iso3", "names"))
    names = [(iso3, name) for iso3, six in countries for name in six.values()]
    names += CountryAlias.objects.values_list("country__iso3", "name")
    regions = {name for six in Region.objects.values_list("names", flat=True) for name in six.values()}
    return LabelBook.of(names, regions)


@audited("partner_label.decided")
def decide(*, label_id: int, kind: str, country: Country | None, was: str, by: User, now: datetime) -> PartnerLabel:
    """Say what a label stands for; `was` is the version that the person saw.

    Raises NotAllowedError, IncompleteError for a country without its name, ChangedMeanwhileError.
    """
    if not by.has_perm("reports.decide_partnerlabel"):
        raise NotAllowedError(_("You may not decide what a label stands for."))
    label = PartnerLabel.objects.select_for_update().get(pk=label_id)
    if label.version != was:
        raise ChangedMeanwhileError(_("Somebody has decided about this label meanwhile."))
    if kind == PartnerKind.COUNTRY and country is None:
        raise IncompleteError(_("Say which country it is."), [_("country")])
    label.kind = PartnerKind(kind)
    label.country = country if kind == PartnerKind.COUNTRY else None
    label.state, label.decided_by, label.decided_at = LabelState.DECIDED, by, now
    label.save()
    return label


@dataclass(slots=True)
class LabelKeeper:
    """Gives each label of a file its row: new ones are looked up and kept, undecided ones looked up anew."""

    book: LabelBook
    countries: dict[str, int]
    _known: dict[str, tuple[int, DefectKind | None]] = field(default_factory=dict)

    def take(self, labels: Iterable[str]) -> None:
        """Make sure that each label has its row; of those that differ in writing alone, the first names it."""
        new: dict[str, str] = {}
        for label in labels:
            if key_of(label) not in self._known:
                new.setdefault(key_of(label), label)
        if not new:
            return
        there = self._rows(new)
        missing = [self._new(key, label) for key, label in new.items() if key not in there]
        if missing:
            PartnerLabel.objects.bulk_create(missing, ignore_conflicts=True)
            there = self._rows(new)
        for key, label in new.items():
            self._known[key] = self._looked_up(there[key], label)

    def of(self, label: str) -> tuple[int | None, DefectKind | None]:
        """Return the key of the row of a label, and what is wrong with it; nothing for no label."""
        return self._known[key_of(label)] if label else (None, None)

    def _rows(self, keys: Iterable[str]) -> dict[str, PartnerLabel]:
        return {row.normalised: row for row in PartnerLabel.objects.filter(normalised__in=list(keys))}

    def _new(self, key: str, label: str) -> PartnerLabel:
        row = PartnerLabel(label=label[:250], normalised=key)
        self._fill(row, self.book.meaning(label))
        return row

    def _fill(self, row: PartnerLabel, meaning: Meaning) -> None:
        row.state, row.kind = meaning.state, PartnerKind(meaning.kind) if meaning.kind else ""
        row.country_id = self.countries[meaning.iso3] if meaning.iso3 else None

    def _looked_up(self, row: PartnerLabel, label: str) -> tuple[int, DefectKind | None]:
        if row.state in SETTLED:
            return row.pk, None
        meaning = self.book.meaning(label)
        before = (row.state, row.kind, row.country_id)
        self._fill(row, meaning)
        if (row.state, row.kind, row.country_id) != before:
            row.save()
        return row.pk, meaning.defect
