"""Addresses of the country data."""

from django.urls import path

from reports.views import (
    board,
    checks,
    clarifications,
    delegations,
    entry,
    entry_row,
    entry_section,
    lookups,
    published,
    rules,
    submissions,
    validation,
    workbook,
)

app_name = "reports"

_SUBMISSION = "submissions/<uuid:public_id>/"
_SECTION = f"{_SUBMISSION}sections/<slug:section>/"
_FINDINGS = f"{_SUBMISSION}findings/"
_WORKBOOK = f"{_SUBMISSION}workbook/"

urlpatterns = [
    # The form
    path("mine/", entry.submission_list, name="submission-list"),
    path(_SUBMISSION, entry.submission_detail, name="submission-detail"),
    path(f"{_SUBMISSION}print/", entry.submission_print, name="submission-print"),
    path(f"{_SUBMISSION}pdf/", entry.submission_pdf, name="submission-pdf"),
    path(_SECTION, entry_section.section_page, name="submission-section"),
    path(f"{_SECTION}save/", entry_section.section_save, name="entry-save"),
    path(f"{_SECTION}row/", entry_section.section_row, name="entry-row"),
    path(f"{_SECTION}rows/<str:question>/<str:row>/", entry_row.row_page, name="entry-row-page"),
    path("lookups/countries/", lookups.countries, name="lookup-countries"),
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
