"""Addresses of the country data."""

from django.urls import path

from reports.views import checks, rules

app_name = "reports"

_FINDINGS = "submissions/<uuid:public_id>/findings/"

urlpatterns = [
    # Checks: what they find in a submission, and the rules
    path(_FINDINGS, checks.finding_list, name="submission-findings"),
    path(f"{_FINDINGS}check/", checks.submission_check, name="submission-check"),
    path(f"{_FINDINGS}<int:pk>/explain/", checks.finding_explain, name="finding-explain"),
    path(f"{_FINDINGS}<int:pk>/waive/", checks.finding_waive, name="finding-waive"),
    path(f"{_FINDINGS}<int:pk>/reopen/", checks.finding_reopen, name="finding-reopen"),
    path("checks/", rules.rule_list, name="rule-list"),
    path("checks/<int:pk>/", rules.rule_detail, name="rule-detail"),
    path("checks/<int:pk>/version/", rules.rule_version, name="rule-version"),
    path("checks/<int:pk>/switch/", rules.rule_switch, name="rule-switch"),
]
