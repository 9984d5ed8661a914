"""Addresses of the country data."""

from django.urls import path

from reports.views import entry, entry_row, entry_section, lookups

app_name = "reports"

_SUBMISSION = "submissions/<uuid:public_id>/"
_SECTION = f"{_SUBMISSION}sections/<slug:section>/"

urlpatterns = [
    # The form
    path("mine/", entry.submission_list, name="submission-list"),
    path(_SUBMISSION, entry.submission_detail, name="submission-detail"),
    path(f"{_SUBMISSION}print/", entry.submission_print, name="submission-print"),
    path(_SECTION, entry_section.section_page, name="entry-section"),
    path(f"{_SECTION}save/", entry_section.section_save, name="entry-save"),
    path(f"{_SECTION}row/", entry_section.section_row, name="entry-row"),
    path(f"{_SECTION}rows/<str:question>/<str:row>/", entry_row.row_page, name="entry-row-page"),
    path("lookups/countries/", lookups.countries, name="lookup-countries"),
]
