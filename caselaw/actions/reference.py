"""Load the reference data of case law: vocabularies and jurisdictions."""

from pathlib import Path

from caselaw.choices import Scheme
from caselaw.models import Jurisdiction
from portal.core.actions import reference
from portal.core.audit import audited
from portal.core.models import Country, Term

DATA = Path(__file__).parent.parent / "data"


def load_vocabularies() -> int:
    """Load every vocabulary of case law; return the number of terms."""
    return sum(reference.load_vocabulary(DATA / "vocabularies" / f"{scheme}.json") for scheme in Scheme.values)


@audited("reference.jurisdictions_loaded")
def load_jurisdictions(path: Path = DATA / "jurisdictions.json") -> int:
    """Load jurisdictions; those already there keep what staff changed. Returns how many the file holds."""
    records = reference.read_json(path)
    known = set(Jurisdiction.objects.values_list("code", flat=True))
    countries = Country.objects.in_bulk(field_name="iso3")
    systems = {term.code: term for term in Term.objects.in_scheme(Scheme.LEGAL_SYSTEM)}
    Jurisdiction.objects.bulk_create(
        Jurisdiction(
            code=record["code"],
            kind=record["kind"],
            country=countries.get(record.get("country_iso3") or ""),
            names=record.get("names") or {},
            legal_system=systems.get(record.get("legal_system") or ""),
        )
        for record in records
        if record["code"] not in known
    )
    return len(records)
