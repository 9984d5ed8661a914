"""URLs of background jobs."""

from django.urls import path

from portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:public_id>/", views.job_detail, name="job-detail"),
    path("<uuid:public_id>/progress/", views.job_progress, name="job-progress"),
    path("<uuid:public_id>/cancel/", views.job_cancel, name="job-cancel"),
    path("<uuid:public_id>/findings.csv", views.job_findings, name="job-findings"),
    path("<uuid:public_id>/files/<int:pk>/", views.job_file, name="job-file"),
]
