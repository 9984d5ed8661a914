"""What the portal knows already: terms, countries and jurisdictions by all their names, loaded once per import."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from caselaw.choices import NATIONAL_KINDS, Scheme
from caselaw.models import Jurisdiction
from portal.core.models import Country, CountryAlias, Term, TermAlias, TermLabel
from portal.core.names import normalised


@dataclass(slots=True)
class Vocabulary:
    """The terms of one vocabulary by code, by their names in other systems, and by their labels in six languages."""

    terms: dict[str, Term] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    _exact: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _any_case: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _labels: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _suggestions: dict[str, str] = field(default_factory=dict)

    def add_alias(self, label: str, code: str) -> None:
        """Remember that another system calls the term so."""
        self._exact[label].add(code)
        self._any_case[label.casefold()].add(code)

    def add_label(self, text: str, code: str) -> None:
        """Remember what the portal itself calls the term in one of its languages."""
        self._labels[normalised(text)].add(code)

    def codes(self, name: str) -> set[str]:
        """Return the codes of the terms that the name can mean: none, one, or several where systems disagree."""
        if name in self.terms:
            return {name}
        lower = name.casefold()
        if exact := self._exact.get(name):
            return exact
        if lower in self.terms:
            return {lower}
        return self._any_case.get(lower) or self._labels.get(normalised(name), set())

    def nearest(self, name: str) -> str:
        """Return the code of the most similar term, or nothing."""
        if name not in self._suggestions:
            names = {code.replace("_", " "): code for code in self.terms}
            names |= {label: min(codes) for label, codes in (*self._labels.items(), *self._any_case.items())}
            close = difflib.get_close_matches(name.casefold().replace("_", " ")[:100], names, n=1, cutoff=0.6)
            self._suggestions[name] = names[close[0]] if close else ""
        return self._suggestions[name]


@dataclass(slots=True)
class Lookups:
    """Everything by which values of a file are understood."""

    vocabularies: dict[str, Vocabulary]
    countries: dict[str, Country]
    jurisdictions: dict[str, Jurisdiction]
    _by_country: dict[int, Jurisdiction]
    _suggestions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Lookups":
        """Load terms, countries and jurisdictions, in six queries."""
        countries = _countries()
        jurisdictions: dict[str, Jurisdiction] = {}
        by_country: dict[int, Jurisdiction] = {}
        for jurisdiction in Jurisdiction.objects.select_related("country"):
            for name in (jurisdiction.code, *jurisdiction.names.values()):
                jurisdictions.setdefault(normalised(name), jurisdiction)
            if jurisdiction.country_id and jurisdiction.kind in NATIONAL_KINDS[:2]:
                by_country[jurisdiction.country_id] = jurisdiction
        return cls(_vocabularies(), countries, jurisdictions, by_country)

    def term(self, scheme: str, code: str) -> Term:
        """Return a term that must be there. KeyError means that the reference data are not loaded."""
        return self.vocabularies[scheme].terms[code]

    def country(self, name: str) -> Country | None:
        """Return the country with the code or name; None if there is none."""
        return self.countries.get(normalised(name))

    def jurisdiction(self, name: str) -> Jurisdiction | None:
        """Return the jurisdiction with the code or name, or that of the country; None if there is none."""
        if found := self.jurisdictions.get(normalised(name)):
            return found
        country = self.country(name)
        return self._by_country.get(country.pk) if country else None

    def nearest_country(self, name: str) -> str:
        """Return in words which country was probably meant."""
        return self._suggested(name, self.countries.keys())

    def nearest_jurisdiction(self, name: str) -> str:
        """Return in words which jurisdiction was probably meant."""
        return self._suggested(name, [*self.jurisdictions, *self.countries])

    def _suggested(self, name: str, known: Iterable[str]) -> str:
        if name not in self._suggestions:
            close = difflib.get_close_matches(normalised(name)[:100], list(known), n=1, cutoff=0.6)
            self._suggestions[name] = self._named(close[0]) if close else _("Give its ISO 3166 code.")
        return self._suggestions[name]

    def _named(self, name: str) -> str:
        found = self.countries.get(name)
        label = f"{found} ({found.iso2})" if found else str(self.jurisdictions[name].code)
        return _("Did you mean “%(value)s”?") % {"value": label}


def _vocabularies() -> dict[str, Vocabulary]:
    vocabularies = {str(scheme): Vocabulary() for scheme in Scheme.values}
    codes: dict[int, str] = {}
    for term in Term.objects.filter(scheme__in=vocabularies):
        vocabulary = vocabularies[term.scheme_id]
        vocabulary.terms[term.code] = term
        codes[term.pk] = term.code
        if term.parent_id and term.scheme_id == Scheme.ISSUE:
            vocabulary.headings.add(term.parent_id)
    for alias in TermAlias.objects.filter(scheme__in=vocabularies):
        vocabularies[alias.scheme_id].add_alias(alias.label, codes[alias.term_id])
    for label in TermLabel.objects.filter(term__scheme__in=vocabularies).select_related("term"):
        vocabularies[label.term.scheme_id].add_label(label.text, label.term.code)
    return vocabularies


def _countries() -> dict[str, Country]:
    """Return countries by code, then by name in any language, then by other name."""
    found: dict[str, Country] = {}
    countries = list(Country.objects.all())
    for country in countries:
        found[country.iso2.lower()] = found[country.iso3.lower()] = country
    for country in countries:
        for name in country.names.values():
            found.setdefault(normalised(name), country)
    for alias in CountryAlias.objects.select_related("country"):
        found.setdefault(alias.normalised, alias.country)
    return found
