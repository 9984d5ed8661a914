"""Rules of the checks: load those that ship, write a new version, put it in use, take it out of use."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from portal.core.actions.reference import read_json
from portal.core.audit import audited
from portal.core.errors import DomainError, NotAllowedError
from portal.core.models import User
from reports.checking.engine import Rule
from reports.checking.parameters import ParameterError
from reports.checking.registry import validate
from reports.models import Collection, ValidationRule

RULES = Path(__file__).parent.parent / "data" / "rules.json"
MAY_CHANGE = "reports.change_validationrule"
_CONTENT = ("scope", "severity", "test", "parameters", "titles", "messages")


@audited("reference.rules_loaded")
def load_rules(path: Path = RULES) -> int:
    """Load the rules that ship; return how many the file holds.

    A code that is new goes into use at once. A rule that differs from all its versions becomes a further version that
    staff put in use when they want it, so that what they changed is never undone.
    """
    records = read_json(path)
    collections = Collection.objects.in_bulk(field_name="code")
    for record in records:
        collection = collections[record["collection"]]
        content = {name: record[name] for name in _CONTENT}
        _validated(content)
        versions = list(ValidationRule.objects.filter(collection=collection, code=record["code"]))
        if any(content == {name: getattr(rule, name) for name in _CONTENT} for rule in versions):
            continue
        ValidationRule.objects.create(
            collection=collection,
            code=record["code"],
            version=max((rule.version for rule in versions), default=0) + 1,
            is_live=not versions,
            **content,
        )
    return len(records)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new version says and how it weighs."""

    severity: str
    parameters: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)


@audited("rule.written")
def write_version(*, rule_id: int, changes: Changes, by: User, now: datetime) -> ValidationRule:
    """Write a further version of a rule; it is not in use yet. Raises DomainError when it could not run."""
    _refuse_others(by)
    rule = _locked(rule_id)
    content = {
        "scope": rule.scope,
        "severity": changes.severity,
        "test": rule.test,
        "parameters": changes.parameters,
        "titles": changes.titles or rule.titles,
        "messages": changes.messages or rule.messages,
    }
    _validated(content)
    newest = ValidationRule.objects.filter(collection=rule.collection_id, code=rule.code).aggregate(last=Max("version"))
    return ValidationRule.objects.create(
        collection=rule.collection, code=rule.code, version=newest["last"] + 1, is_live=False, **content
    )


@audited("rule.put_in_use")
def go_live(*, rule_id: int, by: User, now: datetime) -> ValidationRule:
    """Put a version in use in place of any other; what it finds counts from the next run of the checks on."""
    _refuse_others(by)
    rule = _locked(rule_id)
    content = {name: getattr(rule, name) for name in _CONTENT}
    _validated(content)
    for other in _versions(rule).filter(is_live=True).exclude(pk=rule.pk):
        other.is_live = False
        other.save(update_fields=["is_live"])
    if not rule.is_live:
        rule.is_live = True
        rule.save(update_fields=["is_live"])
    return rule


@audited("rule.taken_out")
def take_out(*, rule_id: int, by: User, now: datetime) -> ValidationRule:
    """Take a rule out of use; its findings close with the next run of the checks."""
    _refuse_others(by)
    rule = _locked(rule_id)
    if rule.is_live:
        rule.is_live = False
        rule.save(update_fields=["is_live"])
    return rule


def live_rules(collection_id: int) -> list[Rule]:
    """Return the rules in use in a collection, in the order of their codes."""
    rules = ValidationRule.objects.filter(collection=collection_id, is_live=True).order_by("code")
    return [as_rule(rule) for rule in rules]


def as_rule(rule: ValidationRule) -> Rule:
    """Return a stored rule as the engine reads it."""
    return Rule(rule.code, rule.scope, rule.severity, rule.test, rule.parameters, rule.messages, rule.pk)


def _locked(rule_id: int) -> ValidationRule:
    """Lock all versions of the rule, so that two people number or switch them one after the other."""
    rule = ValidationRule.objects.get(pk=rule_id)
    versions = {one.pk: one for one in _versions(rule).select_for_update().order_by("pk")}
    return versions[rule_id]


def _versions(rule: ValidationRule) -> QuerySet[ValidationRule]:
    return ValidationRule.objects.filter(collection=rule.collection_id, code=rule.code)


def _refuse_others(by: User) -> None:
    if not by.has_perm(MAY_CHANGE):
        raise NotAllowedError(_("You may not change checks."))


def _validated(content: dict[str, Any]) -> None:
    try:
        validate(**{name: content[name] for name in ("test", "scope", "parameters", "messages")})
    except ParameterError as refusal:
        raise DomainError(str(refusal)) from refusal
