"""The API's URL tree, version 1, with its schema and documentation."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from portal.core.api.account import AccountView
from portal.core.api.docs import ApiDocs
from portal.core.api.views import Missing
from portal.jobs.api import JobView

urlpatterns = [
    path("", include("caselaw.api.urls")),
    path("", include("reports.api.urls")),
    path("account", AccountView.as_view(), name="api-account"),
    path("jobs/<uuid:public_id>", JobView.as_view(), name="api-job"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("docs/", ApiDocs.as_view(), name="api-docs"),
    path("<path:rest>", Missing.as_view()),
]
