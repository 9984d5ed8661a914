"""The API of country data."""

from django.urls import path

from reports.api import reference, rounds, submissions

urlpatterns = [
    path("indicators/", reference.IndicatorList.as_view(), name="api-indicator-list"),
    path("code-lists/", reference.CodeListList.as_view(), name="api-code-list-list"),
    path("rounds/", rounds.RoundList.as_view(), name="api-round-list"),
    path("questionnaires/", rounds.QuestionnaireList.as_view(), name="api-questionnaire-list"),
    path(
        "questionnaires/<slug:code>/<int:version>/",
        rounds.QuestionnaireRetrieve.as_view(),
        name="api-questionnaire-detail",
    ),
    path("submissions/", submissions.SubmissionList.as_view(), name="api-submission-list"),
    path("submissions/<uuid:public_id>/", submissions.SubmissionRetrieve.as_view(), name="api-submission-detail"),
    path(
        "submissions/<uuid:public_id>/observations/",
        submissions.ObservationList.as_view(),
        name="api-observation-list",
    ),
]
