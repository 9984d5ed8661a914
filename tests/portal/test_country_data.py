"""The seed files for countries and regions, read as plain JSON: no database, no Django."""

import json
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "portal" / "core" / "data"
LANGUAGES = {"en", "fr", "es", "ru", "ar", "zh"}
CHARTER_IN_FORCE = date(1945, 10, 24)
NOT_IN_A_REGION = {"ATA", "TWN", "XKX"}


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def fold(text):
    """Lower case without accents: the form in which names are compared."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


@pytest.fixture(scope="module")
def countries():
    return read("countries.json")


@pytest.fixture(scope="module")
def by_iso3(countries):
    return {country["iso3"]: country for country in countries}


@pytest.fixture(scope="module")
def scheme():
    return read("regions.json")


@pytest.fixture(scope="module")
def regions(scheme):
    return {region["code"]: region for region in scheme["regions"]}


def test_there_are_249_iso_countries_and_kosovo(countries):
    assert len(countries) == 250
    kosovo = [c for c in countries if c["iso3"] == "XKX"]
    assert len(kosovo) == 1
    assert kosovo[0]["iso2"] == "XK"
    assert kosovo[0]["m49"] is None
    assert "1244" in kosovo[0]["note"]


def test_there_are_193_member_states(countries):
    members = [c for c in countries if c["un_status"] == "member"]
    assert len(members) == 193
    assert {c["kind"] for c in members} == {"state"}


def test_the_observers_are_the_holy_see_and_palestine(countries):
    assert {c["iso3"] for c in countries if c["un_status"] == "observer"} == {
        "VAT",
        "PSE",
    }


def test_only_members_have_a_date_of_membership(countries):
    for country in countries:
        since = country["un_member_since"]
        if country["un_status"] == "member":
            assert CHARTER_IN_FORCE <= date.fromisoformat(since) <= date(2011, 7, 14), country["iso3"]
        else:
            assert since is None, country["iso3"]


@pytest.mark.parametrize(
    ("iso3", "since"),
    [
        ("FRA", "1945-10-24"),
        ("IND", "1945-10-30"),
        ("AFG", "1946-11-19"),
        ("DEU", "1973-09-18"),
        ("CHE", "2002-09-10"),
        ("SSD", "2011-07-14"),
    ],
)
def test_known_dates_of_membership(by_iso3, iso3, since):
    assert by_iso3[iso3]["un_member_since"] == since


def test_codes_are_unique_and_well_formed(countries):
    for key, length in (("iso2", 2), ("iso3", 3)):
        codes = [c[key] for c in countries]
        assert len(set(codes)) == len(codes)
        assert all(len(c) == length and c.isascii() and c.isupper() for c in codes)
    numbers = [c["m49"] for c in countries if c["m49"] is not None]
    assert len(set(numbers)) == len(numbers) == 249
    assert all(len(n) == 3 and n.isdigit() for n in numbers)


def test_every_kind_and_status_is_known(countries):
    assert Counter(c["kind"] for c in countries) == {
        "state": 197,
        "territory": 50,
        "area": 3,
    }
    assert {c["un_status"] for c in countries} == {"member", "observer", "none"}


def test_only_territories_have_an_administering_state(countries, by_iso3):
    for country in countries:
        parent = country["parent_iso3"]
        if country["kind"] == "territory":
            assert parent is not None or country["iso3"] == "ESH", country["iso3"]
        if parent is not None:
            assert country["kind"] == "territory", country["iso3"]
            assert by_iso3[parent]["kind"] == "state", country["iso3"]


def test_every_country_has_six_names(countries):
    for country in countries:
        assert set(country["names"]) == LANGUAGES, country["iso3"]
        assert all(name and name == name.strip() for name in country["names"].values()), country["iso3"]


def test_official_names_are_in_six_languages_where_given(countries):
    for country in countries:
        if "official_names" in country:
            assert set(country["official_names"]) == LANGUAGES, country["iso3"]
            assert all(country["official_names"].values()), country["iso3"]


def test_no_name_belongs_to_two_countries(countries):
    owners = defaultdict(set)
    for country in countries:
        for name in country["names"].values():
            owners[fold(name)].add(country["iso3"])
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_no_alias_belongs_to_two_countries(countries):
    owners = defaultdict(set)
    for country in countries:
        for alias in country["aliases"]:
            owners[fold(alias)].add(country["iso3"])
    assert {alias: who for alias, who in owners.items() if len(who) > 1} == {}


def test_no_alias_is_the_name_or_code_of_another_country(countries):
    taken = {}
    for country in countries:
        for name in [*country["names"].values(), country["iso2"], country["iso3"]]:
            taken[fold(name)] = country["iso3"]
    for country in countries:
        for alias in country["aliases"]:
            assert taken.get(fold(alias), country["iso3"]) == country["iso3"], alias


def test_no_alias_is_listed_twice_or_repeats_a_name(countries):
    for country in countries:
        folded = [fold(alias) for alias in country["aliases"]]
        assert len(set(folded)) == len(folded), country["iso3"]
        assert not set(folded) & {fold(n) for n in country["names"].values()}, country["iso3"]
        assert all(alias and alias == alias.strip() for alias in country["aliases"]), country["iso3"]


@pytest.mark.parametrize(
    ("label", "iso3"),
    [
        ("Swaziland", "SWZ"),
        ("Burma", "MMR"),
        ("Czech Republic", "CZE"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Turkey", "TUR"),
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("USA", "USA"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("South Korea", "KOR"),
        ("North Korea", "PRK"),
        ("Russia", "RUS"),
        ("Vietnam", "VNM"),
        ("Laos", "LAO"),
        ("Moldova", "MDA"),
        ("Bolivia", "BOL"),
        ("Venezuela", "VEN"),
        ("Tanzania", "TZA"),
        ("Iran", "IRN"),
        ("Syria", "SYR"),
        ("Brunei", "BRN"),
        ("Cape Verde", "CPV"),
        ("East Timor", "TLS"),
        ("Holland", "NLD"),
        ("Netherlands", "NLD"),
        ("DR Congo", "COD"),
        ("Congo-Kinshasa", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Congo", "COG"),
        ("Palestine", "PSE"),
        ("Vatican", "VAT"),
        ("Hong Kong", "HKG"),
        ("Macau", "MAC"),
        ("Kosovo under UNSCR 1244", "XKX"),
        ("Namibia", "NAM"),
        ("Corée du Sud", "KOR"),
        ("Alemania", "DEU"),
        ("Великобритания", "GBR"),
        ("美国", "USA"),
        ("سوريا", "SYR"),
    ],
)
def test_common_labels_find_their_country(countries, label, iso3):
    found = {
        country["iso3"]
        for country in countries
        for name in [*country["names"].values(), *country["aliases"]]
        if fold(name) == fold(label)
    }
    assert found == {iso3}


def test_every_region_has_six_names_and_a_known_parent(scheme, regions):
    assert scheme["scheme"] == "m49"
    assert set(scheme["labels"]) == LANGUAGES
    assert len(regions) == len(scheme["regions"]) == 30
    for region in regions.values():
        assert set(region["names"]) == LANGUAGES, region["code"]
        assert all(region["names"].values()), region["code"]
        assert region["parent"] in regions or region["code"] == "001"
    assert [code for code, region in regions.items() if region["parent"] is None] == ["001"]


def test_members_stand_on_the_leaves_only(regions):
    parents = {region["parent"] for region in regions.values()}
    for code, region in regions.items():
        assert ("members" in region) == (code not in parents), code
        assert region.get("members", [None]), code


def test_a_region_is_listed_after_its_parent(scheme):
    seen = {None}
    for region in scheme["regions"]:
        assert region["parent"] in seen, region["code"]
        seen.add(region["code"])


def test_every_country_is_in_one_m49_leaf_or_listed_as_outside(countries, scheme):
    leaves = Counter(iso3 for region in scheme["regions"] for iso3 in region.get("members", []))
    assert set(scheme["outside"]) == NOT_IN_A_REGION
    assert not set(leaves) & NOT_IN_A_REGION
    assert set(leaves) | NOT_IN_A_REGION == {c["iso3"] for c in countries}
    assert set(leaves.values()) == {1}


def test_every_member_state_is_in_a_region(countries, scheme):
    placed = {iso3 for region in scheme["regions"] for iso3 in region.get("members", [])}
    assert {c["iso3"] for c in countries if c["un_status"] != "none"} <= placed
