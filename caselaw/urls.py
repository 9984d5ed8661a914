"""URLs of case law."""

from django.urls import path, register_converter

from caselaw import feeds
from caselaw.views import (
    cases,
    corrections,
    desk,
    imports,
    jurisdictions,
    lookups,
    screening,
    trail,
    versions,
    withdrawn,
    writing,
)


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


class TemplateEndingConverter:
    """The two forms of the template: a workbook, or CSV files in a ZIP."""

    regex = r"xlsx|zip"

    def to_python(self, value: str) -> str:
        """Return the ending as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the ending as it stands."""
        return value


register_converter(PublicIdConverter, "public_id")
register_converter(JurisdictionCodeConverter, "jurisdiction_code")
register_converter(TemplateEndingConverter, "template_ending")

app_name = "caselaw"
urlpatterns = [
    path("cases/", cases.case_list, name="case-list"),
    path("cases/feed.atom", feeds.recent_briefs, name="case-feed"),
    path("cases/withdrawn/", withdrawn.withdrawn_list, name="withdrawn-list"),
    path("cases/corrections/<str:token>/", corrections.correction_status, name="correction-status"),
    path("cases/<public_id:public_id>/correction/", corrections.correction_create, name="correction-create"),
    path("desk/corrections/", corrections.correction_list, name="desk-correction-list"),
    path("desk/corrections/<uuid:uuid>/", corrections.correction_detail, name="desk-correction-detail"),
    path("desk/cases/<uuid:uuid>/timeline/", trail.timeline, name="desk-timeline"),
    path("cases/import/", imports.import_moved, name="import-create"),
    path("desk/imports/", imports.import_list, name="import-list"),
    path("desk/imports/template.<template_ending:ending>", imports.import_template, name="import-template"),
    path("desk/imports/<uuid:public_id>/", imports.import_detail, name="import-detail"),
    path("desk/imports/<uuid:public_id>/progress/", imports.import_progress, name="import-progress"),
    path("desk/imports/<uuid:public_id>/stop/", imports.import_stop, name="import-stop"),
    path("desk/imports/<uuid:public_id>/confirm/", imports.import_confirm, name="import-confirm"),
    path("desk/imports/<uuid:public_id>/check/", imports.import_recheck, name="import-recheck"),
    path("desk/imports/<uuid:public_id>/undo/", imports.import_undo, name="import-undo"),
    path("desk/imports/<uuid:public_id>/discard/", imports.import_discard, name="import-discard"),
    path("desk/imports/<uuid:public_id>/findings.csv", imports.import_findings_csv, name="import-findings-csv"),
    path("desk/imports/<uuid:public_id>/findings.xlsx", imports.import_findings_xlsx, name="import-findings-xlsx"),
    path("cases/<public_id:public_id>/", cases.case_detail, name="case-short"),
    path("cases/<public_id:public_id>/versions/", versions.version_list, name="version-list"),
    path("cases/<public_id:public_id>/versions/compare/", versions.version_compare, name="version-compare"),
    path("cases/<public_id:public_id>/<slug:slug>/", cases.case_detail, name="case-detail"),
    path("desk/cases/new/", writing.desk_new, name="desk-new"),
    path("desk/cases/<uuid:uuid>/write/", writing.desk_write, name="desk-write"),
    path("desk/cases/<uuid:uuid>/autosave/", writing.desk_autosave, name="desk-autosave"),
    path("desk/cases/<uuid:uuid>/gate/", writing.desk_gate, name="desk-gate"),
    path("desk/cases/<uuid:uuid>/row/", writing.desk_row, name="desk-row"),
    path("desk/cases/<uuid:uuid>/preview/", writing.desk_preview, name="desk-preview"),
    path("desk/markdown/", writing.desk_markdown, name="desk-markdown"),
    path("desk/lookups/courts/", lookups.courts, name="desk-lookup-courts"),
    path("desk/lookups/terms/", lookups.terms, name="desk-lookup-terms"),
    path("desk/lookups/countries/", lookups.countries, name="desk-lookup-countries"),
    path("desk/lookups/jurisdictions/", lookups.jurisdictions, name="desk-lookup-jurisdictions"),
    path("desk/cases/<uuid:uuid>/screening/", screening.screening, name="desk-screening"),
    path("desk/cases/<uuid:uuid>/screening/names/", screening.suppress, name="desk-suppress"),
    path("desk/cases/<uuid:uuid>/redaction/", screening.redact, name="desk-redaction"),
    path("jurisdictions/", jurisdictions.jurisdiction_list, name="jurisdiction-list"),
    path("jurisdictions/<jurisdiction_code:code>/", jurisdictions.jurisdiction_detail, name="jurisdiction-detail"),
    path("desk/", desk.desk_home, name="desk-home"),
    path("desk/cases/", desk.desk_list, name="desk-list"),
    path("desk/cases/<uuid:uuid>/", desk.desk_case, name="desk-case"),
    path("desk/cases/<uuid:uuid>/step/<slug:name>/", desk.desk_step, name="desk-step"),
    path("desk/cases/<uuid:uuid>/comment/", desk.desk_comment, name="desk-comment"),
    path("desk/cases/<uuid:uuid>/assign/", desk.desk_assign, name="desk-assign"),
    path("desk/cases/<uuid:uuid>/compare/", versions.desk_compare, name="desk-compare"),
    path("desk/cases/<uuid:uuid>/versions/<int:number>/withhold/", desk.desk_withhold, name="desk-withhold"),
]
