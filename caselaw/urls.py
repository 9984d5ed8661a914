"""URLs of case law."""

from django.urls import path, register_converter

from caselaw.views import cases, imports, jurisdictions


class PublicIdConverter:
    """HT- and eight signs; see caselaw.public_ids."""

    regex = r"HT-[2-9b-df-hj-km-np-tv-z]{8}"

    def to_python(self, value: str) -> str:
        """Return the identifier as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the identifier as it stands."""
        return value


register_converter(PublicIdConverter, "public_id")

app_name = "caselaw"
urlpatterns = [
    path("cases/", cases.case_list, name="case-list"),
    path("cases/import/", imports.import_create, name="import-create"),
    path("cases/<public_id:public_id>/", cases.case_detail, name="case-short"),
    path("cases/<public_id:public_id>/<slug:slug>/", cases.case_detail, name="case-detail"),
    path("jurisdictions/", jurisdictions.jurisdiction_list, name="jurisdiction-list"),
    path("jurisdictions/<str:code>/", jurisdictions.jurisdiction_detail, name="jurisdiction-detail"),
]
