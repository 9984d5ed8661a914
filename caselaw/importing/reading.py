"""Turn single values of a file into values of the portal; what cannot be read becomes a finding."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from caselaw.choices import DatePrecision
from caselaw.importing.findings import Findings
from caselaw.importing.lookups import Lookups
from caselaw.models import Jurisdiction
from portal.core.models import Country, Term

EARLIEST_YEAR = 1800
Raw = dict[str, Any]
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"\+\d[\d ().-]{6,}\d|\b(?:tel|phone|mobile|whatsapp)\b[^\w]{0,4}\d[\d ().-]{4,}\d|\b0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Reading:
    """What the reading of one case needs and collects."""

    lookups: Lookups
    findings: Findings
    today: date
    _said: dict[tuple[str, Any], Any] = field(default_factory=dict)

    def error(self, path: str, value: Any, why: str, remedy: str) -> None:
        """Note what keeps the file from being imported."""
        self.findings.error(path, value, why, remedy)

    def warn(self, path: str, value: Any, why: str, remedy: str) -> None:
        """Note what an editor should look at."""
        self.findings.warn(path, value, why, remedy)

    def term(self, scheme: str, name: str | None, path: str) -> Term | None:
        """Return the term; None when none is given, or none is known, which is an error."""
        if not name:
            return None
        vocabulary = self.lookups.vocabularies[scheme]
        prefix, _colon, rest = name.partition(":")
        codes = vocabulary.codes(rest if prefix == scheme else name)
        if len(codes) > 1:
            remedy = _("Use one of the codes: %(codes)s.") % {"codes": ", ".join(sorted(codes))}
            self.error(path, name, _("This name stands for several terms."), remedy)
            return None
        if not codes:
            self.error(
                path,
                name,
                _("The vocabulary “%(name)s” has no such term.") % {"name": scheme},
                _did_you_mean(vocabulary.nearest(name)),
            )
            return None
        term = vocabulary.terms[next(iter(codes))]
        self._refuse_retired(term, name, path)
        return term

    def _refuse_retired(self, term: Term, name: str, path: str) -> None:
        if not term.is_active:
            self.error(path, name, _("This term is no longer in use."), _("Use its successor in the vocabulary."))

    def country(self, name: str | None, path: str) -> Country | None:
        """Return the country; None when none is given, or none is known, which is an error."""
        if not name:
            return None
        found = self.lookups.country(name)
        if found is None:
            self.error(path, name, _("This country is not known."), self.lookups.nearest_country(name))
        return found

    def countries(self, names: str | list[str] | None, path: str) -> list[Country]:
        """Return the countries that are known, each once."""
        if isinstance(names, str):
            found = [self.country(names, path)]
        else:
            found = [self.country(name, f"{path}[{number}]") for number, name in enumerate(names or [])]
        return list({country.pk: country for country in found if country}.values())

    def jurisdiction(self, name: str, path: str) -> Jurisdiction | None:
        """Return the jurisdiction; None when it is not known, which is an error."""
        found = self.lookups.jurisdiction(name)
        if found is None:
            self.error(path, name, _("This jurisdiction is not known."), self.lookups.nearest_jurisdiction(name))
        return found

    def day(self, text: str | None, path: str) -> tuple[date | None, DatePrecision]:
        """Return the first day of what is known, and how much is known. The schema has checked the form."""
        if not text:
            return None, DatePrecision.DAY
        precision = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH}.get(len(text), DatePrecision.DAY)
        try:
            day = date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            self.error(path, text, _("The calendar has no such day."), _("Correct it, or give YYYY-MM or YYYY."))
            return None, precision
        if day > self.today:
            self.error(path, text, _("This day is in the future."), _("Give the day of the decision."))
        elif day.year < EARLIEST_YEAR:
            why = _("This day is before the year %(year)d.") % {"year": EARLIEST_YEAR}
            self.error(path, text, why, _("Correct the year."))
        return day, precision

    def text(self, text: str | None, path: str) -> str:
        """Return a narrative text; an e-mail address or a telephone number in it is a warning."""
        if not text:
            return ""
        if "@" in text and _EMAIL.search(text):
            self.warn(path, "…", _("The text seems to hold an e-mail address."), _("Remove what identifies a person."))
        if _PHONE.search(text):
            self.warn(path, "…", _("The text seems to hold a telephone number."), _("Remove what identifies a person."))
        return text

    def is_first(self, group: str, key: Any, content: Any, path: str, shown: Any) -> bool:
        """Tell whether the key is new in its group; saying the same twice is harmless, a contradiction is an error."""
        if (group, key) not in self._said:
            self._said[(group, key)] = content
            return True
        if self._said[(group, key)] != content:
            self.error(path, shown, _("This is said twice, and differently."), _("Keep one of the two."))
        return False


def _did_you_mean(code: str) -> str:
    if code:
        return _("Did you mean “%(value)s”?") % {"value": code}
    return _("Use a code of the vocabulary; new terms are not made by an import.")
