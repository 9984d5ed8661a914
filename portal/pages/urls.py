"""URLs of site pages."""

from django.urls import path

from portal.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/components/", views.components, name="components"),
    path("account/", views.account, name="account"),
]
