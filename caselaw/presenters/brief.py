"""The page of one brief: everything it holds, in the order in which a lawyer reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from caselaw.choices import AgeBand, CaseStatus, DefendantKind, FindingStatus, Scheme, Sex
from caselaw.models import (
    Case,
    CaseRelation,
    CaseText,
    Charge,
    Defendant,
    ElementFinding,
    Proceeding,
    Sanction,
    VictimGroup,
)
from caselaw.presenters.outcomes import Outcome, outcome_of, verdict_kind
from caselaw.presenters.results import preferred_text
from caselaw.presenters.wording import duration, joined, machine_date, shown_date
from portal.core.models import Term

_STATUS_KINDS = {
    FindingStatus.FOUND_PROVED: "proved",
    FindingStatus.ALLEGED: "alleged",
    FindingStatus.NOT_PROVED: "not_proved",
    FindingStatus.NOT_REQUIRED: "not_required",
    FindingStatus.ASSUMED: "inferred",
    FindingStatus.EDITOR_INFERRED: "inferred",
}
_ADULT = 18
ELEMENT_SCHEMES = (Scheme.ACT, Scheme.MEANS, Scheme.MEANS_DETAIL, Scheme.PURPOSE, Scheme.INDICATOR)


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with its status; `facet` names the search parameter that finds other briefs with it ("" if none)."""

    kind: str
    label: str
    code: str
    facet: str
    status_kind: str
    status: str
    basis: str
    pinpoint: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One charge or claim as the table shows it; `respondent` is set on the first row of each respondent only."""

    respondent: Defendant | None
    respondent_note: str
    rows: int
    charge: Charge | None
    verdict_kind: str
    verdict: str
    appeal: str
    sanctions: list[str]


@dataclass(frozen=True, slots=True)
class VictimRow:
    """A group of victims in words."""

    label: str
    persons: str
    description: str
    nationalities: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the page shows."""

    case: Case
    date: str
    machine_date: str
    text: CaseText | None
    languages: list[tuple[str, str]]
    is_translated: bool
    outcome: Outcome | None
    facts: list[dict[str, object]]
    elements: list[ElementRow]
    has_bases: bool
    issues: list[Term]
    victims: list[VictimRow]
    charges: list[ChargeRow]
    has_appeals: bool
    has_sanctions: bool
    events: list[dict[str, object]]
    provisions: list[tuple[str, list[str]]]
    citation: str
    judgment_languages: str
    relations: list[CaseRelation]


def brief_of(case: Case, *, language: str | None = None) -> Brief:
    """Return the page's values; the case is loaded with `for_brief`. `language` asks for one of the texts."""
    text = preferred_text(case, language)
    date = shown_date(case.decision_date, case.decision_date_precision)
    outcome = outcome_of(case)
    page_language = (get_language() or "en").split("-")[0]
    charges, elements = _charge_rows(case), _elements(case)
    return Brief(
        case=case,
        date=date,
        machine_date=machine_date(case.decision_date, case.decision_date_precision),
        text=text,
        languages=[(item.language, language_name(item.language)) for item in case.texts.all()],
        is_translated=text is not None and text.language.split("-")[0] == page_language,
        outcome=outcome,
        facts=_facts(case, outcome),
        elements=elements,
        has_bases=any(row.basis or row.pinpoint for row in elements),
        issues=_issues(case),
        victims=[_victim_row(group) for group in case.victim_groups.all()],
        charges=charges,
        has_appeals=any(row.appeal for row in charges),
        has_sanctions=any(row.sanctions for row in charges),
        events=_events(case),
        provisions=_provisions(case),
        citation=citation(case, date),
        judgment_languages=joined([language_name(code) for code in case.judgment_languages]),
        relations=[item for item in case.relations.all() if item.to_case.status == CaseStatus.PUBLISHED],
    )


def language_name(code: str) -> str:
    """Return the language's name in the page's language where the portal knows it, else its code."""
    names = {"en": _("English"), "fr": _("French"), "es": _("Spanish"), "ru": _("Russian"), "ar": _("Arabic")}
    names |= {"zh": _("Chinese"), "pt": _("Portuguese"), "de": _("German"), "nl": _("Dutch"), "it": _("Italian")}
    return names.get(code.split("-")[0], code)


def citation(case: Case, date: str) -> str:
    """Return how to cite the brief, in plain text."""
    return _("%(site)s, “%(title)s” (%(decision)s), brief %(id)s") % {
        "site": settings.SITE_NAME,
        "title": case.title,
        "decision": joined([str(case.jurisdiction), *([date] if date else [])]),
        "id": case.public_id,
    }


def _facts(case: Case, outcome: Outcome | None) -> list[dict[str, object]]:
    """Return the outcome at a glance."""
    facts: list[dict[str, object]] = []
    if outcome:
        facts.append({"term": _("Outcome"), "value": outcome.label, "lead": True})
    if case.latest_stage:
        facts.append({"term": _("Latest ruling"), "value": case.latest_stage, "note": case.proceeding_type or ""})
    if outcome and outcome.sentences:
        facts.append({"term": _("Sentences"), "value": outcome.sentences})
    if victims := list(case.victim_groups.all()):
        total = sum(group.count_min or 0 for group in victims)
        is_known = all(group.count_min is not None for group in victims)
        number = ngettext("%(number)d person", "%(number)d persons", total) % {"number": total}
        facts.append({"term": _("Victims"), "value": number if is_known else _("number not stated")})
    if case.scope:
        sectors = joined([str(item.term) for item in case.case_sectors.all() if not item.is_promised])
        facts.append({"term": _("Form and sector"), "value": case.scope, "note": sectors})
    return facts


def _elements(case: Case) -> list[ElementRow]:
    order = {scheme: place for place, scheme in enumerate(ELEMENT_SCHEMES)}
    findings = [item for item in case.findings.all() if item.term.scheme_id in order]
    findings.sort(key=lambda item: (order[Scheme(item.term.scheme_id)], item.term.order, item.pk))
    return [_element_row(item) for item in findings]


def _element_row(finding: ElementFinding) -> ElementRow:
    scheme = Scheme(finding.term.scheme_id)
    is_facet = scheme in (Scheme.ACT, Scheme.MEANS, Scheme.PURPOSE)
    singular = {
        Scheme.ACT: pgettext("element", "Act"),
        Scheme.MEANS: pgettext("element", "Means"),
        Scheme.PURPOSE: pgettext("element", "Purpose"),
    }
    return ElementRow(
        kind=singular.get(scheme) or str(scheme.label),
        label=str(finding.term),
        code=finding.term.code,
        facet=str(scheme) if is_facet else "",
        status_kind=_STATUS_KINDS[FindingStatus(finding.status)],
        status=finding.get_status_display(),
        basis=finding.text,
        pinpoint=finding.pinpoint,
    )


def _issues(case: Case) -> list[Term]:
    found = {item.term for item in case.findings.all() if item.term.scheme_id == Scheme.ISSUE}
    return sorted(found, key=lambda term: term.order)


def _victim_row(group: VictimGroup) -> VictimRow:
    notes = [joined([str(term) for term in group.recruitment_methods.all()]), group.assistance_given, group.note]
    if group.stateless:
        notes.append(_("stateless persons among them"))
    return VictimRow(
        label=group.label,
        persons=_persons(group),
        description=_people(group.sex, group.age_band, _age(group)),
        nationalities=joined([str(country) for country in group.nationalities.all()]),
        notes=[note for note in notes if note],
    )


def _persons(group: VictimGroup) -> str:
    if group.count_min is None:
        return "" if group.count_max is None else _("at most %(number)d") % {"number": group.count_max}
    if group.count_max is None:
        return _("at least %(number)d") % {"number": group.count_min}
    return str(group.count_min) if group.count_min == group.count_max else f"{group.count_min}–{group.count_max}"


def _age(group: VictimGroup) -> str:
    """Return stated ages; the age of a child who may be the only one is never shown: it could point to the person."""
    if group.age_min is None:
        return ""
    may_be_alone = group.age_band == AgeBand.MIXED or (group.count_min or 0) < 2
    if group.age_min < _ADULT and may_be_alone:
        return ""
    span = str(group.age_min) if group.age_max in (None, group.age_min) else f"{group.age_min}–{group.age_max}"
    return _("aged %(ages)s") % {"ages": span}


def _people(sex: str, age_band: str, age: str) -> str:
    words = [] if age_band == AgeBand.UNKNOWN else [str(AgeBand(age_band).label)]
    words += [] if sex == Sex.UNKNOWN else [str(Sex(sex).label).lower()]
    return joined([*words, *([age] if age else [])]) or _("not stated")


def _charge_rows(case: Case) -> list[ChargeRow]:
    rows: list[ChargeRow] = []
    for defendant in sorted(case.defendants.all(), key=lambda item: item.seq):
        charges = sorted(defendant.charges.all(), key=lambda item: item.seq)
        overall = [item for item in defendant.sanctions.all() if item.charge_id is None]
        for place, charge in enumerate(charges or [None]):
            rows.append(
                _charge_row(defendant, charge, overall if place == 0 else [], len(charges) or 1, is_first=place == 0)
            )
    return rows


def _charge_row(
    defendant: Defendant, charge: Charge | None, overall: list[Sanction], rows: int, *, is_first: bool
) -> ChargeRow:
    own = list(charge.sanctions.all()) if charge else []
    has_appeal = charge is not None and charge.appellate_result != "none"
    return ChargeRow(
        respondent=defendant if is_first else None,
        respondent_note=_respondent_note(defendant) if is_first else "",
        rows=rows,
        charge=charge,
        verdict_kind=verdict_kind(charge) if charge else "",
        verdict=str(charge.verdict) if charge else "",
        appeal=charge.get_appellate_result_display() if charge and has_appeal else "",
        sanctions=[sanction_in_words(item) for item in [*own, *overall]],
    )


def _respondent_note(defendant: Defendant) -> str:
    if defendant.kind == DefendantKind.STATE:
        return _("State")
    words = [] if defendant.sex == Sex.UNKNOWN else [str(Sex(defendant.sex).label).lower()]
    if defendant.count > 1:
        words.append(ngettext("%(number)d person", "%(number)d persons", defendant.count) % {"number": defendant.count})
    words += [str(country) for country in defendant.nationalities.all()]
    words += [str(role).lower() for role in defendant.roles.all()]
    return joined(words)


def sanction_in_words(sanction: Sanction) -> str:
    """Return one sanction as a phrase: kind, term or amount, what is suspended, and remarks."""
    words = [str(sanction.kind)]
    if sanction.is_life:
        words.append(_("for life"))
    if sanction.months is not None:
        words.append(duration(sanction.months))
    if sanction.amount is not None:
        amount = f"{sanction.amount:,.2f}".rstrip("0").rstrip(".").replace(",", "\N{NO-BREAK SPACE}")
        words.append(f"{sanction.currency}\N{NO-BREAK SPACE}{amount}")
    if sanction.is_suspended:
        words.append(_("suspended"))
    elif sanction.suspended_months:
        words.append(_("%(duration)s of it suspended") % {"duration": duration(sanction.suspended_months)})
    if not sanction.in_force:
        words.append(_("no longer in force"))
    if sanction.text:
        words.append(sanction.text)
    return joined(words)


def _events(case: Case) -> list[dict[str, object]]:
    """Return the procedural time line, oldest stage first as the sources give them."""
    return [_event(case, item) for item in sorted(case.proceedings.all(), key=lambda item: item.seq)]


def _event(case: Case, proceeding: Proceeding) -> dict[str, object]:
    is_this = proceeding.decision_date is not None and proceeding.decision_date == case.decision_date
    outcome = joined([str(word) for word in (proceeding.outcome, proceeding.outcome_text) if word])
    return {
        "when": shown_date(proceeding.decision_date, proceeding.decision_date_precision) or _("date not stated"),
        "date": machine_date(proceeding.decision_date, proceeding.decision_date_precision),
        "title": proceeding.court_name,
        "text": proceeding.stage,
        "note": outcome,
        "kind": "key" if is_this else "",
        "badge": _("this decision") if is_this else "",
    }


def _provisions(case: Case) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for item in sorted(
        case.interpretations.all(), key=lambda item: (item.instrument.order, item.article, item.paragraph)
    ):
        found.setdefault(str(item.instrument), []).append(item.provision)
    return list(found.items())
