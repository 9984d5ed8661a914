"""The sample of landmark cases and the list of jurisdictions, read as plain JSON: no database, no Django."""

import json
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en", "fr", "es", "ru", "ar", "zh"}
INTERNATIONAL = {"regional_court", "international_court", "treaty_body"}
LEGAL_SYSTEMS = {
    "common_law",
    "civil_law",
    "mixed",
    "religious",
    "customary",
    "international",
    "",
}

# Cases whose public sources name victims: the links are not shown.
WITHHELD = {
    "state-of-israel-v-giulani-2012",
    "r-v-orr-bcca-2015",
    "people-v-lalli-2011",
    "rex-v-liu-tonga-2011",
    "taha-al-j-olg-frankfurt-2021",
    "r-v-brzezinski-operation-fort-2019",
    "us-v-calimlim",
    "us-v-bradley",
    "tucuman-supreme-court-2013",
    "s-v-mabuza-and-chauke-2014",
}
# Cases whose official title names a victim.
TITLE_NAMES_VICTIM = {
    "siliadin-v-france",
    "rantsev-v-cyprus-and-russia",
    "chowdury-and-others-v-greece",
    "zoletic-and-others-v-azerbaijan",
    "krachunova-v-bulgaria",
    "hadijatou-mani-koraou-v-niger",
    "lopez-soto-v-venezuela",
    "hounga-v-allen-uksc-2014",
    "darshan-masih-v-the-state",
    "s-v-mabuza-and-chauke-2014",
}
WITHHELD_NAMES = {
    "siliadin-v-france": ["Siliadin"],
    "rantsev-v-cyprus-and-russia": ["Rantsev"],
    "chowdury-and-others-v-greece": ["Chowdury"],
    "zoletic-and-others-v-azerbaijan": ["Zoletic"],
    "krachunova-v-bulgaria": ["Krachunova"],
    "hadijatou-mani-koraou-v-niger": ["Hadijatou", "Koraou"],
    "lopez-soto-v-venezuela": ["López Soto", "Lopez Soto"],
    "hounga-v-allen-uksc-2014": ["Hounga"],
    "darshan-masih-v-the-state": ["Darshan", "Masih", "Rehmatay"],
    "s-v-mabuza-and-chauke-2014": ["Chauke"],
}
# Where the name of the withheld title may stand: the official title, what is made from it, and links.
TITLE_KEYS = {"title", "slug", "url"}


def read(*parts):
    return json.loads(ROOT.joinpath(*parts).read_text(encoding="utf-8"))


def texts(value, key=""):
    """Every text below value, with the key under which it stands."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from texts(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from texts(below, key)
    elif isinstance(value, str):
        yield key, value


@pytest.fixture(scope="module")
def sample():
    return read("caselaw", "sample", "landmark_cases.json")


@pytest.fixture(scope="module")
def cases(sample):
    return {case["slug"]: case for case in sample["cases"]}


@pytest.fixture(scope="module")
def jurisdictions():
    return {entry["code"]: entry for entry in read("caselaw", "data", "jurisdictions.json")}


@pytest.fixture(scope="module")
def countries():
    return {country["iso2"]: country for country in read("portal", "core", "data", "countries.json")}


def test_the_file_says_what_it_is(sample):
    assert sample["format"] == "tip-cases/1"
    assert sample["source_system"] == "landmark"
    assert sample["licence"] == "CC BY 4.0"


def test_there_are_86_cases_with_slugs_of_their_own(sample, cases):
    assert len(sample["cases"]) == len(cases) == 86


def test_every_jurisdiction_of_a_case_is_known(cases, jurisdictions):
    assert {case["jurisdiction"] for case in cases.values()} <= set(jurisdictions)


def test_there_are_at_least_51_national_jurisdictions(cases, jurisdictions):
    used = {jurisdictions[case["jurisdiction"]]["code"] for case in cases.values()}
    kinds = Counter(jurisdictions[code]["kind"] in INTERNATIONAL for code in used)
    assert kinds[False] >= 51
    assert kinds[True] == 6


def test_every_country_of_a_case_is_known(cases, countries):
    for slug, case in cases.items():
        codes = [*(case["respondent_state"] or []), *(case["country_of_facts"] or [])]
        codes += [person.get("nationality") for person in [*case["victims"], *case["defendants"]]]
        for leg in case["route"]:
            codes += [leg["from"], leg["to"], *leg["transit"]]
        assert {code for code in codes if code} <= set(countries), slug


def test_every_case_has_a_summary_the_facts_and_a_source(cases):
    for slug, case in cases.items():
        assert case["title"] and case["summary"] and case["facts"] and case["reasoning"], slug
        assert case["sources"], slug
        assert all(source["url"].startswith(("http://", "https://")) for source in case["sources"]), slug


def test_nothing_is_written_as_the_word_none(cases):
    for slug, case in cases.items():
        assert not [text for _, text in texts(case) if text.strip() in {"", "None", "null", "nan"}], slug


def test_links_are_withheld_where_the_source_names_victims(cases):
    for slug, case in cases.items():
        flags = [source.get("withhold_link", False) for source in case["sources"]]
        assert all(flags) if slug in WITHHELD else not any(flags), slug
    assert set(cases) >= WITHHELD


def test_titles_that_name_a_victim_have_a_public_title_and_a_reason(cases):
    assert {slug for slug, case in cases.items() if case.get("title_names_victim")} == TITLE_NAMES_VICTIM
    for slug, case in cases.items():
        for key in ("title_public", "title_reason"):
            assert bool(case.get(key)) == (slug in TITLE_NAMES_VICTIM), (slug, key)


def test_the_public_title_and_the_reason_do_not_name_the_victim(cases):
    for slug, names in WITHHELD_NAMES.items():
        for key in ("title_public", "title_reason"):
            assert not [name for name in names if name.casefold() in cases[slug][key].casefold()], slug


def test_no_other_text_names_a_victim_of_a_withheld_title(cases):
    names = [name.casefold() for found in WITHHELD_NAMES.values() for name in found]
    for slug, case in cases.items():
        told = {key: value for key, value in case.items() if key not in TITLE_KEYS}
        for key, text in texts(told):
            if key not in TITLE_KEYS or (key == "title" and text != case["title"]):
                assert not [name for name in names if name in text.casefold()], (
                    slug,
                    key,
                )


def test_every_country_with_courts_is_a_jurisdiction(jurisdictions, countries):
    national = {code for code, entry in jurisdictions.items() if entry["kind"] not in INTERNATIONAL}
    assert set(countries) - national == {"AQ", "BV", "HM", "TF", "UM"}
    for code in national:
        entry = jurisdictions[code]
        assert entry["kind"] in {"state", "territory"}, code
        assert entry["country_iso3"] == countries[code]["iso3"], code
        assert "names" not in entry, code
    assert {c["iso2"] for c in countries.values() if c["kind"] == "state"} == {
        code for code in national if jurisdictions[code]["kind"] == "state"
    }


def test_every_court_and_treaty_body_has_six_names(jurisdictions):
    for code, entry in jurisdictions.items():
        if entry["kind"] in INTERNATIONAL:
            assert entry["country_iso3"] is None, code
            assert set(entry["names"]) == LANGUAGES, code
            assert all(entry["names"].values()), code
            # What was not assigned to a jurisdiction has no court, and so no address.
            assert code == "UNASSIGNED" or entry["website"].startswith("https://"), code


def test_codes_of_courts_are_no_country_codes(jurisdictions, countries):
    taken = set(countries) | {country["iso3"] for country in countries.values()}
    assert not taken & {code for code, entry in jurisdictions.items() if entry["kind"] in INTERNATIONAL}


def test_no_jurisdiction_is_listed_twice():
    codes = [entry["code"] for entry in read("caselaw", "data", "jurisdictions.json")]
    assert len(set(codes)) == len(codes)


def test_every_legal_system_is_known(jurisdictions):
    assert {entry["legal_system"] for entry in jurisdictions.values()} <= LEGAL_SYSTEMS
