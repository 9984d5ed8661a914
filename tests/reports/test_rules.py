"""Rules as data: what ships runs, a faulty one is refused, versions are written, put in use and taken out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation

from portal.core.errors import DomainError, NotAllowedError
from portal.core.models import User
from reports.actions import rules
from reports.actions.rules import RULES, Changes
from reports.checking.parameters import ParameterError, accepted_by, defaults_of, read
from reports.checking.registry import all_checks, check_named, validate
from reports.forms.checks import RuleForm
from reports.models import ValidationRule
from tests.factories.core import NOW, UserFactory, in_six_languages
from tests.factories.reports import CollectionFactory, IndicatorFactory, ValidationRuleFactory

pytestmark = pytest.mark.django_db

SHIPPED: list[dict[str, Any]] = json.loads(RULES.read_text(encoding="utf-8"))


def steward() -> User:
    """A person who keeps the rules."""
    return UserFactory(permissions=("reports.view_validationrule", "reports.change_validationrule"))


def valid(**changes: Any) -> dict[str, Any]:
    """Return a rule that could run, with changes."""
    rule = {"test": "out_of_range", "scope": "cell", "parameters": {"maximum": 10}, "messages": {"en": "%(value)s?"}}
    return rule | changes


# What ships


@pytest.mark.parametrize("record", SHIPPED, ids=lambda record: record["code"])
def test_each_rule_that_ships_can_run_and_speaks_six_languages(record: dict[str, Any]) -> None:
    languages = {code.split("-")[0] for code, _name in settings.LANGUAGES}
    used = [set(re.findall(r"%\((\w+)\)s", text)) for text in record["messages"].values()]

    validate(**{name: record[name] for name in ("test", "scope", "parameters", "messages")})
    assert set(record["titles"]) == set(record["messages"]) == languages
    assert all(names == used[0] for names in used)
    assert len(set(record["messages"].values())) == len(languages)


def test_every_check_is_used_by_a_rule_that_ships() -> None:
    assert {check.name for check in all_checks()} == {record["test"] for record in SHIPPED}


def test_loading_again_changes_nothing_and_keeps_what_staff_put_in_use() -> None:
    CollectionFactory(code="glotip")
    rules.load_rules()
    first = ValidationRule.objects.get(code="leap")
    mine = rules.write_version(rule_id=first.pk, changes=Changes("warning", {"below": 5}), by=steward(), now=NOW)
    rules.go_live(rule_id=mine.pk, by=steward(), now=NOW)

    assert rules.load_rules() == len(SHIPPED)

    assert ValidationRule.objects.count() == len(SHIPPED) + 1
    assert ValidationRule.objects.get(code="leap", is_live=True) == mine


def test_a_changed_rule_of_a_new_release_waits_for_staff(tmp_path: Path) -> None:
    CollectionFactory(code="glotip")
    rules.load_rules()
    file = tmp_path / "rules.json"
    file.write_text(json.dumps([SHIPPED[0] | {"severity": "error"}]), encoding="utf-8")

    rules.load_rules(file)

    versions = ValidationRule.objects.filter(code=SHIPPED[0]["code"]).order_by("version")
    assert [(rule.version, rule.severity, rule.is_live) for rule in versions] == [
        (1, "blocker", True),
        (2, "error", False),
    ]


# Refusals


@pytest.mark.parametrize(
    "changes",
    [
        {"test": "__import__"}, {"scope": "history"}, {"parameters": {"maximum": "10"}}, {"parameters": {"maximum": True}},
        {"parameters": {"maximum": -1}}, {"parameters": {"max": 10}}, {"parameters": [1]}, {"messages": {"en": " "}},
        {"messages": {"en": "%(typed)s"}}, {"messages": {"en": "10 % of %(value)s"}}, {"messages": {"en": "%(value)d"}},
        {"messages": {"en": "%(value)s %"}}, {"test": "sums_to_total", "scope": "row", "parameters": {"dimensions": []}},
        {"test": "sums_to_total", "scope": "row", "parameters": {"dimensions": ["sex", "sex"]}},
        {"test": "sums_to_total", "scope": "row", "parameters": {"dimensions": "sex"}},
        {"test": "at_most_other_indicator", "scope": "submission", "parameters": {"indicator": "a b"}},
        {"test": "year_on_year_factor", "scope": "history", "parameters": {"factor": float("nan")}},
        {"test": "equals_year_or_code", "scope": "cell", "parameters": {"prefixes": ["6.1"]}},
    ],
)  # fmt: skip
def test_a_rule_that_could_not_run_is_refused(changes: dict[str, Any]) -> None:
    validate(**valid())
    with pytest.raises(ParameterError):
        validate(**valid(**changes))


def test_parameters_that_are_left_out_are_the_usual_ones() -> None:
    for check in all_checks():
        usual = read(check.parameters, {})
        assert usual == read(check.parameters, defaults_of(check.parameters))
        assert list(accepted_by(check.parameters)) == list(defaults_of(check.parameters))


# Versions


def test_a_new_version_is_numbered_and_not_in_use() -> None:
    rule = ValidationRuleFactory(test="out_of_range", parameters={"maximum": 5})

    made = rules.write_version(rule_id=rule.pk, changes=Changes("error", {"maximum": 9}), by=steward(), now=NOW)

    assert (made.version, made.is_live, made.parameters, made.messages) == (2, False, {"maximum": 9}, rule.messages)
    assert ValidationRule.objects.get(collection=rule.collection, is_live=True) == rule


def test_a_version_that_could_not_run_is_not_written() -> None:
    rule = ValidationRuleFactory(test="out_of_range")
    changes = Changes("error", {}, messages=in_six_languages("%(nothing)s"))

    with pytest.raises(DomainError, match="nothing"):
        rules.write_version(rule_id=rule.pk, changes=changes, by=steward(), now=NOW)
    assert list(ValidationRule.objects.filter(collection=rule.collection)) == [rule]


def test_one_version_is_in_use_and_none_after_it_was_taken_out() -> None:
    first = ValidationRuleFactory()
    second = ValidationRuleFactory(collection=first.collection, code=first.code, version=2, is_live=False)

    rules.go_live(rule_id=second.pk, by=steward(), now=NOW)
    assert list(ValidationRule.objects.filter(collection=first.collection, is_live=True)) == [second]

    rules.take_out(rule_id=second.pk, by=steward(), now=NOW)
    assert not ValidationRule.objects.filter(collection=first.collection, is_live=True).exists()


@pytest.mark.parametrize("step", ["write_version", "go_live", "take_out"])
def test_nobody_else_changes_rules(step: str) -> None:
    rule = ValidationRuleFactory()
    more = {"changes": Changes("info")} if step == "write_version" else {}

    with pytest.raises(NotAllowedError):
        getattr(rules, step)(rule_id=rule.pk, by=UserFactory(role="contributor"), now=timezone.now(), **more)


# The form


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("record", SHIPPED, ids=lambda record: record["code"])
def test_the_form_of_each_rule_gives_back_what_it_shows(record: dict[str, Any], language: str) -> None:
    for code in ("convicted", "prosecuted", "formal_contact"):
        IndicatorFactory(code=code)
    content = {name: record[name] for name in ("code", "scope", "severity", "test", "parameters", "titles", "messages")}
    rule = ValidationRule(**content)
    with translation.override(language):
        shown = RuleForm(rule=rule)
        data = {
            name: field.initial
            for name, field in shown.fields.items()
            if field.initial is not None and field.initial is not False
        }
        form = RuleForm(data, rule=rule)

        assert form.is_valid(), form.errors
    read(check_named(rule.test).parameters, form.parameters())
    assert form.parameters().items() >= rule.parameters.items()
    assert (form.texts("title"), form.texts("message")) == (rule.titles, rule.messages)
