"""Load reference data: countries, regions and vocabularies. Loading again brings rows up to date and removes none."""

import json
from pathlib import Path
from typing import Any

from portal.core.audit import audited
from portal.core.models import (
    Country,
    CountryAlias,
    Region,
    RegionMembership,
    RegionScheme,
    Term,
    TermAlias,
    TermLabel,
    TermScheme,
)
from portal.core.names import normalised

COUNTRIES = Path(__file__).parent.parent / "data" / "countries.json"
REGIONS = Path(__file__).parent.parent / "data" / "regions.json"


def read_json(path: Path) -> Any:
    """Return the content of a data file of the repository."""
    return json.loads(path.read_text(encoding="utf-8"))


@audited("reference.countries_loaded")
def load_countries(path: Path = COUNTRIES) -> int:
    """Load countries with their names, aliases and administering States; return how many."""
    records = read_json(path)
    fields = ("iso2", "m49", "kind", "un_status", "un_member_since", "names", "note")
    for record in records:
        values = {field: record.get(field) for field in fields} | {"note": record.get("note", "")}
        _bring_up_to_date(Country, {"iso3": record["iso3"]}, values)
    by_iso3 = Country.objects.in_bulk(field_name="iso3")
    for record in records:
        country, parent = by_iso3[record["iso3"]], by_iso3.get(record.get("parent_iso3") or "")
        if country.parent_id != (parent.pk if parent else None):
            Country.objects.filter(pk=country.pk).update(parent=parent)
    _load_country_aliases(records, by_iso3)
    return len(records)


def _load_country_aliases(records: list[dict[str, Any]], by_iso3: dict[str, Country]) -> None:
    known = set(CountryAlias.objects.values_list("normalised", flat=True))
    new = {
        normalised(alias): CountryAlias(country=by_iso3[record["iso3"]], name=alias, normalised=normalised(alias))
        for record in records
        for alias in record.get("aliases", [])
        if normalised(alias) not in known
    }
    CountryAlias.objects.bulk_create(new.values())


@audited("reference.regions_loaded")
def load_regions(path: Path = REGIONS) -> int:
    """Load a region scheme with its memberships; return the number of regions."""
    record = read_json(path)
    values = {"labels": record["labels"], "version": record["version"], "source": record["source"]}
    scheme = _bring_up_to_date(RegionScheme, {"code": record["scheme"]}, values)
    countries = Country.objects.in_bulk(field_name="iso3")
    regions: dict[str, Region] = {}
    for item in record["regions"]:
        values = {"names": item["names"], "parent": regions[item["parent"]] if item.get("parent") else None}
        regions[item["code"]] = _bring_up_to_date(Region, {"scheme": scheme, "code": item["code"]}, values)
        for iso3 in item.get("members", []):
            _bring_up_to_date(
                RegionMembership, {"scheme": scheme, "country": countries[iso3]}, {"region": regions[item["code"]]}
            )
    return len(regions)


@audited("reference.vocabulary_loaded")
def load_vocabulary(path: Path) -> int:
    """Load one vocabulary file (its form: caselaw/data/vocabularies/README.md); return the number of terms."""
    record = read_json(path)
    values = {"labels": record["labels"], "coding_rule": record.get("coding_rule", "")}
    scheme = _bring_up_to_date(TermScheme, {"code": record["scheme"]}, values)
    terms: dict[str, Term] = {}
    for order, item in enumerate(record["terms"], start=1):
        values = {
            "parent": terms[item["parent"]] if item.get("parent") else None,
            "protocol_ref": item.get("protocol_ref", ""),
            "definition": item.get("definition", ""),
            "order": order,
        }
        term = _bring_up_to_date(Term, {"scheme": scheme, "code": item["code"]}, values)
        terms[item["code"]] = term
    _load_labels(record["terms"], terms)
    _load_aliases(record["terms"], terms, scheme)
    return len(terms)


def _load_labels(items: list[dict[str, Any]], terms: dict[str, Term]) -> None:
    known = {(label.term_id, label.language): label for label in TermLabel.objects.filter(term__in=terms.values())}
    new = []
    for item in items:
        for language, text in item["labels"].items():
            label = known.get((terms[item["code"]].pk, language))
            if label is None:
                new.append(TermLabel(term=terms[item["code"]], language=language, text=text))
            elif label.text != text:
                TermLabel.objects.filter(pk=label.pk).update(text=text)
    TermLabel.objects.bulk_create(new)


def _load_aliases(items: list[dict[str, Any]], terms: dict[str, Term], scheme: TermScheme) -> None:
    known = set(TermAlias.objects.filter(scheme=scheme).values_list("system", "label"))
    TermAlias.objects.bulk_create(
        TermAlias(scheme=scheme, term=terms[item["code"]], system=alias["system"], label=alias["label"])
        for item in items
        for alias in item.get("aliases", [])
        if (alias["system"], alias["label"]) not in known
    )


def _bring_up_to_date(model: Any, key: dict[str, Any], values: dict[str, Any]) -> Any:
    """Create the row or change what differs, so that loading again leaves no trace in the audit trail."""
    row = model.objects.filter(**key).first()
    if row is None:
        return model.objects.create(**key, **values)
    loaded = {
        name: model._meta.get_field(name).to_python(value) if not _is_row(value) else value
        for name, value in values.items()
    }
    changed = [name for name, value in loaded.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, loaded[name])
    if changed:
        row.save(update_fields=changed)
    return row


def _is_row(value: Any) -> bool:
    return hasattr(value, "_meta") or value is None
