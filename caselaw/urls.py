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


class JurisdictionCodeConverter:
    """The code of a jurisdiction, in capital or small letters; see caselaw.models.jurisdiction."""

    regex = r"[A-Za-z][A-Za-z0-9-]{1,19}"

    def to_python(self, value: str) -> str:
        """Return the code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as it stands."""
        return value


register_converter(PublicIdConverter, "public_id")
register_converter(JurisdictionCodeConverter, "jurisdiction_code")

app_name = "caselaw"
urlpatterns = [
    path("cases/", cases.case_list, name="case-list"),
    path("cases/import/", imports.import_create, name="import-create"),
    path("cases/<public_id:public_id>/", cases.case_detail, name="case-short"),
    path("cases/<public_id:public_id>/<slug:slug>/", cases.case_detail, name="case-detail"),
    path("jurisdictions/", jurisdictions.jurisdiction_list, name="jurisdiction-list"),
    path("jurisdictions/<jurisdiction_code:code>/", jurisdictions.jurisdiction_detail, name="jurisdiction-detail"),
]
