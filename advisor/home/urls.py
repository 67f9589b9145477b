from django.urls import path

from advisor.home import views

app_name = "home"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("places/", views.places, name="places"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("livez", views.livez, name="livez"),
]
