"""What the fields of a brief offer: terms, countries, courts and parts of the same brief, each loaded once per page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caselaw.choices import Scheme
from caselaw.models import Case, Charge, Court, Jurisdiction, Proceeding, Source, VictimGroup
from portal.core.models import Country, Term, TermLabel, TermScheme, User

Choices = list[tuple[Any, Any]]
NO_CHOICE = ("", "---------")
# So many courts of one jurisdiction fit into a list.
MOST_COURTS = 300


class PlainSelect(forms.Select):
    """A list of choices written in one go: Django renders a template per option, which takes a second on a long brief."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the markup that Django would return, without a template per option."""
        return select_markup(
            name, self.build_attrs(self.attrs, attrs), self.chosen_options(set(self.format_value(value)))
        )

    def chosen_options(self, chosen: set[str]) -> SafeString:
        """Return the options, with the chosen ones marked."""
        return options_markup(self.choices, chosen)


def select_markup(name: str, attrs: dict[str, Any], options: SafeString) -> SafeString:
    """Return a select element."""
    flags = format_html_join("", " {}", ((key,) for key, on in attrs.items() if on is True))
    given = ((key, to) for key, to in attrs.items() if to is not True and to is not False and to is not None)
    return format_html(
        '<select name="{}"{}{}>{}</select>', name, format_html_join("", ' {}="{}"', given), flags, options
    )


def options_markup(choices: Any, chosen: set[str]) -> SafeString:
    """Return option and optgroup elements."""
    return format_html_join("", "{}", ((_option(key, label, chosen),) for key, label in choices))


def _option(key: Any, label: Any, chosen: set[str]) -> SafeString:
    if isinstance(label, (list, tuple)):
        return format_html('<optgroup label="{}">{}</optgroup>', key, options_markup(label, chosen))
    mark = " selected" if str(key) in chosen else ""
    return format_html('<option value="{}"{}>{}</option>', key, mark, label)


def grouped_terms(terms: Iterable[Term], *, has_groups: bool) -> Choices:
    """Return terms as choices, those of each vocabulary under its name if several are offered."""
    groups = [
        (str(scheme), [(term.pk, term_label(term)) for term in found]) for scheme, found in groupby(terms, _scheme)
    ]
    return list(groups) if has_groups else [choice for _name, found in groups for choice in found]


def _scheme(term: Term) -> TermScheme:
    return term.scheme


def term_label(term: Term) -> str:
    """Return what a list calls a term: children are indented, and what is out of use says so."""
    label = f"– {term}" if term.parent_id else str(term)
    return label if term.is_active else _("%(term)s (no longer used)") % {"term": label}


@dataclass
class Offer:
    """The choices of one field, the rows behind them by key, and their markup, made once for all rows of a page."""

    choices: Choices
    rows: dict[str, Any]

    @cached_property
    def _markup(self) -> str:
        return str(options_markup(self.choices, set()))

    def options(self, chosen: set[str]) -> SafeString:
        """Return the option elements with the chosen ones marked."""
        markup = self._markup
        for key in chosen & set(self.rows):
            markup = markup.replace(f'<option value="{key}">', f'<option value="{key}" selected>', 1)
        return mark_safe(markup)  # noqa: S308  made by format_html above

    def label(self, key: str) -> str:
        """Return the words for a key; the key itself when it is not offered."""
        return str(self.rows.get(key, key))


@dataclass
class Offers:
    """What one page offers. `jurisdiction_id` decides on the courts; `chosen_courts` are offered whatever it is."""

    user: User | AnonymousUser
    case: Case | None = None
    jurisdiction_id: int | None = None
    chosen_courts: frozenset[int] = frozenset()
    _known: dict[Any, Offer] = field(default_factory=dict)

    def of(self, kind: Any) -> Offer:
        """Return an offer: "country", "jurisdiction", "court", a model of parts, or a tuple of vocabularies."""
        if kind not in self._known:
            self._known[kind] = self._made(kind)
        return self._known[kind]

    def _made(self, kind: Any) -> Offer:
        if isinstance(kind, tuple):
            return self._terms_of(kind)
        if kind == "country":
            return _plain(Country.objects.all(), by_name=True)
        if kind == "jurisdiction":
            return _plain(Jurisdiction.objects.select_related("country"), by_name=True)
        if kind == "court":
            return self._courts()
        return self._parts(kind)

    @cached_property
    def _terms(self) -> list[Term]:
        language = (get_language() or "en").split("-")[0]
        labels = TermLabel.objects.filter(language__in={language, "en"})
        terms = Term.objects.filter(scheme__in=Scheme.values).select_related("scheme").in_display_order()
        return list(terms.prefetch_related(Prefetch("labels", labels)))

    @cached_property
    def schemes(self) -> dict[str, TermScheme]:
        """The vocabularies by code, for their coding rules."""
        return {term.scheme_id: term.scheme for term in self._terms}

    def _terms_of(self, schemes: tuple[str, ...]) -> Offer:
        terms = [term for term in self._terms if term.scheme_id in schemes]
        choices = grouped_terms(terms, has_groups=len(schemes) > 1)
        return Offer([NO_CHOICE, *choices], {str(term.pk): term for term in terms})

    def _courts(self) -> Offer:
        own = Court.objects.filter(jurisdiction=self.jurisdiction_id) if self.jurisdiction_id else Court.objects.none()
        courts = {court.pk: court for court in own.order_by("name_original", "pk")[:MOST_COURTS]}
        missing = self.chosen_courts - set(courts)
        courts |= Court.objects.in_bulk(missing) if missing else {}
        rows = {str(pk): court for pk, court in courts.items()}
        return Offer([NO_CHOICE, *((key, str(court)) for key, court in rows.items())], rows)

    def _parts(self, model: type[models.Model]) -> Offer:
        if self.case is None or not self.case.pk:
            return Offer([NO_CHOICE], {})
        rows = {str(part.pk): part for part in _parts_of(self.case, model)}
        return Offer([NO_CHOICE, *((key, str(part)) for key, part in rows.items())], rows)


def _parts_of(case: Case, model: type[models.Model]) -> list[Any]:
    """Return the parts of a brief that was loaded with them (caselaw.forms.brief)."""
    if model is Charge:
        return [charge for defendant in case.defendants.all() for charge in defendant.charges.all()]
    names = {Proceeding: "proceedings", VictimGroup: "victim_groups", Source: "sources"}
    return list(getattr(case, names[model]).all())


def _plain(rows: models.QuerySet[Any], *, by_name: bool) -> Offer:
    found = {str(row.pk): row for row in rows}
    pairs = [(key, str(row)) for key, row in found.items()]
    if by_name:
        pairs.sort(key=lambda pair: pair[1].casefold())
    return Offer([NO_CHOICE, *pairs], found)
