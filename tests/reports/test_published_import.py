"""Taking a published file in: what is kept, what it is joined to, and that the same file again changes nothing."""

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from reports.actions import published
from reports.choices import DatasetState, LabelState
from reports.importing.containers import PublishedFile
from reports.importing.published_counts import KEYS
from reports.models import Indicator, PartnerLabel, PublishedDefect, PublishedObservation, SourceDataset
from tests.factories.core import NOW, UserFactory, in_six_languages
from tests.reports.published_files import by_citizenship, csv_content, csv_file, lines_of, row

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("PORTAL_SHARED_DATA") or "/nowhere") / "reports" / "glotip"
RELEASE = SHARED / "data_glotip_release_2025-04-14.xlsx"
SAMPLE = Path(__file__).parents[2] / "reports" / "sample" / "published_sample.csv"
needs_real_file = pytest.mark.skipif(not RELEASE.is_file(), reason="The real file is not here (PORTAL_SHARED_DATA)")


def _take_in(file: PublishedFile, sha256: str = "a" * 64) -> SourceDataset:
    return published.take_in(
        file=file, sha256=sha256, vintage=None, report=lambda rows: None, by=UserFactory(), now=NOW
    )


def _kinds(dataset: SourceDataset) -> list[str]:
    return list(PublishedDefect.objects.filter(dataset=dataset).order_by("row_number").values_list("kind", flat=True))


def _printed(*arguments: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_glotip", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


def test_a_row_keeps_its_texts_and_says_what_they_were_read_as() -> None:
    Indicator.objects.get_or_create(
        published_as="detected trafficking victims",
        defaults={
            "code": "victims",
            "names": in_six_languages("Victims"),
            "definitions": in_six_languages("Victims"),
            "unit": "persons",
        },
    )

    dataset = _take_in(csv_file(by_citizenship("Nigerians", value="1,757", sex="Female", age="0 to 17 years")))

    kept = PublishedObservation.objects.select_related("country", "indicator", "partner_label__country").get()
    assert (kept.row_number, kept.value_text, kept.category_text) == (4, "1,757", "Nigerians")
    assert (kept.country.iso3, kept.indicator.published_as) == ("AUT", "detected trafficking victims")
    assert (kept.sex, kept.age, kept.year, kept.value, kept.partner_as) == ("F", "Y0T17", 2019, 1757, "citizenship")
    assert (kept.partner_label.state, kept.partner_label.country.iso3) == (LabelState.KNOWN, "NGA")
    assert (dataset.state, str(dataset.vintage)) == (DatasetState.READ, "2025-04-14")


def test_a_suppressed_value_is_kept_as_an_interval() -> None:
    _take_in(csv_file(row(value="<5")))

    kept = PublishedObservation.objects.get()
    assert (kept.value, kept.low, kept.high, kept.is_quarantined) == (None, 0, 4, False)


def test_a_quarantined_row_is_kept_without_a_number() -> None:
    dataset = _take_in(csv_file(by_citizenship("Q6.1_12s_2019", value="61,122,019")))

    kept = PublishedObservation.objects.get()
    assert (kept.is_quarantined, kept.value, kept.value_text, kept.partner_label) == (True, None, "61,122,019", None)
    assert dataset.counts["quarantined"] == {"cell_code": 1}


def test_rows_as_published_are_never_changed() -> None:
    _take_in(csv_file(row()))

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PublishedObservation.objects.update(value=13)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PublishedObservation.objects.update(value_text="13")


def test_the_same_file_again_changes_nothing() -> None:
    first = _take_in(csv_file(row(), by_citizenship("Atlantis")))
    rows = list(PublishedObservation.objects.values_list("pk", flat=True))

    again = _take_in(csv_file(row(), by_citizenship("Atlantis")))

    assert again.pk == first.pk
    assert list(PublishedObservation.objects.values_list("pk", flat=True)) == rows


def test_the_same_rows_in_another_file_are_the_same_data_set() -> None:
    first = _take_in(csv_file(row(), row(year="2020")))

    with pytest.raises(published.SameRowsError) as refusal:
        _take_in(csv_file(row(), row(year="2020"), banner=()), "b" * 64)

    assert refusal.value.dataset == first
    assert SourceDataset.objects.get() == first


def test_another_release_is_a_data_set_of_its_own() -> None:
    first = _take_in(csv_file(row()))
    second = _take_in(csv_file(row(value="13"), banner=(["30/05/2023"],)), "b" * 64)

    assert (first.pk != second.pk, str(second.vintage)) == (True, "2023-05-30")
    assert list(PublishedObservation.objects.order_by("value").values_list("value", flat=True)) == [12, 13]


def test_a_refused_file_leaves_nothing_behind() -> None:
    rows = [row(year=str(2000 + number)) for number in range(20)]
    broken = csv_content(lines_of(rows)) + b"\xff\xfe\xfa\n"

    with pytest.raises(published.DomainError, match="no table"):
        _take_in(PublishedFile("x.csv", lambda: io.BytesIO(broken)))

    assert not SourceDataset.objects.exists()
    assert not PublishedObservation.objects.exists()


@pytest.mark.parametrize("code", ["SAM", "SAF", "CAR", "CAS", "EEU", "MCA", "MCN", "Aruba/Curacao"])
def test_a_region_in_place_of_a_country_is_kept_apart(code: str) -> None:
    dataset = _take_in(csv_file(row(iso3=code, country="")))

    kept = PublishedObservation.objects.get()
    assert (kept.country, kept.iso3_text, kept.is_quarantined) == (None, code, False)
    assert (_kinds(dataset), dataset.counts["rows_without_country"]) == (["region_code"], 1)


def test_a_country_without_its_code_is_reported_and_never_guessed() -> None:
    dataset = _take_in(csv_file(row(iso3="", country="Sark"), row(iso3="", country="Austria", year="2020")))

    assert _kinds(dataset) == ["no_country_code", "no_country_code"]
    countries = PublishedObservation.objects.order_by("row_number").values_list("country__iso3", flat=True)
    assert list(countries) == [None, "AUT"]


def test_a_country_without_its_name_or_with_an_unknown_code_is_reported() -> None:
    dataset = _take_in(csv_file(row(country=""), row(iso3="QQQ", country="Atlantis")))

    assert _kinds(dataset) == ["no_country", "unknown_country"]


def test_labels_wait_for_a_decision_unless_they_are_known() -> None:
    labels = ("Nigerian", "NIGERIAN", "Congolese", "Kazalhstan", "Rohingya", "145", "Nationals")
    dataset = _take_in(csv_file(*(by_citizenship(label, year=str(2000 + n)) for n, label in enumerate(labels))))

    states = {each.label: (each.state, each.kind) for each in PartnerLabel.objects.all()}
    assert states == {
        "Nigerian": ("known", "country"),
        "Congolese": ("unknown", ""),
        "Kazalhstan": ("proposed", "country"),
        "Rohingya": ("unknown", ""),
        "145": ("unknown", ""),
        "Nationals": ("known", "_NAT"),
    }
    assert _kinds(dataset) == ["ambiguous_label", "unknown_label", "unknown_label", "unknown_label"]


def test_the_command_prints_its_counts_in_the_last_line(tmp_path: Path) -> None:
    path = tmp_path / "published.csv"
    path.write_bytes(csv_content(lines_of([row(), row(), row(year="2022", value="<5")])))

    printed = _printed(path)

    assert list(printed) == list(KEYS)
    assert (printed["rows"], printed["exact_duplicate_rows"], printed["suppressed_rows"]) == (3, 1, 1)
    assert (printed["years"], printed["vintage"], printed["quarantined"]) == ([2019, 2022], "2025-04-14", {})
    panel = printed["victims_pair_panel_2019_2022"]
    assert panel == {"countries": 1, "2019": 12.0, "2022": 2.0, "change_pct": -83.3}
    assert _printed(path) == printed
    assert SourceDataset.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"nothing,here\n"])
def test_the_command_says_why_it_refuses(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "published.csv"
    path.write_bytes(content)
    errors = io.StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("import_glotip", path, stderr=errors)

    assert (stop.value.code, bool(errors.getvalue().strip())) == (1, True)


def test_the_sample_shows_every_kind_of_defect() -> None:
    dataset = _take_in(PublishedFile.at(SAMPLE))

    kinds = {choice for choice in PublishedDefect.kind.field.choices for choice in [choice[0]]}
    assert set(_kinds(dataset)) == kinds
    assert "invented" in SAMPLE.read_text(encoding="utf-8").splitlines()[0].casefold()


@needs_real_file
def test_the_real_file_gives_the_golden_numbers() -> None:
    golden = json.loads((SHARED / "derived_golden_numbers.json").read_text(encoding="utf-8"))["2025-04-14"]
    seconds = time.process_time()

    printed = _printed(RELEASE)

    assert {key: printed[key] for key in golden} == golden
    assert set(printed) - set(golden) == {"quarantined", "vintage"}
    assert (printed["quarantined"], printed["vintage"]) == ({"cell_code": 120, "impossible_value": 8}, "2025-04-14")
    assert PublishedObservation.objects.count() == golden["rows"]
    assert _printed(SHARED / "data_glotip_release_2025-04-14.csv.gz") == printed
    assert (SourceDataset.objects.count(), PublishedObservation.objects.count()) == (1, golden["rows"])
    assert time.process_time() - seconds < 60
