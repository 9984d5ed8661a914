"""The rules of the checks, for staff: list, page with versions and try-out, a further version, in use or not."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import DomainError
from portal.core.http import signed_in
from portal.core.models import User
from reports.actions import checks, rules
from reports.actions.rules import Changes
from reports.checking.registry import check_named
from reports.choices import FindingState
from reports.forms.checks import RuleForm, TryOutForm
from reports.models import Round, SourceDataset, ValidationRule
from reports.presenters.checks import BADGES, parameters_in_words, sentence

MAY_SEE = "reports.view_validationrule"


@login_required
@permission_required(MAY_SEE, raise_exception=True)
@never_cache
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """List the rules: the version in use of each, or else its newest."""
    versions = (
        ValidationRule.objects.select_related("collection")
        .annotate(open_findings=Count("findings", filter=Q(findings__state=FindingState.OPEN)))
        .order_by("collection", "code", "-is_live", "-version")
    )
    newest: dict[tuple[int, str], ValidationRule] = {}
    for rule in versions:
        newest.setdefault((rule.collection_id, rule.code), rule)
    rows = [{"rule": rule, "badge": BADGES[rule.severity]} for rule in newest.values()]
    return render(request, "reports/checks/rule_list.html", {"rows": rows})


@login_required
@permission_required(MAY_SEE, raise_exception=True)
@never_cache
@require_safe
def rule_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version of a rule, its other versions, and what it would find in data that are there."""
    rule = _rule(pk)
    user = signed_in(request).user
    form = TryOutForm(request.GET or None, **_offered(user, rule))
    values = _values(rule, user) | {"form": form, "tried": None}
    if form.is_bound and form.is_valid():
        round_, dataset = form.cleaned_data["round"], form.cleaned_data["dataset"]
        tried = None
        if round_:
            tried = checks.try_out(rule, round_)
        elif dataset:
            tried = checks.try_out_on_dataset([rules.as_rule(rule)], dataset)
        if tried:
            values |= {"tried": tried, "count": tried.findings[rule.code], "countries": tried.countries[rule.code]}
            values["examples"] = [(example, _text(example)) for example in tried.examples]
    return render(request, "reports/checks/rule_detail.html", values, status=422 if form.errors else 200)


@login_required
@permission_required(rules.MAY_CHANGE, raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a further version of a rule."""
    rule = _rule(pk)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    if request.method == "POST" and form.is_valid():
        changes = Changes(
            severity=form.cleaned_data["severity"],
            parameters=form.parameters(),
            titles=form.texts("title"),
            messages=form.texts("message"),
        )
        try:
            made = rules.write_version(rule_id=rule.pk, changes=changes, by=signed_in(request).user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The version is written. Try it out, then put it in use."))
            return redirect("reports:rule-detail", pk=made.pk)
    words = sorted(check_named(rule.test).values)
    values = {"rule": rule, "form": form, "words": words}
    return render(request, "reports/checks/rule_form.html", values, status=422 if form.is_bound else 200)


@login_required
@permission_required(rules.MAY_CHANGE, raise_exception=True)
@never_cache
@require_POST
def rule_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version in use, or take it out."""
    rule = _rule(pk)
    step = rules.take_out if rule.is_live and "out" in request.POST else rules.go_live
    try:
        step(rule_id=rule.pk, by=signed_in(request).user, now=timezone.now())
    except DomainError as refusal:
        values = _values(rule, signed_in(request).user) | {"refusal": str(refusal)}
        values["form"] = TryOutForm(**_offered(signed_in(request).user, rule))
        return render(request, "reports/checks/rule_detail.html", values, status=409)
    messages.success(request, _("Saved."))
    return redirect("reports:rule-detail", pk=rule.pk)


def _rule(pk: int) -> ValidationRule:
    return get_object_or_404(ValidationRule.objects.select_related("collection"), pk=pk)


def _values(rule: ValidationRule, user: User) -> dict[str, Any]:
    others = ValidationRule.objects.filter(collection=rule.collection_id, code=rule.code)
    check = check_named(rule.test)
    return {
        "rule": rule,
        "badge": BADGES[rule.severity],
        "check": check,
        "parameters": parameters_in_words(rule),
        "message": sentence(rule.messages, {name: f"({name})" for name in check.values}, "(question)"),
        "versions": others.order_by("-version"),
        "may_change": user.has_perm(rules.MAY_CHANGE),
    }


def _offered(user: User, rule: ValidationRule) -> dict[str, Any]:
    rounds = Round.objects.visible_to(user).filter(collection=rule.collection_id).newest_first()
    return {"rounds": rounds, "datasets": SourceDataset.objects.visible_to(user).order_by("-imported_at")}


def _text(example: checks.Example) -> str:
    found = example.found
    return sentence(found.rule.messages, found.values, found.question, found.cells)
