"""Names of facet values in the reader's language, fetched for the values at hand."""

from django.utils.translation import get_language

from caselaw.models import Jurisdiction
from caselaw.search import facets
from portal.core.models import Country, TermLabel
from portal.core.models.country import label_in

Labels = dict[tuple[str, str], str]


def labels_for(values: dict[str, set[str]]) -> Labels:
    """Return (facet, value) to label for the wanted values of each facet, in three queries."""
    labels: Labels = {}
    labels.update(_terms({name: codes for name, codes in values.items() if facets.BY_NAME[name].scheme}))
    codes = values.get(facets.JURISDICTION.name, set())
    for jurisdiction in Jurisdiction.objects.filter(code__in=codes).select_related("country"):
        labels[facets.JURISDICTION.name, jurisdiction.code] = str(jurisdiction)
    labels.update(_countries(values))
    labels.update({(facets.YEAR.name, year): year for year in values.get(facets.YEAR.name, set())})
    return labels


def _terms(values: dict[str, set[str]]) -> Labels:
    facet_of = {facets.BY_NAME[name].scheme: name for name in values}
    language = (get_language() or "en").split("-")[0]
    rows = TermLabel.objects.filter(
        term__scheme__in=facet_of, term__code__in=set().union(*values.values()), language__in={language, "en"}
    ).values_list("term__scheme", "term__code", "language", "text")
    found: dict[tuple[str, str], dict[str, str]] = {}
    for scheme, code, tongue, text in rows:
        found.setdefault((facet_of[scheme], code), {})[tongue] = text
    return {key: label_in(texts, language) for key, texts in found.items()}


def _countries(values: dict[str, set[str]]) -> Labels:
    names = (facets.VICTIM_NATIONALITY.name, facets.DEFENDANT_NATIONALITY.name)
    wanted = set().union(*(values.get(name, set()) for name in names))
    if not wanted:
        return {}
    countries = {country.iso2: str(country) for country in Country.objects.filter(iso2__in=wanted)}
    return {(name, code): countries[code] for name in names for code in values.get(name, set()) if code in countries}
