"""Addresses of the country data."""

from django.urls import path

from reports.views import (
    board,
    checks,
    clarifications,
    delegations,
    published,
    rules,
    submissions,
    validation,
    workbook,
)

app_name = "reports"

_FINDINGS = "submissions/<uuid:public_id>/findings/"
_WORKBOOK = "submissions/<uuid:public_id>/workbook/"

urlpatterns = [
    # Workflow: rounds and their status boards, the secretariat's side and the country's side of a submission
    path("", board.round_list, name="round-list"),
    path("rounds/<slug:collection>/<slug:code>/", board.round_board, name="round-board"),
    path("desk/<uuid:public_id>/", submissions.submission_desk, name="submission-desk"),
    path("submissions/<uuid:public_id>/step/<slug:name>/", submissions.submission_step, name="submission-step"),
    path("submissions/<uuid:public_id>/hand-in/", submissions.hand_in, name="submission-hand-in"),
    path("submissions/<uuid:public_id>/validation/", validation.submission_validation, name="submission-validation"),
    path(
        "submissions/<uuid:public_id>/clarifications/",
        clarifications.thread_list,
        name="submission-clarifications",
    ),
    path("clarifications/<uuid:public_id>/", clarifications.thread_reply, name="clarification-reply"),
    path("clarifications/<uuid:public_id>/close/", clarifications.thread_close, name="clarification-close"),
    path("clarifications/files/<int:pk>/", clarifications.message_file, name="clarification-file"),
    path("submissions/<uuid:public_id>/delegations/", delegations.delegation_list, name="submission-delegations"),
    path("delegations/<int:pk>/send/", delegations.delegation_send, name="delegation-send"),
    path("delegations/<int:pk>/revoke/", delegations.delegation_revoke, name="delegation-revoke"),
    path("delegations/<str:token>/", delegations.delegation_accept, name="delegation-accept"),
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
    # Data sets as published, and the labels in them
    path("published/", published.published_list, name="published-list"),
    path("published/<int:pk>/", published.published_detail, name="published-detail"),
    path("published/<int:pk>/quality.xlsx", published.published_quality, name="published-quality"),
    path("published/labels/", published.label_list, name="label-list"),
    path("published/labels/<int:pk>/", published.label_decide, name="label-decide"),
    # The workbook of a submission
    path(_WORKBOOK, workbook.start, name="workbook"),
    path(f"{_WORKBOOK}file/", workbook.download, name="workbook-file"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/", workbook.detail, name="workbook-upload"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/confirm/", workbook.confirm, name="workbook-confirm"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/discard/", workbook.discard, name="workbook-discard"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/findings.xlsx", workbook.annotated_copy, name="workbook-findings"),
]
