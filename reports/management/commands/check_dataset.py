"""manage.py check_dataset: what the rules in use find in a published data set."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.actions import checks
from reports.actions.checks import TryOut
from reports.actions.rules import live_rules
from reports.building.sheets import newest_dataset
from reports.checking.engine import Rule
from reports.models import Collection, SourceDataset


class Command(BaseCommand):
    """Run the rules over a published data set, country by country; nothing is stored."""

    help = "Runs the checks in use over a published data set and tells what each finds, and in how many seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("dataset", nargs="?", type=int, help="Key of the data set; without it, the newest.")
        parser.add_argument("--collection", default="glotip", help="Whose rules.")
        parser.add_argument("--all-rows", action="store_true", help="Also the quarantined rows.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and tell."""
        dataset = self._dataset(options["dataset"])
        collection = Collection.objects.filter(code=options["collection"]).first()
        if collection is None:
            raise CommandError(f"There is no collection {options['collection']}.")
        rules = live_rules(collection.pk)
        tried = checks.try_out_on_dataset(rules, dataset, all_rows=options["all_rows"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(dataset, tried), ensure_ascii=False))
        else:
            self._tell(dataset, rules, tried)

    def _dataset(self, key: int | None) -> SourceDataset:
        dataset = SourceDataset.objects.filter(pk=key).first() if key else newest_dataset()
        if dataset is None:
            raise CommandError("There is no such data set. Import one first.")
        return dataset

    def _tell(self, dataset: SourceDataset, rules: list[Rule], tried: TryOut) -> None:
        self.stdout.write(f"{dataset}: {tried.cells:,} figures of {tried.sheets} countries")
        self.stdout.write(f"{'rule':36} {'weight':8} {'findings':>9} {'countries':>10} {'seconds':>8}")
        for rule in rules:
            code = rule.code
            numbers = f"{tried.findings[code]:>9,} {tried.countries[code]:>10} {tried.seconds[code]:>8.2f}"
            self.stdout.write(f"{code:36} {rule.severity:8} {numbers}")
        self.stdout.write(
            f"{'in all':36} {'':8} {sum(tried.findings.values()):>9,} {'':>10} {tried.seconds_in_all:>8.2f}"
        )


def _as_json(dataset: SourceDataset, tried: TryOut) -> dict[str, Any]:
    told = asdict(tried)
    told["examples"] = [
        {
            "country": example.country,
            "rule": example.found.rule.code,
            "cells": [str(cell) for cell in example.found.cells],
            "values": dict(example.found.values),
        }
        for example in tried.examples
    ]
    return {"dataset": dataset.pk, "vintage": dataset.vintage.isoformat() if dataset.vintage else None, **told}
