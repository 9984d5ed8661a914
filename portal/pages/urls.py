"""URLs of site pages."""

from django.urls import path

from portal.pages import account, audit_log, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/components/", views.components, name="components"),
    path("desk/log/", audit_log.log_list, name="log-list"),
    path("desk/log/<uuid:context_id>/", audit_log.log_entry, name="log-entry"),
    path("account/", account.account, name="account"),
]
