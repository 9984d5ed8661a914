"""The page on which a brief is written: its sections with their state, errors with links, and what others changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pghistory.models import Events

from caselaw.actions.gaps import gaps
from caselaw.choices import FINDING_SCHEMES, Scheme
from caselaw.forms.brief import HEAD, BriefForm
from caselaw.forms.fields import OfferedField
from caselaw.forms.formsets import PartFormSet
from caselaw.forms.merging import Changed
from caselaw.forms.raw import State
from caselaw.forms.versions import Question
from caselaw.models import Case
from portal.core.models import User

TITLES = {
    "decision": gettext_lazy("Decision"),
    "identifiers": gettext_lazy("Identifiers"),
    "texts": gettext_lazy("Texts"),
    "proceedings": gettext_lazy("Proceedings"),
    "victims": gettext_lazy("Victims"),
    "defendants": gettext_lazy("Defendants and charges"),
    "findings": gettext_lazy("Elements and issues"),
    "provisions": gettext_lazy("Provisions"),
    "sectors": gettext_lazy("Sectors"),
    "route": gettext_lazy("Route"),
    "sources": gettext_lazy("Sources"),
    "attachments": gettext_lazy("Attachments"),
    "relations": gettext_lazy("Related cases"),
}
# One row and the button that adds one; charges and sanctions stand inside a defendant.
_ROWS = {
    "identifiers": (gettext_lazy("Identifier"), gettext_lazy("Add an identifier")),
    "texts": (pgettext_lazy("words of a brief", "Text"), gettext_lazy("Add a text in another language")),
    "proceedings": (gettext_lazy("Proceeding"), gettext_lazy("Add a proceeding")),
    "victims": (gettext_lazy("Group of victims"), gettext_lazy("Add a group of victims")),
    "defendants": (gettext_lazy("Defendant or respondent"), gettext_lazy("Add a defendant or respondent")),
    "charges": (gettext_lazy("Charge or claim"), gettext_lazy("Add a charge or claim")),
    "sanctions": (gettext_lazy("Sanction"), gettext_lazy("Add a sanction")),
    "overall": (gettext_lazy("Sanction for all charges"), gettext_lazy("Add a sanction for all charges together")),
    "findings": (gettext_lazy("Finding"), gettext_lazy("Add a finding")),
    "provisions": (gettext_lazy("Provision"), gettext_lazy("Add a provision")),
    "sectors": (gettext_lazy("Sector"), gettext_lazy("Add a sector")),
    "route": (gettext_lazy("Part of the route"), gettext_lazy("Add a part of the route")),
    "sources": (gettext_lazy("Source"), gettext_lazy("Add a source")),
    "attachments": (gettext_lazy("Attachment"), gettext_lazy("Add an attachment")),
    "relations": (gettext_lazy("Related case"), gettext_lazy("Add a related case")),
}
_HELP = {
    "identifiers": gettext_lazy("ECLI, neutral citation, docket number: each as the court or the report writes it."),
    "texts": gettext_lazy("Write your own words in Markdown. Never the name, initials or address of a victim."),
    "victims": gettext_lazy("Victims are described as groups. There is no field for a name, and no text may hold one."),
    "defendants": gettext_lazy("Initials or a label; always when acquitted. Charges and sanctions stand inside."),
    "findings": gettext_lazy(
        "One row for each act, means, purpose or issue, with its status and the paragraph that supports it. "
        "Charges, groups of victims and sources can be named here once they were saved."
    ),
    "route": gettext_lazy("Countries, regions and cities only. No shelter, no street."),
    "sources": gettext_lazy("At least one. Withhold an address whose page names a victim."),
    "attachments": gettext_lazy("Files stay private until an editor has cleared them of names."),
}
_RULES: dict[str, tuple[str, ...]] = {
    "decision": (Scheme.PROCEEDING_TYPE, Scheme.LEGAL_SYSTEM, Scheme.STAGE, Scheme.SCOPE, Scheme.OCG),
    "proceedings": (Scheme.STAGE, Scheme.PROCEEDING_OUTCOME),
    "victims": (Scheme.RECRUITMENT_METHOD, Scheme.RECRUITER_RELATION),
    "defendants": (Scheme.DEFENDANT_ROLE, Scheme.OFFENCE_FAMILY, Scheme.VERDICT, Scheme.SANCTION_KIND),
    "findings": FINDING_SCHEMES,
    "provisions": (Scheme.INSTRUMENT,),
    "sectors": (Scheme.SECTOR,),
}


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as the page shows it."""

    form: Any
    legend: str
    inside: list[RowsView]
    is_stored: bool


@dataclass(frozen=True, slots=True)
class RowsView:
    """Rows of one part, and the button that adds one."""

    name: str
    prefix: str
    title: str
    add_label: str
    formset: PartFormSet
    rows: list[RowView]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: "empty", "filled" or "errors"; the first one shows the head and has no rows."""

    name: str
    title: str
    help: str
    state: str
    rules: list[tuple[str, str]]
    rows: RowsView | None = None

    @property
    def anchor(self) -> str:
        """The id of the section."""
        return f"section-{self.name}"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error with the place to mend it."""

    anchor: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps the brief from being published, and where to enter it."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TheirChange:
    """What somebody else changed, in words."""

    where: str
    what: str
    before: str
    after: str


@dataclass(slots=True)
class Theirs:
    """Who changed the brief meanwhile, when, and what."""

    by: list[str]
    at: datetime
    changes: list[TheirChange] = field(default_factory=list)


def sections_of(brief: BriefForm) -> list[SectionView]:
    """Return the sections in their order."""
    head = SectionView("decision", str(TITLES["decision"]), "", _head_state(brief), _rules(brief, "decision"))
    return [head, *(_section(brief, name, formset) for name, formset in brief.sections.items())]


def _section(brief: BriefForm, name: str, formset: PartFormSet) -> SectionView:
    help_text = str(_HELP.get(name, ""))
    return SectionView(
        name, str(TITLES[name]), help_text, _state(formset), _rules(brief, name), rows_view(name, formset)
    )


def rows_view(name: str, formset: PartFormSet) -> RowsView:
    """Return the rows of a formset with those inside them."""
    one, add = _ROWS[name]
    rows = [row_view(name, form, place) for place, form in enumerate(formset.forms)]
    return RowsView(name, str(formset.prefix), str(one), str(add), formset, rows)


def row_view(name: str, form: Any, place: int) -> RowView:
    """Return one row."""
    legend = _("%(kind)s %(number)d") % {"kind": _ROWS[name][0], "number": place + 1}
    inside = [rows_view(_called(name, inner), formset) for inner, formset in form.nested().items()]
    return RowView(form, legend, inside, bool(form.instance.pk))


def _called(outer: str, inner: str) -> str:
    """Sanctions that stand beside the charges are for all of them."""
    return "overall" if (outer, inner) == ("defendants", "sanctions") else inner


def _rules(brief: BriefForm, section: str) -> list[tuple[str, str]]:
    found = [brief.offers.schemes[code] for code in _RULES.get(section, ()) if code in brief.offers.schemes]
    return [(str(scheme), scheme.coding_rule) for scheme in found if scheme.coding_rule]


def _head_state(brief: BriefForm) -> str:
    return "errors" if brief.is_bound and brief.head.errors else "filled"


def _state(formset: PartFormSet) -> str:
    if formset.is_bound and _has_errors(formset):
        return "errors"
    return "filled" if formset.kept() else "empty"


def _has_errors(formset: PartFormSet) -> bool:
    if formset.non_form_errors():
        return True
    return any(
        form.errors or any(_has_errors(inner) for inner in form.nested().values())
        for form in formset.forms
        if not formset.is_removed(form)
    )


def problems_of(brief: BriefForm) -> list[Problem]:
    """Return every error with a link to its field."""
    found = [Problem(*item) for item in _of_form(brief.head, "section-decision", "")]
    for name, formset in brief.sections.items():
        found += [Problem(*item) for item in _of_formset(formset, name, f"section-{name}")]
    return found


def _of_formset(formset: PartFormSet, name: str, anchor: str) -> Iterator[tuple[str, str, str]]:
    for message in formset.non_form_errors():
        yield anchor, str(TITLES.get(name, _ROWS[name][0])), str(message)
    for place, form in enumerate(formset.forms):
        if formset.is_removed(form):
            continue
        legend = _("%(kind)s %(number)d") % {"kind": _ROWS[name][0], "number": place + 1}
        yield from _of_form(form, anchor, legend)
        for inner, nested in form.nested().items():
            yield from _of_formset(nested, _called(name, inner), anchor)


def _of_form(form: Any, anchor: str, legend: str) -> Iterator[tuple[str, str, str]]:
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        label = ": ".join(str(word) for word in (legend, capfirst(str(bound.label)) if bound else "") if word)
        for message in messages:
            yield (bound.id_for_label if bound else anchor), label, str(message)


# What is missing


def gaps_of(case: Case) -> list[Gap]:
    """Return what keeps the brief from being published. The only place that asks the gate."""
    return [Gap(capfirst(str(gap)), f"section-{gap.section}" if gap.is_written else "") for gap in gaps(case)]


# What others changed


def theirs_of(stored: BriefForm, changed: list[Changed], base: State, opened_at: datetime | None) -> Theirs:
    """Return who changed the brief since it was opened, and each change in words."""
    forms = {path: form for path, form, _formset in stored.walk()} | {HEAD: stored.head}
    theirs = Theirs(_names(stored.case, opened_at), stored.case.updated_at)
    for item in changed:
        theirs.changes.append(_in_words(item, forms, base, stored))
    return theirs


def _in_words(item: Changed, forms: dict[str, Any], base: State, stored: BriefForm) -> TheirChange:
    form = forms.get(item.path)
    where = _where(item.path, form, base)
    if not item.field:
        return TheirChange(where, _("row added") if item.after else _("row removed"), "", "")
    bound = form.fields[item.field] if form is not None else None
    label = str(bound.label if bound is not None else item.field)
    return TheirChange(where, capfirst(label), words(bound, item.before), words(bound, item.after))


def _where(path: str, form: Any, base: State) -> str:
    name = path.rpartition("/")[2].partition(":")[0]
    if path == HEAD:
        return str(TITLES["decision"])
    if form is not None and form.instance.pk:
        return _("%(kind)s “%(row)s”") % {"kind": _ROWS[name][0], "row": form.instance}
    first = next((values[0] for values in base.get(path, {}).values() if values and not values[0].isdecimal()), "")
    return _("%(kind)s “%(row)s”") % {"kind": _ROWS[name][0], "row": first}


def words(bound: Any, values: list[str]) -> str:
    """Return raw values as a person reads them; empty for none."""
    if isinstance(bound, OfferedField):
        return ", ".join(bound.offer.label(value) for value in values)
    labels = {str(key): str(label) for key, label in getattr(bound, "choices", None) or ()}
    labels |= {"on": _("yes")}
    return ", ".join(labels.get(value, value) for value in values)


def _names(case: Case, since: datetime | None) -> list[str]:
    events: Any = Events.objects.references(case)  # type: ignore[no-untyped-call]
    if since is not None:
        events = events.filter(pgh_created_at__gt=since)
    keys = set(events.values_list("pgh_context__user", flat=True)[:500]) - {None}
    return [str(user) for user in User.objects.filter(pk__in=keys).order_by("pk")]


@dataclass(frozen=True, slots=True)
class AskedField:
    """A question at a field: three versions in words, of which two can be chosen."""

    name: str
    before: str
    theirs: str
    mine: str
    row: str = ""


def ask(brief: BriefForm, questions: dict[str, Question]) -> None:
    """Put the questions to the fields of a merged form."""
    by_prefix = {f"{form.prefix}-": form for _path, form, _formset in brief.walk()} | {"": brief.head}
    for full_name, question in questions.items():
        prefix, dash, name = full_name.rpartition("-")
        form = by_prefix.get(f"{prefix}{dash}")
        if form is None or name not in form.fields:
            continue
        bound = form.fields[name]
        mine = brief.data.getlist(full_name) if brief.data is not None else []
        form.conflicts[name] = AskedField(
            full_name, words(bound, question.before), words(bound, question.theirs), words(bound, mine), question.row
        )
