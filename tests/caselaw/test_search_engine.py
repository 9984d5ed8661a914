"""The engine gives what a plain reading of the briefs gives: the same totals, orders, counts and windows."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from caselaw.choices import FindingStatus, Scheme
from caselaw.models import Jurisdiction
from caselaw.search import engine
from caselaw.search.query import SearchQuery, Sort
from portal.core.models import Country
from tests.factories.caselaw import (
    CaseFactory,
    CaseSectorFactory,
    CaseTextFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    ElementFindingFactory,
    SanctionFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import term

pytestmark = pytest.mark.django_db

WORDS = ("harbour", "farm", "passport", "kitchen")
BROADER = {
    "debt_bondage": ("practices_similar_to_slavery", "slavery_or_similar"),
    "practices_similar_to_slavery": ("slavery_or_similar",),
    "forced_labour": ("forced_labour_or_services",),
    "threat_of_force": ("force", "force_or_coercion"),
    "use_of_force": ("force", "force_or_coercion"),
    "fishing": ("agriculture_forestry_fishing",),
    "garment": ("manufacturing",),
}
FOUND = [status for status in FindingStatus if status != FindingStatus.NOT_PROVED]
SORTS_BY_KEY = [sort for sort in Sort if sort != Sort.RELEVANCE]


@dataclass
class Known:
    """What the test knows of a brief."""

    pk: int
    words: set[str]
    decided: date
    added: datetime
    months: int
    values: set[tuple[str, str]] = field(default_factory=set)


def with_broader(facet: str, code: str) -> set[tuple[str, str]]:
    """Return the value and those above it."""
    return {(facet, one) for one in (code, *BROADER.get(code, ()))}


def some(chance: random.Random, choices: tuple[str, ...]) -> list[str]:
    """Return none to two of the choices."""
    return chance.sample(choices, chance.choice((0, 1, 1, 2)))


def known_brief(chance: random.Random) -> Known:
    """Publish a brief with random parts and return what they are."""
    decided = date(chance.randint(2015, 2019), chance.choice((1, 6)), 1)
    added = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=chance.randint(0, 5))
    code, scope, level = (
        chance.choice(("AR", "FR", "ECHR")),
        chance.choice(("internal", "both")),
        chance.choice((None, "appeal")),
    )
    words = set(chance.sample(WORDS, chance.randint(0, 3)))
    court = (
        CourtFactory(jurisdiction__code="AR", jurisdiction__country__iso3="ARG", level=term("stage", level))
        if level
        else None
    )
    case = CaseFactory(
        published=True,
        text=None,
        finding=None,
        jurisdiction=Jurisdiction.objects.get(code=code),
        court=court,
        scope=term("scope", scope),
        decision_date=decided,
        published_at=added,
    )
    CaseTextFactory(case=case, headline="", fact_summary=" ".join(sorted(words)))
    values = {("jurisdiction", code), ("year", str(decided.year)), ("form", scope)}
    values |= {("court_level", level)} if level else set()
    for scheme, codes in (
        (Scheme.PURPOSE, ("debt_bondage", "practices_similar_to_slavery", "forced_labour")),
        (Scheme.MEANS, ("threat_of_force", "use_of_force", "deception")),
    ):
        for one in some(chance, codes):
            status = chance.choice([*FOUND, FindingStatus.NOT_PROVED])
            ElementFindingFactory(case=case, term=term(scheme, one), status=status)
            values |= with_broader(scheme.value, one) if status in FOUND else set()
    for one in some(chance, ("fishing", "garment")):
        is_promised = chance.random() < 0.5
        CaseSectorFactory(case=case, term=term("sector", one), is_promised=is_promised)
        values |= set() if is_promised else with_broader("sector", one)
    months = people(chance, case, values)
    index(case)
    return Known(case.pk, words, decided, added, months, values)


def people(chance: random.Random, case: object, values: set[tuple[str, str]]) -> int:
    """Add victims, a defendant, a charge and sentences; return the longest term in force."""
    for facet, who in (
        ("victim_nationality", VictimGroupFactory(case=case)),
        ("defendant_nationality", DefendantFactory(case=case)),
    ):
        for iso2 in some(chance, ("NG", "MD")):
            who.nationalities.add(Country.objects.get(iso2=iso2))
            values.add((facet, iso2))
    verdict = chance.choice(("guilty_plea", "not_guilty"))
    ChargeFactory(defendant=who, verdict=term("verdict", verdict))
    values.add(("verdict", verdict))
    months, is_life = chance.choice(((None, False), (12, False), (60, False), (None, True)))
    SanctionFactory(defendant=who, months=months, is_life=is_life)
    SanctionFactory(defendant=who, months=600, in_force=False)
    return 9999 if is_life else months or 0


def random_query(chance: random.Random, briefs: list[Known]) -> SearchQuery:
    """Return a search with words, filters and years, by the values that occur and one that does not."""
    occurring = set().union(*(brief.values for brief in briefs))
    values = [
        *sorted(occurring),
        ("means", "abduction"),
        ("purpose", "surrogacy"),
    ]
    filters: dict[str, tuple[str, ...]] = {}
    for facet, value in chance.sample(values, chance.choice((0, 1, 2, 3))):
        filters[facet] = (*filters.get(facet, ()), value)
    low, high = chance.choice((None, date(2016, 1, 1))), chance.choice((None, date(2018, 12, 31)))
    return SearchQuery(
        text=chance.choice(("", "", *WORDS, "farm harbour", "-farm", "farm OR kitchen")),
        filters=filters,
        decided_from=low,
        decided_to=high,
        sort=chance.choice(list(Sort)),
        limit=100,
    )


def has_words(brief: Known, text: str) -> bool:
    """Tell whether a brief has the words asked for."""
    if " OR " in text:
        return bool(brief.words & set(text.split(" OR ")))
    return all(word[1:] not in brief.words if word[0] == "-" else word in brief.words for word in text.split())


def passes(brief: Known, query: SearchQuery, *, but: str = "") -> bool:
    """Tell whether a brief passes the words and all filters but one facet's; years are the facet of years."""
    in_years = (query.decided_from or date.min) <= brief.decided <= (query.decided_to or date.max)
    chosen = [
        any((name, value) in brief.values for value in values) for name, values in query.filters.items() if name != but
    ]
    return has_words(brief, query.text) and all(chosen) and (in_years or but == "year")


def in_order(briefs: list[Known], sort: Sort) -> list[int]:
    """Return the keys in the order of a sort."""
    keys = {
        Sort.NEWEST: lambda brief: (brief.decided, brief.pk),
        Sort.OLDEST: lambda brief: (brief.decided, brief.pk),
        Sort.ADDED: lambda brief: (brief.added, brief.pk),
        Sort.SENTENCE: lambda brief: (brief.months, brief.decided, brief.pk),
    }
    return [brief.pk for brief in sorted(briefs, key=keys[sort], reverse=sort != Sort.OLDEST)]


def counts_of(briefs: list[Known], query: SearchQuery) -> dict[str, dict[str, int]]:
    """Return the counts of every facet; a facet's own filter does not narrow its values."""
    facets = sorted({facet for brief in briefs for facet, _ in brief.values})
    counts = {
        facet: dict(
            Counter(
                value
                for brief in briefs
                if passes(brief, query, but=facet)
                for name, value in brief.values
                if name == facet
            )
        )
        for facet in facets
    }
    return {facet: values for facet, values in counts.items() if values}


@pytest.mark.parametrize("seed", range(3))
def test_the_engine_equals_a_plain_reading(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a fixed corpus, no secret
    briefs = [known_brief(chance) for _ in range(22)]

    for _ in range(60):
        query = random_query(chance, briefs)
        result = engine.search(query)
        hits = [brief for brief in briefs if passes(brief, query)]

        assert result.total == len(hits), query
        assert result.counts == counts_of(briefs, query), query
        if query.sort == Sort.RELEVANCE:
            assert sorted(result.case_ids) == sorted(brief.pk for brief in hits), query
        else:
            assert result.case_ids == in_order(hits, query.sort), query


def test_a_broader_term_finds_its_narrower_ones() -> None:
    case = CaseFactory(published=True, finding__term=term("purpose", "debt_bondage"))
    CaseFactory(published=True, finding__term=term("purpose", "forced_marriage"))

    result = engine.search(SearchQuery(filters={"purpose": ("slavery_or_similar",)}))

    assert result.case_ids == [case.pk]


def test_a_narrower_term_does_not_find_its_broader_one() -> None:
    CaseFactory(published=True, finding__term=term("purpose", "slavery_or_similar"))

    assert engine.search(SearchQuery(filters={"purpose": ("debt_bondage",)})).total == 0


@pytest.mark.parametrize("status", FindingStatus)
def test_only_what_was_held_not_proved_is_not_counted(status: FindingStatus) -> None:
    CaseFactory(published=True, finding__status=status)

    counted = engine.search(SearchQuery()).counts.get("act", {})

    assert counted == ({} if status == FindingStatus.NOT_PROVED else {"recruitment": 1})


def test_a_sector_that_was_only_promised_is_not_counted() -> None:
    case = CaseFactory(published=True)
    CaseSectorFactory(case=case, is_promised=True)
    index(case)

    assert "sector" not in engine.search(SearchQuery()).counts


def test_the_empty_index_answers() -> None:
    result = engine.search(SearchQuery("farm", filters={"means": ("force",)}))

    assert (result.total, result.case_ids, result.counts, result.last_key) == (0, [], {}, ())


@pytest.mark.parametrize(
    ("low", "high", "total"),
    [
        (date(2020, 5, 4), None, 1),
        (date(2020, 5, 5), None, 0),
        (None, date(2020, 5, 4), 1),
        (None, date(2020, 5, 3), 0),
    ],
)
def test_the_bounds_of_the_years_are_inside(low: date | None, high: date | None, total: int) -> None:
    CaseFactory(published=True, decision_date=date(2020, 5, 4))

    assert engine.search(SearchQuery(decided_from=low, decided_to=high)).total == total


@pytest.fixture
def fourteen() -> list[int]:
    """Fourteen briefs with a common word, several of the same day, moment and sentence; newest first."""
    cases = []
    for number in range(14):
        case = CaseFactory(
            published=True,
            decision_date=date(2010 + number // 3, 1, 1),
            published_at=datetime(2026, 1, 1 + number % 4, tzinfo=UTC),
            text__fact_summary="farm " * (1 + number * 5 % 7) + "other words " * 5,
        )
        SanctionFactory(defendant__case=case, months=12 * (number % 3))
        index(case)
        cases.append(case)
    return [case.pk for case in sorted(cases, key=lambda case: (case.decision_date, case.pk), reverse=True)]


def by_offset(sort: Sort, limit: int) -> Iterator[list[int]]:
    """Yield window after window."""
    for offset in range(0, 14 + limit, limit):
        yield engine.search(SearchQuery("farm", sort=sort, offset=offset, limit=limit)).case_ids


def by_key(sort: Sort, limit: int) -> Iterator[list[int]]:
    """Yield window after window, each behind the last row of the one before."""
    after: tuple[str, ...] = ()
    for _ in range(20):
        result = engine.search(SearchQuery("farm", sort=sort, after=after, limit=limit))
        yield result.case_ids
        after = result.last_key
        if not after:
            return


@pytest.mark.parametrize("most", [5, 1000])
def test_windows_by_offset_hold_every_brief_once_and_in_order(
    fourteen: list[int], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_RANKED", most)

    for sort in Sort:
        whole = engine.search(SearchQuery("farm", sort=sort, limit=100)).case_ids
        assert sorted(whole) == sorted(fourteen), sort
        for limit in (1, 3, 7, 14):
            assert [pk for window in by_offset(sort, limit) for pk in window] == whole, (sort, limit)


def test_windows_by_key_hold_every_brief_once_and_in_order(fourteen: list[int]) -> None:
    for sort in SORTS_BY_KEY:
        whole = engine.search(SearchQuery("farm", sort=sort, limit=100)).case_ids
        assert sorted(whole) == sorted(fourteen), sort
        for limit in (1, 3, 7, 14, 15):
            windows = list(by_key(sort, limit))
            assert [pk for window in windows for pk in window] == whole, (sort, limit)
            assert all(len(window) == limit for window in windows[:-1]), (sort, limit)
            assert windows[-1], (sort, limit)


def test_the_newest_matches_are_ranked_and_the_others_follow_newest_first(
    fourteen: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_RANKED", 5)

    result = engine.search(SearchQuery("farm", limit=100))

    assert result.is_partly_ranked
    assert set(result.case_ids[:5]) == set(fourteen[:5]) and result.case_ids[:5] != fourteen[:5]
    assert result.case_ids[5:] == fourteen[5:]


def test_a_window_may_straddle_the_border_of_what_is_ranked(
    fourteen: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_RANKED", 5)
    whole = engine.search(SearchQuery("farm", limit=100)).case_ids

    assert engine.search(SearchQuery("farm", offset=3, limit=4)).case_ids == whole[3:7]


def test_exactly_as_many_matches_as_are_ranked_is_wholly_ranked(
    fourteen: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_RANKED", 14)

    assert not engine.search(SearchQuery("farm")).is_partly_ranked


def test_without_words_relevance_is_newest_first(fourteen: list[int]) -> None:
    assert engine.search(SearchQuery(limit=100)).case_ids == fourteen
