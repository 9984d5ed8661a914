"""The whole URL tree. Pages come in six languages (English without a prefix); the API and the checks do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from django.views.generic import RedirectView

from portal.pages.sitemaps import SITEMAPS
from portal.pages.views import favicon, healthz, readyz, robots_txt

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots_txt, name="robots-txt"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap-index",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("favicon.ico", favicon, name="favicon"),
    path("api/v1/", include("portal.api_urls")),
]
urlpatterns += i18n_patterns(
    path("", include("portal.pages.urls")),
    path("", include("caselaw.urls")),
    path("country-data/", include("reports.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("account/", include("portal.core.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True)),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

handler429 = "portal.core.views.too_many_requests"  # allauth asks for it
