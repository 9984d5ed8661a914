"""URLs of the country data."""

from django.urls import path

from reports.views import workbook

app_name = "reports"

_WORKBOOK = "submissions/<uuid:public_id>/workbook/"

urlpatterns = [
    # The workbook of a submission.
    path(_WORKBOOK, workbook.start, name="workbook"),
    path(f"{_WORKBOOK}file/", workbook.download, name="workbook-file"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/", workbook.detail, name="workbook-upload"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/confirm/", workbook.confirm, name="workbook-confirm"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/discard/", workbook.discard, name="workbook-discard"),
    path(f"{_WORKBOOK}uploads/<uuid:upload_id>/findings.xlsx", workbook.annotated_copy, name="workbook-findings"),
]
