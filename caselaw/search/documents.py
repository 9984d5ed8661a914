"""Search documents: by which words and facets a brief is found."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Prefetch

from caselaw.choices import CaseStatus
from caselaw.models import Case, ElementFinding, FacetValue, SearchDocument
from caselaw.search import facets
from caselaw.search.languages import PLAIN, configuration, prepared
from portal.core.models import Term

LIFE_AS_MONTHS = 9999
_CHUNK = 500

_INSERT = """
    INSERT INTO caselaw_searchdocument
        (case_id, decided_on, published_at, longest_sentence_months, facets, languages, text)
    VALUES (%s, %s, %s, %s, %s, %s, {vector})
    ON CONFLICT (case_id) DO UPDATE SET
        decided_on = EXCLUDED.decided_on, published_at = EXCLUDED.published_at,
        longest_sentence_months = EXCLUDED.longest_sentence_months,
        facets = EXCLUDED.facets, languages = EXCLUDED.languages, text = EXCLUDED.text
"""
_PART = 'setweight(to_tsvector(%s::regconfig, %s), %s::"char")'


class Weighted(NamedTuple):
    """Words of one language with their weight: A title and identifiers, B headline, C facts, D the rest."""

    configuration: str
    words: str
    weight: str


def write(case_ids: Iterable[int]) -> None:
    """Write the documents of published briefs, and remove those of briefs that are not published (any more)."""
    wanted = list(case_ids)
    for start in range(0, len(wanted), _CHUNK):
        _write_chunk(wanted[start : start + _CHUNK])


def rebuild() -> int:
    """Write every document anew and return how many there are."""
    SearchDocument.objects.exclude(case__status=CaseStatus.PUBLISHED).delete()
    published = list(Case.objects.published().order_by("pk").values_list("pk", flat=True))
    write(published)
    return len(published)


def _write_chunk(case_ids: list[int]) -> None:
    cases = list(_with_parts(case_ids))
    published = {case.pk for case in cases}
    SearchDocument.objects.filter(case__in=set(case_ids) - published).delete()
    ancestors = _ancestors()
    values_of = {case.pk: facet_values(case, ancestors) for case in cases}
    numbers = _numbers({pair for pairs in values_of.values() for pair in pairs})
    with connection.cursor() as cursor:
        for case in cases:
            parts = weighted_texts(case)
            vector = " || ".join([_PART] * len(parts))
            cursor.execute(
                _INSERT.format(vector=vector),
                [
                    *_columns(case),
                    sorted(numbers[pair] for pair in values_of[case.pk]),
                    sorted({text.language.split("-")[0] for text in case.texts.all()}),
                    *(value for part in parts for value in part),
                ],
            )


def _with_parts(case_ids: list[int]) -> Iterable[Case]:
    counted = ElementFinding.objects.counted_in_facets().select_related("term")
    terms = ("legal_system", "scope")
    return (
        Case.objects.published()
        .filter(pk__in=case_ids)
        .select_related("jurisdiction", "court__level", *terms)
        .prefetch_related(
            "texts",
            "identifiers",
            "case_sectors__term",
            "victim_groups__nationalities",
            "defendants__nationalities",
            "defendants__charges__verdict",
            "defendants__sanctions__kind",
            Prefetch("findings", counted, to_attr="counted_findings"),
        )
    )


def _columns(case: Case) -> tuple[int, date | None, datetime | None, int]:
    return case.pk, case.decision_date, case.published_at, longest_sentence_months(case)


def longest_sentence_months(case: Case) -> int:
    """Return the longest term in force in months; life counts as 9999, nothing stated as 0."""
    sanctions = [item for defendant in case.defendants.all() for item in defendant.sanctions.all() if item.in_force]
    return max((LIFE_AS_MONTHS if item.is_life else item.months or 0 for item in sanctions), default=0)


def weighted_texts(case: Case) -> list[Weighted]:
    """Return the words under which a brief is found. Only what the public page shows is among them."""
    names = prepared(" ".join([case.title, case.public_id or "", *(item.value for item in case.identifiers.all())]))
    parts = [Weighted(PLAIN, names, "A")]
    for text in case.texts.all():
        language = configuration(text.language)
        parts += [
            Weighted(language, names, "A"),
            Weighted(language, prepared(" ".join([text.headline, *text.keywords])), "B"),
            Weighted(language, prepared(text.fact_summary), "C"),
            Weighted(language, prepared(f"{text.legal_reasoning} {text.commentary}"), "D"),
        ]
    if case.court:
        parts.append(Weighted(PLAIN, prepared(f"{case.court.name_original} {case.court.name_en}"), "D"))
    charges = [charge.legislation_text for defendant in case.defendants.all() for charge in defendant.charges.all()]
    parts.append(Weighted("english", prepared(" ".join(charges)), "D"))
    return parts


def facet_values(case: Case, ancestors: dict[int, list[tuple[str, str]]]) -> set[tuple[str, str]]:
    """Return (facet, value) pairs; a term brings its broader terms, so that a search for those finds it too."""
    values: set[tuple[str, str]] = {(facets.JURISDICTION.name, case.jurisdiction.code)}
    if case.decision_date:
        values.add((facets.YEAR.name, str(case.decision_date.year)))
    for facet, term in _terms(case):
        values.update((facet.name, code) for _, code in ancestors[term.pk])
    for facet, people in (
        (facets.VICTIM_NATIONALITY, case.victim_groups.all()),
        (facets.DEFENDANT_NATIONALITY, case.defendants.all()),
    ):
        values.update((facet.name, country.iso2) for group in people for country in group.nationalities.all())
    return values


def _terms(case: Case) -> list[tuple[facets.Facet, Term]]:
    found = [(facets.FORM, case.scope), (facets.LEGAL_SYSTEM, case.legal_system)]
    found.append((facets.COURT_LEVEL, case.court.level if case.court else None))
    found += [(facets.SECTOR, sector.term) for sector in case.case_sectors.all() if not sector.is_promised]
    found += [
        (facets.VERDICT, charge.verdict) for defendant in case.defendants.all() for charge in defendant.charges.all()
    ]
    for finding in case.counted_findings:  # type: ignore[attr-defined]  # set by the Prefetch above
        if facet := facets.FINDING_FACETS.get(finding.term.scheme_id):
            found.append((facet, finding.term))
    return [(facet, term) for facet, term in found if term is not None]


def _ancestors() -> dict[int, list[tuple[str, str]]]:
    """Return for each term itself and its broader terms as (scheme, code)."""
    rows = {
        pk: (parent, scheme, code)
        for pk, parent, scheme, code in Term.objects.values_list("pk", "parent_id", "scheme_id", "code")
    }
    chains: dict[int, list[tuple[str, str]]] = {}
    for pk in rows:
        chain, current = [], pk
        while current is not None and (rows[current][1], rows[current][2]) not in chain:
            parent, scheme, code = rows[current]
            chain.append((scheme, code))
            current = parent
        chains[pk] = chain
    return chains


def _numbers(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the number of each facet value, giving new ones a number."""
    FacetValue.objects.bulk_create(
        (FacetValue(facet=facet, value=value) for facet, value in sorted(pairs)), ignore_conflicts=True
    )
    rows = FacetValue.objects.filter(value__in={value for _, value in pairs})
    return {(row.facet, row.value): row.pk for row in rows}
