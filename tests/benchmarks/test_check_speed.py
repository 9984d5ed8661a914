"""What the rules find in the published file, and in how many seconds: the real one where it is, else the sample."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.actions import checks, published, rules
from reports.actions.rules import live_rules
from reports.importing.containers import PublishedFile
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import CollectionFactory, IndicatorFactory
from tests.reports.test_published_import import RELEASE, SAMPLE

INDICATORS = {
    "victims": "detected trafficking victims",
    "convicted": "persons convicted",
    "prosecuted": "persons prosecuted",
    "formal_contact": "persons brought into formal contact",
    "offences": "offences of trafficking in persons",
}
MOST_SECONDS = 60


@pytest.mark.django_db
def test_the_published_file_is_checked_within_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    for code, name in INDICATORS.items():
        IndicatorFactory(code=code, published_as=name)
    collection = CollectionFactory(code="glotip")
    rules.load_rules()
    path = RELEASE if RELEASE.is_file() else Path(SAMPLE)
    dataset = published.take_in(
        file=PublishedFile.at(path), sha256="a" * 64, vintage=None, report=lambda rows: None, by=UserFactory(), now=NOW
    )
    arguments = ["--all-rows"] if os.environ.get("PORTAL_BENCH_ALL_ROWS") else []
    with capsys.disabled():
        call_command("check_dataset", str(dataset.pk), *arguments)

    tried = checks.try_out_on_dataset(live_rules(collection.pk), dataset)

    assert sum(tried.findings.values()) > 0
    assert tried.seconds_in_all < MOST_SECONDS
