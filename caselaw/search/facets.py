"""By what readers filter: each facet's name is also the name of its parameter in pages and the API."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caselaw.choices import Scheme


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow results. `scheme` names the vocabulary of its values; empty for other kinds of values."""

    name: str
    label: str | Promise
    scheme: str = ""


JURISDICTION = Facet("jurisdiction", _("Jurisdiction"))
YEAR = Facet("year", _("Year of decision"))
VICTIM_NATIONALITY = Facet("victim_nationality", _("Nationality of victims"))
DEFENDANT_NATIONALITY = Facet("defendant_nationality", _("Nationality of defendants"))
COURT_LEVEL = Facet("court_level", _("Level of court"), Scheme.STAGE)
VERDICT = Facet("verdict", _("Verdict"), Scheme.VERDICT)
FORM = Facet("form", _("Form"), Scheme.SCOPE)
LEGAL_SYSTEM = Facet("legal_system", _("Legal system"), Scheme.LEGAL_SYSTEM)
ACT = Facet("act", _("Act"), Scheme.ACT)
MEANS = Facet("means", _("Means"), Scheme.MEANS)
PURPOSE = Facet("purpose", _("Purpose of exploitation"), Scheme.PURPOSE)
SECTOR = Facet("sector", _("Sector"), Scheme.SECTOR)

# In the order in which pages show them.
FACETS: tuple[Facet, ...] = (
    MEANS,
    PURPOSE,
    ACT,
    SECTOR,
    JURISDICTION,
    COURT_LEVEL,
    VERDICT,
    FORM,
    VICTIM_NATIONALITY,
    DEFENDANT_NATIONALITY,
    LEGAL_SYSTEM,
    YEAR,
)
BY_NAME = {facet.name: facet for facet in FACETS}
FINDING_FACETS = {facet.scheme: facet for facet in (ACT, MEANS, PURPOSE)}
