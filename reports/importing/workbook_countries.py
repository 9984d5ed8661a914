"""Find the country that a cell names; say why when it names none."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.core.models import Country, CountryAlias, Region
from portal.core.names import normalised

_CODE_AT_END = re.compile(r"\(\s*([A-Za-z]{3})\s*\)\s*$")
_BETWEEN = re.compile(r"\s*(?:[,;/+&،、和与]|\band\b|\bet\b|\by\b|\bи\b|\s و\s*)\s*", re.IGNORECASE)


@dataclass(slots=True)
class Countries:
    """The names of all countries and regions, in six languages and under their other names."""

    codes: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    regions: set[str] = field(default_factory=set)

    @classmethod
    def load(cls) -> "Countries":
        """Read them from the database."""
        found = cls()
        for alias in CountryAlias.objects.select_related("country"):
            found.names[alias.normalised] = alias.country.iso3
        for country in Country.objects.all():
            found.codes.add(country.iso3)
            for name in country.names.values():
                found.names[normalised(name)] = country.iso3
        for region in Region.objects.all():
            found.regions |= {normalised(name) for name in region.names.values()}
        return found

    def find(self, text: str) -> str:
        """Return the code of the country; an empty text if it names none."""
        match = _CODE_AT_END.search(text)
        code = (match[1] if match else text.strip()).upper()
        if code in self.codes:
            return code
        return self.names.get(normalised(text), "")

    def why_not(self, text: str) -> str:
        """Say why the text names no single country."""
        if normalised(text) in self.regions:
            return _("This is a region, not a country.")
        parts = [part for part in _BETWEEN.split(text) if part]
        if len(parts) > 1 and all(self.find(part) for part in parts):
            return _("These are several countries in one row.")
        return _("This is not the name of a country in the list.")
