"""Find countries as people name them: by any name in six languages, other names and ISO codes."""

from portal.core.models import Country
from portal.core.names import normalised

MOST = 10


def find_countries(query: str) -> list[Country]:
    """Return the countries with a name that holds the query; first those that begin with it, then by name."""
    wanted = normalised(query.replace("\x00", "")[:100])
    if not wanted:
        return []
    exact, first, others = [], [], []
    for country in sorted(Country.objects.prefetch_related("aliases"), key=lambda row: str(row).casefold()):
        names = [normalised(name) for name in _names(country)]
        if wanted in names:
            exact.append(country)
        elif any(name.startswith(wanted) for name in names):
            first.append(country)
        elif len(wanted) > 1 and any(wanted in name for name in names):
            others.append(country)
    return (exact + first + others)[:MOST]


def _names(country: Country) -> list[str]:
    return [country.iso2, country.iso3, *country.names.values(), *(alias.name for alias in country.aliases.all())]
