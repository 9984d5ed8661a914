"""What labels of citizenships stand for: known, proposed, or left to a person, and never guessed in silence."""

import csv
from collections import Counter

import pytest

from reports.actions.partner_labels import label_book
from reports.importing import published_labels
from reports.importing.published_labels import LabelBook, Meaning
from tests.reports.test_published_import import SHARED, needs_real_file

pytestmark = pytest.mark.django_db

MAP = SHARED / "derived_citizenship_label_map.csv"


@pytest.fixture
def book() -> LabelBook:
    """The names that are loaded, and the citizenships."""
    return label_book()


@pytest.mark.parametrize(
    ("label", "iso3"),
    [
        ("Nigeria", "NGA"),
        ("نيجيريا", "NGA"),
        ("尼日利亚", "NGA"),
        ("Нигерия", "NGA"),
        ("Cote d'Ivoire", "CIV"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("NGA", "NGA"),
        ("Nigerians", "NGA"),
        ("nigérians", "NGA"),
        ("nigérienne", "NER"),
        ("Colombiana", "COL"),
        ("colombianos", "COL"),
        ("japonesas", "JPN"),
        ("citizens of Nepal", "NPL"),
        ("Filipina", "PHL"),
        ("Marocco", "MAR"),
        ("Dominicana", "DOM"),
        ("Hait\ufffd", "HTI"),
        ("Espa\ufffda", "ESP"),
        ("TÃ¼rkiye", "TUR"),
    ],
)
def test_a_known_name_is_known(book: LabelBook, label: str, iso3: str) -> None:
    assert book.meaning(label) == Meaning(state="known", kind="country", iso3=iso3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Nationals", "_NAT"),
        ("Ciudadanos de su pa\ufffds", "_NAT"),
        ("foreigners", "_FOR"),
        ("Stateless", "_STL"),
        ("Abroad", "_ABR"),
        ("Former Yugoslavia", "_HIS"),
        ("Other Asia", "_SEV"),
        ("Southern Asia", "_SEV"),
        ("Amérique", "_SEV"),
        ("N/A", "_U"),
        ("Desconocidas", "_U"),
        ("TOTAL", "_T"),
    ],
)
def test_words_that_stand_for_no_single_country_are_known(book: LabelBook, label: str, kind: str) -> None:
    assert book.meaning(label) == Meaning(state="known", kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "kind", "iso3"),
    [
        ("Kazalhstan", "country", "KAZ"),
        ("3 maliens", "country", "MLI"),
        ("Congolese (DRC)", "country", "COD"),
        ("Mumbai, India", "country", "IND"),
        ("3 nigériens et 1 tunisien", "_SEV", ""),
        ("Aruba/Curacao", "_SEV", ""),
        ("Other Europeans and others", "_SEV", ""),
    ],
)
def test_what_is_only_like_a_name_waits_for_a_decision(book: LabelBook, label: str, kind: str, iso3: str) -> None:
    assert book.meaning(label) == Meaning(state="proposed", kind=kind, iso3=iso3)  # type: ignore[arg-type]


@pytest.mark.parametrize("label", ["Rohingya", "145", "0", "(specify the country)", "Q6.1", "-", "x" * 300, "尼"])
def test_what_is_like_no_name_stays_unknown(book: LabelBook, label: str) -> None:
    assert book.meaning(label) == Meaning(state="unknown")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "maybe"),
    [
        ("Congolese", ("COD", "COG")),
        ("congolais", ("COD", "COG")),
        ("Korea", ("KOR", "PRK")),
        ("Dominican", ("DMA", "DOM")),
    ],
)
def test_a_label_of_two_countries_is_never_decided_here(book: LabelBook, label: str, maybe: tuple[str, str]) -> None:
    assert book.meaning(label) == Meaning(state="unknown", maybe=maybe)  # type: ignore[arg-type]


def test_thousands_of_unknown_labels_are_not_compared_for_minutes(
    book: LabelBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published_labels, "MOST_COMPARED", 1)

    assert [book.meaning(label).state for label in ("Kazalhstan", "Kazalhstann", "Kazakhstan")] == [
        "proposed",
        "unknown",
        "known",
    ]


@needs_real_file
def test_nearly_all_labels_of_the_real_releases_are_mapped_and_none_to_another_country(book: LabelBook) -> None:
    found: Counter[str] = Counter()
    for line in csv.DictReader(MAP.read_text(encoding="utf-8").splitlines()):
        if line["kind"] == "country":
            meaning = book.meaning(line["raw_label"])
            is_equal = meaning.iso3 == line["iso3"]
            found[f"{meaning.state} and equal" if is_equal else f"another: {meaning.iso3 or 'unknown'}"] += 1

    assert set(found) == {"known and equal", "proposed and equal", "another: unknown"}
    assert found["known and equal"] >= 650
    assert found["another: unknown"] <= 5
