"""The whole URL tree. Pages come in six languages (English without a prefix); the API and the checks do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.core.views import SignIn, SignOut
from portal.pages.views import favicon, healthz, readyz, robots_txt

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots_txt, name="robots-txt"),
    path("favicon.ico", favicon, name="favicon"),
    path("api/v1/", include("portal.api_urls")),
]
urlpatterns += i18n_patterns(
    path("", include("portal.pages.urls")),
    path("", include("caselaw.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("account/sign-in/", SignIn.as_view(), name="sign-in"),
    path("account/sign-out/", SignOut.as_view(), name="sign-out"),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
