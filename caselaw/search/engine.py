"""The plain form of search: PostgreSQL alone, exact counts, ranking of at most 1,000 candidates.

Why only 1,000: ranking everything that a common word matches costs more than the whole rest of the page
(docs/decisions.md, 2026-11-22, Search). The rule of which ones are ranked is the reader's to know: the newest 1,000
decisions come first, ordered by relevance; the others follow, newest first.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from caselaw.models import FacetValue
from caselaw.search.facets import YEAR
from caselaw.search.languages import LANGUAGE_OF, PLAIN, configurations_of_word, prepared
from caselaw.search.query import Atom, SearchQuery, Sort, parse

MOST_RANKED = 1000
# How much a word counts in D (the rest), C (facts), B (headline), A (title and identifiers).
_WEIGHTS = "{0.1, 0.25, 0.6, 1.0}"
_TOTAL = 0

# The columns of each order with their types, the last one unique, and whether it descends.
_KEYS = {
    Sort.NEWEST: ((("decided_on", "date"), ("case_id", "bigint")), True),
    Sort.OLDEST: ((("decided_on", "date"), ("case_id", "bigint")), False),
    Sort.ADDED: ((("published_at", "timestamptz"), ("case_id", "bigint")), True),
    Sort.SENTENCE: ((("longest_sentence_months", "int"), ("decided_on", "date"), ("case_id", "bigint")), True),
}
KEY_LENGTHS = {sort: len(columns) for sort, (columns, _) in _KEYS.items()}


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The total, one window of case ids in order, and the count of every facet value under the present filters.

    `last_key` is the sort key of the last row, for the next window; empty for relevance and when no row follows.
    `counts` maps facet to value to the number of briefs a reader would get with that value; a facet's own filter does
    not narrow its counts. `words` are the stems to mark in passages. `is_text_ignored` says that the words were too
    common to search for.
    """

    total: int
    case_ids: list[int]
    counts: dict[str, dict[str, int]]
    words: frozenset[str] = frozenset()
    last_key: tuple[str, ...] = ()
    is_text_ignored: bool = False

    @property
    def is_partly_ranked(self) -> bool:
        """Tell that more matched than were ranked."""
        return self.total > MOST_RANKED


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Words as tsqueries: one for every brief, others only for briefs with a text in that language, all of them at once.

    Why by language: `sea` and `son` are words in English and too common to index in Spanish or French. All of them empty
    when no word is left.
    """

    everywhere: str = ""
    by_language: tuple[tuple[str, str], ...] = ()
    ranking: str = ""
    stems: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Plan:
    """SQL of a search: `where` holds for every hit, `groups` are the filters, each with what it narrows."""

    where: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)
    groups: dict[str, tuple[str, list[Any]]] = field(default_factory=dict)
    tsquery: str = ""


Group = tuple[Atom, ...]
Groups = tuple[Group, ...]
# For each atom the query under every configuration it may have been indexed with; "" where the word is too common.
_Variants = dict[Atom, dict[str, str]]


def search(query: SearchQuery) -> SearchResult:
    """Answer a query: a fixed number of statements whatever it holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        words = _compile(cursor, query.text)
        plan = _plan(query, words)
        counts = _counts(cursor, plan)
        case_ids, last_key = _window(cursor, plan, query) if counts else ([], ())
    total = counts.pop(_TOTAL, 0)
    is_ignored = bool(query.text.strip()) and not words.ranking
    return SearchResult(total, case_ids, _by_facet(counts), words.stems, last_key, is_text_ignored=is_ignored)


def _compile(cursor: Any, text: str) -> _Compiled:
    groups = parse(text)
    variants = _variants(cursor, [atom for group in groups for atom in group])
    languages = list(dict.fromkeys(name for found in variants.values() for name in found if name != PLAIN)) or [PLAIN]
    unwanted = _unwanted(groups, variants)
    wanted = {language: _wanted(groups, variants, language) for language in languages}
    first = wanted[languages[0]]
    if not first:
        return _Compiled(everywhere=" & ".join(unwanted), ranking=" & ".join(unwanted))
    complete = {language: " & ".join([*found, *unwanted]) for language, found in wanted.items() if found}
    everywhere = complete.pop(languages[0])
    others = {language: tsquery for language, tsquery in complete.items() if tsquery != everywhere}
    return _Compiled(
        everywhere=everywhere,
        by_language=tuple((LANGUAGE_OF[language], tsquery) for language, tsquery in others.items()),
        ranking=" | ".join(f"({tsquery})" for tsquery in dict.fromkeys([everywhere, *others.values()])),
        stems=_stems(groups, variants),
    )


def _variants(cursor: Any, atoms: list[Atom]) -> _Variants:
    pairs = [(atom, prepared(atom.text), name) for atom in atoms for name in configurations_of_word(atom.text)]
    found: _Variants = {atom: {} for atom in atoms}
    if not pairs:
        return {}
    # Reading the table from end to end unpacks every tsvector; the index answers in a third of the time, whatever the
    # planner thinks of common words. The setting ends with the transaction of the search.
    cursor.execute(
        "SELECT phraseto_tsquery(name::regconfig, words)::text, set_config('enable_seqscan', 'off', true)"
        " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS pair(name, words, place) ORDER BY place",
        [[name for _, _, name in pairs], [words for _, words, _ in pairs]],
    )
    for (atom, _, name), (variant, _) in zip(pairs, cursor.fetchall(), strict=True):
        found[atom][name] = _with_prefix(variant) if atom.is_prefix else variant
    return found


def _with_prefix(variant: str) -> str:
    return variant + ":*" if variant.endswith("'") else variant


def _wanted(groups: Groups, variants: _Variants, language: str) -> list[str]:
    """Return a tsquery for each group that wants something, in one language; words too common there are left out."""
    wanted: list[str] = []
    for group in groups:
        found = [(atom, _in_language(atom, variants[atom], language)) for atom in group]
        alternatives = [_signed(atom, texts) for atom, texts in found if texts]
        if alternatives and not _is_unwanted(group):
            wanted.append("(" + " | ".join(alternatives) + ")")
    return wanted


def _in_language(atom: Atom, found: dict[str, str], language: str) -> list[str]:
    """Return the queries of a word in a language and as written; a word of another script counts in its own."""
    own = {language: found.get(language, next(iter(found.values())))}
    return [] if _is_too_common(atom, own) else _texts({**own, PLAIN: found.get(PLAIN, "")})


def _is_unwanted(group: Group) -> bool:
    return len(group) == 1 and group[0].is_negated


def _unwanted(groups: Groups, variants: _Variants) -> list[str]:
    """Return what must not occur, whatever the language of the text."""
    found = [(group[0], variants[group[0]]) for group in groups if _is_unwanted(group)]
    lists = [_texts(texts) for atom, texts in found if not _is_too_common(atom, texts)]
    return [f"!({' | '.join(texts)})" for texts in lists if texts]


def _is_too_common(atom: Atom, found: dict[str, str]) -> bool:
    """Tell whether the language that the word is taken for does not index it."""
    return not atom.is_prefix and not next(iter(found.values()))


def _texts(found: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(text for text in found.values() if text))


def _signed(atom: Atom, variants: list[str]) -> str:
    joined = "(" + " | ".join(variants) + ")"
    return f"!{joined}" if atom.is_negated else joined


def _stems(groups: Groups, variants: _Variants) -> frozenset[str]:
    """Return the beginnings of the wanted words; a stem of two letters, unless written so, would mark half the text."""
    stems: set[str] = set()
    for atom in (atom for group in groups for atom in group if not atom.is_negated):
        found = variants[atom]
        if not _is_too_common(atom, found):
            stems.update(_lexemes(found.get(PLAIN, "")))
            stems.update(lexeme for text in _texts(found) for lexeme in _lexemes(text) if len(lexeme) > 2)
    return frozenset(stems)


def _lexemes(variant: str) -> list[str]:
    return variant.replace(":*", "").split("'")[1::2]


def _plan(query: SearchQuery, words: _Compiled) -> _Plan:
    plan = _Plan(tsquery=words.ranking)
    if words.ranking:
        others = " OR (%s = ANY(languages) AND text @@ %s::tsquery)" * len(words.by_language)
        plan.where.append(f"(text @@ %s::tsquery{others})")
        plan.parameters += [words.everywhere, *(value for pair in words.by_language for value in pair)]
    if query.updated_since:
        plan.where.append("case_id IN (SELECT id FROM caselaw_case WHERE updated_at >= %s)")
        plan.parameters.append(query.updated_since)
    numbers = _numbers(query.filters)
    for facet, values in query.filters.items():
        plan.groups[facet] = ("facets && %s::int[]", [[numbers.get((facet, value), -1) for value in values]])
    if query.decided_from or query.decided_to:
        condition, parameters = plan.groups.get(YEAR.name, ("true", []))
        plan.groups[YEAR.name] = (
            f"({condition} AND decided_on BETWEEN coalesce(%s::date, '-infinity') AND coalesce(%s::date, 'infinity'))",
            [*parameters, query.decided_from, query.decided_to],
        )
    return plan


def _numbers(filters: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], int]:
    if not filters:
        return {}
    values = {value for chosen in filters.values() for value in chosen}
    rows = FacetValue.objects.filter(facet__in=filters, value__in=values)
    return {(row.facet, row.value): row.pk for row in rows}


def _counts(cursor: Any, plan: _Plan) -> dict[int, int]:
    """Count every facet value in one statement; a facet's own filter does not narrow its values.

    `failed` is 0 for a hit that all filters let through, n for one that only filter n keeps out.
    """
    conditions = [condition for condition, _ in plan.groups.values()]
    parameters = [value for _, values in plan.groups.values() for value in values]
    cases = " ".join(f"WHEN NOT c{n} THEN {n}" for n in range(1, len(conditions) + 1))
    flags = ", ".join(f"{condition} AS c{n}" for n, condition in enumerate(conditions, start=1))
    passed = " + ".join(f"c{n}::int" for n in range(1, len(conditions) + 1)) or "0"
    own = "".join(f", count(*) FILTER (WHERE failed IN (0, {n}))" for n in range(1, len(conditions) + 1))
    cursor.execute(
        f"""
        WITH flagged AS (
            SELECT facets{", " + flags if flags else ""} FROM caselaw_searchdocument WHERE {_where(plan)}
        ), hits AS MATERIALIZED (
            SELECT facets, {f"CASE {cases} ELSE 0 END" if cases else "0"} AS failed
            FROM flagged WHERE {passed} >= {len(conditions) - 1}
        )
        SELECT value, count(*) FILTER (WHERE failed = 0){own} FROM hits, unnest(facets || {_TOTAL}) AS value
        GROUP BY value
        """,  # noqa: S608  built from the constants above; values are parameters
        [*parameters, *plan.parameters],
    )
    return _own_counts(cursor.fetchall(), list(plan.groups))


def _own_counts(rows: list[tuple[int, ...]], groups: list[str]) -> dict[int, int]:
    """Choose for each value the count that leaves its own facet's filter out."""
    if not groups:
        return {row[0]: row[1] for row in rows}
    facet_of = dict(FacetValue.objects.filter(facet__in=groups).values_list("pk", "facet"))
    column = {facet: place for place, facet in enumerate(groups, start=2)}
    return {row[0]: row[column[facet_of[row[0]]]] if row[0] in facet_of else row[1] for row in rows}


def _by_facet(counts: dict[int, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for pk, facet, value in FacetValue.objects.filter(pk__in=counts).values_list("pk", "facet", "value"):
        if counts[pk]:
            found.setdefault(facet, {})[value] = counts[pk]
    return found


def _where(plan: _Plan) -> str:
    return " AND ".join(plan.where) or "true"


def _window(cursor: Any, plan: _Plan, query: SearchQuery) -> tuple[list[int], tuple[str, ...]]:
    """Return the case ids of one window in order, and the sort key of its last row."""
    conditions = [*plan.where, *(condition for condition, _ in plan.groups.values())]
    parameters = [*plan.parameters, *(value for _, values in plan.groups.values() for value in values)]
    if query.sort == Sort.RELEVANCE and plan.tsquery and query.offset < MOST_RANKED:
        cursor.execute(
            f"""
            SELECT case_id FROM (
                SELECT case_id, decided_on, text FROM caselaw_searchdocument WHERE {" AND ".join(conditions) or "true"}
                ORDER BY decided_on DESC, case_id DESC LIMIT {MOST_RANKED}
            ) AS candidate
            ORDER BY ts_rank('{_WEIGHTS}', text, %s::tsquery, 1) DESC, decided_on DESC, case_id DESC
            LIMIT %s OFFSET %s
            """,  # noqa: S608  built from constants; values are parameters
            [*parameters, plan.tsquery, query.limit, query.offset],
        )
        ranked = [row[0] for row in cursor.fetchall()]
        if query.offset + query.limit <= MOST_RANKED or len(ranked) < MOST_RANKED - query.offset:
            return ranked, ()
        rest = replace(query, offset=MOST_RANKED, limit=query.offset + query.limit - MOST_RANKED)
        return ranked + _sorted_window(cursor, rest, conditions, parameters)[0], ()
    return _sorted_window(cursor, query, conditions, parameters)


def _sorted_window(
    cursor: Any, query: SearchQuery, conditions: list[str], parameters: list[Any]
) -> tuple[list[int], tuple[str, ...]]:
    sort = query.sort if query.sort in _KEYS else Sort.NEWEST
    columns, descends = _KEYS[sort]
    names = ", ".join(name for name, _ in columns)
    if query.after:
        places = ", ".join(f"%s::{kind}" for _, kind in columns)
        conditions = [*conditions, f"({names}) {'<' if descends else '>'} ({places})"]
        parameters = [*parameters, *query.after]
    order = ", ".join(f"{name} DESC" if descends else name for name, _ in columns)
    texts = ", ".join(f"{name}::text AS {name}_key" for name, _ in columns)
    cursor.execute(
        f"SELECT case_id, {texts} FROM caselaw_searchdocument"  # noqa: S608  built from constants
        f" WHERE {' AND '.join(conditions) or 'true'} ORDER BY {order} LIMIT %s OFFSET %s",
        [*parameters, query.limit + 1, query.offset],
    )
    rows = cursor.fetchall()
    shown = rows[: query.limit]
    return [row[0] for row in shown], tuple(shown[-1][1:]) if len(rows) > len(shown) else ()
