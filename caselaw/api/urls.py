"""The API of case law."""

from django.urls import path

from caselaw.api import changes, drafts, views

urlpatterns = [
    path("cases/", views.CaseList.as_view(), name="api-case-list"),
    path("cases/<str:public_id>/", views.CaseRetrieve.as_view(), name="api-case-detail"),
    path("changes/", changes.ChangeList.as_view(), name="api-change-list"),
    path("drafts/", drafts.DraftList.as_view(), name="api-draft-list"),
    path("drafts/<uuid:uuid>/", drafts.DraftRetrieve.as_view(), name="api-draft-detail"),
    path("terms/", views.TermList.as_view(), name="api-term-list"),
    path("jurisdictions/", views.JurisdictionList.as_view(), name="api-jurisdiction-list"),
]
